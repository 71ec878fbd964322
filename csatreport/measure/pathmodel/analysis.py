"""The path model of the edition's wave, with its intervals, quality and index."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import isnan

import numpy as np

from csatreport.errors import DataError
from csatreport.measure import products, scores
from csatreport.measure.design import Floats
from csatreport.measure.fielding import Fielding, known
from csatreport.measure.moments import complete
from csatreport.measure.pathmodel import blindfold, bootstrap, effects, index
from csatreport.measure.pathmodel.estimate import Fitted, fit
from csatreport.measure.pathmodel.quality import Quality, quality
from csatreport.measure.pathmodel.results import Construct, Indicator, Path, PathModel
from csatreport.measure.pathmodel.structure import Bools, Model, model
from csatreport.measure.subjects import Subject
from csatreport.params import Text
from csatreport.results import Count, Estimate, Unit
from csatreport.survey import Survey

_ANSWERED = Text(en="Responses in the model", zh="进入模型的答卷")


def of(survey: Survey) -> PathModel:
    """The model declared in ``[path_model]`` of ``params/analysis.toml``, estimated on the edition's wave.

    Weighted; ``listwise`` uses respondents who answered every question of the model, ``pairwise`` for each pair of
    questions those who answered both. Paths, weights, loadings, total effects and R² have percentile intervals of the
    design's bootstrap; the index has the design's own.

    Raises
    ------
    ParamsError
        Nothing of the model was asked.
    DataError
        Too few complete answers; an item that everybody answered alike; constructs that are collinear.
    """
    fielding = Fielding.of(survey)
    declared, named = survey.analysis.path_model, model(fielding)
    values = scores.of_items(fielding.responses, named.items, measure="mean")
    used = _used(values, fielding.design.weights, declared.missing)
    _check_base(used, named, fielding)
    answers = products.of(values, fielding.design, missing=declared.missing)
    first = answers.moments(answers.design.weights)
    _check_constant(first.covariance[0], named)
    fitted = fit(first.correlation, named.structure, scheme=declared.scheme)
    _check_settled(fitted, first.correlation[0], named)
    found = bootstrap.spread(
        answers, named.structure, fielding.generator("path model"), like=fitted,
        scheme=declared.scheme, times=declared.resamples, confidence=survey.edition.confidence,
    )  # fmt: skip
    share = index.shares(fitted.weights[0], np.sqrt(np.diagonal(first.covariance[0])), named)
    good = quality(first.correlation[0], fitted, named.structure, n=int(used.sum()))
    q2 = blindfold.q2(
        values,
        fielding.design.weights,
        named.structure,
        like=fitted,
        scheme=declared.scheme,
        omission=declared.omission,
    )
    writer = _Writer(fielding, named, fitted, found, used)
    return PathModel(
        named, fitted, share, tuple(writer.constructs(good, q2, share)), tuple(writer.paths()), good.gof,
        Count(int(used.sum()), _ANSWERED, of=len(used), data=survey.data), found.resamples, found.redrawn,
        declared.scheme, declared.missing,
    )  # fmt: skip


@dataclass(frozen=True, eq=False)
class _Writer:
    """From arrays to results."""

    fielding: Fielding
    model: Model
    fitted: Fitted
    found: bootstrap.Spread
    used: Bools

    def number(
        self, part: str, at: int, subject: Subject, *, measure: str, unit: Unit = "coefficient"
    ) -> Estimate:
        """One number of a part of the model."""
        value = bootstrap.parts(self.fitted, self.model.structure)[part][0, at]
        ends = float(self.found.low[part][at]), float(self.found.high[part][at])
        return self.fielding.modelled(
            float(value), se=float(self.found.se[part][at]), interval=ends, subject=subject,
            measure=measure, unit=unit, used=self.used,
        )  # fmt: skip

    def paths(self) -> Iterator[Path]:
        """Every pair of which one leads to the other."""
        on, reach = self.model.structure.on, self.model.structure.reach
        direct = {tuple(pair): n for n, pair in enumerate(np.argwhere(on).tolist())}
        indirect = effects.indirect(self.fitted.paths)[0]
        for n, (target, source) in enumerate(np.argwhere(reach).tolist()):
            arrow = direct.get((target, source))
            yield Path(
                self.model.names[source], self.model.names[target],
                None if arrow is None else self.number("paths", arrow, self.between(source, target), measure="path"),
                float(indirect[target, source]),
                self.number("total", n, self.towards(source, target), measure="effect"),
            )  # fmt: skip

    def between(self, source: int, target: int) -> Subject:
        """An arrow, by both its ends."""
        names, labels = self.model.names, self.model.labels
        said = {k: f"{labels[source][k]} → {labels[target][k]}" for k in ("en", "zh")}
        return Subject(f"{names[source]}>{names[target]}", Text(**said), names[target], labels[target])

    def towards(self, source: int, target: int) -> Subject:
        """A construct, grouped by what it leads to."""
        names, labels = self.model.names, self.model.labels
        return Subject(names[source], labels[source], names[target], labels[target])

    def constructs(self, good: Quality, q2: Floats, share: Floats) -> Iterator[Construct]:
        """Every construct with its questions and its quality."""
        rows = index.estimates(self.fielding, self.model, share)
        explained = np.cumsum(self.model.structure.explained) - 1
        for n, (name, label, own) in enumerate(zip(self.model.names, self.model.labels, rows, strict=True)):
            r2 = (
                self.number("r2", int(explained[n]), Subject(name, label), measure="r_squared", unit="share")
                if self.model.structure.explained[n]
                else None
            )
            yield Construct(
                name, label, self.model.at[n], own, tuple(self.indicators(n, share)), r2,
                known(good.adjusted[n]), known(q2[n]), float(good.ave[n]), known(good.rho_c[n]), known(good.rho_a[n]),
                known(good.alpha[n]), _largest(good.htmt[n]),
            )  # fmt: skip

    def indicators(self, construct: int, share: Floats) -> Iterator[Indicator]:
        """The questions of a construct."""
        label, name = self.model.labels[construct], self.model.names[construct]
        for i in np.flatnonzero(self.model.structure.of == construct).tolist():
            item = self.model.items[i]
            subject = Subject(item.item, item.label, name, label)
            others = np.abs(np.delete(self.fitted.cross[0, i], construct))
            loading = self.number("loadings", i, subject, measure="loading")
            yield Indicator(
                self.number("weights", i, subject, measure="outer_weight"), loading, loading.value**2, float(share[i]),
                float(others.max()),
            )  # fmt: skip


def _largest(ratios: Floats) -> float | None:
    """The largest that there is."""
    there = ratios[~np.isnan(ratios)]
    return float(there.max()) if len(there) else None


def _used(values: Floats, weights: Floats, missing: str) -> Bools:
    there = complete(values) if missing == "listwise" else ~np.isnan(values).all(axis=1)
    return np.asarray(there & (weights > 0))


def _check_base(used: Bools, named: Model, fielding: Fielding) -> None:
    least = max(fielding.survey.edition.minimum_base, int(named.structure.on.sum(axis=1).max()) + 2)
    if used.sum() < least:
        raise DataError(
            "too few answers for a path model",
            where=f"wave {fielding.wave}",
            expected=f"{least} respondents who answered all {len(named.items)} questions of the model",
            got=str(int(used.sum())),
            todo='ask more people, set missing = "pairwise" in [path_model], or leave the chapter out',
        )


def _check_constant(covariance: Floats, named: Model) -> None:
    flat = [i.item for i, v in zip(named.items, np.diagonal(covariance).tolist(), strict=True) if not v > 0]
    if flat:
        raise DataError(
            "a question of the path model that everybody answered alike, or nobody",
            where=f"item {', '.join(flat)}",
            expected="answers that differ",
            got="none that do, among the responses in the model",
            todo="leave the question out of its construct in params/analysis.toml, path_model.constructs",
        )


def _check_settled(fitted: Fitted, correlation: Floats, named: Model) -> None:
    if fitted.settled[0] and not isnan(float(fitted.r2.sum())):
        return
    raise DataError(
        "constructs that cannot be told apart",
        where=f"constructs {_alike(correlation, named)}",
        expected="constructs that depend on one another without being the same",
        got="a singular system: at least one is a sum of others",
        todo="join the constructs, or leave a path out, in params/analysis.toml, path_model",
    )


def _alike(correlation: Floats, named: Model) -> str:
    """Names of the two constructs whose plain sums go together most."""
    member = named.structure.member
    covariance = member.T @ np.nan_to_num(correlation) @ member
    sd = np.sqrt(np.maximum(np.diag(covariance), 1e-12))
    size = np.abs(covariance / np.outer(sd, sd)) - np.eye(len(sd)) * 2
    first, second = np.unravel_index(int(np.argmax(size)), size.shape)
    return f"{named.names[int(first)]} and {named.names[int(second)]}"

"""The structure of satisfaction: which services customers experience as one."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from math import isnan, nan

import numpy as np

from csatreport.measure import contrast
from csatreport.measure.design import Codes, Floats
from csatreport.measure.fielding import Subject
from csatreport.measure.structure import scores
from csatreport.measure.structure.adequacy import Adequacy, adequacy
from csatreport.measure.structure.fit import criteria, fitted, refitted
from csatreport.measure.structure.names import homes, named
from csatreport.measure.structure.number import Dimensionality, dimensionality
from csatreport.measure.structure.sample import Sample
from csatreport.measure.structure.scale import ALL
from csatreport.measure.structure.tell import Teller
from csatreport.params.text import Text
from csatreport.results import Contrasts, Estimate, Estimates
from csatreport.survey import Survey


@dataclass(frozen=True)
class Group:
    """A factor with the items that load most on it, the largest loading first.

    ``explained`` is its share of the variance of all ratings; ``overall`` the correlation of its score with overall
    satisfaction, None where that was not asked.
    """

    name: Text
    items: tuple[Subject, ...]
    explained: Estimate
    overall: Estimate | None


@dataclass(frozen=True)
class Base:
    """What a structure rests on: the missing policy, how loadings were extracted, and on how many responses.

    ``smoothed``: pairwise correlations were no correlations of any sample and were made so; ``failed``: resamples
    without a solution; ``left_out``: items that do not vary or that too few rated together with others.
    """

    missing: str
    extraction: str
    smoothed: bool
    failed: int
    left_out: tuple[Text, ...]
    used: int
    effective: float


@dataclass(frozen=True, eq=False)
class Structure:
    """Loadings of items on factors, with what they rest on.

    Attributes
    ----------
    loadings : (k, m) float
        After varimax, in the order of ``groups``.
    cells : k tuples of m Estimate
        The same with intervals.
    home : (k,) int
        The group of each item: the factor on which it loads most.
    stays : (k,) float
        In which share of resamples the item has the same home.
    communality : k Estimate
        Share of the item's variance that the factors explain; uniqueness is the rest.
    """

    sample: Sample
    adequacy: Adequacy
    number: Dimensionality
    loadings: Floats
    cells: tuple[tuple[Estimate, ...], ...]
    home: Codes
    stays: Floats
    communality: Estimates
    groups: tuple[Group, ...]
    leads: Contrasts

    @property
    def subjects(self) -> tuple[Subject, ...]:
        """What the items are."""
        return self.sample.subjects

    @property
    def base(self) -> Base:
        """What it rests on."""
        return Base(
            self.sample.missing, self.sample.fielding.survey.analysis.structure.extraction, self.sample.matrix.smoothed,
            self.sample.resamples.failed, tuple(i.label for i in self.sample.left_out), int(self.sample.used.sum()),
            self.sample.matrix.n,
        )  # fmt: skip

    @property
    def large(self) -> float:
        """Loadings from here on are marked."""
        return self.sample.fielding.survey.analysis.structure.large

    @property
    def stable(self) -> tuple[bool, ...]:
        """Whether each item stays in its group in nearly all resamples."""
        return tuple((self.stays >= self.sample.fielding.survey.edition.confidence).tolist())

    @property
    def kmo(self) -> Estimate:
        """Sampling adequacy overall, with the base of the structure; it has no interval."""
        return self.sample.fielding.modelled(
            self.adequacy.kmo, se=nan, interval=(nan, nan), subject=Subject("all", ALL), measure="kmo",
            unit="coefficient", used=self.sample.used,
        )  # fmt: skip

    @property
    def strays(self) -> tuple[Subject, ...]:
        """Services found in another group than most of what their group is made of: not with their own dimension.

        The dimension of a group is the one that most of its services belong to; of several the one with the larger
        loadings.
        """
        found = []
        for group in self.groups:
            counts = Counter(s.group for s in group.items if s.group)
            main = counts.most_common(1)[0][0] if counts else ""
            found += [s for s in group.items if s.group and s.group != main]
        return tuple(found)

    @property
    def closest(self) -> Group | None:
        """The group that goes most closely with overall satisfaction."""
        shown = [g for g in self.groups if g.overall is not None and g.overall.shown]
        return max(shown, key=lambda g: g.overall.value if g.overall else 0.0, default=None)

    def scores(self) -> Floats:
        """Factor scores (n, m) of the respondents of the wave; NaN for those who answered fewer than half."""
        own = np.diagonal(self.sample.matrix.covariance)
        weight = self.sample.fielding.design.weights[:, None]
        ratings = self.sample.values[:, :-1]
        mean = np.nansum(weight * ratings, axis=0) / (weight * ~np.isnan(ratings)).sum(axis=0)
        return scores.scores(ratings, mean, np.sqrt(own), self.sample.matrix.correlation, self.loadings)


def structure(survey: Survey, *, sample: Sample | None = None) -> Structure:
    """Find the groups of services that customers experience as one.

    Components (or minres, as ``[structure]`` declares) of the weighted correlations, varimax with Kaiser
    normalisation. The number is that of parallel analysis, or fewer, so that every group has two items or more; or
    as declared. Intervals: the bootstrap of the design, see :func:`csatreport.measure.structure.fit.refitted`.
    ``leads`` tests how much closer the group that goes closest with overall satisfaction does so than each other.

    Checked against: R psych (:mod:`.extraction`, :mod:`.rotation`), the simulated company's families of services.

    Raises
    ------
    DataError
        Too few items; more factors declared than correlations can tell apart.
    """
    found = sample or Sample.of(survey)
    judged = dimensionality(found.matrix, found.fielding.generator("parallel analysis"))
    loadings = fitted(found, judged.parallel)
    resamples = refitted(found, loadings)
    home = homes(loadings)
    overall = criteria(found, loadings, resamples)
    groups = _groups(found, (loadings, resamples), overall)
    return Structure(
        sample=found, adequacy=adequacy(found.matrix), number=judged, loadings=loadings,
        cells=_cells(found, loadings, resamples), home=home, stays=(homes(resamples) == home).mean(axis=0),
        communality=_communality(found, loadings, resamples), groups=groups, leads=_leads(found, overall, groups),
    )  # fmt: skip


_Both = tuple[Floats, Floats]  # of the sample, of every resample


def _cells(sample: Sample, loadings: Floats, resamples: Floats) -> tuple[tuple[Estimate, ...], ...]:
    found = []
    for k, subject in enumerate(sample.subjects):
        tell = Teller(sample, sample.answered(k))
        row = zip(loadings[k], resamples[:, k].T, strict=True)
        found.append(tuple(tell(value, again, subject, measure="loading") for value, again in row))
    return tuple(found)


def _communality(sample: Sample, loadings: Floats, resamples: Floats) -> Estimates:
    value, again = (loadings**2).sum(axis=1), (resamples**2).sum(axis=2)
    return Estimates(
        tuple(
            Teller(sample, sample.answered(k))(
                value[k], again[:, k], subject, measure="communality", unit="share"
            )
            for k, subject in enumerate(sample.subjects)
        )
    )


def _groups(sample: Sample, loadings: _Both, overall: _Both) -> tuple[Group, ...]:
    home, tell = homes(loadings[0]), Teller(sample, sample.used)
    explained, again = (loadings[0] ** 2).mean(axis=0), (loadings[1] ** 2).mean(axis=1)
    found = []
    for f, label in enumerate(
        named(loadings[0], sample.subjects, sample.fielding.survey.analysis.structure.names)
    ):
        subject = Subject(f"group{f + 1}", label)
        order = np.argsort(-np.abs(loadings[0][:, f]), kind="stable")
        value = float(overall[0][f])
        found.append(
            Group(
                label,
                tuple(sample.subjects[k] for k in order if home[k] == f),
                tell(explained[f], again[:, f], subject, measure="explained", unit="share"),
                None if isnan(value) else tell(value, overall[1][:, f], subject, measure="correlation"),
            )
        )
    return tuple(found)


def _leads(sample: Sample, overall: _Both, groups: tuple[Group, ...]) -> Contrasts:
    """How much closer the closest group goes with overall satisfaction than each other: one family (Holm)."""
    value, again = overall
    if np.isnan(value).any():
        return Contrasts()
    order = np.argsort(-value, kind="stable")
    first, rows = groups[order[0]].overall, []
    for k in order[1:]:
        other = groups[k].overall
        spread = replace(sample.resamples, results=again[:, order[0]] - again[:, k])
        se = float(spread.se(value[order[0]] - value[k]))
        if first is not None and other is not None:
            rows.append(contrast.joint(other, first, se=se, df=sample.fielding.design.df))
    return contrast.family(rows)

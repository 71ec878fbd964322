"""One wave of a survey, ready to estimate: its responses, their design, and the names of things."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import isnan, nan
from zlib import crc32

import numpy as np
import numpy.typing as npt
import pandas as pd

from csatreport.errors import DataError, UsageError
from csatreport.measure import interval
from csatreport.measure.design import Codes, Design, Floats
from csatreport.measure.linearisation import Means, means
from csatreport.measure.replication import Replicates
from csatreport.measure.scores import find
from csatreport.measure.suppress import hidden
from csatreport.params import Edition, Item, Questionnaire, Text, Wave
from csatreport.results import EVERYBODY, Estimate, Unit
from csatreport.survey import Survey


@dataclass(frozen=True)
class Subject:
    """What a score is about."""

    item: str
    label: Text
    group: str = ""
    group_label: Text | None = None

    @classmethod
    def of(cls, item: Item, questionnaire: Questionnaire) -> Subject:
        """An item, with its dimension as its group."""
        group = item.dimension
        return cls(item.item, item.label, group, name(questionnaire, "dimension", group) if group else None)


@dataclass(frozen=True)
class Level:
    """A level of a domain; domain "" = everybody."""

    domain: str = ""
    code: str = ""
    label: Text = EVERYBODY


@dataclass(frozen=True, eq=False)
class Fielding:
    """Responses of one wave with their design; made by :meth:`of`."""

    survey: Survey
    wave: Wave
    responses: pd.DataFrame
    design: Design

    @classmethod
    def of(cls, survey: Survey, wave: Wave | None = None) -> Fielding:
        """The fielding of ``wave``, or of the edition's wave.

        Raises
        ------
        DataError, DesignError
            The wave has no responses; its weights, strata or clusters cannot be used.
        """
        wave = wave or survey.wave
        responses = survey.in_wave(wave).responses
        if responses.empty:
            raise DataError(
                f"no responses in wave {wave}",
                expected="at least one accepted response",
                got="none; waves with data: " + (", ".join(map(str, survey.waves)) or "none"),
                todo="check the sources of the edition; published scores are read with the measure `score`",
            )
        return cls(survey, wave, responses, _design(survey.edition, responses))

    def asked(self, item: Item) -> bool:
        """Whether the questionnaire of this wave had the item."""
        answered = item.item in self.responses and bool(self.responses[item.item].notna().any())
        return answered or item.source(self.wave) is not None

    def levels(self, domain: str) -> tuple[tuple[Level, ...], Codes]:
        """Levels of a domain item that occur in this wave, in the order of their list, and codes (n,).

        Raises
        ------
        UsageError
            There is no such item, or it has no levels.
        """
        item = find(self.survey.questionnaire, domain)
        if item.kind != "category" or domain not in self.responses:
            raise UsageError(
                f"item {domain!r} is no domain",
                where=f"params/questionnaire.csv row {item.row}",
                expected="an item of kind category",
                got=item.kind,
                todo="choose an item whose answers are a list of levels",
            )
        column = self.responses[domain]
        present = set(column.dropna())
        listed = self.survey.questionnaire.labels.get(item.codes, {})
        order = [*(c for c in listed if c in present), *sorted(present - set(listed))]
        levels = tuple(Level(domain, c, name(self.survey.questionnaire, item.codes, c)) for c in order)
        return levels, pd.Categorical(column, categories=order).codes.astype(np.intp)

    def estimates(
        self,
        scores: Floats,
        subjects: Sequence[Subject],
        *,
        measure: str,
        unit: Unit,
        levels: tuple[Level, ...] = (Level(),),
        codes: Codes | None = None,
    ) -> tuple[Estimate, ...]:
        """Estimates of the columns of ``scores`` (n, k), level by level, small bases suppressed."""
        if not levels:
            return ()
        found = means(scores, self.design, domain=codes, domains=len(levels))
        low, high = self._interval(found, unit)
        secret = hidden(found.n, minimum=self.survey.edition.minimum_base)
        rows = []
        for at, level, subject in _cells(levels, subjects):
            row = self._estimate(
                found, (low, high), at=at, subject=subject, level=level, measure=measure, unit=unit
            )
            rows.append(suppressed(row) if secret[at] else row)
        return tuple(rows)

    def modelled(
        self,
        value: float,
        *,
        se: float,
        interval: tuple[float, float],
        subject: Subject,
        measure: str,
        unit: Unit,
        used: npt.NDArray[np.bool_],
        level: Level = Level(),
    ) -> Estimate:
        """A number that a model found from the responses ``used`` (n,), with its base; hidden where that is small."""
        w = self.design.weights[used]
        n, effective = int((w > 0).sum()), float(w.sum() ** 2 / (w**2).sum()) if w.any() else 0.0
        row = Estimate(
            value=float(value), unit=unit, measure=measure,
            item=subject.item, label=subject.label, group=subject.group, group_label=subject.group_label,
            wave=str(self.wave), wave_label=self.wave.label,
            domain=level.domain, level=level.code, level_label=level.label,
            se=known(se), low=known(interval[0]), high=known(interval[1]),
            confidence=self.survey.edition.confidence, df=self.design.df, n=n, effective_n=effective,
            weight=self.survey.weights, data=self.survey.data,
            flag="low" if effective < self.survey.edition.low_base else "",
        )  # fmt: skip
        return suppressed(row) if n < self.survey.edition.minimum_base else row

    def generator(self, purpose: str) -> np.random.Generator:
        """The edition's generator for one purpose: another analysis never changes its draws."""
        return np.random.default_rng([self.survey.edition.seed, crc32(purpose.encode())])

    def _interval(self, found: Means, unit: Unit) -> tuple[Floats, Floats]:
        confidence = self.survey.edition.confidence
        if unit != "share":
            return interval.of_mean(found.value, found.se, df=found.df, confidence=confidence)
        return interval.of_share(
            found.value, found.se, df=found.df, n=found.n, effective_n=found.effective_n, confidence=confidence,
        )  # fmt: skip

    def _estimate(
        self,
        found: Means,
        limits: tuple[Floats, Floats],
        *,
        at: tuple[int, int],
        subject: Subject,
        level: Level,
        measure: str,
        unit: Unit,
    ) -> Estimate:
        effective = float(found.effective_n[at])
        return Estimate(
            value=float(found.value[at]), unit=unit, measure=measure,
            item=subject.item, label=subject.label, group=subject.group, group_label=subject.group_label,
            wave=str(self.wave), wave_label=self.wave.label,
            domain=level.domain, level=level.code, level_label=level.label,
            se=known(found.se[at]), low=known(limits[0][at]), high=known(limits[1][at]),
            confidence=self.survey.edition.confidence, df=found.df,
            n=int(found.n[at]), effective_n=known(effective), deff=known(found.deff[at]),
            weight=self.survey.weights, data=self.survey.data,
            flag="low" if effective < self.survey.edition.low_base else "",
        )  # fmt: skip


def _design(edition: Edition, responses: pd.DataFrame) -> Design:
    """The design as declared: replicate weights where there are any, else strata and clusters."""
    weight = responses["weight"].to_numpy(np.float64)
    how = edition.weighting.replicates if edition.weights == "declared" else None
    if how is None:
        return Design.of(weight, strata=responses["stratum"], clusters=responses["cluster"])
    columns = responses.filter(regex=r"^replicate_\d+$").dropna(axis="columns", how="all")
    return Design.of(weight, replicates=Replicates.of(columns, weight, how=how, strata=responses["stratum"]))


def name(questionnaire: Questionnaire, list_name: str, code: str) -> Text:
    """Label of a code, or the code itself where its list has no label for it."""
    return questionnaire.labels.get(list_name, {}).get(code) or Text.same(code)


def known(number: float) -> float | None:
    """A plain number; None where it is not one."""
    return None if isnan(number) else float(number)


def suppressed(estimate: Estimate) -> Estimate:
    """The same estimate without its numbers, but for the base."""
    return replace(
        estimate, value=nan, se=None, low=None, high=None, effective_n=None, deff=None, flag="suppressed"
    )


def _cells(
    levels: Sequence[Level], subjects: Sequence[Subject]
) -> Iterator[tuple[tuple[int, int], Level, Subject]]:
    for d, level in enumerate(levels):
        for k, subject in enumerate(subjects):
            yield (d, k), level, subject

"""From numbers to estimates: each with what it is about, its interval and its base; small bases suppressed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import isfinite, nan

from csatreport.measure import interval
from csatreport.measure.design import Floats
from csatreport.measure.linearisation import Means
from csatreport.measure.subjects import Level, Subject
from csatreport.measure.suppress import hidden
from csatreport.params import Wave
from csatreport.results import Estimate, Unit
from csatreport.survey import Survey


@dataclass(frozen=True)
class Telling:
    """What all estimates of one wave of a survey have in common."""

    survey: Survey
    wave: Wave

    def rows(
        self, found: Means, subjects: Sequence[Subject], *,
        measure: str, unit: Unit, levels: tuple[Level, ...] = (Level(),),
    ) -> tuple[Estimate, ...]:  # fmt: skip
        """Estimates of means (levels, subjects), level by level."""
        low, high = self._interval(found, unit)
        secret = hidden(found.n, minimum=self.survey.edition.minimum_base)
        rows = []
        for at, level, subject in _cells(levels, subjects):
            row = self.one(
                found.value[at], (found.se[at], low[at], high[at]),
                base=(int(found.n[at]), float(found.effective_n[at])), df=found.df, deff=found.deff[at],
                subject=subject, level=level, measure=measure, unit=unit,
            )  # fmt: skip
            rows.append(suppressed(row) if secret[at] else row)
        return tuple(rows)

    def one(
        self,
        value: float,
        spread: tuple[float, float, float],
        *,
        base: tuple[int, float],
        df: float,
        subject: Subject,
        level: Level,
        measure: str,
        unit: Unit,
        deff: float = nan,
    ) -> Estimate:
        """A number with ``spread`` (standard error, ends of its interval) and ``base`` (plain, effective)."""
        se, low, high = map(known, spread)
        return Estimate(
            value=float(value), unit=unit, measure=measure,
            item=subject.item, label=subject.label, group=subject.group, group_label=subject.group_label,
            wave=str(self.wave), wave_label=self.wave.label,
            domain=level.domain, level=level.code, level_label=level.label,
            se=se, low=low, high=high, confidence=self.survey.edition.confidence, df=df,
            n=base[0], effective_n=known(base[1]), deff=known(deff),
            weight=self.survey.weights, data=self.survey.data,
            flag="low" if base[1] < self.survey.edition.low_base else "",
        )  # fmt: skip

    def _interval(self, found: Means, unit: Unit) -> tuple[Floats, Floats]:
        confidence = self.survey.edition.confidence
        if unit != "share":
            return interval.of_mean(found.value, found.se, df=found.df, confidence=confidence)
        return interval.of_share(
            found.value, found.se, df=found.df, n=found.n, effective_n=found.effective_n, confidence=confidence,
        )  # fmt: skip


def known(number: float) -> float | None:
    """A plain number; None where it is none, or infinite."""
    return float(number) if isfinite(number) else None


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

"""Figures of cases as they were told: one estimate for each case, measure and wave, aligned at the first action."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from math import inf
from typing import Any

import numpy as np
import pandas as pd

from csatreport.compare.cases.pooling import Told, error, pooled
from csatreport.errors import DataError
from csatreport.measure import interval
from csatreport.measure.fielding import known, suppressed
from csatreport.params import Text, Wave
from csatreport.params.analysis.case import MEASURES, Case, CaseMeasure
from csatreport.results import Estimate
from csatreport.survey import Survey

TABLE = "cases"
_WHERE = "table cases of the edition's records"


@dataclass(frozen=True)
class Figure:
    """An estimate of one wave, so many waves after that of the first action."""

    at: int
    told: Told
    estimate: Estimate


@dataclass(frozen=True)
class Line:
    """One measure of one case over the waves."""

    case: str
    measure: CaseMeasure
    label: Text
    figures: tuple[Figure, ...] = field(default=())

    def between(self, first: int, last: int) -> tuple[Figure, ...]:
        """Figures of the waves from ``first`` to ``last`` (waves since the first action)."""
        return tuple(f for f in self.figures if first <= f.at <= last)


def containing(day: date, like: Wave) -> Wave:
    """The wave of the length and calendar of ``like`` that holds a day."""
    start, after = (w.start.year * 12 + w.start.month for w in (like, like.shifted(1)))
    return like.shifted((day.year * 12 + day.month - start) // (after - start))


def lines(survey: Survey, cases: Sequence[Case]) -> dict[str, tuple[Line, ...]]:
    """Lines of every declared case, in the order of the measures declared.

    Raises
    ------
    DataError
        A case without figures, figures of a case or a measure that is not declared, a base of 0, a share of a base
        outside 0-1.
    """
    table = survey.records[TABLE]
    table = table[table["wave"].fillna("") != ""]  # an edition knows nothing of what came after it
    measures = survey.analysis.case_measure
    _declared(table["case"], [c.code for c in cases], "case")
    _declared(table["measure"], [m.code for m in measures], "case_measure")
    _sound(table, measures)
    found = {}
    for case in cases:
        own = table[table["case"] == case.code]
        if own.empty:
            raise DataError(
                f"case {case.code!r} has no figures", where=_WHERE,
                expected=f"figures up to {survey.wave}", got="none",
                todo="add them to the file of the table, or take the [[case]] out of params/analysis.toml",
            )  # fmt: skip
        found[case.code] = tuple(_line(survey, case, m, own[own["measure"] == m.code]) for m in measures)
    return found


def _declared(codes: pd.Series, known: Sequence[str], table: str) -> None:
    strange = sorted(set(codes.dropna()) - set(known))
    if strange:
        raise DataError(
            f"figures of what is not declared: {', '.join(strange)}", where=_WHERE,
            expected=f"the code of a [[{table}]] of params/analysis.toml: {', '.join(known) or 'none is declared'}",
            got=", ".join(strange), todo=f"declare a [[{table}]], or correct the file",
        )  # fmt: skip


def _sound(table: pd.DataFrame, measures: Sequence[CaseMeasure]) -> None:
    shares = [m.code for m in measures if m.unit == "share"]
    counted = table["n"].notna() & table["measure"].isin(shares)
    for wrong, problem, expected in (
        (table["n"].eq(0).fillna(False), "a figure that rests on nobody", "a base of 1 or more, or none"),
        (counted & ~table["value"].between(0, 1), "a share of a base that is no share", "0 to 1"),
    ):
        if wrong.any():
            row = table[wrong].iloc[0]
            where = f"{_WHERE}: {row['case']}, {row['measure']}, {row['date']:%Y-%m-%d}"
            got = f"value {row['value']:g}, base {row['n']}"
            raise DataError(
                problem,
                where=where,
                expected=expected,
                got=got,
                todo="correct the row, or leave its base out",
            )


def _line(survey: Survey, case: Case, measure: CaseMeasure, rows: pd.DataFrame) -> Line:
    label = survey.questionnaire.labels.get(MEASURES, {}).get(measure.code, Text.same(measure.code))
    line = Line(case.code, measure, label)
    start = containing(case.actions[0].date, survey.wave).index
    waves = sorted({Wave.parse(w) for w in rows["wave"]})
    figures = []
    for wave in waves:
        told = pooled([_told(r) for r in rows[rows["wave"] == str(wave)].to_dict("records")], measure.unit)
        figures.append(Figure(wave.index - start, told, estimate(survey, case, line, told, wave=wave)))
    return replace(line, figures=tuple(figures))


def _told(row: Mapping[Hashable, Any]) -> Told:
    n, se = (None if pd.isna(row[k]) else row[k] for k in ("n", "se"))
    return Told(float(row["value"]), None if n is None else int(n), None if se is None else float(se))


def estimate(
    survey: Survey, case: Case, line: Line, told: Told, *, wave: Wave, span: Text | None = None
) -> Estimate:
    """The figure as an estimate; hidden below the minimum base. ``span`` names several waves, ``wave`` is the last.

    Interval: logit of a share with its base, normal of everything else with a standard error.
    """
    edition, unit = survey.edition, line.measure.unit
    se = error(told, unit)
    effective = _effective(told, unit)
    low, high = _ends(told, se, effective if unit == "share" else None, edition.confidence)
    found = Estimate(
        value=told.value, unit=unit, measure="figure", item=line.measure.code, label=line.label,
        wave=str(wave), wave_label=span or wave.label, domain="case", level=case.code, level_label=case.title,
        se=se, low=low, high=high, confidence=edition.confidence, n=told.n, effective_n=effective,
        data=survey.records.data.get(TABLE, ""),
        flag="low" if effective is not None and effective < edition.low_base else "",
    )  # fmt: skip
    return suppressed(found) if told.n is not None and told.n < edition.minimum_base else found


def _ends(
    told: Told, se: float | None, share: float | None, confidence: float
) -> tuple[float | None, float | None]:
    """Ends of the interval; ``share`` is the effective base of a share, None of anything else."""
    if se is None:
        return None, None
    value, error_ = np.array([told.value]), np.array([se])
    if share is None or told.n is None:
        low, high = interval.of_mean(value, error_, df=inf, confidence=confidence)
    else:
        base, effective = np.array([told.n]), np.array([share])
        low, high = interval.of_share(
            value, error_, df=inf, n=base, effective_n=effective, confidence=confidence
        )
    return known(float(low[0])), known(float(high[0]))


def _effective(told: Told, unit: str) -> float | None:
    """The base; of a share with a standard error given, that of a simple sample with this error, where it is smaller."""
    if told.n is None:
        return None
    if unit != "share" or not told.se or not 0 < told.value < 1:
        return float(told.n)
    return min(told.value * (1 - told.value) / told.se**2, float(told.n))


def last_of(found: Iterable[Line]) -> int | None:
    """The last wave after the first action that a case has a figure of; None without any."""
    after = [f.at for line in found for f in line.figures if f.at > 0]
    return max(after) if after else None

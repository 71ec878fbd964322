"""The printed scores of a study, out of its table: by brand and factor, one year at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from csatreport.errors import DataError
from csatreport.measure.design import Codes, Floats
from csatreport.params.analysis.study import TOTAL, Study
from csatreport.survey import Survey

if TYPE_CHECKING:
    from collections.abc import Sequence

TABLE = "studies"
THOUSAND = 1000.0
_FACTORS = "params/analysis.toml, [[study.factor]]"


@dataclass(frozen=True, eq=False)
class Scores:
    """One year of a study: ``value``, ``se`` and ``n`` (brands, columns), NaN where unknown.

    ``columns`` are the index (``total``) and the declared factors; every score is on 0-1,000, whatever the study's
    scale. Brands are in the order of their list in ``params/labels.csv``.
    """

    study: Study
    year: int
    brands: tuple[str, ...]
    columns: tuple[str, ...]
    value: Floats
    se: Floats
    n: Floats

    def of(self, brands: Sequence[str], column: str = TOTAL) -> tuple[Floats, Floats, Floats]:
        """Values, standard errors and interviews (b,) of these brands in one column."""
        at = [self.brands.index(b) for b in brands]
        k = self.columns.index(column)
        return self.value[at, k], self.se[at, k], self.n[at, k]

    def scored(self, *columns: str) -> tuple[str, ...]:
        """Brands that have a score in all of these columns."""
        at = [self.columns.index(c) for c in columns]
        there = np.isfinite(self.value[:, at]).all(axis=1)
        return tuple(self.brands[i] for i in np.flatnonzero(there))


def years(survey: Survey, study: Study) -> dict[int, Scores]:
    """Every year of the study that was published by the edition's wave, oldest first.

    A standard error that is not printed follows from the interviews and the declared ``spread``: ``spread / sqrt(n)``;
    without both there is none. One of 0 is none: nothing is known without error.

    Raises
    ------
    DataError
        The study has no scores; a score lies outside its scale; a factor is not declared; a year has two scores of one
        brand in one factor.
    """
    table = survey.records[TABLE]
    rows = table[(table["study"] == study.code) & (table["wave"] != "")]
    if rows.empty:
        raise _none(study, table)
    rows = rows.assign(year=rows["date"].dt.year)
    _declared(study, rows)
    _in_scale(study, rows)
    _once(study, rows)
    order = list(survey.questionnaire.labels.get("brand", {}))
    found = sorted(rows["year"].unique().tolist())
    return {year: _year(study, year, rows[rows["year"] == year], order) for year in found}


def _year(study: Study, year: int, rows: pd.DataFrame, order: list[str]) -> Scores:
    present = set(rows["brand"])
    brands = tuple(b for b in order if b in present) + tuple(sorted(present - set(order)))
    columns = (TOTAL, *(f.code for f in study.factor))
    at = _places(brands, rows["brand"]), _places(columns, rows["factor"])
    value, se, n = (np.full((len(brands), len(columns)), np.nan) for _ in range(3))
    unit = THOUSAND / (study.high - study.low)
    value[at] = (rows["score"].to_numpy(np.float64) - study.low) * unit
    se[at] = rows["se"].to_numpy(np.float64, na_value=np.nan) * unit
    n[at] = rows["n"].to_numpy(np.float64, na_value=np.nan)
    n[~(n >= 1)] = np.nan
    return Scores(study, year, brands, columns, value, _filled(study, se, n, unit), n)


def _places(names: tuple[str, ...], column: pd.Series) -> Codes:
    """Where each of a column's values stands among the names."""
    place = {name: n for n, name in enumerate(names)}
    return np.array([place[value] for value in column], dtype=np.intp)


def _filled(study: Study, se: Floats, n: Floats, unit: float) -> Floats:
    """Standard errors, those not printed from the spread and the interviews."""
    spreads = [study.spread, *(f.spread for f in study.factor)]
    spread = np.array([np.nan if s is None else s * unit for s in spreads])
    return np.where(se > 0, se, spread / np.sqrt(n))


def _none(study: Study, table: pd.DataFrame) -> DataError:
    codes = ", ".join(sorted(map(str, table["study"].unique()))) or "none"
    return DataError(
        f"no scores of study {study.code!r}",
        where=f"table {TABLE}, column study; params/analysis.toml, [[study]], code",
        expected="rows of this study dated up to the edition's wave",
        got=f"studies in the table: {codes}",
        todo="correct the code, or declare a [[record]] that holds the study",
    )


def _declared(study: Study, rows: pd.DataFrame) -> None:
    unknown = sorted(set(rows["factor"]) - {TOTAL, *(f.code for f in study.factor)})
    if unknown:
        raise DataError(
            f"factor {unknown[0]!r} of study {study.code!r} has no weight",
            where=f"table {TABLE}, column factor; {_FACTORS}",
            expected=f"{TOTAL} or one of {', '.join(f.code for f in study.factor) or 'no factor'}",
            got=", ".join(unknown),
            todo="declare it with its weight, or leave its rows out",
        )


def _in_scale(study: Study, rows: pd.DataFrame) -> None:
    outside = rows[~rows["score"].between(study.low, study.high)]
    if len(outside):
        first = outside.iloc[0]
        raise DataError(
            f"a score outside the scale of study {study.code!r}",
            where=f"table {TABLE}: {_place(first)}",
            expected=f"{study.low:g} to {study.high:g}",
            got=f"{first['score']:g} ({len(outside)} rows)",
            todo="correct the score, or `low` and `high` of the study in params/analysis.toml",
        )


def _once(study: Study, rows: pd.DataFrame) -> None:
    twice = rows[rows.duplicated(["brand", "factor", "year"])]
    if len(twice):
        raise DataError(
            f"two scores for one year in study {study.code!r}",
            where=f"table {TABLE}: {_place(twice.iloc[0])}",
            expected="one score of each brand and factor in a year",
            got=f"{len(twice)} further rows",
            todo="keep the one that counts",
        )


def _place(row: pd.Series) -> str:
    return f"brand {row['brand']}, factor {row['factor']}, {row['date'].year}"

"""Complaints of a branch in proportion to its customers, against all other branches."""

from __future__ import annotations

from collections.abc import Mapping
from math import inf

import numpy as np
import numpy.typing as npt
import pandas as pd

from csatreport.measure import contrast, interval
from csatreport.measure.cases import cases, counted
from csatreport.measure.customers import Customers
from csatreport.measure.design import Codes
from csatreport.measure.fielding import Fielding
from csatreport.measure.subjects import Level, Subject, levels
from csatreport.measure.suppress import hidden
from csatreport.params import Text, Wave
from csatreport.results import OTHERS, Contrast, Contrasts, Estimate
from csatreport.survey import Survey

WAVES = 4  # up to the edition's: one wave has a few complaints of each cause
_TABLE = "complaints"
_ALL = Subject("all", Text(en="All complaints", zh="全部投诉"))


def complaints(survey: Survey, item: str) -> Mapping[str, Contrasts]:
    """Complaints a customer makes in a wave, in each level of ``item``, against all other levels: of all causes and of each.

    Rate = complaints of the last four waves / customers there at the beginning of each of them. ``first`` is that of the
    other levels. Callers' complaints belong together: the count has the variance ``Σ c²`` over customers with c of them
    each (compound Poisson); levels are independent; Holm over the causes of a level. Rates of few complaints are hidden, with
    others that would give them away. Empty without the tables ``complaints`` and ``customers``, or where the levels are not
    those of their column.

    Source: McCullagh and Nelder (1989), 6.2. Checked against: the exact test of two Poisson rates on large counts.
    """
    codes = survey.questionnaire[item].codes
    tables = survey.records
    if _TABLE not in tables or "customers" not in tables or codes not in tables[_TABLE]:
        return {}
    waves = [survey.wave.shifted(-n) for n in range(WAVES)]
    rows = tables[_TABLE]
    rows = rows[rows["wave"].isin([str(w) for w in waves]) & rows[codes].notna()].reset_index(drop=True)
    customers = Customers.of(survey)
    if rows.empty or codes not in customers.table:
        return {}
    names, at = levels(rows[codes], survey.questionnaire, codes=codes)
    there = _customers(customers, [n.code for n in names], codes, waves)
    fielding = cases(survey, _TABLE, rows, wave=survey.wave, cluster="customer")
    subjects, cause = _causes(rows, survey)
    secret = _secret(at, cause, (len(names), len(subjects)), survey.edition.minimum_base)
    of_cause = [np.ones(len(rows), dtype=bool), *(cause == k for k in range(len(subjects) - 1))]
    found = {}
    for n, level in enumerate(names):
        each = [
            _against(fielding, level, at == n, of_cause[k], subject=subjects[k], there=there, n=n)
            for k in np.flatnonzero(~secret[n])
        ]
        if there[n] > 0:
            found[level.code] = contrast.family([c for c in each if c.shown])
    return found


def _causes(rows: pd.DataFrame, survey: Survey) -> tuple[list[Subject], Codes]:
    names, codes = levels(rows["cause"], survey.questionnaire, codes="cause")
    return [_ALL, *(Subject(n.code, n.label) for n in names)], codes


def _secret(level: Codes, cause: Codes, size: tuple[int, int], minimum: int) -> npt.NDArray[np.bool_]:
    """Which rates (levels, subjects) are hidden: every page also states that of all other levels."""
    count = np.zeros(size, dtype=np.intp)
    count[:, 0] = np.bincount(level, minlength=size[0])
    np.add.at(count, (level[cause >= 0], cause[cause >= 0] + 1), 1)
    return hidden(count, minimum=minimum)


def _customers(customers: Customers, names: list[str], column: str, waves: list[Wave]) -> Codes:
    """Customers (levels,) at the beginning of each wave, added up."""
    at = pd.Index(names).get_indexer(pd.Index(customers.table[column].astype(object)))
    counted = [np.bincount(at[customers.active(w.start) & (at >= 0)], minlength=len(names)) for w in waves]
    return np.asarray(sum(counted), dtype=np.intp)


def _against(
    fielding: Fielding,
    level: Level,
    inside: np.ndarray,
    of_cause: np.ndarray,
    *,
    subject: Subject,
    there: Codes,
    n: int,
) -> Contrast:
    """A level's rate against that of all others."""
    mine, theirs = inside & of_cause, ~inside & of_cause
    own = _rate(fielding, mine, int(there[n]), subject, level)
    others = _rate(
        fielding, theirs, int(there.sum() - there[n]), subject, Level(level.domain, "other", OTHERS)
    )
    se = np.hypot(own.se or np.nan, others.se or np.nan)
    return contrast.joint(others, own, se=float(se), df=fielding.design.df)


def _rate(fielding: Fielding, used: np.ndarray, customers: int, subject: Subject, level: Level) -> Estimate:
    value, se = (number / max(customers, 1) for number in counted(fielding, used))
    low, high = interval.of_mean(value, se, df=inf, confidence=fielding.survey.edition.confidence)
    return fielding.modelled(
        value, se=se, interval=(max(0.0, low), high), subject=subject,
        measure="complaint_rate", unit="share", used=used, level=level,
    )  # fmt: skip

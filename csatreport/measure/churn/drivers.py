"""What goes together with leaving, all else that is known being equal.

For a level of a factor: the mean risk of the next quarter's customers if all of them were at that level, everything else as
it is, beside the same at the usual level (the one that most have). The difference is the average marginal effect in
percentage points; the odds ratio is that of the model. Errors by the delta method from the covariance clustered by customer;
all differences are tested together. What goes together with leaving is no reason for it.

Source: Williams, *Stata Journal* 12 (2012) (adjusted predictions). Checked against: statsmodels ``Logit`` (coefficients and
clustered errors) and margins worked out by hand from it, tests/oracle/churn.py.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from scipy.special import expit

from csatreport.measure import contrast
from csatreport.measure.churn.ahead import Ahead
from csatreport.measure.churn.factor import UNKNOWN, Factor
from csatreport.measure.design import Floats
from csatreport.measure.subjects import Level, Subject
from csatreport.results import Contrast, Estimate

PEERS = "branch"  # compared in the table of groups, not against one of them
ACTIONABLE = ("complaint", "again", "handling", "answer")  # what somebody can do something about
Row = tuple[Contrast, Estimate, int]


@dataclass(frozen=True)
class Driver:
    """One level of a factor against the usual one.

    ``gap`` compares the two risks, ``ratio`` is the odds ratio, ``customers`` how many come into the next quarter at this
    level, ``actionable`` whether somebody could do something about it.
    """

    gap: Contrast
    ratio: Estimate
    customers: int
    actionable: bool


def drivers(ahead: Ahead) -> tuple[Driver, ...]:
    """Every level but the usual one, factor by factor; levels "not known", too rare and those of branches are left out."""
    rows: list[Row] = [r for f in range(len(ahead.risk.cells.factors)) for r in _of_factor(ahead, f)]
    tested = contrast.family([gap for gap, _, _ in rows])
    return tuple(
        Driver(gap, ratio, n, gap.second.domain in ACTIONABLE)
        for gap, (_, ratio, n) in zip(tested, rows, strict=True)
    )


def _of_factor(ahead: Ahead, f: int) -> Iterator[Row]:
    """Each level of a factor against its usual one."""
    cells, factor = ahead.risk.cells, ahead.risk.cells.factors[f]
    if factor.code == PEERS:
        return
    own = cells.of_factor(f)
    weight = np.bincount(ahead.cell, minlength=len(ahead.risk.chance)) / len(ahead.cell)
    there = weight > 0
    odds = ahead.risk.odds - cells.x[:, own] @ ahead.risk.slope[own]
    everybody = np.ones(len(ahead.cell), dtype=bool)
    usual, at_usual = _risk(ahead, odds, weight, own, -1)
    first = ahead.estimate(usual, _se(ahead, at_usual), used=everybody, level=factor.levels[factor.usual])
    n = np.asarray(cells.x[there].T @ (weight[there] * len(ahead.cell)))
    for column in np.flatnonzero(own):
        level = factor.levels[cells.columns[column, 1]]
        if level.label == UNKNOWN or round(n[column]) < ahead.at.survey.edition.minimum_base:
            continue
        value, slope = _risk(ahead, odds, weight, own, int(column))
        second = ahead.estimate(value, _se(ahead, slope), used=everybody, level=level)
        first, second = (_named(e, factor) for e in (first, second))
        gap = contrast.joint(first, second, se=_se(ahead, slope - at_usual), df=ahead.df)
        yield gap, _ratio(ahead, int(column), factor, level), round(float(n[column]))


def _risk(ahead: Ahead, odds: Floats, weight: Floats, own: np.ndarray, column: int) -> tuple[float, Floats]:
    """Mean risk if everybody were at the level of a column (-1: the usual one), and its slope (1 + p,)."""
    chance = expit(odds + (ahead.risk.slope[column] if column >= 0 else 0.0))
    slope = ahead.gradient(weight * chance * (1 - chance))
    slope[1:][own] = 0.0
    if column >= 0:
        slope[1 + column] = slope[0]
    return float(weight @ chance), slope


def _se(ahead: Ahead, slope: Floats) -> float:
    return float(np.sqrt(slope @ ahead.covariance @ slope))


def _ratio(ahead: Ahead, column: int, factor: Factor, level: Level) -> Estimate:
    """Odds of leaving at the level in proportion to those at the usual one."""
    slope, se = ahead.risk.slope[column], float(np.sqrt(ahead.covariance[1 + column, 1 + column]))
    low, high = ahead.ends(float(slope), se)
    value = float(np.exp(slope))
    return ahead.at.modelled(
        value, se=value * se, interval=(float(np.exp(low)), float(np.exp(high))), subject=Subject(factor.code, factor.label),
        measure="odds_ratio", unit="coefficient", used=np.ones(len(ahead.cell), dtype=bool), level=level,
    )  # fmt: skip


def _named(e: Estimate, factor: Factor) -> Estimate:
    return replace(e, item=factor.code, label=factor.label)

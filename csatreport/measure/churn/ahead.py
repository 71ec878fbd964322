"""The next quarter: the risk of the customers there when it begins, by group, and how many are expected to leave.

The mean risk of a group is a smooth function of the coefficients; its error is that of the coefficients (delta method, logit
interval). How many *will* leave is also a matter of chance: to the variance of their expected number comes ``Σ p (1 − p)``.
Both hold if people leave as they did in the quarters learnt from.

Checked against: statsmodels ``Logit`` predictions and their errors, tests/oracle/churn.py.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import expit, logit

from csatreport.measure import interval
from csatreport.measure.churn.factor import Factor
from csatreport.measure.churn.lift import highest
from csatreport.measure.churn.observed import LEAVING, fielding
from csatreport.measure.churn.panel import Panel
from csatreport.measure.churn.risk import Risk
from csatreport.measure.design import Codes, Floats
from csatreport.measure.fielding import Fielding, suppressed
from csatreport.measure.subjects import Level
from csatreport.measure.suppress import hidden
from csatreport.results import Estimate, Estimates
from csatreport.survey import Survey

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Ahead:
    """The rows of the next quarter under a model; ``covariance`` is that of intercept and slopes."""

    at: Fielding
    risk: Risk
    covariance: Floats
    cell: Codes
    df: float

    @classmethod
    def of(cls, survey: Survey, panel: Panel, risk: Risk, covariance: Floats, *, df: float) -> Ahead:
        """Customers who are there when the next quarter begins."""
        rows = panel.place == len(panel.clock)
        at = fielding(survey, panel.clock.next, panel.customer[rows])
        return cls(at, risk, covariance, risk.cells.at[rows], df)

    @property
    def chance(self) -> Floats:
        """Chance (customers,) of each to leave in the next quarter."""
        return np.asarray(self.risk.chance[self.cell])

    def mean(self, member: Floats, *, level: Level | None = None) -> Estimate:
        """Mean risk of the customers ``member`` (customers,), in part or whole."""
        weight = np.bincount(self.cell, member, minlength=len(self.risk.chance)) / max(
            float(member.sum()), 1.0
        )
        chance = self.risk.chance
        value, slope = float(weight @ chance), self.gradient(weight * chance * (1 - chance))
        se = float(np.sqrt(slope @ self.covariance @ slope))
        return self.estimate(value, se, used=member > 0, level=level)

    def gradient(self, weight: Floats) -> Floats:
        """Slope (1 + p,) of ``Σ weight × log-odds``."""
        return np.asarray(np.r_[weight.sum(), self.risk.cells.x.T @ weight])

    def estimate(self, value: float, se: float, *, used: Flags, level: Level | None = None) -> Estimate:
        """A risk with its logit interval."""
        low, high = self.ends(float(logit(value)), se / (value * (1 - value)))
        return self.at.modelled(
            value, se=se, interval=(float(expit(low)), float(expit(high))), subject=LEAVING, measure="risk",
            unit="share", used=used, level=level,
        )  # fmt: skip

    def ends(self, value: float, se: float) -> tuple[float, float]:
        """Ends of a t interval."""
        return interval.of_mean(value, se, df=self.df, confidence=self.at.survey.edition.confidence)


def everybody(ahead: Ahead) -> Estimate:
    """Mean risk of all customers."""
    return ahead.mean(np.ones(len(ahead.cell)))


def leavers(ahead: Ahead) -> Estimate:
    """How many will leave: their expected number, with an interval for the number that will be counted."""
    chance, whole = ahead.chance, everybody(ahead)
    n = len(chance)
    se = float(np.hypot(n * (whole.se or 0.0), np.sqrt((chance * (1 - chance)).sum())))
    low, high = ahead.ends(float(chance.sum()), se)
    return ahead.at.modelled(
        float(chance.sum()), se=se, interval=(max(low, 0.0), high), subject=LEAVING, measure="leavers", unit="count",
        used=np.ones(n, dtype=bool),
    )  # fmt: skip


def groups(ahead: Ahead, factor: Factor, codes: Codes) -> Estimates:
    """Mean risk of the customers at each level (codes (customers,)) of a factor; small groups hidden."""
    n = np.bincount(codes, minlength=len(factor.levels))
    secret = hidden(n[:, None], minimum=ahead.at.survey.edition.minimum_base)[:, 0]
    found = []
    for k in np.flatnonzero(n):
        one = ahead.mean((codes == k).astype(float), level=factor.levels[k])
        found.append(suppressed(one) if secret[k] else one)
    return Estimates(tuple(found))


def riskiest(ahead: Ahead, share: float) -> Estimate:
    """Mean risk of the ``share`` of customers with the highest risk."""
    return ahead.mean(highest(ahead.chance, np.array([share]))[:, 0])

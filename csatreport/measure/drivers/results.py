"""What the analysis of drivers returns."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from csatreport.errors import CsatError
from csatreport.measure.design import Floats
from csatreport.measure.drivers.answers import Kind
from csatreport.measure.moments import Missing
from csatreport.measure.resample import Resampled
from csatreport.measure.subjects import Subject
from csatreport.params import Text
from csatreport.results import Count, Estimate, Estimates


@dataclass(frozen=True, kw_only=True)
class Driver:
    """One driver.

    Attributes
    ----------
    share : Estimate
        Of what all drivers explain together: ``shapley``, or ``relative`` for a share satisfied. All add up to 1.
    shapley : Estimate, optional
        Shapley's share; for a share satisfied of the deviance, without an interval and up to ten drivers only.
    relative : Estimate
        Relative weight (Johnson; Tonidandel and LeBreton), as a share of 1.
    coefficient : Estimate
        Difference of the outcome that goes with one point more on this driver, all others equal (log-odds for a
        share satisfied); design-based interval.
    standardised : Estimate
        The same in standard deviations, without an interval.
    correlation : Estimate
        With the outcome.
    vif : float
        Variance inflation factor.
    rank, rank_low, rank_high : int
        By share, the highest first, with its best and worst rank inside the confidence.
    p : float, optional
        Of the coefficient against 0, corrected over all drivers (Holm).
    turned : bool
        The coefficient is negative though the driver goes together with a better outcome: others stand for it.
    """

    share: Estimate
    shapley: Estimate | None
    relative: Estimate
    coefficient: Estimate
    standardised: Estimate
    correlation: Estimate
    vif: float
    rank: int
    rank_low: int
    rank_high: int
    p: float | None
    turned: bool

    @property
    def clear(self) -> bool:
        """Whether the coefficient is clearly above 0: the driver tells something that no other tells."""
        return self.p is not None and self.p < 1 - self.coefficient.confidence and self.coefficient.value > 0


@dataclass(frozen=True)
class Stability:
    """How often resamples agree with the sample on what comes first.

    ``leader``, ``together`` and ``order`` count resamples in which the first driver, the first ``top`` as a set, and
    their order are the same. ``stable``: ``together`` reaches the share that was declared.
    """

    top: int
    leader: Count
    together: Count
    order: Count
    stable: bool


@dataclass(frozen=True, eq=False, kw_only=True)
class Drivers:
    """Drivers, the largest share first.

    Attributes
    ----------
    r_squared, adjusted : Estimate
        Of the variance of the outcome, what all drivers explain together (McFadden's for a share satisfied);
        adjusted for their number, without an interval.
    base : Count
        Responses used, of those that rated the outcome.
    constant, unasked, sparse : tuple of Text
        Drivers left out: all answers alike, no answer, too few could rate them.
    resamples, failed : int
        Resamples, and those without a result.
    error : float
        Largest Monte-Carlo standard error of a share; 0 where all sets were used.
    resampled : Resampled
        Shares (R, p) in each resample, in the order of ``rows``.
    """

    rows: tuple[Driver, ...]
    outcome: Subject
    kind: Kind
    missing: Missing
    r_squared: Estimate
    adjusted: Estimate
    base: Count
    stability: Stability
    constant: tuple[Text, ...]
    unasked: tuple[Text, ...]
    sparse: tuple[Text, ...]
    resamples: int
    failed: int
    error: float
    resampled: Resampled

    @property
    def shares(self) -> Estimates:
        """Share of each driver in what all explain."""
        return Estimates(tuple(d.share for d in self.rows))

    @property
    def coefficients(self) -> Estimates:
        """Coefficients, the largest first."""
        return Estimates(tuple(d.coefficient for d in self.rows)).ordered()

    @property
    def clear(self) -> Estimates:
        """Coefficients clearly above 0, the largest first."""
        return Estimates(tuple(d.coefficient for d in self.rows if d.clear)).ordered()

    @property
    def turned(self) -> Estimates:
        """Coefficients whose sign is against their correlation."""
        return Estimates(tuple(d.coefficient for d in self.rows if d.turned))

    def one(self, item: str) -> Driver:
        """The driver called ``item``; KeyError where there is none."""
        return {d.share.item: d for d in self.rows}[item]


@dataclass(frozen=True)
class Unfit:
    """Why there is no analysis of drivers: what the answers lack, in words for readers, and what was refused."""

    reason: Text
    refused: CsatError


def ranks(draws: Floats, *, confidence: float) -> tuple[list[int], list[int]]:
    """Best and worst rank (p,) inside the confidence over the draws (b, p)."""
    found = 1 + np.argsort(np.argsort(-draws, axis=1, kind="stable"), axis=1, kind="stable")
    tail = (1 - confidence) / 2
    low = np.quantile(found, tail, axis=0, method="lower")
    high = np.quantile(found, 1 - tail, axis=0, method="higher")
    return low.astype(int).tolist(), high.astype(int).tolist()


def stability(values: Floats, draws: Floats, *, top: int, stable: float) -> Stability:
    """How often the draws (b, p) agree with the ``values`` (p,) on the first ``top``."""
    top = min(top, len(values) - 1)
    own = np.argsort(-values, kind="stable")[:top]
    each = np.argsort(-draws, axis=1, kind="stable")[:, :top]
    order = (each == own).all(axis=1)
    together = (np.sort(each, axis=1) == np.sort(own)).all(axis=1)
    leader = each[:, 0] == own[0]
    return Stability(
        top, _agreeing(leader), _agreeing(together), _agreeing(order), stable=bool(together.mean() >= stable)
    )


def _agreeing(same: npt.NDArray[np.bool_]) -> Count:
    label = Text(en="Resamples that agree", zh="结果一致的重抽样")
    return Count(int(same.sum()), label, of=len(same), unit="share")

"""Linear regression, Shapley shares and relative weights from covariances: one matrix, or one for each resample.

With ``S`` the covariance of the drivers and ``s`` theirs with the outcome: coefficients ``S⁻¹ s``, ``R² = s'S⁻¹s / σ²``.
Johnson's relative weights replace the drivers by the uncorrelated variables nearest to them: with ``R = V Δ² V'`` and
``Λ = V Δ V'``, ``ε = Λ² (Λ⁻¹ r)²``; they add up to R² too.

Source: Johnson, *Multivariate Behavioral Research* 35 (2000). Checked against: R (swiss) and pingouin, see
tests/test_measure_drivers_linear.py.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from csatreport.measure.design import Codes, Floats
from csatreport.measure.drivers import shapley
from csatreport.measure.moments import correlated

FLAT = 1e-8  # smallest eigenvalue of the drivers' correlations that still counts as a direction


@dataclass(frozen=True, eq=False)
class Fit:
    """Regressions on ``p`` drivers under ``b`` sets of weights; NaN where one cannot be computed.

    Attributes
    ----------
    shapley, relative : (b, p) float
        Shares of R², each row adding up to 1.
    slope : (b, p) float
        Raw coefficients: units of the outcome per unit of the driver.
    standardised : (b, p) float
        In standard deviations of both.
    correlation : (b, p) float
        Of each driver with the outcome.
    r_squared : (b,) float
    """

    shapley: Floats
    relative: Floats
    slope: Floats
    standardised: Floats
    correlation: Floats
    r_squared: Floats

    def packed(self) -> Floats:
        """All of it as columns (b, 5 p + 1), R² last."""
        parts = (self.shapley, self.relative, self.slope, self.standardised, self.correlation)
        return np.hstack([*parts, self.r_squared[:, None]])

    @classmethod
    def unpacked(cls, columns: Floats) -> Fit:
        """What :meth:`packed` made, also with other numbers in each place (standard errors)."""
        p = columns.shape[1] // 5
        shapley_, relative_, slope, standardised, correlation = (
            columns[:, i * p : (i + 1) * p] for i in range(5)
        )
        return cls(shapley_, relative_, slope, standardised, correlation, columns[:, -1])


def fit(covariance: Floats, *, entry: Codes | None = None) -> Fit:
    """Fit the last variable of ``covariance`` (b, p+1, p+1) on the others.

    Parameters
    ----------
    entry : (m, p) int, optional
        Orders of entry that Shapley's shares are averaged over; None: all sets.
    """
    good = usable(covariance)
    p = covariance.shape[-1] - 1
    found = np.full((len(covariance), 5 * p + 1), np.nan)
    if good.any():
        found[good] = _fitted(covariance[good], entry).packed()
    return Fit.unpacked(found)


def usable(covariance: Floats) -> npt.NDArray[np.bool_]:
    """Which matrices (b,) have an outcome that varies and drivers that are not collinear."""
    correlation = correlated(covariance)
    finite = np.asarray(~np.isnan(correlation).any(axis=(1, 2)))
    safe = np.where(finite[:, None, None], correlation, np.eye(correlation.shape[-1]))
    drivers = np.linalg.eigvalsh(safe[:, :-1, :-1])[:, 0] > FLAT
    whole = np.linalg.eigvalsh(safe)[:, 0] > -FLAT  # pairs that fit together in no sample at all
    return np.asarray(finite & drivers & whole)


def _fitted(covariance: Floats, entry: Codes | None) -> Fit:
    correlation = correlated(covariance)
    between, outcome = correlation[:, :-1, :-1], correlation[:, :-1, -1]
    beta = standardised(correlation)
    r_squared = (beta * outcome).sum(axis=1)
    sd = np.sqrt(np.diagonal(covariance, axis1=1, axis2=2))
    shares = shapley.exact(correlation) if entry is None else shapley.sampled(correlation, entry)
    return Fit(
        shares / r_squared[:, None],
        relative(between, beta) / r_squared[:, None],
        beta * sd[:, -1:] / sd[:, :-1],
        beta,
        outcome,
        r_squared,
    )


def standardised(correlation: Floats) -> Floats:
    """Coefficients (b, p), in standard deviations, of the last variable of ``correlation`` (b, p+1, p+1) on the others."""
    found = np.linalg.solve(correlation[:, :-1, :-1], correlation[:, :-1, -1, None])[..., 0]
    return np.asarray(found, dtype=np.float64)


def relative(between: Floats, standardised: Floats) -> Floats:
    """Johnson's weights (b, p) from the drivers' correlations (b, p, p) and standardised coefficients (b, p)."""
    values, vectors = np.linalg.eigh(between)
    root = (vectors * np.sqrt(values)[:, None, :]) @ vectors.transpose(0, 2, 1)
    beta = (root @ standardised[..., None])[..., 0]
    return np.asarray((root**2 @ (beta**2)[..., None])[..., 0])


def inflation(between: Floats) -> Floats:
    """Variance inflation factors (p,) of drivers with correlations (p, p): ``1 / (1 − R²_j)`` on the others.

    Checked against: statsmodels ``variance_inflation_factor``.
    """
    return np.asarray(np.diagonal(np.linalg.inv(between)))


def collinear(between: Floats) -> Codes:
    """Drivers that determine each other exactly: those in the flattest direction; none where there is no such.

    A direction with a negative variance is none of a sample: pairs of answers that do not fit together.
    """
    values, vectors = np.linalg.eigh(between)
    if abs(values[0]) > FLAT:
        return np.empty(0, dtype=np.intp)
    weight = np.abs(vectors[:, 0])
    return np.flatnonzero(weight > 0.05 * weight.max())

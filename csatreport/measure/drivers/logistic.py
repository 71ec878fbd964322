"""Logistic regression of a share on ratings, weighted, for a survey.

Coefficients solve ``Σ w x (y − p(x'β)) = 0`` (Newton's steps, halved where one goes too far). Near the solution the
regression is a linear one of the working answers ``z = x'β + (y − p) / (p (1 − p))`` with weights ``w p (1 − p)``: one
such step gives the coefficients of a resample. Importance is Tonidandel and LeBreton's relative weights; for a few
drivers also Shapley's decomposition of the deviance, every set of drivers fitted anew. The two agree closely (of eight
services of the simulated company every share within 2 points); Shapley's decomposition of the *working* regression
does not (it gives the largest share 5 points too much), so it is not used.

Source: McCullagh and Nelder, *Generalized Linear Models* (1989), 4.4; Tonidandel and LeBreton, *Organizational Research
Methods* 13 (2010); Binder, *International Statistical Review* 51 (1983) (standard errors). Checked against: R ``glm`` and
``survey::svyglm``, see tests/oracle/drivers.R.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from csatreport.errors import DataError, UsageError
from csatreport.measure.design import Floats
from csatreport.measure.drivers import linear, shapley
from csatreport.measure.moments import moments

EXACT = 10  # drivers of which the deviance is decomposed over all sets
_STEPS, _NEAR = 50, 1e-10
_FAR = 30.0  # log-odds that only a separation of the answers leads to


@dataclass(frozen=True, eq=False)
class Logistic:
    """A regression fitted to ``n`` answers.

    Attributes
    ----------
    intercept : float
    slope : (p,) float
        Log-odds per unit of each driver.
    deviance, null : float
        ``−2 Σ w log-likelihood`` of the model and of the share alone.
    working, weight : (n,) float
        Working answers z and ``p (1 − p)``.
    """

    intercept: float
    slope: Floats
    deviance: float
    null: float
    working: Floats
    weight: Floats

    @property
    def mcfadden(self) -> float:
        """1 − deviance / deviance of the share alone."""
        return 1 - self.deviance / self.null


def logistic(drivers: Floats, satisfied: Floats, weights: Floats) -> Logistic:
    """Fit ``satisfied`` (n,), 0 or 1, on ``drivers`` (n, p).

    Raises
    ------
    DataError
        All answers are of one kind, or a combination of drivers separates the two kinds.
    """
    share = np.average(satisfied, weights=weights)
    if share in (0, 1):
        raise DataError(
            "everybody is satisfied, or nobody is",
            expected="answers of both kinds",
            got=f"{len(satisfied)} answers of one kind",
            todo='explain the mean instead: kind = "mean" in params/analysis.toml',
        )
    x = np.column_stack([np.ones(len(drivers)), drivers])
    w = weights / weights.mean()
    beta = np.zeros(x.shape[1])
    beta[0] = np.log(share / (1 - share))
    beta = _solved(x, satisfied, w, beta)
    chance = expit(x @ beta)
    weight = chance * (1 - chance)
    working = x @ beta + (satisfied - chance) / weight
    null = _deviance(satisfied, np.full(len(w), np.log(share / (1 - share))), w)
    return Logistic(float(beta[0]), beta[1:], _deviance(satisfied, x @ beta, w), null, working, weight)


def _solved(x: Floats, y: Floats, w: Floats, beta: Floats) -> Floats:
    value = _deviance(y, x @ beta, w)
    for _ in range(_STEPS):
        chance = expit(x @ beta)
        slope = x.T @ (w * (y - chance))
        step = np.linalg.solve((x.T * (w * chance * (1 - chance))) @ x, slope)
        while (tried := _deviance(y, x @ (beta + step), w)) > value * (1 + 1e-12) and np.abs(
            step
        ).max() > _NEAR:
            step = step / 2
        beta, value = beta + step, tried
        if np.abs(x @ beta).max() > _FAR:
            break
        if np.abs(step).max() < _NEAR:
            return beta
    raise DataError(
        "the drivers tell satisfied and dissatisfied answers apart entirely",
        expected="answers of both kinds for every combination of drivers",
        got=f"{len(y)} answers, {int(min(y.sum(), len(y) - y.sum()))} of the rarer kind, {x.shape[1] - 1} drivers",
        todo='name fewer drivers in params/analysis.toml, or explain the mean: kind = "mean"',
    )


@dataclass(frozen=True, eq=False)
class Resamples:
    """One step from a model under each of ``b`` sets of weights; NaN where it cannot be taken.

    Attributes
    ----------
    relative, slope : (b, p) float
        Relative weights as shares of 1; log-odds per unit.
    mcfadden : (b,) float
    """

    relative: Floats
    slope: Floats
    mcfadden: Floats


def stepped(model: Logistic, drivers: Floats, satisfied: Floats, weights: Floats) -> Resamples:
    """What the model becomes under each set of weights (b, n).

    Relative weights are ``ε = Λ² (Λ β)²`` with β in standard deviations of the drivers and Λ of
    :mod:`.linear`, here as shares of their sum: what scales them (R², the spread of the log-odds) cancels.
    """
    working = moments(np.column_stack([drivers, model.working]), weights * model.weight)
    plain = moments(drivers, weights)
    good = linear.usable(working.covariance) & ~np.isnan(plain.correlation).any(axis=(1, 2))
    slope, relative = (np.full(plain.mean.shape, np.nan) for _ in range(2))
    inner, outer = working.covariance[good, :-1, :-1], working.covariance[good, :-1, -1]
    slope[good] = np.linalg.solve(inner, outer[..., None])[..., 0]
    sd = np.sqrt(np.diagonal(plain.covariance[good], axis1=1, axis2=2))
    relative[good] = linear.relative(plain.correlation[good], slope[good] * sd)
    relative /= relative.sum(axis=1, keepdims=True)
    start = working.mean[:, -1] - (working.mean[:, :-1] * slope).sum(axis=1)
    return Resamples(relative, slope, _mcfadden(start, slope, drivers, satisfied, weights))


def _mcfadden(start: Floats, slope: Floats, drivers: Floats, y: Floats, weights: Floats) -> Floats:
    odds = start[:, None] + slope @ drivers.T
    left = (weights * (np.logaddexp(0, odds) - y * odds)).sum(axis=1)
    total = weights.sum(axis=1)
    share = np.clip((weights @ y) / total, 1e-12, 1 - 1e-12)
    return np.asarray(1 - left / (-total * (share * np.log(share) + (1 - share) * np.log1p(-share))))


def deviance_shares(drivers: Floats, satisfied: Floats, weights: Floats) -> Floats:
    """Shapley's decomposition (p,) of McFadden's R² over all sets of at most 10 drivers, each fitted anew.

    Raises
    ------
    UsageError
        More drivers: 2^p regressions.
    """
    p = drivers.shape[1]
    if p > EXACT:
        raise UsageError(
            "too many drivers to fit every set of them",
            expected=f"at most {EXACT}",
            got=str(p),
            todo="use the shares of the working regression",
        )
    left = np.empty(1 << p)
    for chosen in range(1 << p):
        columns = [k for k in range(p) if chosen >> k & 1]
        found = logistic(drivers[:, columns], satisfied, weights)
        left[chosen] = found.deviance / found.null
    return np.asarray(shapley.weighed(left[:, None])[0])


def _deviance(y: Floats, log_odds: Floats, w: Floats) -> float:
    return float(2 * (w * (np.logaddexp(0, log_odds) - y * log_odds)).sum())

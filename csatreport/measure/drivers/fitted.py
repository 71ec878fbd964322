"""Fits with their resamples, the same shape for both kinds of outcome."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from csatreport.errors import DataError
from csatreport.measure import products
from csatreport.measure.design import Design, Floats
from csatreport.measure.drivers import linear, logistic, sandwich, shapley
from csatreport.measure.drivers.answers import RARER, Answers
from csatreport.measure.linearisation import errors
from csatreport.measure.moments import correlated, moments
from csatreport.measure.resample import Resampled, resampled

_PAIRS = 32  # pairs of orders that every resample is decomposed in where all sets are too many


@dataclass(frozen=True, eq=False)
class Fitted:
    """Numbers of ``p`` drivers.

    Attributes
    ----------
    fit : Fit
        One row: of the sample. Shapley's shares are NaN where they were not computed.
    resamples : Resampled
        The same numbers, packed (R, 5 p + 1), in each resample.
    slope_se : (p,) float
        Design-based standard errors of the coefficients.
    between : (p, p) float
        Correlations of the drivers.
    error : float
        Largest Monte-Carlo standard error of a share.
    """

    fit: linear.Fit
    resamples: Resampled
    slope_se: Floats
    between: Floats
    error: float = 0.0


def of_mean(answers: Answers, *, times: int) -> Fitted:
    """Linear regression of the mean, from moments."""
    design = answers.fielding.design
    rated = products.of(answers.values, design, missing=answers.missing)
    sample = rated.moments(rated.design.weights).covariance
    _independent(answers, sample[0])
    correlation = correlated(sample)
    p = len(answers.drivers)
    exact = shapley.decomposed(correlation[0], answers.fielding.generator("drivers.orders"))
    entry = None
    if p > shapley.EXACT:
        entry = shapley.orders(p, _PAIRS, answers.fielding.generator("drivers.entry"))
    fit = linear.fit(sample, entry=entry)
    shares = exact.value / fit.r_squared[0]
    correction = np.zeros(5 * p + 1)
    correction[:p] = shares - fit.shapley[0]  # the orders' own error, the same in every resample

    def statistic(block: Floats) -> Floats:
        covariance = rated.moments(block).covariance
        return linear.fit(covariance, entry=entry).packed() + correction

    found = _resampled(answers, statistic, times, rated.design)
    kept = np.where(answers.used[:, None], answers.values, np.nan)
    z = sandwich.linear(kept, design.weights, fit.slope[0], sample[0])
    error = float(exact.error.max() / fit.r_squared[0])
    whole = replace(fit, shapley=shares[None])
    return Fitted(whole, found, _slope_se(answers, z, whole, found), correlation[0, :-1, :-1], error)


def of_share(answers: Answers, *, times: int) -> Fitted:
    """Logistic regression of the share satisfied, on complete answers."""
    design, used = answers.fielding.design, answers.used
    x, y, w = answers.values[used, :-1], answers.values[used, -1], design.weights[used]
    sample = moments(answers.values[used], w).covariance[0]
    _independent(answers, sample)
    _enough(answers)
    model = logistic.logistic(x, y, w)
    p = x.shape[1]

    def statistic(block: Floats) -> Floats:
        weights = block[:, used]
        found = logistic.stepped(model, x, y, weights)
        none = np.full_like(found.slope, np.nan)
        correlation = moments(answers.values[used], weights).correlation[:, :-1, -1]
        return linear.Fit(none, found.relative, found.slope, none, correlation, found.mcfadden).packed()

    fit = linear.Fit.unpacked(statistic(design.weights[None]))
    shares = logistic.deviance_shares(x, y, w) / model.mcfadden if p <= logistic.EXACT else np.full(p, np.nan)
    sd = np.sqrt(np.diagonal(sample)[:-1])
    whole = replace(
        fit, shapley=shares[None], standardised=fit.slope * sd, r_squared=np.array([model.mcfadden])
    )
    found = _resampled(answers, statistic, times, design)
    z = np.zeros((len(used), p))
    z[used] = sandwich.logistic(model, x, w)
    return Fitted(whole, found, _slope_se(answers, z, whole, found), correlated(sample)[:-1, :-1])


def _resampled(
    answers: Answers, statistic: Callable[[Floats], Floats], times: int, design: Design
) -> Resampled:
    found = resampled(statistic, design, answers.fielding.generator("drivers"), times=times)
    if found.failed == len(found.results):
        raise DataError(
            "no resample of the answers allows a regression",
            where=f"wave {answers.fielding.wave}",
            expected="resamples in which every driver varies by itself",
            got=f"{int(answers.used.sum())} responses, {len(answers.drivers)} drivers",
            todo="name fewer drivers in params/analysis.toml",
        )
    return found


def _slope_se(answers: Answers, z: Floats, fit: linear.Fit, found: Resampled) -> Floats:
    """Linearised standard errors (p,) of the coefficients; of the delivered replicates where there are any."""
    design = answers.fielding.design
    if design.replicates is not None:
        return np.asarray(linear.Fit.unpacked(found.se(fit.packed()[0])[None]).slope[0])
    return np.asarray(errors(np.nan_to_num(z), design))


def _independent(answers: Answers, covariance: Floats) -> None:
    between = correlated(covariance)[:-1, :-1]
    if np.isnan(between).any():
        raise DataError(
            "drivers that nobody rated together",
            where=f"wave {answers.fielding.wave}",
            expected="answers to every pair of drivers",
            got=f"{int(np.isnan(between).any(axis=1).sum())} drivers without",
            todo="name other drivers in params/analysis.toml",
        )
    same = linear.collinear(between)
    if len(same):
        raise DataError(
            "drivers that determine each other",
            where=f"wave {answers.fielding.wave}",
            expected="drivers none of which follows from the others",
            got=", ".join(answers.drivers[k].item for k in same),
            todo="leave one of them out: name the others as `items` in [drivers] of params/analysis.toml",
        )
    if not linear.usable(covariance[None])[0]:
        raise DataError(
            "pairs of answers that fit together in no sample",
            where=f"wave {answers.fielding.wave}",
            expected="a correlation matrix without negative eigenvalues",
            got=f"{len(answers.drivers)} drivers, missing answers treated {answers.missing}",
            todo='set missing = "listwise" in [drivers] of params/analysis.toml, or name fewer drivers',
        )


def _enough(answers: Answers) -> None:
    needed = RARER * len(answers.drivers)
    if answers.rarer < needed:
        raise DataError(
            "too few answers of the rarer kind for so many drivers",
            where=f"wave {answers.fielding.wave}, outcome {answers.outcome.item}",
            expected=f"{needed} satisfied and as many dissatisfied: {RARER} for each driver",
            got=f"{answers.rarer} of {int(answers.used.sum())} complete responses",
            todo='name fewer drivers in params/analysis.toml, or explain the mean: kind = "mean"',
        )

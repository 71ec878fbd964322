"""Whether of those with a risk of 3 % three in a hundred leave: equal groups by risk, and the error of calibration.

``ECE = Σ_b n_b / n |share that left − mean chance|`` over bins of equal counts; ties stay together. Even perfect chances
have an error of more than 0 in a sample: how much, and the interval, come from draws of the bins' differences with their
covariance, clustered by customer. Where few leave any ECE is small: it is also given in proportion to the share that left.

Source: Naeini, Cooper and Hauskrecht, *AAAI* (2015), equal counts as Nguyen and O'Connor, *EMNLP* (2015). Checked against:
scikit-learn ``calibration_curve(strategy="quantile")``.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.stats import rankdata

from csatreport.measure.churn.heldout import HeldOut
from csatreport.measure.design import Codes, Floats
from csatreport.measure.linearisation import covariances

BINS = 10
_DRAWS = 2000


@dataclass(frozen=True, eq=False)
class Calibration:
    """Error of calibration with its interval.

    ``chance`` is the mean error of perfect chances in a sample like this.
    """

    value: float
    low: float
    high: float
    chance: float


def bins(found: HeldOut, count: int = BINS) -> Codes:
    """Bin (n,) of each row, 0 the lowest risk: equal counts, customers of one risk together."""
    share = (rankdata(found.chance) - 0.5) / len(found.chance)
    return np.asarray(np.minimum((share * count).astype(np.intp), count - 1))


def calibration(found: HeldOut, rng: np.random.Generator, *, confidence: float) -> Calibration:
    """The expected calibration error of the quarters held out."""
    bin_of = bins(found)
    n = np.bincount(bin_of, minlength=BINS)
    size = np.where(n > 0, n, 1)
    apart = found.left - found.chance
    difference = np.bincount(bin_of, apart, minlength=BINS) / size
    z = (apart - difference[bin_of]) / size[bin_of]
    spread = covariances(z, found.design, domain=bin_of, domains=BINS)
    drawn = rng.multivariate_normal(np.zeros(BINS), spread, size=_DRAWS, method="eigh")
    weights = n / n.sum()
    value = float(weights @ np.abs(difference))
    low, high = np.quantile(
        _errors(difference + drawn, weights), [(1 - confidence) / 2, (1 + confidence) / 2]
    )
    by_chance = float(_errors(drawn, weights).mean())
    return Calibration(value, float(low), float(high), by_chance)


def _errors(differences: Floats, weights: Floats) -> Floats:
    return np.asarray(np.abs(differences) @ weights)

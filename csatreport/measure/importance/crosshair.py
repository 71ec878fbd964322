"""Quadrants: on which side of two lines a point lies, and how sure that is."""

from __future__ import annotations

from typing import Literal

import numpy as np
import numpy.typing as npt
from scipy.special import ndtr
from scipy.stats import multivariate_normal

from csatreport.measure.design import Floats

Quadrant = Literal["keep", "concentrate", "low", "overkill", ""]


def quadrant(important: float, performing: float) -> Quadrant:
    """Name of the quadrant of a point, from its distances above the two lines; on a line counts as above."""
    if important >= 0:
        return "keep" if performing >= 0 else "concentrate"
    return "overkill" if performing >= 0 else "low"


def middle(values: Floats, shown: npt.NDArray[np.bool_]) -> Floats:
    """Means (2,) of the shown points (k, 2): importance, performance; NaN where none is shown."""
    return np.asarray(values[shown].mean(axis=0) if shown.any() else np.full(2, np.nan))


def in_quadrant(offset: Floats, spread: tuple[float, float, float]) -> float:
    """Normal probability that the true point lies in the quadrant of the one observed.

    Parameters
    ----------
    offset : (2,) float
        Distances of the observed point above the lines.
    spread : tuple
        Variance of the first distance, covariance, variance of the second.

    Notes
    -----
    Checked against: products of two normal probabilities, and draws.
    """
    sign = np.where(offset >= 0, 1.0, -1.0)
    first, shared, second = spread
    sides = [
        1.0 if v <= 0 else float(ndtr(abs(o) / np.sqrt(v)))
        for o, v in zip(offset, (first, second), strict=True)
    ]
    if first <= 0 or second <= 0:  # a distance that does not vary is on its side for certain
        return sides[0] * sides[1]
    correlation = np.clip(sign[0] * sign[1] * shared / np.sqrt(first * second), -0.999999, 0.999999)
    at = np.abs(offset) / np.sqrt([first, second])
    return float(multivariate_normal.cdf(at, mean=[0.0, 0.0], cov=[[1.0, correlation], [correlation, 1.0]]))

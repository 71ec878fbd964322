"""Bounds on weights, so that no response speaks for too many."""

from __future__ import annotations

import numpy as np
import pandas as pd

from csatreport.errors import DesignError
from csatreport.intake.weigh.raking import Floats


def trim(weights: pd.Series, low: float = 0.0, high: float = np.inf) -> pd.Series:
    """Bring weights into ``low`` to ``high`` times their mean and keep their sum.

    What is cut off is spread over the untrimmed weights in proportion to them, and again while that carries
    some of them past a bound. Where that ends is known: every weight is ``min(max(c w, low), high)`` with
    the one factor ``c`` that keeps the sum. So the order of the weights stays, and equal weights stay equal.
    Responses of weight zero keep it and are in no mean.

    Source: Potter (1990), proportional redistribution. Checked against: R survey ``trimWeights(strict=TRUE)``
    where all untrimmed weights are equal, since that spreads equal amounts (tests/oracle).

    Raises
    ------
    DesignError
        The mean itself lies outside the bounds.
    """
    if not 0 <= low <= 1 <= high:
        raise DesignError(
            "no weights have their mean outside the bounds",
            where="trim_low, trim_high",
            expected="a lower bound below 1 and an upper bound above 1, in multiples of the mean",
            got=f"{low} and {high}",
            todo="correct the bounds",
        )
    value = weights.to_numpy(np.float64)
    some = value > 0
    result = value.copy()
    if some.any():
        w = value[some]
        result[some] = _clipped(w, low * w.mean(), high * w.mean())
    return pd.Series(result, index=weights.index)


def _clipped(w: Floats, low: float, high: float) -> Floats:
    """``clip(c w, low, high)`` with the sum of ``w``.

    The sum grows with ``c`` along straight lines that break where a weight meets a bound; the two breaks
    around the answer are found by halving, and between them the answer is one division.
    """
    if ((w >= low) & (w <= high)).all():
        return w
    breaks = np.unique(np.concatenate([low / w, high / w if np.isfinite(high) else []]))
    first, last = 0, len(breaks) - 1
    while last - first > 1:
        middle = (first + last) // 2
        if np.clip(breaks[middle] * w, low, high).sum() <= w.sum():
            first = middle
        else:
            last = middle
    return _between(w, low, high, (breaks[first], breaks[last]))


def _between(w: Floats, low: float, high: float, factors: tuple[float, float]) -> Floats:
    """Solve for the factor where no weight meets a bound between the two ``factors``."""
    raised, lowered = low / w >= factors[1], high / w <= factors[0]
    fixed = np.where(raised, low, np.where(lowered, high, 0.0))
    free = np.where(raised | lowered, 0.0, w)
    factor = (w.sum() - fixed.sum()) / free.sum() if free.any() else 0.0
    return np.clip(fixed + factor * free, low, high)

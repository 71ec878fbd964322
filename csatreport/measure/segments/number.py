"""How many segments: silhouette, gap and stability together."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from csatreport.measure.design import Floats

NEAR = 0.05  # silhouettes that are as good as the best


def borne(gap: Floats, error: Floats) -> int:
    """The smallest number of segments whose gap no larger number clearly exceeds: the 1-SE rule.

    ``gap`` and ``error`` (k,) are those of 1, 2 ... segments; the first k with ``gap(k) ≥ gap(k + 1) − error(k + 1)``.
    Where none is, the last.

    Source: Tibshirani, Walther and Hastie (2001). Checked against: R cluster ``maxSE(method = "Tibs2001SEmax")``.
    """
    enough = gap[:-1] >= gap[1:] - error[1:]
    return int(np.argmax([*enough, True])) + 1


def chosen(silhouette: Mapping[int, float], stable: Mapping[int, bool], most: int) -> int:
    """The number of segments that all three bear.

    Of those that are all stable and no more than the gap statistic bears (``most``), the largest whose silhouette is
    within 0.05 of the best of these. Where there is none, the one with the best silhouette among those the gap bears,
    or among all where it bears only one segment: what is then found is shown as not stable.
    """
    good = [k for k in silhouette if k <= most and stable[k]]
    if not good:
        few = [k for k in silhouette if k <= most] or list(silhouette)
        return max(few, key=lambda k: (silhouette[k], -k))
    best = max(silhouette[k] for k in good)
    return max(k for k in good if silhouette[k] >= best - NEAR)

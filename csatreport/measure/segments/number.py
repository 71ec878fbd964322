"""How many segments: silhouette, gap and stability together."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from csatreport.measure.design import Floats

NEAR = 0.05  # silhouettes that are as good as the best


def borne(gap: Floats, error: Floats) -> int:
    """The smallest number of segments whose gap is within one standard error of the largest.

    ``gap`` and ``error`` (k,) are those of 1, 2 ... segments. (Tibshirani's own rule stops at the first number whose
    gap the next does not clearly exceed, and so overlooks groups of groups.)

    Source: Dudoit and Fridlyand (2002). Checked against: R cluster ``maxSE(method = "globalSEmax")``.
    """
    best = int(np.argmax(gap))
    return int(np.argmax(gap >= gap[best] - error[best])) + 1


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

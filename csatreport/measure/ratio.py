"""Quotients that do not exist where there is nothing to divide by."""

from __future__ import annotations

import numpy as np

from csatreport.measure.design import Floats


def ratio(top: Floats, bottom: Floats) -> Floats:
    """``top / bottom``, NaN where the bottom is not positive."""
    shape = np.broadcast_shapes(np.shape(top), np.shape(bottom))
    return np.asarray(np.divide(top, bottom, out=np.full(shape, np.nan), where=np.asarray(bottom) > 0))


def available_mean(values: Floats, shares: Floats | None = None) -> Floats:
    """Mean (n,) over the columns of ``values`` (n, k) that each row has, NaN where it has none.

    Parameters
    ----------
    shares : (k,) float, optional
        What each column counts; those that a row lacks are shared out over the others. None: all alike.
    """
    there = ~np.isnan(values)
    weight = there * 1.0 if shares is None else shares * there
    return ratio((weight * np.where(there, values, 0.0)).sum(axis=1), weight.sum(axis=1))

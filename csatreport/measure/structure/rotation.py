"""Rotation to simple structure, the conventions of sign and order, and how alike two solutions are."""

from __future__ import annotations

from itertools import combinations

import numpy as np

from csatreport.measure.design import Floats
from csatreport.measure.ratio import ratio


def varimax(loadings: Floats, *, tolerance: float = 1e-10, sweeps: int = 500) -> Floats:
    """Varimax with Kaiser normalisation of loadings (b, k, m), iterated until no plane turns by more than ``tolerance``.

    Rows are scaled to length 1, each pair of factors is turned by the angle that is best for the pair (Kaiser 1958),
    sweep after sweep, and rows are scaled back.

    Source: Kaiser (1958). Checked against: R ``varimax(eps=1e-15)``; R's usual tolerance of 1e-5 is wrong in the
    third decimal.
    """
    length = np.sqrt((loadings**2).sum(axis=2, keepdims=True))
    scale = np.where(length > 0, length, 1.0)
    turned = np.array(np.moveaxis(loadings / scale, 2, 0))
    for _ in range(sweeps):
        widest = max((_turn(turned, i, j) for i, j in combinations(range(len(turned)), 2)), default=0.0)
        if widest <= tolerance:
            break
    return np.asarray(np.moveaxis(turned, 0, 2) * scale)


def _turn(turned: Floats, i: int, j: int) -> float:
    """Turn two factors (m, b, k) in place by their best angles; the widest of them."""
    x, y = turned[i], turned[j]
    u, v = x * x - y * y, 2 * x * y
    a, b = u.sum(axis=1), v.sum(axis=1)
    k = x.shape[1]
    top = 2 * ((u * v).sum(axis=1) - a * b / k)
    bottom = (u * u - v * v).sum(axis=1) - (a * a - b * b) / k
    angle = np.arctan2(top, bottom) / 4
    angle = np.where(np.hypot(top, bottom) > 1e-14 * k, angle, 0.0)  # a plane that no angle serves better
    cos, sin = np.cos(angle)[:, None], np.sin(angle)[:, None]
    turned[i], turned[j] = x * cos + y * sin, y * cos - x * sin
    return float(np.abs(angle).max())


def ordered(loadings: Floats) -> Floats:
    """One solution (k, m): loadings of each factor sum positive, factors by the variance they explain, largest first.

    Equal variances keep the order of their first items, so that rounding decides nothing.
    """
    signed = loadings * np.where(loadings.sum(axis=0) < 0, -1.0, 1.0)
    explained = np.round((signed**2).sum(axis=0), 9)
    first = np.argmax(np.abs(signed), axis=0)
    return np.asarray(signed[:, np.lexsort((first, -explained))])


def aligned(loadings: Floats, target: Floats) -> Floats:
    """Loadings (b, k, m) turned (orthogonal Procrustes) to lie as near to ``target`` (k, m) or (b, k, m) as they can.

    Source: Schönemann (1966). Checked against: scipy ``orthogonal_procrustes``.
    """
    left, _, right = np.linalg.svd(loadings.transpose(0, 2, 1) @ target)
    return np.asarray(loadings @ (left @ right))


def congruence(first: Floats, second: Floats) -> Floats:
    """Tucker's φ = Σxy / √(Σx² Σy²) of each factor (..., m) of two sets of loadings (..., k, m).

    0.95 and above: the same factor; 0.85 to 0.94: fairly alike (Lorenzo-Seva and ten Berge 2006). Checked against:
    R psych ``factor.congruence``.
    """
    top = (first * second).sum(axis=-2)
    bottom = np.sqrt((first**2).sum(axis=-2) * (second**2).sum(axis=-2))
    return ratio(top, bottom)

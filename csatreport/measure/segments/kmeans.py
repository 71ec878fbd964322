"""k-means with weights."""

from __future__ import annotations

import numpy as np

from csatreport.measure.design import Codes, Floats


def solved(x: Floats, w: Floats, k: int, rng: np.random.Generator) -> Floats:
    """Centres (k, q); missing answers count nothing."""
    there, known = ~np.isnan(x), np.nan_to_num(x)
    best, least = np.empty((0, 0)), np.inf
    for _ in range(10):
        centres = known[rng.choice(len(x), k, replace=False, p=w / w.sum())]
        for _ in range(100):
            member = nearest(x, centres)
            own = (member[:, None] == np.arange(k)) * w[:, None]
            base = own.T @ there
            moved = np.where(base > 0, own.T @ known / np.where(base > 0, base, 1), centres)
            if np.allclose(moved, centres):
                break
            centres = moved
        loss = float((w[:, None] * there * (known - centres[member]) ** 2).sum())
        if loss < least:
            best, least = centres, loss
    return best


def nearest(x: Floats, centres: Floats) -> Codes:
    """Which centre (n,) each row is nearest to, by the answers it has."""
    there, known = ~np.isnan(x), np.nan_to_num(x)
    return np.asarray(np.argmin(there @ (centres**2).T - 2 * known @ centres.T, axis=1))

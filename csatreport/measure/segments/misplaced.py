"""How often customers of one segment are placed in another: what makes people seem to move."""

from __future__ import annotations

import numpy as np

from csatreport.measure.design import Codes, Floats

_STEPS, _SETTLED = 60, 1e-5


def confusion(x: Floats, member: Codes, weights: Floats, k: int) -> Floats:
    """Chance (k, k) that a customer who belongs to the row is placed in the column.

    Around its centre each segment is taken to be normal, all with the same covariance; centres, covariance and shares are
    those of maximum likelihood near the segments as they are (EM, from where customers are placed: borders cut off what
    lies beyond them, so that segments look narrower than they are). Then the probability ``p_ia`` that customer i belongs to
    segment a follows from the answers there are, and the chance is ``Σ w p_ia [placed in b] / Σ w p_ia``. Rows of a segment
    without anybody are those of the identity.

    Source: Bolck, Croon and Hagenaars (2004); Vermunt, *Latent class modeling with covariates: two improved three-step
    approaches* (2010). Checked against: two normal groups in theory; the true segments of the simulated company.

    Parameters
    ----------
    x : (n, q) float
        Answers in any units, NaN where missing.
    member : (n,) int
        Where each customer is placed; -1 = not placed.
    """
    inside = member >= 0
    x, w, placed = x[inside], weights[inside], np.eye(k)[member[inside]]
    p = belonging(x, placed, w)
    for _ in range(_STEPS):
        before, p = p, belonging(x, p, w)
        if np.abs(p - before).mean() < _SETTLED:
            break
    joint = (p * w[:, None]).T @ placed
    base = joint.sum(axis=1, keepdims=True)
    return np.where(base > 0, joint / np.where(base > 0, base, 1.0), np.eye(k))


def belonging(x: Floats, own: Floats, weights: Floats) -> Floats:
    """Probability (n, k) that each customer belongs to each segment, given the answers there are.

    ``own`` (n, k) is what was thought of it before: where each is placed, or these probabilities.
    """
    centres, covariance, share = moments(x, own, weights)
    known = np.log(share, out=np.full(len(share), -np.inf), where=share > 0)
    pattern, which = np.unique(~np.isnan(x), axis=0, return_inverse=True)
    found = np.zeros(own.shape)
    for n, there in enumerate(pattern):
        rows = which.ravel() == n
        inverse = np.linalg.pinv(covariance[np.ix_(there, there)], hermitian=True)
        m = centres[:, there]
        scores = x[np.ix_(rows, there)] @ inverse @ m.T - np.einsum("kp,pq,kq->k", m, inverse, m) / 2
        found[rows] = scores + known
    found = np.exp(found - found.max(axis=1, keepdims=True))
    return np.asarray(found / found.sum(axis=1, keepdims=True))


def moments(x: Floats, own: Floats, weights: Floats) -> tuple[Floats, Floats, Floats]:
    """Centres (k, q), the covariance (q, q) around them, and shares (k,); of pairs of answers those that are there.

    ``own`` (n, k): to what part each customer counts for each segment.
    """
    there, known = ~np.isnan(x), np.nan_to_num(x)
    part = own * weights[:, None]
    base = part.T @ there
    centres = np.divide(part.T @ known, base, out=np.zeros_like(base), where=base > 0)
    pairs = (there * weights[:, None]).T @ there
    spread = np.zeros_like(pairs)
    for segment, centre in enumerate(centres):
        apart = np.where(there, known - centre, 0.0)
        spread += (apart * part[:, [segment]]).T @ apart
    covariance = np.divide(spread, pairs, out=np.zeros_like(pairs), where=pairs > 0)
    return centres, covariance, part.sum(axis=0) / weights.sum()

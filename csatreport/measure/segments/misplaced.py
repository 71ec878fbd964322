"""How often customers of one segment are placed in another: what makes people seem to move."""

from __future__ import annotations

import numpy as np

from csatreport.measure.design import Codes, Floats


def confusion(x: Floats, member: Codes, weights: Floats, k: int) -> Floats:
    """Chance (k, k) that a customer who belongs to the row is placed in the column.

    Around its centre each segment is taken to be normal, all with the same covariance. Then the probability ``p_ia`` that
    customer i belongs to segment a follows from the answers there are, and the chance is ``Σ w p_ia [placed in b] / Σ w p_ia``.
    Rows of a segment without anybody are those of the identity.

    Source: Bolck, Croon and Hagenaars (2004); Vermunt, *Latent class modeling with covariates: two improved three-step
    approaches* (2010). Checked against: the true segments of the simulated company.

    Parameters
    ----------
    x : (n, q) float
        Answers in any units, NaN where missing.
    member : (n,) int
        Where each customer is placed; -1 = not placed.
    """
    inside = member >= 0
    p = belonging(x[inside], member[inside], weights[inside], k)
    placed = np.eye(k)[member[inside]]
    joint = (p * weights[inside, None]).T @ placed
    base = joint.sum(axis=1, keepdims=True)
    return np.where(base > 0, joint / np.where(base > 0, base, 1.0), np.eye(k))


def belonging(x: Floats, member: Codes, weights: Floats, k: int) -> Floats:
    """Probability (n, k) that each customer belongs to each segment, given the answers there are."""
    centres, covariance, share = moments(x, member, weights, k)
    known = np.log(share, out=np.full(k, -np.inf), where=share > 0)
    pattern, which = np.unique(~np.isnan(x), axis=0, return_inverse=True)
    found = np.zeros((len(x), k))
    for n, there in enumerate(pattern):
        rows = which.ravel() == n
        inverse = np.linalg.pinv(covariance[np.ix_(there, there)], hermitian=True)
        m = centres[:, there]
        scores = x[np.ix_(rows, there)] @ inverse @ m.T - np.einsum("kp,pq,kq->k", m, inverse, m) / 2
        found[rows] = scores + known
    found = np.exp(found - found.max(axis=1, keepdims=True))
    return np.asarray(found / found.sum(axis=1, keepdims=True))


def moments(x: Floats, member: Codes, weights: Floats, k: int) -> tuple[Floats, Floats, Floats]:
    """Centres (k, q), the covariance (q, q) around them, and shares (k,); of pairs of answers those that are there."""
    there, known = ~np.isnan(x), np.nan_to_num(x)
    own = np.eye(k)[member] * weights[:, None]
    base = own.T @ there
    centres = np.divide(own.T @ known, base, out=np.zeros_like(base), where=base > 0)
    apart = np.where(there, known - centres[member], 0.0)
    pairs = (there * weights[:, None]).T @ there
    covariance = np.divide(
        (apart * weights[:, None]).T @ apart, pairs, out=np.zeros_like(pairs), where=pairs > 0
    )
    return centres, covariance, own.sum(axis=0) / weights.sum()

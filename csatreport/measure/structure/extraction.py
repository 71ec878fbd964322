"""Loadings before rotation: principal components, and minimum residuals (unweighted least squares).

All functions take correlations (b, k, k) and give loadings (b, k, m): a bootstrap is one call.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from csatreport.errors import DataError
from csatreport.measure.design import Floats

Flags = npt.NDArray[np.bool_]
LOWEST, HIGHEST = 0.005, 1.0  # uniqueness: a Heywood case stops at the lower end, as in R psych


class Extracted(NamedTuple):
    """Loadings (b, k, m), uniquenesses (b, k), and whether each converged (b,)."""

    loadings: Floats
    uniqueness: Floats
    converged: Flags


def components(r: Floats, m: int) -> Extracted:
    """Principal components: eigenvectors times the square roots of their eigenvalues.

    Checked against: R psych ``principal``.
    """
    values, vectors = np.linalg.eigh(r)
    loadings = _scaled(values[:, ::-1][:, :m], vectors[:, :, ::-1][:, :, :m])
    return Extracted(loadings, 1 - (loadings**2).sum(axis=2), np.ones(len(r), dtype=bool))


def minres(
    r: Floats, m: int, *, start: Floats | None = None, tolerance: float = 1e-9, steps: int = 200
) -> Extracted:
    """Loadings that leave the smallest sum of squared residual correlations (Harman's minimum residuals, = ULS).

    The uniquenesses ψ minimise ``f = ½ Σ_{j>m} λ_j²``, λ the eigenvalues of ``R − diag ψ``; gradient and exact second
    derivatives are known from eigenvalues and vectors, so that Newton's method converges in a few steps. Loadings are
    the first m eigenvectors times the square roots of their eigenvalues. 0.005 ≤ ψ ≤ 1.

    Parameters
    ----------
    start : (k,) or (b, k) float, optional
        Uniquenesses to begin with; by default 1 minus the squared multiple correlations.
    tolerance : float
        Largest gradient, where no bound holds it, at which the search ends.

    Raises
    ------
    DataError
        More factors than the number of correlations can tell apart.

    Source: Harman and Jones (1966); Jöreskog (1977). Checked against: R psych ``fa(fm="minres")`` run to convergence
    (1e-7); factor_analyzer 0.5.1, which ends its search earlier (1e-5).
    """
    k = r.shape[-1]
    if (k - m) ** 2 < k + m or m < 1:
        raise DataError(
            "more factors than correlations can tell apart",
            expected=f"fewer factors of {k} items", got=str(m), todo="declare fewer factors, or add items",
        )  # fmt: skip
    psi = (
        1 / np.diagonal(np.linalg.inv(r), axis1=1, axis2=2)
        if start is None
        else np.broadcast_to(start, r.shape[:2])
    )
    psi = np.clip(psi, LOWEST, HIGHEST)
    value, gradient, hessian, _ = _objective(r, psi, m)
    damping = np.full(len(r), 1e-6)
    for _ in range(steps):
        free = _free(psi, gradient)
        todo = np.abs(gradient * free).max(axis=1) > tolerance
        if not todo.any():
            break
        at = np.flatnonzero(todo)
        trial = _step(psi[at], gradient[at], hessian[at], free[at], damping[at])
        found = _objective(r[at], trial, m)
        better = found[0] <= value[at] + 1e-15
        damping[at] = np.where(better, damping[at] / 10, np.maximum(damping[at], 1e-8) * 100)
        new = at[better]
        psi[new], value[new], gradient[new], hessian[new] = (x[better] for x in (trial, *found[:3]))
    _, gradient, _, loadings = _objective(r, psi, m)
    left = np.abs(gradient * _free(psi, gradient)).max(axis=1)
    return Extracted(loadings, psi, left <= 100 * tolerance)


def _free(psi: Floats, gradient: Floats) -> Flags:
    """Which uniquenesses (b, k) no bound holds back."""
    return ~((psi <= LOWEST) & (gradient > 0)) & ~((psi >= HIGHEST) & (gradient < 0))


def _step(psi: Floats, gradient: Floats, hessian: Floats, free: Flags, damping: Floats) -> Floats:
    """A damped Newton step among the uniquenesses that are not held by a bound."""
    both = free[:, :, None] & free[:, None, :]
    at = np.arange(psi.shape[1])
    h = np.where(both, hessian, 0.0)
    h[:, at, at] = np.where(free, h[:, at, at] * (1 + damping[:, None]) + damping[:, None], 1.0)
    move = np.linalg.solve(h, (gradient * free)[:, :, None])[:, :, 0]
    return np.asarray(np.clip(psi - np.clip(move, -0.3, 0.3), LOWEST, HIGHEST))


def _objective(r: Floats, psi: Floats, m: int) -> tuple[Floats, Floats, Floats, Floats]:
    """Half the squared residual eigenvalues, gradient, second derivatives, loadings."""
    reduced = r.copy()
    at = np.arange(r.shape[-1])
    reduced[:, at, at] -= psi
    values, vectors = np.linalg.eigh(reduced)
    rest, kept = values[:, :-m], values[:, -m:]
    left, right = vectors[:, :, :-m], vectors[:, :, -m:]
    gradient = -(left**2 @ rest[:, :, None])[:, :, 0]
    hessian = (left @ left.transpose(0, 2, 1)) ** 2
    gap = rest[:, :, None] - kept[:, None, :]
    share = 2 * rest[:, :, None] / np.where(np.abs(gap) > 1e-10, gap, np.inf)
    for l in range(m):  # noqa: E741
        inner = (left * share[:, None, :, l]) @ left.transpose(0, 2, 1)
        hessian = hessian + inner * (right[:, :, None, l] * right[:, None, :, l])
    loadings = _scaled(kept[:, ::-1], right[:, :, ::-1])
    return 0.5 * (rest**2).sum(axis=1), gradient, hessian, loadings


def _scaled(values: Floats, vectors: Floats) -> Floats:
    return np.asarray(vectors * np.sqrt(np.maximum(values, 0.0))[:, None, :])

"""PLS path modelling (Mode A), for one correlation matrix of the items or for many at once.

Everything depends on the answers through that matrix ``S`` alone. With outer weights ``W`` (k, L), scores have the
covariances ``C = W'SW``. A round: (1) scale every construct to variance 1; (2) give each a proxy, the sum of its
neighbours weighted by the scheme; (3) take as new weight of an item its covariance with the proxy of its construct.
Rounds end when no weight moves by 1e-10. Paths are least squares on ``C``.

========= ====================================================================================
scheme    weight of a neighbour in the proxy
========= ====================================================================================
path      its regression coefficient where the construct depends on it, its correlation otherwise
centroid  the sign of its correlation
factorial its correlation
========= ====================================================================================

Source: Wold (1982); Lohmöller (1989), 2.2; Tenenhaus, Esposito Vinzi, Chatelin, Lauro (2005). Checked against: plspm
(pre-standardised) on 250 x 24 for all three schemes, tests/oracle/pathmodel_plspm.py.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from csatreport.measure.design import Codes, Floats
from csatreport.measure.pathmodel.structure import Bools, Structure

Scheme = Literal["path", "centroid", "factorial"]
TOLERANCE = 1e-10
_ROUNDS = 300
_SINGULAR = 1e-10  # determinant of a correlation matrix that no regression is computed from


@dataclass(frozen=True, eq=False)
class Fitted:
    """Of ``b`` matrices; a row is NaN throughout where a matrix is singular or the rounds did not end.

    Attributes
    ----------
    weights : (b, k) float
        Of standardised items, such that every construct has variance 1.
    loadings : (b, k) float
        Correlation of an item with its own construct; that of the dominant item is positive.
    cross : (b, k, L) float
        Correlation of every item with every construct.
    latent : (b, L, L) float
        Correlations of constructs.
    paths : (b, L, L) float
        ``paths[:, i, j]``: coefficient of construct j for construct i; 0 where there is no path.
    r2 : (b, L) float
        Explained variance; 0 for constructs that depend on none.
    rounds : int
        Rounds until the last of the matrices settled.
    """

    weights: Floats
    loadings: Floats
    cross: Floats
    latent: Floats
    paths: Floats
    r2: Floats
    rounds: int

    @property
    def settled(self) -> Bools:
        """(b,): whether there is a solution."""
        return np.asarray(~np.isnan(self.r2).any(axis=1))


def fit(
    correlations: Floats,
    structure: Structure,
    *,
    scheme: Scheme = "path",
    like: Fitted | None = None,
    tolerance: float = TOLERANCE,
) -> Fitted:
    """Estimate the model on every matrix.

    Parameters
    ----------
    correlations : (b, k, k) float
        Of the items; NaN where one is constant.
    like : Fitted, optional
        Of one matrix: rounds begin at its weights and signs follow its dominant items. None: they begin at equal
        weights, and the dominant item of a construct is that with the largest loading.
    """
    weights = (
        np.ones(correlations.shape[:2]) if like is None else np.repeat(like.weights, len(correlations), 0)
    )
    weights, cross, latent = _scaled(correlations, weights, structure)
    moved = np.full(len(weights), np.inf)
    rounds = 0
    while rounds < _ROUNDS and (moved > tolerance).any():
        inner = _INNER[scheme](latent, structure.on)
        new = (cross * np.swapaxes(inner, 1, 2)[:, structure.of]).sum(axis=2)
        new, cross, latent = _scaled(correlations, new, structure)
        moved, weights = np.abs(new - weights).max(axis=1), new
        rounds += 1
    return _solution(weights, cross, latent, structure, settled=moved <= tolerance, like=like, rounds=rounds)


def regressions(latent: Floats, on: Bools) -> Floats:
    """Least squares of each construct on those it depends on: (b, L, L), NaN in the row where they are collinear."""
    found = np.zeros_like(latent)
    for construct in np.flatnonzero(on.any(axis=1)).tolist():
        causes = np.flatnonzero(on[construct])
        found[:, construct, causes] = _solved(
            latent[:, causes[:, None], causes], latent[:, causes, construct]
        )
    return found


def dominant(loadings: Floats, of: Codes) -> Codes:
    """The item (L,) with the largest loading of each construct; ``loadings`` (k,)."""
    size = np.abs(np.nan_to_num(loadings))
    return np.array([np.flatnonzero(of == c)[np.argmax(size[of == c])] for c in range(of.max() + 1)])


def _solved(matrix: Floats, right: Floats) -> Floats:
    if matrix.shape[1] == 1:
        return right
    with np.errstate(invalid="ignore"):  # NaN where an item is constant
        singular = ~(np.linalg.det(matrix) > _SINGULAR)
    safe = np.where(singular[:, None, None], np.eye(matrix.shape[1]), matrix)
    return np.where(singular[:, None], np.nan, np.linalg.solve(safe, right[:, :, None])[:, :, 0])


def _scaled(s: Floats, weights: Floats, structure: Structure) -> tuple[Floats, Floats, Floats]:
    """Weights for constructs of variance 1, covariances of items with constructs, and of constructs."""
    cross = s @ (weights[:, :, None] * structure.member)
    variance = (
        weights * np.take_along_axis(cross, structure.of[None, :, None], 2)[:, :, 0]
    ) @ structure.member
    sd = np.sqrt(np.where(variance > 0, variance, np.nan))
    weights, cross = weights / sd[:, structure.of], cross / sd[:, None, :]
    return weights, cross, structure.member.T @ (weights[:, :, None] * cross)


def _by_path(latent: Floats, on: Bools) -> Floats:
    return np.asarray(np.swapaxes(regressions(latent, on), 1, 2) + latent * on)


def _by_sign(latent: Floats, on: Bools) -> Floats:
    return np.asarray(np.sign(latent) * (on | on.T))


def _by_correlation(latent: Floats, on: Bools) -> Floats:
    return np.asarray(latent * (on | on.T))


_INNER: dict[Scheme, Callable[[Floats, Bools], Floats]] = {
    "path": _by_path,
    "centroid": _by_sign,
    "factorial": _by_correlation,
}


def _solution(
    weights: Floats, cross: Floats, latent: Floats, structure: Structure,
    *, settled: Bools, like: Fitted | None, rounds: int,
) -> Fitted:  # fmt: skip
    """Signs by the dominant items, regressions, and NaN where there is no solution."""
    loadings = np.take_along_axis(cross, structure.of[None, :, None], 2)[:, :, 0]
    sign = _signs(loadings, structure.of, by=loadings if like is None else like.loadings)
    latent = latent * sign[:, :, None] * sign[:, None, :]
    paths = regressions(latent, structure.on)
    r2 = (paths * latent).sum(axis=2)
    lost = ~settled | np.isnan(r2).any(axis=1)
    turned = sign[:, structure.of]
    weights, loadings, cross = weights * turned, loadings * turned, cross * sign[:, None, :]
    for part in (weights, loadings, cross, latent, paths, r2):
        part[lost] = np.nan
    return Fitted(weights, loadings, cross, latent, paths, r2, rounds)


def _signs(loadings: Floats, of: Codes, *, by: Floats) -> Floats:
    """What turns each construct (b, L) so that its dominant item, told from ``by``, has a positive loading."""
    first = np.array([dominant(row, of) for row in by])
    at = np.broadcast_to(first, (len(loadings), first.shape[1]))
    return np.where(np.take_along_axis(loadings, at, 1) < 0, -1.0, 1.0)

"""How many factors: eigenvalues, parallel analysis, and Kaiser's rule beside it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from csatreport.measure.design import Floats
from csatreport.measure.moments import correlated
from csatreport.measure.structure.matrix import Matrix

TIMES = 1000
QUANTILE = 0.95


@dataclass(frozen=True, eq=False)
class Dimensionality:
    """Eigenvalues and what chance makes of them.

    Attributes
    ----------
    eigenvalues : (k,) float
        Of the correlations, largest first; Kaiser's rule counts those above 1, Horn's those above their
        ``horn_chance``.
    shared : (k,) float
        Of the reduced correlations (squared multiple correlations in the diagonal): what the items share.
    chance, horn_chance : (k,) float
        The 95 % point of the same eigenvalue among random answers.
    parallel, horn, kaiser : int
        How many factors each rule keeps; at least 1. ``parallel`` compares ``shared`` with ``chance``.
    """

    eigenvalues: Floats
    shared: Floats
    chance: Floats
    horn_chance: Floats
    parallel: int
    horn: int
    kaiser: int


def dimensionality(matrix: Matrix, rng: np.random.Generator, *, times: int = TIMES) -> Dimensionality:
    """Keep factors for as long as their eigenvalue exceeds the 95 % point of random answers of the same base.

    How many things items have in common is read off the reduced correlations (Humphreys and Montanelli), whichever
    way loadings are then extracted. Horn's older form compares the eigenvalues of the correlations themselves:
    ratings that all share one large factor hide smaller ones from it, since the first eigenvalue leaves less than 1
    to each of the others. It is shown beside it. Random correlations are drawn by Bartlett's decomposition of the
    Wishart matrix of ``n`` normal rows, n the effective base, so that a correlation matrix alone suffices.

    Source: Humphreys and Montanelli (1975); Horn (1965); Glorfeld (1995) for the 95 % point. Checked against:
    R psych ``fa.parallel(SMC=TRUE)``.
    """
    r = matrix.correlation[None]
    random = _random(len(matrix.subjects), matrix.n, rng, times)
    shared, own = _of_reduced(r)[0], _of(r)[0]
    chance, horn = (np.quantile(x, QUANTILE, axis=0) for x in (_of_reduced(random), _of(random)))
    return Dimensionality(
        own,
        shared,
        chance,
        horn,
        parallel=_leading(shared > chance),
        horn=_leading(own > horn),
        kaiser=_leading(own > 1),
    )


def _leading(exceeds: npt.NDArray[np.bool_]) -> int:
    """How many exceed before the first that does not; at least 1."""
    return max(1, int(np.argmin([*exceeds, False])))


def _of(r: Floats) -> Floats:
    """Eigenvalues (b, k), largest first."""
    return np.asarray(np.linalg.eigvalsh(r)[:, ::-1])


def _of_reduced(r: Floats) -> Floats:
    reduced = r.copy()
    at = np.arange(r.shape[-1])
    reduced[:, at, at] = 1 - 1 / np.diagonal(np.linalg.inv(r), axis1=1, axis2=2)
    return _of(reduced)


def _random(k: int, n: float, rng: np.random.Generator, times: int) -> Floats:
    """Correlations (times, k, k) of k independent normal items of n respondents."""
    root = np.tril(rng.standard_normal((times, k, k)), -1)
    at = np.arange(k)
    root[:, at, at] = np.sqrt(rng.chisquare(np.maximum(n - 1 - at, 1.0), (times, k)))
    return correlated(root @ root.transpose(0, 2, 1))

"""Variances from replicate weights that were delivered: the one estimator, computed once per replicate.

``V = scale Σ_r rscale_r (θ_r − θ)²``, where ``θ_r`` is the same weighted mean with the weights of replicate
``r``. What the linearised variance does with the influence of a response, this does with the deviation
``θ_r − θ`` of a replicate: deviations of two domains are subtracted, and the variance of the gap follows.

Source: Wolter, *Introduction to Variance Estimation* (2007), 3-5. Checked against: R survey ``svrepdesign``
with ``mse=TRUE`` (tests/oracle).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse

from csatreport.errors import DesignError
from csatreport.measure.design import Codes, Floats, Labels
from csatreport.measure.ratio import ratio
from csatreport.params.weighting import Replication

_DISTINCT = 1e-5  # relative singular value below which replicates repeat each other, as in R
_FACTORS = 5.0  # how many times too small in the mean, as R's warning


@dataclass(frozen=True, eq=False)
class Replicates:
    """Replicate weights of ``n`` responses; made by :meth:`of`.

    Attributes
    ----------
    weights : (n, R) float
        Each column weighs the sample once more.
    scale : (R,) float
        What the squared deviation of each replicate counts: scale times rscale.
    df : float
        Rank of the weights minus 1, as R ``survey::degf``.
    """

    weights: Floats
    scale: Floats
    df: float

    @classmethod
    def of(
        cls,
        replicates: npt.ArrayLike,
        weights: npt.ArrayLike,
        *,
        how: Replication,
        strata: Labels | None = None,
    ) -> Replicates:
        """Check replicate weights, and scale them as their type asks.

        Parameters
        ----------
        replicates : (n, R) array
            Weights as R's ``combined.weights=TRUE``: not factors to multiply ``weights`` by.
        weights : (n,) array
            The sampling weights.
        strata : (n,) labels, optional
            Used for type jkn without rscales only.

        Raises
        ------
        DesignError
            Fewer than two replicates; weights negative, missing or all zero in one of them; factors in place
            of weights; a number of rscales that is not that of the replicates, or none for jkn where the
            strata do not give them.
        """
        columns = np.ascontiguousarray(replicates, dtype=np.float64)
        main = np.asarray(weights, dtype=np.float64)
        _check(columns, main)
        return cls(columns, _scale(columns, main, how, strata), _rank(columns, main))


def deviations(
    scores: Floats, replicates: Replicates, value: Floats, *, domain: Codes, domains: int
) -> Iterator[Floats]:
    """For each item, how far the mean of each replicate and domain (R, domains) lies from ``value``.

    NaN where a replicate leaves a domain without weight: it has no standard error, rather than one from
    the replicates that happen to hold it. One item at a time, so memory holds domains × R numbers.

    Parameters
    ----------
    scores : (n, k) float
        Scores, NaN where missing.
    value : (domains, k) float
        Means with the sampling weights.
    """
    for item in range(scores.shape[1]):
        rows = np.flatnonzero((domain >= 0) & ~np.isnan(scores[:, item]))
        y = np.concatenate([scores[rows, item], np.ones(len(rows))])
        at = np.concatenate([domain[rows], domain[rows] + domains]), np.tile(rows, 2)
        sums = sparse.csr_matrix((y, at), shape=(2 * domains, len(scores))) @ replicates.weights
        top, base = sums[:domains], sums[domains:]
        yield (ratio(top, base) - value[:, item, None]).T


def spread(deviation: Floats, replicates: Replicates) -> Floats:
    """Variance of each column of deviations (R, columns)."""
    return np.asarray(replicates.scale @ deviation**2)


def _scale(columns: Floats, main: Floats, how: Replication, strata: Labels | None) -> Floats:
    n = columns.shape[1]
    own = {
        "jk1": (n - 1) / n,
        "jkn": 1.0,
        "brr": 1 / n,
        "fay": 1 / (n * (1 - (how.rho or 0.0)) ** 2),
        "bootstrap": 1 / (n - 1),
    }[how.type]
    scale = own if how.scale is None else how.scale
    if how.rscales is None:
        return scale * (_of_strata(columns, main, strata) if how.type == "jkn" else np.ones(n))
    if len(how.rscales) != n:
        raise DesignError(
            "rscales are not one for each replicate",
            where="[weighting.replicates] rscales",
            expected=f"{n} numbers",
            got=str(len(how.rscales)),
            todo="complete them, or check which columns are replicate weights",
        )
    return scale * np.array(how.rscales)


def _of_strata(columns: Floats, main: Floats, strata: Labels | None) -> Floats:
    """(n_h − 1)/n_h of the stratum whose unit each replicate leaves out."""
    codes, names = pd.factorize(np.full(len(main), "") if strata is None else pd.Series(strata).fillna(""))
    left_out = np.zeros((len(names), columns.shape[1]), dtype=bool)
    for stratum in range(len(names)):
        rows = (codes == stratum) & (main > 0)
        left_out[stratum] = (columns[rows] == 0).any(axis=0)
    odd = np.flatnonzero(left_out.sum(axis=0) != 1)
    if len(odd):
        raise DesignError(
            "jackknife replicates that do not leave out a unit of one stratum",
            where=f"replicate {odd[0] + 1} of {columns.shape[1]}",
            expected="weights of zero in exactly one stratum of each replicate",
            got=f"in {int(left_out[:, odd[0]].sum())} strata",
            todo="give rscales in [weighting.replicates], or declare the stratum column",
        )
    units = left_out.sum(axis=1)
    return np.asarray((1 - 1 / units)[left_out.argmax(axis=0)])


def _rank(columns: Floats, main: Floats) -> float:
    """Directions in which the replicates differ; of factors, so that unequal weights do not blur it."""
    factors = columns / np.where(main > 0, main, 1.0)[:, None]
    factors -= factors.mean(axis=1, keepdims=True)
    small = factors if len(factors) < factors.shape[1] else factors.T
    sizes = np.linalg.eigvalsh(small @ small.T)  # squares of the singular values
    return float((sizes > _DISTINCT**2 * sizes.max()).sum())


def _check(columns: Floats, main: Floats) -> None:
    n = columns.shape[1]
    faults = {
        "fewer than two replicate weights": np.array([n < 2]),
        "replicate weights are missing or infinite": ~np.isfinite(columns).all(axis=0),
        "replicate weights are negative": (columns < 0).any(axis=0),
        "replicate weights are all zero": ~columns.any(axis=0),
    }
    for problem, at in faults.items():
        if at.any():
            raise DesignError(
                problem,
                where=f"replicate {int(np.argmax(at)) + 1} of {n}",
                expected="two replicates or more, each with weights of zero or more",
                todo="correct the columns of kind replicate, or leave the replicates out",
            )
    if columns.mean() * _FACTORS < main.mean():
        raise DesignError(
            "replicate weights look like factors",
            expected=f"weights with a mean near {main.mean():.6g}, that of the weights",
            got=f"a mean of {columns.mean():.6g}",
            todo="multiply each replicate by the weight before delivering it",
        )

"""Shapley's decomposition of explained variance (LMG): what each driver adds, averaged over all orders of entry.

``φ_j = Σ_S |S|! (p − |S| − 1)! / p! · (R²(S ∪ j) − R²(S))`` over all sets ``S`` without ``j``; the ``φ`` add up to R².

All ``2^p`` sets are computed by doubling: the covariance that remains after a set is held equal is updated once
with the next driver and kept once without, so a set costs about ten operations whatever ``p`` is (18 drivers: 2 ms).
Above ``ORDERED`` drivers random orders of entry are drawn, each with its reverse, and the error of that is told.

Source: Lindeman, Merenda, Gold, *Introduction to Bivariate and Multivariate Analysis* (1980), 119 ff.; Grömping,
*JSS* 17(1) (2006); doubling: Goodnight's sweep (1979) over the lattice of sets. Checked against: R ``relaimpo``
(swiss), pingouin ``relimp`` and a loop of ``lstsq`` over all sets, see tests/test_measure_drivers_shapley.py.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import factorial

import numpy as np
import numpy.typing as npt

from csatreport.measure.design import Codes, Floats

EXACT = 15  # drivers up to which every resample is decomposed over all sets
ORDERED = 20  # drivers up to which the sample itself is
PAIRS = 2_000  # pairs of orders drawn for the sample itself above that
_SETS = 1 << 16  # sets of several resamples held at once
_NUMBERS = 250_000  # numbers of permuted matrices held at once


@dataclass(frozen=True, eq=False)
class Decomposition:
    """``value`` (p,) adds up to R²; ``error`` (p,) is the Monte-Carlo standard error, 0 where all sets were used."""

    value: Floats
    error: Floats


def decomposed(correlation: Floats, rng: np.random.Generator) -> Decomposition:
    """Decompose R² of the last variable of ``correlation`` (p+1, p+1) among the others.

    Exact up to 20 drivers; above, the mean over 2,000 pairs of an order and its reverse.
    """
    p = len(correlation) - 1
    if p <= ORDERED:
        return Decomposition(exact(correlation[None])[0], np.zeros(p))
    each = _increments(correlation[None], orders(p, PAIRS, rng))[0]
    pairs = each.reshape(PAIRS, 2, p).mean(axis=1)
    return Decomposition(pairs.mean(axis=0), pairs.std(axis=0, ddof=1) / np.sqrt(PAIRS))


def exact(correlation: Floats) -> Floats:
    """Shares (b, p) of R² over all 2^p sets, from correlations (b, p+1, p+1) with the outcome last.

    Covariances serve as well where the outcome has variance one.
    """
    b, p = len(correlation), correlation.shape[-1] - 1
    block = min(max(1, _SETS >> p), max(b, 1))
    room = np.empty((2, block * 3 << p - 1))
    parts = [correlation[i : i + block] for i in range(0, b, block)]
    return np.concatenate([np.empty((0, p)), *(weighed(unexplained(part, room)) for part in parts)])


def unexplained(correlation: Floats, room: Floats | None = None) -> Floats:
    """Variance of the last variable that remains given each set (2^p, b); bit ``k`` of the row is driver ``k``.

    Parameters
    ----------
    correlation : (b, p+1, p+1) float
        Positive definite but for the last row.
    room : (2, 3 b 2^(p-1)) float, optional
        Where to work, and where the result stands: many calls share it, since asking the system for memory costs more
        than the arithmetic.
    """
    b, m, _ = correlation.shape
    here, there = np.empty((2, 3 * b << m - 2)) if room is None else room
    upper = np.triu_indices(m)
    left = np.ascontiguousarray(correlation[:, upper[0], upper[1]].T)[
        :, None, :
    ]  # packed rows, sets, resamples
    for k in range(m - 1, 0, -1):
        pivot, rest = left[: k + 1], left[k + 1 :]
        shape = (len(rest), 2, *rest.shape[1:])
        both = here[: 2 * rest.size].reshape(shape)
        both[:, 0] = rest
        scaled = pivot[1:] / pivot[0]
        at = 0
        for i in range(k):
            np.multiply(pivot[1 + i :], scaled[i], out=both[at : at + k - i, 1])
            at += k - i
        np.subtract(rest, both[:, 1], out=both[:, 1])
        left = both.reshape(len(rest), -1, b)
        here, there = there, here
    return np.asarray(left[0])


def weighed(remaining: Floats) -> Floats:
    """Shares (b, p): the fall of what remains (2^p, b) when a driver joins, weighed by the size of the set.

    Sums over the sets that hold driver ``k`` are taken for one driver after the other while the sets are halved, so all
    ``p`` of them cost no more than two passes.
    """
    p = len(remaining).bit_length() - 1
    joined, missed = _weights(p)
    # no matrix products here: there is too little work to share among threads
    total = np.einsum("s,sb->b", missed, remaining)
    left = joined[:, None] * remaining
    found = np.empty((remaining.shape[1], p))
    for k in range(p - 1, -1, -1):
        half = len(left) // 2
        found[:, k] = total - np.einsum("sb->b", left[half:])
        left = left[:half] + left[half:]
    return found


@lru_cache(maxsize=4)
def _weights(p: int) -> tuple[Floats, Floats]:
    """What each set (2^p,) counts for a driver in it beyond what it counts for one that is not, and the latter."""
    size = np.bitwise_count(np.arange(1 << p))
    total = factorial(p)
    missed = [factorial(s) * factorial(p - s - 1) / total for s in range(p)] + [0.0]
    joined = [0.0] + [factorial(s - 1) * factorial(p - s) / total for s in range(1, p + 1)]
    return np.add(joined, missed)[size], np.array(missed)[size]


def orders(p: int, pairs: int, rng: np.random.Generator) -> Codes:
    """Orders of entry (2 pairs, p): each random one is followed by its reverse."""
    drawn = rng.permuted(np.tile(np.arange(p), (pairs, 1)), axis=1)
    return np.stack([drawn, drawn[:, ::-1]], axis=1).reshape(2 * pairs, p).astype(np.intp)


def sampled(correlation: Floats, entry: Codes) -> Floats:
    """Shares (b, p) as the mean over the orders ``entry`` (m, p); they too add up to R²."""
    size = len(entry) * correlation.shape[-1] ** 2
    block = max(1, _NUMBERS // size)
    parts = [correlation[i : i + block] for i in range(0, len(correlation), block)]
    return np.concatenate([_increments(part, entry).mean(axis=1) for part in parts])


def _increments(correlation: Floats, entry: Codes) -> Floats:
    """What each driver adds in each order (b, m, p): squares of the outcome's row of Cholesky's triangle."""
    p = entry.shape[1]
    full: npt.NDArray[np.intp] = np.column_stack([entry, np.full(len(entry), p, dtype=np.intp)])
    permuted = correlation[:, full[:, :, None], full[:, None, :]]
    permuted[..., p, p] = 2.0  # changes nothing that is read, and bears an outcome that is explained entirely
    added = np.linalg.cholesky(permuted)[..., p, :p] ** 2
    found = np.empty_like(added)
    np.put_along_axis(found, np.broadcast_to(entry, added.shape), added, axis=-1)
    return found

"""Correlations of items, as a survey has them or as somebody printed them: what everything here starts from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from csatreport.errors import DataError
from csatreport.measure.design import Floats
from csatreport.measure.moments import Missing, correlated
from csatreport.measure.subjects import Subject
from csatreport.params import Text

FLOOR = 1e-3  # smallest eigenvalue of a matrix that has been smoothed
_SINGULAR = 1e-10


@dataclass(frozen=True, eq=False)
class Matrix:
    """Covariances of ``k`` items, the base they rest on, and how missing answers were treated.

    Attributes
    ----------
    subjects : (k,)
        What the items are.
    covariance : (k, k) float
        Of a matrix that was given: its correlations.
    n : float
        Effective base (Kish): of the complete answers, or the harmonic mean over all pairs where pairwise.
    missing
        "" where the matrix was given.
    smoothed : bool
        Pairwise correlations were no correlations of any sample and have been made so.
    """

    subjects: tuple[Subject, ...]
    covariance: Floats
    n: float
    missing: Missing | Literal[""] = ""
    smoothed: bool = False

    @property
    def correlation(self) -> Floats:
        """Correlations (k, k)."""
        return correlated(self.covariance)


def given(correlation: Floats, n: float, labels: Sequence[str] = ()) -> Matrix:
    """A matrix of correlations (or covariances) that somebody printed, and the number of respondents behind it.

    Raises
    ------
    DataError
        It is not square and symmetric, holds numbers that are none, a variance that is not positive, fewer than three
        items, or is not positive definite (two items that say the same).
    """
    found = np.asarray(correlation, dtype=np.float64)
    k = found.shape[0] if found.ndim == 2 else 0
    faults = {
        "not square": found.ndim != 2 or found.shape != (k, k),
        "fewer than three items": k < 3,
        "fewer respondents than items": not n > k,
    }
    _refuse(faults, n)
    numbers = {
        "not symmetric, or with numbers missing": not np.allclose(found, found.T, rtol=0, atol=1e-8),
        "with a variance that is not positive": not (np.diagonal(found) > 0).all(),
    }
    _refuse(numbers, n)
    _refuse({"not positive definite": smallest(correlated(found)) < _SINGULAR}, n)
    names = labels or [f"V{i + 1}" for i in range(k)]
    return Matrix(tuple(Subject(x, Text.same(x)) for x in names), (found + found.T) / 2, float(n))


def smallest(correlation: Floats) -> float:
    """The smallest eigenvalue of one matrix."""
    return float(np.linalg.eigvalsh(correlation)[0])


def smoothed(covariance: Floats) -> tuple[Floats, Floats]:
    """Covariances (b, k, k) that some sample could have, and which (b,) had to be changed.

    Where the smallest eigenvalue of the correlations is not positive, eigenvalues below 0.001 are raised to it, and
    rows and columns rescaled so that the diagonal is 1 again; variances stay as they are.

    Source: the method of R psych ``cor.smooth``, with a floor that leaves the inverse usable.
    """
    sets = covariance.copy()
    usable = np.isfinite(sets).all(axis=(1, 2))
    changed = np.zeros(len(sets), dtype=bool)
    r = correlated(sets[usable])
    r_ok = np.isfinite(r).all(axis=(1, 2))
    at = np.flatnonzero(usable)[r_ok]
    values, vectors = np.linalg.eigh(r[r_ok])
    bad = values[:, 0] < _SINGULAR
    if bad.any():
        raised = np.maximum(values[bad], FLOOR)
        made = correlated(vectors[bad] * raised[:, None, :] @ vectors[bad].transpose(0, 2, 1))
        sd = np.sqrt(np.diagonal(sets[at[bad]], axis1=1, axis2=2))
        sets[at[bad]] = made * sd[:, :, None] * sd[:, None, :]
        changed[at[bad]] = True
    return sets, changed


def _refuse(faults: dict[str, bool], n: float) -> None:
    for fault, there in faults.items():
        if there:
            raise DataError(
                f"a matrix of correlations that is {fault}"
                if fault.startswith("not")
                else f"a matrix of correlations {fault}",
                expected="a symmetric, positive definite matrix of three items or more, of more respondents than items",
                got=f"{fault} (n = {n:g})",
                todo="correct the matrix; of two items that say the same leave one out",
            )

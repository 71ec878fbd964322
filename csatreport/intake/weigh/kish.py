"""What unequal weights cost: Kish's design effect of weighting."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

_PIECE = 10_000  # OpenBLAS shares longer ones


@dataclass(frozen=True)
class Effect:
    """Responses with a positive weight, how many equal ones tell as much, and n / effective."""

    n: int
    effective: float
    deff: float


def effect(weights: npt.ArrayLike) -> Effect:
    """``(Σw)² / Σw²`` and ``n Σw² / (Σw)²``; NaN where no weight is positive.

    Source: Kish, *Survey Sampling* (1965), 11.7. Checked against: the effective base of the estimator.
    """
    w = np.asarray(weights, dtype=np.float64)
    n = int(np.count_nonzero(w))
    if not n:
        return Effect(0, float("nan"), float("nan"))
    w = w / w.max()  # squares of any weights stay in range
    effective = float(w.sum() ** 2 / _squares(w))
    return Effect(n, effective, n / effective)


def _squares(w: npt.NDArray[np.float64]) -> float:
    """Sum of squares in pieces that BLAS does not share among threads.

    The last digit would depend on how many there are, and those that wait for work take processor time.
    """
    return float(sum(piece @ piece for piece in np.split(w, range(_PIECE, len(w), _PIECE))))

"""Small groups: which cells may not be printed, and which others would give them away."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from csatreport.measure.design import Codes


def hidden(n: Codes, *, minimum: int) -> npt.NDArray[np.bool_]:
    """Cells to suppress among the levels of one domain.

    A level with fewer than ``minimum`` answers is hidden. The total of all levels is printed, so all that
    is hidden together can be found by subtraction: while that is fewer than ``minimum`` answers (one small
    level alone, or a few), the next smallest level is hidden too. A level without any answer gives nobody
    away and asks for no other.

    Parameters
    ----------
    n : (levels, items) int
        Answers, unweighted.
    minimum : int
        Smallest base that may be printed.

    Returns
    -------
    (levels, items) bool
    """
    mask = n < minimum
    for item in range(n.shape[1]):
        _protect(mask[:, item], n[:, item], minimum)
    return np.asarray(mask)


def _protect(mask: npt.NDArray[np.bool_], n: Codes, minimum: int) -> None:
    """Hide, in place, the smallest further levels until the hidden ones protect each other."""
    for level in np.argsort(n, kind="stable"):
        secret = mask & (n > 0)
        if not secret.any() or n[secret].sum() >= minimum:
            return
        mask[level] = True

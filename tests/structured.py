"""Ratings made from a formula, so that R and the tests have the same ones."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

ROWS, FAMILIES, EACH = 400, 3, 4


def ratings() -> pd.DataFrame:
    """400 answers to 12 items, 1-7: one thing that all share, three families of four items."""
    person = _uniform(1)
    columns = {
        f"q{f * EACH + i + 1}": np.clip(
            np.round(
                4 + 2.2 * person + (2.6 - 0.3 * f) * _uniform(10 + f) + 2.4 * _uniform(100 + f * EACH + i)
            ),
            1,
            7,
        )
        for f in range(FAMILIES)
        for i in range(EACH)
    }
    return pd.DataFrame(columns)


def _uniform(which: int) -> npt.NDArray[np.float64]:
    """Numbers between −0.5 and 0.5 from a linear congruence (exact in whole numbers)."""
    state, found = 12_345 + 7_919 * which, []
    for _ in range(ROWS + 20):
        state = (1_103_515_245 * state + 12_345) % 2**31
        found.append(state / 2**31 - 0.5)
    return np.array(found[20:])

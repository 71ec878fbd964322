"""Several columns that each tell whether one option was chosen, as one column of choices."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
import pandas as pd

from csatreport.intake.readers.export import CHOICE
from csatreport.intake.readers.grid import categories

Marks = npt.NDArray[np.bool_]


def merged(options: Iterable[tuple[str, Marks]]) -> pd.Series:
    """The chosen options of each response, with :data:`CHOICE` between them; "" where none was chosen."""
    return joined((np.where(chosen, 1, 0), ["", option]) for option, chosen in options)


def joined(columns: Iterable[tuple[npt.NDArray[np.integer], list[str]]]) -> pd.Series:
    """Texts of several columns as one, with :data:`CHOICE` between what is not blank.

    Each column is given by the codes of its cells and the text of each code.
    """
    place, texts = np.zeros(1, dtype=np.int64), [""]
    for codes, words in columns:
        place, pairs = pd.factorize(place * len(words) + codes)
        texts = [_both(texts[pair // len(words)], words[pair % len(words)]) for pair in pairs]
    return categories(place, texts)


def together(columns: Iterable[pd.Series]) -> pd.Series:
    """Cells of several columns as one."""
    return joined((c.cat.codes.to_numpy().astype(np.int64), list(c.cat.categories)) for c in columns)


def _both(first: str, second: str) -> str:
    if not first or not second or second in first.split(CHOICE):
        return first or second
    return f"{first}{CHOICE}{second}"

"""Questions to millions of texts at once: which of them are such that nobody need look closer."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
from pyarrow import compute

Marks = npt.NDArray[np.bool_]


def arrow(texts: pd.Series | pd.Index | Sequence[str]) -> pa.Array:
    """Texts as Arrow holds them; what is missing is blank."""
    values = texts.array if isinstance(texts, pd.Series | pd.Index) else texts
    if isinstance(values, pd.Categorical):
        values = np.asarray(values, dtype=object)
    found = pa.array(values, pa.string(), from_pandas=True)
    whole = found.combine_chunks() if isinstance(found, pa.ChunkedArray) else found
    return compute.fill_null(whole, "") if whole.null_count else whole


def are(texts: pa.Array, form: str) -> Marks:
    """Mark the texts that have a form (of RE2, where a dollar is the very end) as a whole."""
    return marks(compute.match_substring_regex(texts, f"^(?:{form})$"))


def longer(texts: pa.Array, most: int) -> Marks:
    """Mark the texts of more bytes than that."""
    return marks(compute.greater(compute.binary_length(texts), most))


def marks(found: pa.Array) -> Marks:
    """An answer of Arrow's as numpy holds it."""
    return np.asarray(found.to_numpy(zero_copy_only=False), dtype=bool)

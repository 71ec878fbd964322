"""What is known of every customer when a quarter begins: factors with a few levels each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from csatreport.measure.subjects import Level
from csatreport.params import Text

Small = npt.NDArray[np.int16]
UNKNOWN = Text(en="Not known", zh="不详")


@dataclass(frozen=True)
class Factor:
    """Something that customers differ in; ``usual`` is the level that others are compared with."""

    code: str
    label: Text
    levels: tuple[Level, ...]
    usual: int = 0

    @classmethod
    def of(cls, code: str, label: Text, levels: Sequence[tuple[str, Text]]) -> Factor:
        """A factor whose usual level is its first, until it is known which one is."""
        return cls(code, label, tuple(Level(code, c, text) for c, text in levels))


@dataclass(frozen=True, eq=False)
class Known:
    """Level of every customer (rows) at the beginning of every place of the clock (columns, the next wave last)."""

    factor: Factor
    codes: Small

    @classmethod
    def lasting(
        cls, code: str, label: Text, column: pd.Series, labels: dict[str, Text], *, places: int
    ) -> Known:
        """A trait that does not change; a blank is a level of its own."""
        levels = coded(column, labels)
        codes = pd.Categorical(column, categories=list(levels)).codes.astype(np.int16)
        if (codes < 0).any():
            codes[codes < 0] = len(levels)
            levels["unknown"] = UNKNOWN
        return cls(Factor.of(code, label, list(levels.items())), np.repeat(codes[:, None], places, axis=1))


def coded(column: pd.Series, labels: dict[str, Text]) -> dict[str, Text]:
    """Levels that occur, in the order of their list; the code itself where the list lacks it."""
    present = set(column.dropna().unique())
    order = [*(c for c in labels if c in present), *sorted(present - set(labels))]
    return {c: labels.get(c) or Text.same(c) for c in order}

"""Sums over the cells of a design, added up by the engine that holds the answers.

One query gives, for every wave, level, stratum and cluster, seven sums of each score; the means, shares, standard errors,
bases and intervals of all items follow from them (:mod:`csatreport.measure.cells`). The engine reads the columns used, in
a stream, and never hands out an answer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import mul
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from csatreport.errors import DataError
from csatreport.measure.cells import ALONE, ALWAYS, Cells
from csatreport.measure.design import Floats
from csatreport.measure.linearisation import Means, of_cells
from csatreport.measure.sums import Power
from csatreport.params import Wave
from csatreport.warehouse.answers import Warehouse, read

if TYPE_CHECKING:
    import ibis

EVERYBODY = "everybody"  # the one level where there is no domain
_AT_ONCE = 150  # scores in one query: PostgreSQL gives back no more than 1,664 columns
_SOME = 10_000  # rows that a centre is read off
_KEYS = ("wave", "level", "stratum", "cluster")


@dataclass(frozen=True, eq=False)
class Sums:
    """Sums of ``k`` scores: a row per cell with its keys, an array (cells, k) per power, and the centres (k,) taken off."""

    keys: pd.DataFrame
    sums: dict[Power, Floats]
    centre: Floats

    def levels(self, wave: Wave) -> set[str]:
        """Levels that somebody in the wave has."""
        return set(self.keys["level"][self.keys["wave"] == str(wave)]) - {""}

    def means(self, warehouse: Warehouse, wave: Wave, levels: Sequence[str] = (EVERYBODY,)) -> Means:
        """Means, errors and bases of every score among these levels of a wave (levels, k)."""
        frame = warehouse.frame(wave)
        at = np.flatnonzero((self.keys["wave"] == str(wave)) & self.keys["level"].isin(levels))
        rows = self.keys.iloc[at]
        cells = Cells(
            {power: each[at] for power, each in self.sums.items()},
            pd.Index(levels).get_indexer(pd.Index(rows["level"])),
            pd.Index(frame.names).get_indexer(pd.Index(rows["stratum"])),
            (rows["cluster"] == "").to_numpy(),
            self.centre,
        )
        return of_cells(cells, frame.strata, domains=len(levels))


def sums(
    warehouse: Warehouse, made: Mapping[str, ibis.Value], table: ibis.Table, level: ibis.Value | None = None
) -> Sums:
    """Add up scores ``made`` from columns of ``table`` in every wave, ``level``, stratum and cluster.

    Responses whose level is not known stand under "".

    Raises
    ------
    DataError
        An answer is NaN or infinite.
    """
    import ibis

    powers = (*ALWAYS, *ALONE) if warehouse.alone else ALWAYS
    domain = ibis.literal(EVERYBODY) if level is None else level.fill_null("")
    names, frames, centres = list(made), [], []
    for start in range(0, len(names), _AT_ONCE):
        some = names[start : start + _AT_ONCE]
        part = table.mutate(level=domain, **{name: made[name] for name in some})
        centres.append(_centres(part, some))
        frames.append(_cells(part, dict(zip(some, centres[-1].tolist(), strict=True)), powers))
    found = {power: np.hstack([_array(frame, power) for frame in frames]) for power in powers}
    _check_numbers(found[1, 1], names)
    return Sums(frames[0].index.to_frame(index=False), found, np.concatenate(centres))


def _cells(table: ibis.Table, centres: Mapping[str, float], powers: Sequence[Power]) -> pd.DataFrame:
    """The sums, a column for each power and score, by wave, level, stratum and cluster, in order."""
    asked: dict[str, ibis.Value] = {}
    for k, (name, centre) in enumerate(centres.items()):
        y = table[name] - centre
        asked |= {f"{a}{b}_{k:04}": _sum(table["weight"], y, (a, b)) for a, b in powers}
    return read(table.group_by(*_KEYS).aggregate(**asked)).set_index(list(_KEYS)).sort_index()


def _sum(w: ibis.Value, y: ibis.Value, power: Power) -> ibis.Value:
    """``Σ w^a y^b`` over the responses that have ``y`` and count."""
    import ibis

    a, b = power
    if (a, b) == (0, 0):
        return ibis.ifelse(y.notnull() & (w > 0), 1, 0).sum().fill_null(0)
    term = reduce(mul, [w] * a + [y] * b)
    return (term if b else ibis.ifelse(y.notnull(), term, 0.0)).sum().fill_null(0.0)


def _centres(table: ibis.Table, names: Sequence[str]) -> Floats:
    """A whole number near the mean of each score (k,), or the score itself where it does not vary; 0 without answers.

    Read off some rows: any number near the mean will do.
    """
    some = table.select(*names).limit(_SOME)
    asked = {
        f"{what}_{k:04}": getattr(some[name], what)().fill_null(0.0)
        for k, name in enumerate(names)
        for what in ("mean", "min", "max")
    }
    row = read(some.aggregate(**asked)).astype(np.float64)
    mean, low, high = (row.filter(like=what).to_numpy()[0] for what in ("mean", "min", "max"))
    return np.asarray(np.nan_to_num(np.where(low == high, low, np.rint(mean))))


def _array(found: pd.DataFrame, power: Power) -> Floats:
    return found.filter(regex=f"^{power[0]}{power[1]}_").to_numpy(np.float64)


def _check_numbers(found: Floats, names: Sequence[str]) -> None:
    """Refuse answers that are no numbers: one spoils the sums (cells, k) of its cell."""
    wrong = ~np.isfinite(found).all(axis=0)
    if wrong.any():
        raise DataError(
            "answers that are no numbers",
            where=f"item {names[int(np.argmax(wrong))]}",
            expected="a number, or NULL where the answer is missing",
            got=f"NaN or infinity in {int(wrong.sum())} items",
            todo="make them NULL in the table",
        )

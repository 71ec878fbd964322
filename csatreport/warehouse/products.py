"""Sums of products, added up by the engine that holds the answers.

What correlations, factors, drivers and path models need of one wave comes back as a row per first-stage unit, or per random
group of them (:mod:`csatreport.measure.products`); point estimates are those of the answers, and resamples are drawn from
the rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from csatreport.measure.design import Design, Floats
from csatreport.measure.moments import Missing
from csatreport.measure.products import Grouped, most, scattered
from csatreport.measure.structure.matrix import Matrix, smoothed
from csatreport.measure.subjects import Subject
from csatreport.params import Item, Wave
from csatreport.warehouse import scored
from csatreport.warehouse.answers import Frame, Warehouse, read

if TYPE_CHECKING:
    import ibis

_AT_ONCE = 1_500  # columns of one query: PostgreSQL gives back no more than 1,664
_KEYS = ["stratum", "group"]


@dataclass(frozen=True, eq=False)
class Answered:
    """Ratings of one wave as columns to multiply: ``x0`` … without the centre and 0 where missing, ``d0`` … 1 where there.

    Made by :func:`of`.
    """

    warehouse: Warehouse
    items: tuple[Item, ...]
    wave: Wave
    missing: Missing
    table: ibis.Table
    centre: Floats
    reach: Floats

    def products(self) -> Grouped:
        """Sums of products in each group of first-stage units."""
        frame = self.warehouse.frame(self.wave)
        k = len(self.items)
        square = [(i, j) for i in range(k) for j in range(k)]
        upper = [(i, j) for i, j in square if i <= j]
        of_pairs = [*(("d", i, "d", j) for i, j in upper), *(("x", i, "x", j) for i, j in upper)]
        strata, sums = self._sums(
            _group(self.table, frame), [*of_pairs, *(("x", i, "d", j) for i, j in square)]
        )
        i, j = np.array(upper).T
        found = {name: np.zeros((len(sums), k, k)) for name in ("dd", "xx")}
        for name, own in zip(found, np.split(sums[:, : 2 * len(upper)], 2, axis=1), strict=True):
            found[name][:, i, j] = found[name][:, j, i] = own
        left = sums[:, 2 * len(upper) :].reshape(-1, k, k)
        stratum = pd.Index(frame.names).get_indexer(strata)
        design = Design(np.ones(len(sums)), np.arange(len(sums)), stratum)
        return Grouped(found["dd"], left, found["xx"], self.centre, self.reach, design)

    def matrix(self, found: Grouped) -> Matrix:
        """Covariances of the items, with their effective base: what a structure starts from."""
        made, changed = smoothed(found.moments(found.design.weights).covariance)
        i, j = np.triu_indices(len(self.items), 1)
        w = self.table["weight"]
        there = {f"{a}_{b}": self.table[f"d{a}"] * self.table[f"d{b}"] for a, b in zip(i, j, strict=True)}
        total, squares = (
            read(self.table.aggregate(**{pair: (u * d).sum() for pair, d in there.items()})).to_numpy(
                np.float64
            )[0]
            for u in (w, w * w)
        )
        subjects = tuple(Subject.of(item, self.warehouse.survey.questionnaire) for item in self.items)
        base = float(len(i) / (squares / total**2).sum())
        return Matrix(subjects, made[0], base, self.missing, smoothed=bool(changed[0]))

    def _sums(
        self, group: ibis.Value, wanted: Sequence[tuple[str, int, str, int]]
    ) -> tuple[pd.Index, Floats]:
        """Weighted sums of products of two columns (g, wanted), and the stratum of each group, in order."""
        table = self.table.mutate(group=group)
        frames = []
        for start in range(0, len(wanted), _AT_ONCE):
            asked = {
                f"p{n}": (table["weight"] * table[f"{a}{i}"] * table[f"{b}{j}"]).sum()
                for n, (a, i, b, j) in enumerate(wanted[start : start + _AT_ONCE])
            }
            found = read(table.group_by(*_KEYS).aggregate(**asked)).set_index(_KEYS).sort_index()
            frames.append(found[list(asked)])
        return frames[0].index.get_level_values("stratum"), np.hstack(
            [f.to_numpy(np.float64) for f in frames]
        )


def of(
    warehouse: Warehouse, items: Sequence[Item], *, wave: Wave | None = None, missing: Missing = "listwise"
) -> Answered:
    """Ratings of these items in one wave; ``listwise`` takes those who rated all of them."""
    import ibis

    at = wave or warehouse.survey.wave
    table = warehouse.of_waves([at])
    table = table.filter(table["weight"] > 0)
    y = {f"y{k}": scored.of_item(table, item, "mean") for k, item in enumerate(items)}
    table = table.select("response", "stratum", "cluster", "weight", **y)
    every = reduce(and_, [table[name].notnull() for name in y])
    counts = {name: every if missing == "listwise" else table[name].notnull() for name in y}
    asked = {
        f"{what}_{name}": getattr(table[name], what)(where=counts[name]).fill_null(0.0)
        for name in y
        for what in ("mean", "min", "max")
    }
    row = read(table.aggregate(**asked)).astype(np.float64)
    centre, low, high = (row.filter(regex=f"^{what}_").to_numpy()[0] for what in ("mean", "min", "max"))
    columns: dict[str, ibis.Value] = {}
    for k, (name, there) in enumerate(counts.items()):
        columns[f"d{k}"] = ibis.ifelse(there, 1, 0).cast("float64")
        columns[f"x{k}"] = ibis.ifelse(there, table[name] - float(centre[k]), 0.0)
    return Answered(
        warehouse,
        tuple(items),
        at,
        missing,
        table.mutate(**columns),
        centre,
        np.maximum(high - centre, centre - low),
    )


def _group(table: ibis.Table, frame: Frame) -> ibis.Value:
    """Label of the group of each response: its first-stage unit, or one of many in strata that have more."""
    import ibis

    limit = most(len(frame.names))
    large = [name for name, units in zip(frame.names, frame.strata.units, strict=True) if units > limit]
    alone = table["cluster"] == ""
    own = ibis.ifelse(alone, table["response"].cast("string"), "cluster " + table["cluster"])
    if not large:
        return own
    first = table["response"].min().over(group_by=["stratum", "cluster"])
    number = ibis.ifelse(alone, table["response"], first).cast("int64")
    drawn = "group " + scattered(number, limit).cast("string")
    return ibis.ifelse(table["stratum"].isin(large), drawn, own)

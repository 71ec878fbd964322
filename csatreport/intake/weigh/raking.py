"""Raking: weights that meet several margins of the population at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

from csatreport.errors import DesignError
from csatreport.params.margins import FILE

Floats: TypeAlias = npt.NDArray[np.float64]
Codes: TypeAlias = npt.NDArray[np.intp]

PROMISED = 1e-6  # relative, on every level of every margin
UNKNOWN = 0.05  # share of the weight whose level of a margin may be unknown
_AIM = 1e-11  # sum of what a last round still moves
_ROUNDS = 10_000


@dataclass(frozen=True, eq=False)
class Margin:
    """Level of each response, missing or "" where unknown, and the size of each level in the population."""

    name: str
    levels: pd.Series
    target: Mapping[str, float]


@dataclass(frozen=True, eq=False)
class _Coded:
    """Level codes, the last one after all levels = unknown, and the share of each level."""

    name: str
    levels: tuple[str, ...]
    codes: Codes
    share: Floats

    def factors(self, mass: Floats) -> Floats:
        """Bring each level to its share of what is known; 1 for the unknown."""
        known = self._sums(mass)
        wanted = self.share * known.sum()
        factor = np.divide(wanted, known, out=np.ones_like(known), where=known > 0)
        return np.append(factor, 1.0)[self.codes]

    def deviation(self, mass: Floats) -> Floats:
        """Share of each level over the share it should have, minus 1."""
        known = self._sums(mass)
        return np.asarray(known / (self.share * known.sum()) - 1)

    def _sums(self, mass: Floats) -> Floats:
        return np.asarray(np.bincount(self.codes, mass, minlength=len(self.levels) + 1)[:-1])


def rake(weights: pd.Series, margins: Sequence[Margin], *, where: str = FILE) -> pd.Series:
    """Multiply weights by factors of their levels until every margin has its target, in total and by level.

    A response without a level of a margin keeps its weight when that margin is met (factor 1): the margin then
    holds among those whose level is known. More than 5 % of the weight without a level is refused. Responses
    of weight zero keep it.

    Source: Deming and Stephan (1940). Checked against: R survey ``rake`` (tests/oracle).

    Parameters
    ----------
    weights : (n,) Series
        Weights to start from.
    margins : sequence of Margin
        Targets of one total: people, or shares.

    Raises
    ------
    DesignError
        Naming the margin and the level: a level without a target or without answers, targets of different
        totals, too many unknown, or no weights that meet them all (then the margin that is furthest).
    """
    if not margins:
        return weights
    total = _total(margins, where)
    coded = [_coded(m, weights, where) for m in margins]
    cell, cells = _cells(coded)
    start = np.bincount(cell, weights.to_numpy(np.float64))
    mass = _fitted(start * (total / start.sum()), cells)
    _met(mass, cells, where)
    factor = np.divide(mass, start, out=np.zeros_like(mass), where=start > 0)
    return weights * factor[cell]


def _total(margins: Sequence[Margin], where: str) -> float:
    """Check that all targets describe one population, and count it."""
    totals = {m.name: float(sum(m.target.values())) for m in margins}
    first, total = next(iter(totals.items()))
    for name, other in totals.items():
        if not abs(other - total) <= PROMISED * total:
            raise DesignError(
                f"margins {first!r} and {name!r} have different totals",
                where=where,
                expected=f"{total:.15g} in both",
                got=f"{other:.15g} in {name!r}",
                todo="correct one of them, or give shares",
            )
    return total


def _coded(margin: Margin, weights: pd.Series, where: str) -> _Coded:
    place, distinct = pd.factorize(margin.levels.reindex(weights.index))  # -1 where missing
    there = (weights > 0).to_numpy()
    levels = np.array([*distinct, ""], dtype=object)
    _levels_meet(margin, set(levels[np.unique(place[there])]) - {""}, where)
    names = tuple(margin.target)
    codes = pd.Index(names).get_indexer(pd.Index(levels))[place]
    unknown = float(weights[codes < 0].sum() / weights.sum())
    if unknown > UNKNOWN:
        raise DesignError(
            f"margin {margin.name!r} is not known of {unknown:.1%} of the answers",
            where=where,
            expected=f"a level for all, or for all but {UNKNOWN:.0%} of the weight",
            got=f"{int((there & (codes < 0)).sum())} of {int(there.sum())} answers without a level",
            todo="complete the answers, or leave the margin out",
        )
    share = np.array([margin.target[n] for n in names], dtype=np.float64)
    return _Coded(margin.name, names, np.where(codes < 0, len(names), codes), share / share.sum())


def _levels_meet(margin: Margin, sample: set[str], where: str) -> None:
    target = {k for k, v in margin.target.items() if v > 0}
    for levels, lack in ((sample - target, "target above zero"), (target - sample, "answers")):
        if levels:
            raise DesignError(
                f"margin {margin.name!r} has a level without {lack}: {', '.join(map(repr, sorted(levels)))}",
                where=where,
                expected="the same levels in the answers and in the targets",
                todo="add the target, or join the level with its neighbour in params/labels.csv and here",
            )


def _cells(margins: Sequence[_Coded]) -> tuple[Codes, list[_Coded]]:
    """Cell of each response in the crossing of all margins, and the margins coded by cell.

    Raking moves whole cells: a million responses take as long as the few hundred cells they fall in.
    """
    cell = np.zeros(len(margins[0].codes), dtype=np.intp)
    for margin in margins:
        _, cell = np.unique(cell * (len(margin.levels) + 1) + margin.codes, return_inverse=True)
    _, first = np.unique(cell, return_index=True)
    return cell, [_Coded(m.name, m.levels, m.codes[first], m.share) for m in margins]


def _fitted(mass: Floats, margins: Sequence[_Coded]) -> Floats:
    """Iterative proportional fitting, until a whole round moves nothing or there is no more patience."""
    for _ in range(_ROUNDS):
        moved = 0.0
        for margin in margins:
            factor = margin.factors(mass)
            moved += float(np.abs(factor - 1).max())
            mass = mass * factor
        if moved < _AIM:
            break
    return mass


def _met(mass: Floats, margins: Sequence[_Coded], where: str) -> None:
    furthest = max(margins, key=lambda m: float(np.abs(m.deviation(mass)).max()))
    deviation = furthest.deviation(mass)
    worst = int(np.abs(deviation).argmax())
    if not abs(deviation[worst]) <= PROMISED:
        share = furthest.share[worst]
        raise DesignError(
            f"no weights meet every margin; furthest is {furthest.name!r}, level {furthest.levels[worst]!r}",
            where=where,
            expected=f"a share of {share:.6g}",
            got=f"{share * (1 + deviation[worst]):.6g} after {_ROUNDS} rounds",
            todo="join levels that hardly occur together, or leave the margin out",
        )

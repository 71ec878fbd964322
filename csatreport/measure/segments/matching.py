"""Segments of two waves: which one is which, so that a name keeps its people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from csatreport.measure.design import Codes, Floats
from csatreport.measure.segments.found import Segmentation
from csatreport.measure.segments.panel import panel

_MOST = 0.5  # of the people of either segment, for the two to be one


@dataclass(frozen=True, eq=False)
class Matching:
    """Which earlier segment (k,) each segment continues, -1 = new; ``gone``: earlier ones that none continues."""

    earlier: Codes
    gone: tuple[int, ...]
    by: Literal["customers", "centres"]

    @property
    def new(self) -> tuple[int, ...]:
        """Segments that continue none."""
        return tuple(np.flatnonzero(self.earlier < 0).tolist())


def matched(now: Segmentation, before: Segmentation) -> Matching:
    """Pair segments of two waves one to one (Hungarian method).

    By people where enough customers answered in both waves: pairs whose overlap (Jaccard similarity of the weighted
    customers in either) is largest in sum; a pair holds where most of the people of each side are in the other. Else by
    centres: pairs nearest in sum, over the ratings that both rest on, each in its standard deviations; a pair holds where
    each is the other's nearest.

    Source: Kuhn (1955); Hennig, *Cluster-wise assessment of cluster stability* (2007), for the overlap.
    Checked against: R ``clue::solve_LSAP`` (tests/oracle/matching.R).
    """
    earlier, later = panel(before.fielding.responses, now.fielding.responses)
    a, b = before.member[earlier], now.member[later]
    both = (a >= 0) & (b >= 0)
    if both.sum() >= now.fielding.survey.edition.minimum_base * max(now.k, before.k):
        weights = now.fielding.design.weights[later][both]
        return _matching(*_by_people(a[both], b[both], weights, before.k, now.k), "customers")
    return _matching(*_by_centres(now, before), "centres")


def _by_people(before: Codes, now: Codes, weights: Floats, m: int, k: int) -> tuple[Floats, Floats]:
    """Overlap (k, m) of segments, and whether each pair would hold."""
    shared = np.zeros((k, m))
    np.add.at(shared, (now, before), weights)
    mine, theirs = shared.sum(axis=1, keepdims=True), shared.sum(axis=0, keepdims=True)
    union = mine + theirs - shared
    overlap = np.divide(shared, union, out=np.zeros_like(shared), where=union > 0)
    return overlap, (shared > _MOST * mine) & (shared > _MOST * theirs)


def _by_centres(now: Segmentation, before: Segmentation) -> tuple[Floats, Floats]:
    """Nearness (k, m) of centres, the larger the nearer, and whether each pair would hold."""
    theirs = {i.item: n for n, i in enumerate(before.features.items) if not before.features.levels[n]}
    shared = [
        (n, theirs[i.item])
        for n, i in enumerate(now.features.items)
        if i.item in theirs and not now.features.levels[n]
    ]
    if not shared:
        return np.zeros((now.k, before.k)), np.zeros((now.k, before.k), dtype=bool)
    here, there = (list(each) for each in zip(*shared, strict=True))
    x, y = now.centres[:, here], before.centres[:, there]
    away = (((x[:, None] - y[None]) / now.features.spread[here]) ** 2).sum(axis=2)
    nearest = (away == away.min(axis=1, keepdims=True)) & (away == away.min(axis=0, keepdims=True))
    return -away, nearest


def _matching(near: Floats, holds: Floats, by: Literal["customers", "centres"]) -> Matching:
    from scipy.optimize import linear_sum_assignment

    earlier = np.full(len(near), -1)
    for row, column in zip(*linear_sum_assignment(near, maximize=True), strict=True):
        earlier[row] = column if holds[row, column] else -1
    gone = sorted(set(range(near.shape[1])) - set(earlier.tolist()))
    return Matching(earlier, tuple(gone), by)

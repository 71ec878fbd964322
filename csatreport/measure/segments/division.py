"""The same customers divided into two segments, three, four ...: rule, members and stability of each division."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import nan
from typing import TYPE_CHECKING, Protocol

import numpy as np

from csatreport.measure.design import Codes, Floats
from csatreport.measure.segments import kmeans, mixture, stability
from csatreport.measure.segments.arranged import Arranged
from csatreport.measure.segments.space import Space

if TYPE_CHECKING:
    from csatreport.params.analysis.segments import Segments


class Rule(Protocol):
    """How somebody is placed."""

    @property
    def centres(self) -> Floats:
        """Centres (k, q) in the columns of the space."""

    def member(self, space: Space) -> Codes:
        """Segment (n,) of each point."""

    def ordered(self, order: Codes) -> Rule:
        """The same segments in another order."""


@dataclass(frozen=True, eq=False)
class Nearest:
    """Everybody belongs to the nearest centre (k, q)."""

    centres: Floats

    def member(self, space: Space) -> Codes:
        """Segment (n,) of each point."""
        return space.nearest(self.centres)

    def ordered(self, order: Codes) -> Nearest:
        """The same segments in another order."""
        return Nearest(self.centres[order])


@dataclass(frozen=True, eq=False)
class Division:
    """One division into k segments, the largest first.

    ``nearest`` (k, q) are the centres of k-means (or prototypes) of the same k; those of the rule, but for a mixture.
    """

    rule: Rule
    member: Codes
    stability: Floats
    nearest: Floats
    bic: float = nan


def divisions(
    arranged: Arranged, ks: Iterable[int], rng: np.random.Generator, declared: Segments
) -> dict[int, Division]:
    """The best division into each k, with the mean Jaccard similarity of its segments over the resamples."""
    space, starts = arranged.space, declared.starts
    solutions = kmeans.solutions(space, ks, rng, starts=starts)
    fits = (
        {k: mixture.fitted(space, s, common=declared.common) for k, s in solutions.items()}
        if declared.method == "mixture"
        else {}
    )
    alike: dict[int, list[Floats]] = {k: [] for k in solutions}
    for weights in arranged.resamples(rng, times=declared.times):
        for k, each in solutions.items():
            alike[k].append(
                mixture.similarity(space, fits[k], each, weights, rng)
                if fits
                else stability.similarity(space, each, weights, rng, starts=starts)
            )
    return {
        k: _division(
            space, fits.get(k, Nearest(each.centres[0])), np.concatenate(alike[k]).mean(axis=0),
            each.centres[0], fits[k].bic(space) if fits else nan,
        )
        for k, each in solutions.items()
    }  # fmt: skip


def _division(space: Space, rule: Rule, stable: Floats, nearest: Floats, bic: float) -> Division:
    member = rule.member(space)
    order = np.argsort(-np.bincount(member, space.weights, len(stable)), kind="stable")
    return Division(rule.ordered(order), order.argsort(kind="stable")[member], stable[order], nearest, bic)

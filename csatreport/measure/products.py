"""Sums of products: all that correlations, factors, drivers and path models need of the answers, group by group.

A bootstrap draws first-stage units, so it needs of each unit only the sums of ``w``, ``w x`` and ``w x x'`` over every pair of
variables: with few units and many answers it never looks at an answer twice. Where a stratum has more units than
:func:`most`, they are put into that many groups at random, and the groups are drawn: dropping answers into random groups of
equal chance leaves the variance of a total unbiased (only less precisely known, as by that many degrees of freedom).

Source: Wolter, *Introduction to Variance Estimation* (2007), 2.4 (random groups within strata). Checked against: the bootstrap
of the answers themselves, :mod:`csatreport.measure.resample`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

import numpy as np
import numpy.typing as npt

from csatreport.measure.design import Codes, Design, Floats
from csatreport.measure.moments import Missing, Moments, complete, flattened, moments, of_pairs

MANY = 200_000  # answers from which groups take their place
_GROUPS, _FEWEST = 4_000, 100  # of a whole design, of a stratum
_PRIME = 2_147_483_647
Number = TypeVar("Number", Codes, Any)  # an array, or an expression that a database computes


class Source(Protocol):
    """What moments and their resamples are computed from: weights are those of the rows of ``design``."""

    @property
    def design(self) -> Design:
        """What resamples are drawn from."""

    def moments(self, weights: Floats) -> Moments:
        """Moments under each set of weights (b, rows of the design)."""


@dataclass(frozen=True, eq=False)
class Each:
    """The answers themselves: ``values`` (n, k), of which ``used`` (n,) enter."""

    values: Floats
    design: Design
    missing: Missing
    used: npt.NDArray[np.bool_]

    def moments(self, weights: Floats) -> Moments:
        """Moments of the rows used."""
        return moments(self.values[self.used], np.atleast_2d(weights)[:, self.used], missing=self.missing)


@dataclass(frozen=True, eq=False)
class Grouped:
    """Sums over the responses of each of ``g`` groups that have both variables of a pair.

    Attributes
    ----------
    base, left, both : (g, k, k) float
        ``Σ w``, ``Σ w x_i`` and ``Σ w x_i x_j``.
    centre, reach : (k,) float
        What was taken off the variables, and the largest distance from it.
    design : Design
        Of the groups, each with weight 1.
    """

    base: Floats
    left: Floats
    both: Floats
    centre: Floats
    reach: Floats
    design: Design

    def moments(self, weights: Floats) -> Moments:
        """Moments, every group taken with its weight."""
        k = len(self.centre)
        i, j = np.triu_indices(k)
        sets = np.atleast_2d(weights)
        mean, covariance = of_pairs(
            sets @ self.base[:, i, j],
            sets @ self.left[:, i, j],
            sets @ self.left[:, j, i],
            sets @ self.both[:, i, j],
            k,
        )
        return Moments(mean + self.centre, flattened(covariance, self.reach))


def of(
    values: Floats, design: Design, *, missing: Missing, used: npt.NDArray[np.bool_] | None = None
) -> Source:
    """The answers, or their sums by group where there are many (and no replicate weights were delivered)."""
    rows = np.ones(len(values), dtype=bool) if used is None else used
    if len(values) < MANY or design.replicates is not None:
        return Each(values, design, missing, rows)
    return grouped(values, design, missing=missing, used=rows)


def grouped(values: Floats, design: Design, *, missing: Missing, used: npt.NDArray[np.bool_]) -> Grouped:
    """Sums of the ``used`` answers by group of first-stage units; ``listwise`` takes complete ones only."""
    group, stratum = groups(design)
    rows = np.flatnonzero(used & (design.weights > 0) & (complete(values) if missing == "listwise" else True))
    order = rows[np.argsort(group[rows], kind="stable")]
    starts = np.searchsorted(group[order], np.arange(len(stratum) + 1))
    k = values.shape[1]
    centre = np.array([np.nanmean(c) if (~np.isnan(c)).any() else 0.0 for c in values[rows].T])
    found = np.zeros((len(stratum), 2 * k, 2 * k))
    reach = np.zeros(k)
    for g in range(len(stratum)):
        taken = order[starts[g] : starts[g + 1]]
        shifted = values[taken] - centre
        there = ~np.isnan(shifted)
        z = np.hstack([there, np.nan_to_num(shifted)])
        reach = np.maximum(reach, np.abs(z[:, k:]).max(axis=0, initial=0.0))
        found[g] = (z * design.weights[taken, None]).T @ z
    one = Design(np.ones(len(stratum)), np.arange(len(stratum)), stratum, design.population)
    return Grouped(found[:, :k, :k], found[:, k:, :k], found[:, k:, k:], centre, reach, one)


def most(strata: int) -> int:
    """Groups that a stratum may have in a design of so many strata."""
    return max(_FEWEST, _GROUPS // max(strata, 1))


def groups(design: Design) -> tuple[Codes, Codes]:
    """The group (n,) of each response, and the stratum (g,) of each group: first-stage units, or random groups of them."""
    limit = most(len(design.units))
    many = design.units[design.stratum] > limit
    number = np.arange(len(design.stratum))
    label = np.where(many, scattered(number, limit), limit + number)
    _, first, of_unit = np.unique(
        design.stratum * (limit + len(number)) + label, return_index=True, return_inverse=True
    )
    return of_unit[design.unit], design.stratum[first]


def scattered(number: Number, parts: int) -> Number:
    """Whole numbers put into ``parts`` as if at random, in arithmetic that databases have as well.

    Two rounds of ``h² + a h + a mod (2³¹ − 1)``: neighbours, and numbers in any regular distance, fall apart.
    """
    h = number % _PRIME
    for a in (48_271, 69_621):
        h = (h * h % _PRIME + h * a % _PRIME + a) % _PRIME
    return h % parts

"""Answers in an order of their own: however the rows of a wave are sorted, what is drawn by chance is the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from csatreport.errors import DataError
from csatreport.measure.design import Codes, Design, Floats
from csatreport.measure.fielding import Fielding
from csatreport.measure.resample import weights
from csatreport.measure.segments.columns import Columns
from csatreport.measure.segments.features import Features
from csatreport.measure.segments.space import Space


@dataclass(frozen=True, eq=False)
class Arranged:
    """Who is placed, as points: ``rows`` (m,) of the fielding, and which of the ``order`` (n,) of all they are."""

    space: Space
    rows: Codes
    at: Codes
    order: Codes
    design: Design

    @classmethod
    def of(cls, fielding: Fielding, features: Features) -> Arranged:
        """Sorted by answers, then weight, then stratum and cluster.

        Raises
        ------
        DataError
            Fewer customers are placed than an estimate needs that is no low base.
        """
        values = features.values  # noqa: PD011 - no table's
        place = [pd.factorize(fielding.responses[c].fillna(""), sort=True)[0] for c in ("cluster", "stratum")]
        order = np.lexsort([*place, fielding.design.weights, *values.T])
        at = np.flatnonzero(features.placed[order])
        _check(len(at), fielding, features)
        rows, columns = order[at], Columns.of(features)
        points = columns.points(values[rows])
        space = Space.of(points, fielding.design.weights[rows], blocks=columns.blocks)
        return cls(space, rows, at, order, _sorted(fielding.design, order))

    @property
    def different(self) -> int:
        """How many different answers there are."""
        return len(np.unique(self.space.wide, axis=0))

    def resamples(self, rng: np.random.Generator, *, times: int) -> Iterator[Floats]:
        """Bootstrap weights of those placed, in blocks (b, m): first-stage units of the whole design are drawn."""
        mean = self.design.weights[self.at].mean()
        for block in weights(self.design, rng, times=times):
            yield block[:, self.at] / mean


def _sorted(design: Design, order: Codes) -> Design:
    """The same design with its responses in another order, units and strata numbered as they come."""
    unit, units = pd.factorize(design.unit[order])
    stratum, strata = pd.factorize(design.stratum[units])
    population = None if design.population is None else design.population[strata]
    return Design(design.weights[order], unit, stratum, population)


def _check(placed: int, fielding: Fielding, features: Features) -> None:
    least = fielding.survey.edition.low_base
    if placed < least:
        raise DataError(
            "too few customers for segments",
            expected=f"{least} or more who answered most of the {len(features.items)} questions",
            got=f"{placed} of {len(features.placed)} in wave {fielding.wave}",
            todo="name other questions in [segments] items of params/analysis.toml, lower [segments] answered, or "
            "let the chapter declare the need `segments` in params/book.toml",
        )

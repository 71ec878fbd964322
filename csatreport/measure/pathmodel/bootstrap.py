"""What the model would have found, had the sample come out differently."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from csatreport.errors import DataError
from csatreport.measure.design import Design, Floats
from csatreport.measure.pathmodel.effects import total
from csatreport.measure.pathmodel.estimate import Fitted, Scheme, fit
from csatreport.measure.pathmodel.structure import Structure
from csatreport.measure.products import Source
from csatreport.measure.resample import Resampled, resampled

_AT_MOST = 1.0  # redrawn resamples, as a share of those wanted; beyond it the model is not stable enough


@dataclass(frozen=True, eq=False)
class Spread:
    """Standard error and interval of every number of a model, from ``resamples``, and how many were drawn again.

    Each of ``se``, ``low`` and ``high`` has the parts of :func:`parts`.
    """

    se: dict[str, Floats]
    low: dict[str, Floats]
    high: dict[str, Floats]
    resamples: int
    redrawn: int


def parts(fitted: Fitted, structure: Structure) -> dict[str, Floats]:
    """Numbers that get an interval, each (b, ...): weights, loadings, paths, total effects, explained variance."""
    return {
        "weights": fitted.weights,
        "loadings": fitted.loadings,
        "paths": fitted.paths[:, structure.on],
        "total": total(fitted.paths)[:, structure.reach],
        "r2": fitted.r2[:, structure.explained],
    }


def spread(
    source: Source,
    structure: Structure,
    rng: np.random.Generator,
    *,
    like: Fitted,
    scheme: Scheme = "path",
    times: int = 500,
    confidence: float = 0.95,
) -> Spread:
    """Percentile intervals from the design's bootstrap (t intervals from delivered replicates).

    A resample without a solution (an item that is constant in it, constructs that are collinear) is drawn again and
    counted.

    Raises
    ------
    DataError
        As many resamples have none as were wanted.
    """

    def statistic(weights: Floats) -> Floats:
        found = fit(source.moments(weights).correlation, structure, scheme=scheme, like=like)
        return np.hstack(list(parts(found, structure).values()))

    found, redrawn = with_redraws(statistic, source.design, rng, times=times)
    own = parts(like, structure)
    value = np.hstack(list(own.values()))[0]
    ends = np.cumsum([p.shape[1] for p in own.values()])[:-1]
    se, low, high = (
        dict(zip(own, np.split(each, ends), strict=True))
        for each in (found.se(value), *found.interval(value, confidence=confidence))
    )
    return Spread(se, low, high, len(found.results), redrawn)


def with_redraws(
    statistic: Callable[[Floats], Floats], design: Design, rng: np.random.Generator, *, times: int
) -> tuple[Resampled, int]:
    """``times`` resamples that have a result, and how many had none; delivered replicates stay as they are.

    Raises
    ------
    DataError
        As many have none as were wanted.
    """
    found = resampled(statistic, design, rng, times=times)
    redrawn = 0
    while found.scale is None and found.failed:
        redrawn += found.failed
        if redrawn > _AT_MOST * times:
            raise DataError(
                "a path model that most resamples of the answers do not bear",
                expected=f"{times} resamples with a solution",
                got=f"{redrawn} without one",
                todo="ask more people, or give nearly constant items and nearly equal constructs up",
            )
        good = found.results[~np.isnan(found.results).all(axis=1)]
        more = resampled(statistic, design, rng, times=found.failed)
        found = Resampled(np.concatenate([good, more.results]))
    return found, redrawn

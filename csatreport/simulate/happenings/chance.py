"""Choices by weight, and moments of a working day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Texts = NDArray[np.object_]
Numbers = NDArray[np.float64]
Rows = NDArray[np.int64]
Flags = NDArray[np.bool_]
Moments = NDArray[np.datetime64]

NEVER: Final = np.datetime64("NaT", "s")


def pick(rng: np.random.Generator, weights: Mapping[str, float], size: int) -> Texts:
    """So many codes, as often as their weights say."""
    return np.array(list(weights), dtype=object)[place(rng, list(weights.values()), size)]


def place(rng: np.random.Generator, weights: Sequence[float] | NDArray[Any], size: int) -> Rows:
    """So many positions, as often as their weights say; a position without weight never."""
    edges = np.cumsum(np.asarray(weights, dtype=np.float64))
    found = np.searchsorted(edges, rng.random(size) * edges[-1], side="right")
    places: Rows = np.minimum(found, int(np.argmax(edges))).astype(np.int64)
    return places


def place_each(rng: np.random.Generator, weights: Numbers) -> Rows:
    """A position in every row of ``weights``, as often as the weights of the row say."""
    edges = np.cumsum(weights, axis=1)
    places: Rows = (rng.random(len(weights))[:, None] * edges[:, -1:] >= edges[:, :-1]).sum(axis=1)
    return places


def logistic(odds: Numbers) -> Numbers:
    """From log-odds to a chance."""
    chance: Numbers = 1 / (1 + np.exp(-odds))
    return chance


def around(rng: np.random.Generator, median: Numbers | float, size: int, *, spread: float) -> Numbers:
    """Positive numbers around a median; ``spread`` is the standard deviation of their logs."""
    numbers: Numbers = median * np.exp(spread * rng.standard_normal(size))
    return numbers


def working(rng: np.random.Generator, days: Moments, *, opens: float = 8, closes: float = 21) -> Moments:
    """A moment on each of these days, between two hours."""
    seconds = (opens + (closes - opens) * rng.random(len(days))) * 3600
    moments: Moments = days.astype("datetime64[D]").astype("datetime64[s]") + np.floor(seconds).astype(
        "timedelta64[s]"
    )
    return moments


def later(moments: Moments, hours: Numbers) -> Moments:
    """So many hours later, to the second."""
    after: Moments = moments.astype("datetime64[s]") + np.rint(hours * 3600).astype("timedelta64[s]")
    return after


def dealt(options: Sequence[str], order: Rows) -> Texts:
    """The options in the places of ``order``."""
    return np.array(options, dtype=object)[order]

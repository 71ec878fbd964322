"""Random streams with a name, and draws from groups with shares."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from csatreport.simulate.company import Group

Codes = NDArray[np.str_]
Numbers = NDArray[np.float64]


def stream(seed: int, *names: str | int) -> np.random.Generator:
    """A generator of its own for everything that has a name; the order of use does not matter."""
    words = [seed, *(int.from_bytes(str(name).encode(), "big") for name in names)]
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence(words)))


def pick(rng: np.random.Generator, groups: Mapping[str, Group], size: int) -> Codes:
    """``size`` codes in proportion to the shares."""
    edges = np.cumsum([group.share for group in groups.values()])
    place = np.searchsorted(edges[:-1] / edges[-1], rng.random(size), side="right")
    codes: Codes = np.array(list(groups))[place]
    return codes


def effects(groups: Mapping[str, Group], codes: Codes) -> Numbers:
    """Effect of each code's group."""
    known = np.array(sorted(groups))
    values = np.array([groups[code].effect for code in known.tolist()])
    found: Numbers = values[np.searchsorted(known, codes)]
    return found

"""The simulated company itself, made again with its own seed: the chances that its records were drawn from."""

from __future__ import annotations

from functools import cache

import company

from csatreport.simulate import population
from csatreport.simulate.happenings import handling
from csatreport.simulate.happenings.scene import Scene


@cache
def scene() -> Scene:
    """Its customers, with the random numbers of its records."""
    seed = company.truth()["seed"]
    return Scene(population.draw(seed), seed)


@cache
def cases() -> handling.Cases:
    """Its complaints, before they are exported."""
    return handling.handled(scene())

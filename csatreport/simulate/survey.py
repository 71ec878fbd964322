"""One quarter's answers to a few questions, without files: for tests that need many surveys with one truth."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from csatreport.simulate import answers, opinions, sampling, truth
from csatreport.simulate.draws import stream
from csatreport.simulate.population import SEED, Population, draw

KNOWN = ("stratum", "age", "tenure", "region", "branch", "mode")


@cache
def customers() -> Population:
    """The customers whom every sample comes from."""
    return draw(SEED)


def sample(seed: int, wave: str, items: Sequence[str], *, share: float = 1.0) -> pd.DataFrame:
    """Draw a survey of its own for each ``seed``, of ``share`` of the usual size.

    Parameters
    ----------
    items
        Overall satisfaction, services, intentions, questions of the index: what is asked of everybody.

    Returns
    -------
    DataFrame
        One row per respondent: ``stratum, age, tenure, region, branch, mode``, and the ratings, NaN where
        the question did not apply. ``attrs`` holds how many were drawn from each stratum.
    """
    population, quarter = customers(), _place(wave)
    crowd, strata = sampling.respond(population, quarter, stream(seed, "sample", wave), share=share)
    rng = stream(seed, "sampled", wave)
    given, _ = answers.core(rng, crowd)
    columns: dict[str, Any] = {name: getattr(crowd, name) for name in KNOWN}
    columns |= {item: _applies(rng, item, given[item]) for item in items}
    frame = pd.DataFrame(columns)
    frame.attrs["strata"] = truth.of_strata(strata)
    return frame


@cache
def true(wave: str) -> dict[str, Any]:
    """What is true of all customers in ``wave``: see :func:`csatreport.simulate.truth.of_quarter`."""
    return truth.of_quarter(customers(), _place(wave))


def _applies(rng: np.random.Generator, item: str, given: answers.Whole) -> np.ndarray:
    rating = opinions.SERVICES.get(item)
    applies = rng.random(len(given)) >= (rating.inapplicable if rating else 0.0)
    return np.where(applies, given, np.nan)


def _place(wave: str) -> int:
    return [q.wave for q in customers().quarters].index(wave)

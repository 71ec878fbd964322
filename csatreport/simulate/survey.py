"""One quarter's answers to a few questions, without files: for tests that need many surveys with one truth."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from csatreport.simulate import answers, details, opinions, sampling, truth
from csatreport.simulate.draws import stream
from csatreport.simulate.population import SEED, Population, draw

KNOWN = ("stratum", "age", "tenure", "region", "branch", "mode")
PAIRED = ("exp_", "per_")  # names of items of SERVQUAL begin so


@cache
def customers() -> Population:
    """The customers whom every sample comes from."""
    return draw(SEED)


def sample(seed: int, wave: str, items: Sequence[str], *, share: float = 1.0) -> pd.DataFrame:
    """Draw a survey of its own for each ``seed``, of ``share`` of the usual size.

    Parameters
    ----------
    items
        Overall satisfaction, services, intentions, questions of the index, pairs of SERVQUAL: what is asked of everybody.

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
    if any(item.startswith(PAIRED) for item in items):
        given = given | details.servqual(stream(seed, "paired", wave), crowd)
    columns: dict[str, Any] = {name: getattr(crowd, name) for name in KNOWN}
    columns |= {item: _applies(rng, item, given[item]) for item in items}
    frame = pd.DataFrame(columns)
    frame.attrs["strata"] = truth.of_strata(strata)
    return frame


@cache
def true(wave: str) -> dict[str, Any]:
    """What is true of all customers in ``wave``: see :func:`csatreport.simulate.truth.of_quarter`."""
    return truth.of_quarter(customers(), _place(wave))


@cache
def true_gaps(wave: str) -> dict[str, float]:
    """Perception minus expectation of all customers, pair by pair: the mean of several rounds of asking everybody."""
    crowd = sampling.everybody(customers(), _place(wave))
    rounds = [details.servqual(stream(0, "true gaps", wave, n), crowd) for n in range(truth.REPEATS)]
    pairs = sorted(name.removeprefix("per_") for name in rounds[0] if name.startswith("per_"))
    return {
        pair: float(np.mean([r[f"per_{pair}"].mean() - r[f"exp_{pair}"].mean() for r in rounds]))
        for pair in pairs
    }


@cache
def sizes(wave: str) -> dict[str, int]:
    """Customers of each region."""
    region = sampling.everybody(customers(), _place(wave)).region
    return {code: int((region == code).sum()) for code in np.unique(region).tolist()}


def _applies(rng: np.random.Generator, item: str, given: answers.Whole) -> np.ndarray:
    rating = opinions.SERVICES.get(item)
    applies = rng.random(len(given)) >= (rating.inapplicable if rating else 0.0)
    return np.where(applies, given, np.nan)


def _place(wave: str) -> int:
    return [q.wave for q in customers().quarters].index(wave)

"""Surveys whose overall rating goes with some services and not with others."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
from surveys import make_survey, rating, responses

from csatreport.params.analysis.drivers import Drivers
from csatreport.survey import Survey

SLOPES = {"a": 0.5, "b": 0.3, "c": 0.15, "d": 0.0}
N = 400


def rated(felt: Any) -> Any:
    """Whole ratings of 1-5."""
    return np.clip(np.floor(felt + 0.5), 1, 5)


def wave(
    name: str = "2026Q3", *, seed: int = 1, n: int = N, slopes: dict[str, float] = SLOPES, **more: Any
) -> pd.DataFrame:
    """One wave of answers; importance of a service is ``i_`` and its name."""
    rng = np.random.default_rng(seed)
    common = rng.normal(size=n)
    services = {k: rated(3.5 + 0.6 * common + 0.8 * rng.normal(size=n)) for k in slopes}
    overall = 3.6 + sum(s * (services[k] - 3.5) for k, s in slopes.items()) + 0.6 * rng.normal(size=n)
    stated = {
        f"i_{k}": rated(m + 0.7 * rng.normal(size=n))
        for k, m in zip(slopes, (4.4, 2.6, 2.6, 4.4), strict=False)
    }
    given: dict[str, Any] = {
        "weight": rng.uniform(0.5, 2, n),
        "overall": rated(overall),
        **services,
        **stated,
    }
    return responses(name, **(given | more))


def survey(*waves: pd.DataFrame, declared: dict[str, Any] | None = None, **edition: Any) -> Survey:
    """A survey of these waves, ``[drivers]`` as declared."""
    columns = [c for w in waves or (wave(),) for c in w]
    services = [k for k in "abcdefgh" if k in columns]
    items = (
        rating("overall", roles={"overall": ""}),
        *(rating(k, dimension="service", roles={"satisfaction": k}) for k in services),
        *(rating(f"i_{k}", roles={"importance": k}) for k in services if f"i_{k}" in columns),
    )
    made = make_survey(items, *(waves or (wave(),)), **edition)
    drivers = Drivers.model_validate({"resamples": 200, **(declared or {})})
    return replace(made, analysis=made.analysis.model_copy(update={"drivers": drivers}))

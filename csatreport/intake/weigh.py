"""Weights: none, those that came with the answers, or by known sizes of the strata."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import numpy as np
import pandas as pd

from csatreport.errors import DesignError
from csatreport.params import Edition
from csatreport.params.population import FILE as POPULATION
from csatreport.params.population import load_population


def weights(responses: pd.DataFrame, edition: Edition, project: Path) -> pd.Series:
    """Weight of every accepted response, float64.

    Raises
    ------
    DesignError
        Delivered weights are negative, missing or all zero; or strata and population do not meet.
    """
    if edition.weights == "delivered":
        return delivered(responses)
    if edition.weights == "population":
        return population(responses, _population(project))
    return pd.Series(1.0, index=responses.index)


def delivered(responses: pd.DataFrame) -> pd.Series:
    """Weights as they came.

    Raises
    ------
    DesignError
        See :func:`weights`; names source and rows.
    """
    value = pd.to_numeric(responses["weight"], errors="coerce").astype("float64")
    faults = (
        ("weights are missing or no numbers", ~np.isfinite(value)),
        ("weights are negative", value < 0),
        (
            "all weights are zero",
            (value == 0).groupby([responses["source"], responses["wave"]]).transform("all"),
        ),
    )
    for problem, mask in faults:
        wrong = responses[mask]
        if len(wrong):
            raise DesignError(
                problem,
                where=_rows(wrong),
                expected="a weight above zero for every response",
                todo='correct the export, or set weights = "none" in the edition',
            )
    return value


def population(responses: pd.DataFrame, sizes: pd.DataFrame) -> pd.Series:
    """Divide the population share of the stratum by its sample share, per wave; mean 1 in each wave.

    Raises
    ------
    DesignError
        A stratum is missing in the sample or in ``sizes``.
    """
    result = pd.Series(np.nan, index=responses.index)
    for wave, rows in responses.groupby("wave"):
        own = sizes[sizes["wave"].isin([wave, ""])]
        own = own[own["wave"] == wave] if (own["wave"] == wave).any() else own
        people = own.set_index("stratum")["population"]
        sample = rows["stratum"].value_counts()
        _meet(set(sample.index), set(people.index), str(wave))
        factor = (people / people.sum()) / (sample / sample.sum())
        result[rows.index] = rows["stratum"].map(factor)
    return result


def _meet(sample: set[str], people: set[str], wave: str) -> None:
    for missing, where in ((sample - people, POPULATION), (people - sample, f"the answers of wave {wave}")):
        if missing:
            raise DesignError(
                f"strata that {where} does not hold: {', '.join(map(repr, sorted(missing)))}",
                where=f"{POPULATION}, wave {wave}",
                expected="the same strata in both",
                todo="add the stratum, merge strata, or correct its answers",
            )


def _population(project: Path) -> pd.DataFrame:
    sizes = [asdict(stratum) for stratum in load_population(project)]
    return pd.DataFrame(sizes, columns=["stratum", "population", "wave"])


def _rows(wrong: pd.DataFrame) -> str:
    source = wrong["source"].iloc[0]
    rows = wrong.loc[wrong["source"] == source, "row"]
    shown = ", ".join(str(r) for r in rows.head(10))
    return f"{source}, row{'s' * (len(rows) > 1)} {shown}" + (
        f" and {len(rows) - 10} more" if len(rows) > 10 else ""
    )

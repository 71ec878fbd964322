"""Weights from the strata: chances of being drawn, and sizes that are known."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from csatreport.errors import DesignError
from csatreport.params.population import FILE as POPULATION


def design(
    strata: pd.Series, population: Mapping[str, float], drawn: Mapping[str, float], *, where: str = POPULATION
) -> pd.Series:
    """One over the chance of being drawn, ``N_h / n_h``, of every response.

    Parameters
    ----------
    strata : Series of str
        Stratum of each response.
    population, drawn
        People in each stratum, and people drawn from it (whether or not they answered).

    Raises
    ------
    DesignError
        Naming the stratum: it has no size, or nobody is said to be drawn from it, or more answered than
        were drawn, or more were drawn than there are.
    """
    people, chosen = pd.Series(population, dtype="float64"), pd.Series(drawn, dtype="float64")
    answered = strata.value_counts()
    _meet(set(answered.index), set(people.index), where)
    _known(chosen.reindex(answered.index), where)
    _at_most(answered, chosen, where, "answered", "were drawn")
    _at_most(chosen, people, where, "were drawn", "there are")
    return strata.map(people / chosen).astype("float64")


def poststratify(
    weights: pd.Series, cells: pd.Series, population: Mapping[str, float], *, where: str = POPULATION
) -> pd.Series:
    """Multiply the weights of each cell by one factor so that their sum is its population.

    Source: Holt and Smith (1979). Checked against: R survey ``postStratify`` (tests/oracle).

    Raises
    ------
    DesignError
        A cell is missing in the sample or in ``population``.
    """
    total = sum(population.values()) / weights.sum() if len(weights) else 1.0
    return to_shares(weights, cells, population, where=where) * total


def to_shares(
    weights: pd.Series, cells: pd.Series, population: Mapping[str, float], *, where: str = POPULATION
) -> pd.Series:
    """Post-stratify and keep the sum of the weights: cells get their share of the population.

    Raises
    ------
    DesignError
        See :func:`poststratify`.
    """
    people = pd.Series(population, dtype="float64")
    sample = weights.groupby(cells).sum()
    sample = sample[sample > 0]
    _meet(set(cells[weights > 0].unique()), set(people.index), where)
    factor = (people / people.sum()) / (sample / sample.sum())
    return (weights * cells.map(factor)).where(weights > 0, 0.0)


def _meet(sample: set[str], people: set[str], where: str) -> None:
    missing = (sample - people, "no size"), (people - sample, "no answers")
    for strata, lack in missing:
        if strata:
            raise DesignError(
                f"strata with {lack}: {', '.join(map(repr, sorted(strata)))}",
                where=where,
                expected="the same strata in the answers and in the population",
                todo="add the stratum, merge strata, or correct its answers",
            )


def _known(chosen: pd.Series, where: str) -> None:
    unknown = chosen[chosen.isna()].index
    if len(unknown):
        raise DesignError(
            f"strata of which nobody says how many were drawn: {', '.join(map(repr, sorted(unknown)))}",
            where=where,
            expected="the number of people drawn from every stratum",
            todo='fill in the column `drawn`, or set another base than "design"',
        )


def _at_most(fewer: pd.Series, more: pd.Series, where: str, did: str, could: str) -> None:
    excess = fewer[fewer > more.reindex(fewer.index)]
    if len(excess):
        stratum = excess.index[0]
        raise DesignError(
            f"more people {did} in stratum {stratum!r} than {could}",
            where=where,
            expected=f"at most {more[stratum]:.15g}",
            got=f"{excess.iloc[0]:.15g}",
            todo="correct the number, or put repeated answers aside",
        )

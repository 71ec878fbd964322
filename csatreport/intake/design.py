"""Strata and clusters that no estimate can use are refused before any estimate is made."""

from __future__ import annotations

import pandas as pd

from csatreport.errors import DesignError


def usable(responses: pd.DataFrame) -> None:
    """Refuse a wave in which some responses have no stratum, or a stratum has a single unit.

    Parameters
    ----------
    responses : DataFrame
        Accepted responses: ``source, wave, row, stratum, cluster``. A response without a cluster is a
        unit of its own.

    Raises
    ------
    DesignError
        Naming source and rows, or wave and stratum.
    """
    for wave, rows in responses.groupby("wave", sort=False):
        without = rows[rows["stratum"] == ""]
        if len(without) == len(rows):
            continue
        if len(without):
            shown = ", ".join(str(r) for r in without["row"].head(10))
            raise DesignError(
                "some responses have no stratum",
                where=f"{without['source'].iloc[0]}, rows {shown}",
                expected=f"a stratum for every response of wave {wave}, or for none",
                got=f"{len(without)} of {len(rows)} responses without",
                todo="complete the column, or write '-' as its source for this wave",
            )
        _several_units(rows, str(wave))


def _several_units(rows: pd.DataFrame, wave: str) -> None:
    clustered = rows[rows["cluster"] != ""]
    alone = (rows["cluster"] == "").groupby(rows["stratum"]).sum()
    units = alone.add(clustered.groupby("stratum")["cluster"].nunique(), fill_value=0)
    lonely = sorted(units[units < 2].index)
    if lonely:
        raise DesignError(
            "a stratum with a single unit has no variance",
            where=f"wave {wave}, stratum {', '.join(map(repr, lonely))}",
            expected="at least two responses, or clusters where there are any, in each stratum",
            todo="join the stratum with its neighbour: map both to one code in params/labels.csv",
        )

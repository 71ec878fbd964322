"""What must hold of a survey's tables before they count: no row is lost, and every wave has answers."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from csatreport.errors import DataError, ParamsError
from csatreport.params import Edition


def balanced(ledger: pd.DataFrame, received: Mapping[str, int]) -> None:
    """Received = accepted + quarantined, for every file that was read.

    Raises
    ------
    DataError
        Rows went missing.
    """
    counted = ledger.groupby("source")[["accepted", "quarantined"]].sum().sum(axis=1)
    for file, rows in received.items():
        if int(counted.get(file, 0)) != rows:
            raise DataError(
                "rows went missing on the way",
                where=file,
                expected=f"{rows} rows accepted or quarantined",
                got=str(int(counted.get(file, 0))),
                todo="report this as a fault of csatreport",
            )


def waves(edition: Edition, there: set[str], aside: pd.DataFrame) -> None:
    """The edition's own wave has answers or scores, and so have those it is compared with.

    Raises
    ------
    DataError
        There are none of its own; ``aside`` says why.
    ParamsError
        There is nothing to compare with.
    """
    if str(edition.wave) not in there:
        raise no_answers(str(edition.wave), f"the sources of edition {edition.name}", aside)
    for key, compared in (("previous", edition.previous), ("year_ago", edition.year_ago)):
        if compared is not None and str(compared) not in there:
            raise ParamsError(
                f"nothing to compare with in {compared}",
                where=f"params/editions/{edition.name}.toml, {key}",
                expected=f"one of {', '.join(sorted(there - {str(edition.wave)}))}"
                if len(there) > 1
                else "a wave with answers",
                got=str(compared),
                todo="add a source of that wave, or leave the key out",
            )


def no_answers(wave: str, where: str, aside: pd.DataFrame) -> DataError:
    """Say which rules put every response of a wave aside."""
    whole = aside[(aside["wave"] == wave) & (aside["item"] == "")]
    rules = [
        f"{len(rows)} by rule {rule!r}, such as row {rows['row'].iloc[0]}: {rows['reason'].iloc[0]}"
        for rule, rows in whole.groupby("rule", sort=False)
    ]
    return DataError(
        f"wave {wave} has no accepted answers",
        where=where,
        expected="at least one response that no rule puts aside",
        got="; ".join(rules),
        todo="look at the cleaning rules of the edition and at the export",
    )

"""Weights that came with the answers."""

from __future__ import annotations

import numpy as np
import pandas as pd

from csatreport.errors import DesignError


def delivered(responses: pd.DataFrame) -> pd.Series:
    """Weights as they came, float64; a single zero leaves a response out of every estimate.

    Raises
    ------
    DesignError
        Weights are negative, missing or all zero; names source and rows.
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


def _rows(wrong: pd.DataFrame) -> str:
    source = wrong["source"].iloc[0]
    rows = wrong.loc[wrong["source"] == source, "row"]
    shown = ", ".join(str(r) for r in rows.head(10))
    return f"{source}, row{'s' * (len(rows) > 1)} {shown}" + (
        f" and {len(rows) - 10} more" if len(rows) > 10 else ""
    )

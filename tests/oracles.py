"""What R's survey package printed, and the answers it was given (tests/oracle/design.R)."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

from csatreport.measure.design import Design

HERE = Path(__file__).parent / "oracle"
SFO = Path(__file__).parents[2] / "shared" / "data" / "sfo"


@cache
def printed() -> dict[tuple[str, str], float]:
    """(case, quantity) -> number."""
    table = pd.read_csv(HERE / "design_r.csv")
    return {(c, q): v for c, q, v in zip(table["case"], table["quantity"], table["value"], strict=True)}


@cache
def answers() -> pd.DataFrame:
    """240 invented answers in 40 clusters and 3 strata."""
    return pd.read_csv(HERE / "design_data.csv")


def design() -> Design:
    """Their design."""
    data = answers()
    return Design.of(data["weight"], strata=data["stratum"], clusters=data["cluster"])


@cache
def flights() -> pd.DataFrame:
    """SFO 2016 as design.R reads it: two ratings on 0-100, purpose and gender."""
    raw = pd.read_csv(SFO / "2016_SFO_Customer_Survey.csv", encoding="latin-1", low_memory=False)
    rating = {
        name: pd.to_numeric(raw[column], errors="coerce")
        for name, column in (("whole", "Q7ALL"), ("food", "Q7FOOD"))
    }
    points = {name: 25 * (r.where(r.between(1, 5)) - 1) for name, r in rating.items()}
    purpose = raw["Q2PURP1"].where(raw["Q2PURP1"] != 0)
    gender = raw["Q20GENDER"].where(raw["Q20GENDER"].isin(["Male", "Female"]))
    return pd.DataFrame(
        {
            **points,
            "purpose": purpose,
            "gender": gender,
            "run": raw["RUNID"].astype(str),
            "weight": raw["WEIGHT"],
        }
    )


def codes(column: pd.Series) -> tuple[np.ndarray, int]:
    """Codes with −1 for missing, and how many levels."""
    made = pd.Categorical(column)
    return made.codes.astype(np.intp), len(made.categories)

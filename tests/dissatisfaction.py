"""A small survey of satisfied and dissatisfied customers, and what R found in it (tests/oracle/dissatisfied.R)."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from surveys import LABELS, category, make_survey, rating, responses

from csatreport.params import Item, Text
from csatreport.survey import Survey

ORACLE = Path(__file__).parent / "oracle"
REASONS = ("a", "b", "c", "other")
ENDINGS = ("quickly", "slowly", "unsolved")
LISTS = {
    **LABELS,
    "reason": {code: Text(en=f"Reason {code}", zh=f"原因{code}") for code in REASONS},
    "yesno": {"yes": Text(en="Yes", zh="是"), "no": Text(en="No", zh="否")},
    "resolved": {code: Text(en=code.title(), zh=f"结果{code}") for code in ENDINGS},
}
OVERALL = rating("overall", roles={"overall": ""})
SPEED = rating("speed", dimension="product")
RENEW = rating("renew", roles={"loyalty": ""})
RECOMMEND = rating("recommend", low=0, high=10, roles={"nps": ""})
WHY = Item(
    item="reasons", kind="multiple", label=Text(en="Why", zh="原因"), wording=Text.same("Why"), codes="reason",
    roles={"reason": ""}, sources={None: "reasons"},
)  # fmt: skip
COMPLAINED = category("complained", "yesno", roles={"complaint": ""})
RESOLVED = category("resolved", "resolved", roles={"resolution": ""})
REGION = category("region", "region", roles={"domain": ""})
ITEMS = (OVERALL, SPEED, RENEW, WHY, COMPLAINED, RESOLVED)


@cache
def read() -> pd.DataFrame:
    return pd.read_csv(ORACLE / "dissatisfied_data.csv", keep_default_na=False)


def wave(name: str = "2026Q3", **columns: Any) -> pd.DataFrame:
    """The answers as a wave, with columns of it replaced."""
    data = read()
    plain: dict[str, Any] = {
        c: data[c] for c in ("overall", "speed", "renew", "weight", "stratum", "cluster")
    }
    plain |= {f"reasons.{r}": pd.to_numeric(data[f"reason_{r}"], errors="coerce") for r in REASONS}
    plain |= {c: data[c].replace("", None).astype("string") for c in ("complained", "resolved")}
    return responses(name, **{**plain, **columns})


def survey(*waves: pd.DataFrame, items: tuple[Item, ...] = ITEMS, **edition: Any) -> Survey:
    return make_survey(items, *(waves or (wave(),)), labels=LISTS, **edition)


def simple(overall: list[float], **columns: Any) -> pd.DataFrame:
    """Answers without a design; reasons not asked unless given."""
    nothing = {f"reasons.{r}": np.full(len(overall), np.nan) for r in REASONS}
    return responses(**{"overall": np.array(overall, float), **nothing, **columns})


@cache
def r() -> dict[tuple[str, str], float]:
    """Values by case and quantity."""
    table = pd.read_csv(ORACLE / "dissatisfied_r.csv")
    return {(row.case, row.quantity): float(row.value) for row in table.itertuples()}

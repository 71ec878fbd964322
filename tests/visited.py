"""Surveys with mystery visits, made in code, and what R found in some (tests/oracle/standards.R)."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from surveys import LABELS, category, make_survey, rating, responses

from csatreport.params import Text
from csatreport.params.analysis import Analysis
from csatreport.survey import Survey

ORACLE = Path(__file__).parent / "oracle"
STANDARDS = ("on_time", "badge", "greeting", "tidy", "queue", "callback")
LISTS = {
    **LABELS,
    "standard": {s: Text(en=s.title(), zh=f"标准{s}") for s in STANDARDS},
    "branch": {f"b{k}": Text(en=f"Branch {k}", zh=f"分公司{k}") for k in range(8)},
    "department": {d: Text(en=d.title(), zh=f"{d}部") for d in ("field", "shops", "desk")},
}
ITEMS = (
    rating("overall", roles={"overall": ""}), rating("clean", dimension="service"), rating("prompt", dimension="service"),
    category("branch", "branch", roles={"standing": "", "domain": ""}),
)  # fmt: skip


class Kept(dict):
    """Tables that a test made, in place of prepared ones."""

    @property
    def data(self):
        return dict.fromkeys(self, "v" * 64)


@cache
def read() -> pd.DataFrame:
    return pd.read_csv(ORACLE / "standards_data.csv")


@cache
def r() -> dict[tuple[str, str], float]:
    """Values by case and quantity."""
    table = pd.read_csv(ORACLE / "standards_r.csv")
    return {(row.case, row.quantity): float(row.value) for row in table.itertuples()}


def visits(wave: str = "2026Q3", **columns: Any) -> pd.DataFrame:
    """The checks that R saw, with columns of them replaced."""
    frame = read()[["date", "branch", "standard", "department", "visitor", "passed"]].assign(
        wave=wave, **columns
    )
    return frame.assign(passed=frame["passed"].astype("boolean"))


def checks(*passed: bool, standard: str = "tidy", branch: str = "b0", wave: str = "2026Q3") -> pd.DataFrame:
    """One visit a check, all of one standard in one branch."""
    return pd.DataFrame(
        {
            "date": [f"2026-07-{k:03d}" for k in range(len(passed))], "branch": branch, "standard": standard,
            "department": "field", "visitor": "v", "passed": pd.array(passed, "boolean"), "wave": wave,
        }
    )  # fmt: skip


def answers(n: int = 400, **columns: Any) -> pd.DataFrame:
    """Answers of customers of eight branches, the better the higher the branch's number."""
    g = np.random.default_rng(3)
    branch = np.arange(n) % 8
    felt = {
        k: np.clip(np.round(2.2 + 0.3 * branch + g.normal(0, 0.8, n)), 1, 5)
        for k in ("overall", "clean", "prompt")
    }
    return responses(**{**felt, "branch": [f"b{b}" for b in branch], **columns})


def survey(
    *tables: pd.DataFrame, declared: dict[str, Any] | None = None, said: pd.DataFrame | None = None
) -> Survey:
    """The answers with these tables of visits; ``declared`` is the table ``[standards]``."""
    base = make_survey(ITEMS, answers() if said is None else said, labels=LISTS)
    analysis = Analysis.model_validate({"standards": declared or {}})
    records: Any = Kept(visits=pd.concat(tables, ignore_index=True)) if tables else {}
    return replace(base, records=records, analysis=analysis)

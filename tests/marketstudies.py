"""Studies of one market made in code: tables of printed scores, and surveys that hold them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pandas as pd
from surveys import make_survey, rating

from csatreport.params import Analysis, Text
from csatreport.survey import Records, Survey

BRANDS = tuple(f"b{n:02d}" for n in range(12))
FACTORS = ("f", "g", "h", "only_one", "only_two")
LABELS = {
    "brand": {b: Text(en=f"Brand {b}", zh=f"品牌{b}") for b in BRANDS},
    "factor": {f: Text(en=f"Factor {f}", zh=f"因子{f}") for f in FACTORS},
}
COLUMNS = ("study", "brand", "factor", "date", "score", "n", "se", "wave")


@dataclass(frozen=True)
class Told(Records):
    """Records that are in memory."""

    frame: pd.DataFrame = field(default_factory=pd.DataFrame)

    def __getitem__(self, table: str) -> pd.DataFrame:
        return self.frame


def study(code: str, **rest: Any) -> dict[str, Any]:
    return {"code": code, "title": {"en": f"Study {code}", "zh": f"研究{code}"}, **rest}


def rows(
    code: str, scores: Mapping[str, Sequence[float]], *, year: int = 2026, brands: Sequence[str] = BRANDS, n: Any = 400,
    se: Any = None,
) -> pd.DataFrame:  # fmt: skip
    """Scores by factor, a value for each brand."""
    made = [
        {"study": code, "brand": b, "factor": f, "date": pd.Timestamp(year, 6, 1), "score": float(v), "n": n, "se": se,
         "wave": f"{year}Q2"}
        for f, values in scores.items() for b, v in zip(brands, values, strict=True)
    ]  # fmt: skip
    frame = pd.DataFrame(made, columns=list(COLUMNS))
    return frame.astype({"n": "Int64", "se": "float64", "score": "float64"})


def survey(
    *tables: pd.DataFrame, studies: Sequence[dict[str, Any]] | None = None, labels: Any = None
) -> Survey:
    """A survey whose records are these tables."""
    declared = [study("one"), study("two")] if studies is None else list(studies)
    frame = pd.concat(tables, ignore_index=True) if tables else rows("one", {}).iloc[:0]
    made = make_survey((rating("a"),), labels=labels or LABELS)
    analysis = Analysis.model_validate({"study": declared})
    return replace(made, analysis=analysis, records=Told(data={"studies": "s" * 64}, frame=frame))


def spread(seed: int, brands: int = len(BRANDS), sd: float = 25.0) -> np.ndarray:
    return 800 + sd * np.random.default_rng(seed).standard_normal(brands)

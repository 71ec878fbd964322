"""Cases made in code: what is declared, and figures of two firms, for tests of what is made of them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from surveys import make_survey

from csatreport.params import Analysis, Text
from csatreport.survey import Records, Survey

AT = range(-4, 6)  # quarters since the first action, which falls into 2024Q2
SATISFIED = {
    "a": ([590, 585, 600, 592, 610, 650, 668, 701, 728, 733], [800, 810, 790, 805, 820, 830, 815, 825, 840, 835]),
    "b": ([395, 409, 401, 388, 381, 360, 338, 321, 310, 300], [500, 520, 510, 490, 505, 515, 498, 502, 511, 507]),
}  # fmt: skip
HOURS = [26.1, 25.4, 26.9, 25.8, 22.0, 15.2, 10.1, 8.3, 7.2, 6.9]
LABELS = {
    "case_measure": {
        "satisfied": Text(en="Share satisfied", zh="满意率"),
        "hours": Text(en="Hours to answer", zh="响应时间"),
        "growth": Text(en="Growth", zh="增长率"),
    },
    "case_area": {
        "service": Text(en="Service", zh="服务"),
        "survey": Text(en="Surveys", zh="客户调查"),
        "market": Text(en="Market", zh="市场"),
    },
}


class Tables(Records):
    """Records that are in memory."""

    def __init__(self, **tables: pd.DataFrame) -> None:
        super().__init__(Path(), dict.fromkeys(tables, "d" * 8))
        object.__setattr__(self, "tables", tables)

    def _read(self, name: str) -> pd.DataFrame:
        found: pd.DataFrame = self.tables[name]  # type: ignore[attr-defined]
        return found


def quarter(at: int, *, first: int = 2024 * 4 + 1) -> str:
    """The wave so many quarters after that of the first action."""
    return f"{(first + at) // 4}Q{(first + at) % 4 + 1}"


def rows(
    case: str, measure: str, values: Any, n: Any = None, se: Any = None, *, at: Any = AT
) -> pd.DataFrame:
    """Figures of one measure, one a quarter."""
    size = len(list(at))
    waves = [quarter(k) for k in at]
    ends = [pd.Period(w, freq="Q").end_time.normalize() for w in waves]
    return pd.DataFrame(
        {
            "case": case, "measure": measure, "date": pd.to_datetime(ends), "value": np.array(values, dtype=float),
            "n": pd.array([pd.NA] * size if n is None else n, dtype="Int64"),
            "se": np.array([np.nan] * size if se is None else se, dtype=float), "wave": waves,
        }
    )  # fmt: skip


def figures() -> pd.DataFrame:
    """Satisfaction, hours and growth of a firm that served better and of one that did not."""
    parts = []
    for case, (x, n) in SATISFIED.items():
        parts.append(rows(case, "satisfied", np.array(x) / np.array(n), n))
        turned = 1 if case == "a" else -1
        parts.append(rows(case, "hours", [20 + turned * (h - 20) for h in HOURS], [400] * 10, [0.8] * 10))
        parts.append(rows(case, "growth", np.linspace(0.02, turned * 0.2, 10)))
    return pd.concat(parts, ignore_index=True)


def text(en: str) -> dict[str, str]:
    """The same words in both languages."""
    return {"en": en, "zh": en}


def case(code: str, **rest: Any) -> dict[str, Any]:
    """A case as it is declared."""
    plain: dict[str, Any] = {
        "code": code, "title": text(f"Firm {code}"), "outcome": "success" if code == "a" else "failure",
        "background": text(f"Background of {code}."),
        "action": [
            {"date": "2024-05-20", "area": "service", "text": text(f"Service of {code}")},
            {"date": "2024-08-01", "area": "survey" if code == "a" else "market", "text": text(f"Second of {code}")},
        ],
        "expected": [{"measure": "satisfied", "target": 0.80, "by": "2025-09-30"}],
        "lesson": [{"measure": "satisfied", "moved": "better" if code == "a" else "worse", "text": text(f"Lesson of {code}")}],
    }  # fmt: skip
    return {**plain, **rest}


MEASURES = [
    {"code": "satisfied", "unit": "share"},
    {"code": "hours", "unit": "hours", "better": "down"},
    {"code": "growth", "unit": "share"},
]


def survey(
    *cases: dict[str, Any], table: pd.DataFrame | None = None, measures: Any = None, **edition: Any
) -> Survey:
    """A survey whose records are figures of cases; two usual ones where none is given."""
    declared = {"case": list(cases or (case("a"), case("b"))), "case_measure": measures or MEASURES}
    analysis = Analysis.model_validate(declared)
    made = make_survey((), labels=LABELS, **edition)
    return replace(made, analysis=analysis, records=Tables(cases=figures() if table is None else table))

"""The records of the simulated company, made once per test run."""

from __future__ import annotations

import io
from functools import cache
from typing import Any

import pandas as pd
import python_calamine

from csatreport.simulate import population
from csatreport.simulate.happenings import delivery, exports, handling
from csatreport.simulate.happenings.scene import Scene

SEED = 7
ENCODINGS = {
    "customers": "gb18030", "visits": "gb18030", "training": "gb18030", "risks": "gb18030",
    "complaints": "utf-8-sig", "suggestions": "utf-8-sig", "warnings": "utf-8-sig", "projects": "utf-8-sig",
}  # fmt: skip


@cache
def scene() -> Scene:
    return Scene(population.draw(SEED), SEED)


@cache
def files() -> dict[str, tuple[bytes, dict[str, Any]]]:
    return {name: (content, truth) for name, content, truth in exports(scene().people, SEED)}


@cache
def cases() -> handling.Cases:
    return handling.handled(scene())


@cache
def raw(name: str) -> pd.DataFrame:
    """A file by the names of its fields, everything as it stands there."""
    content, table = files()[name][0], name.partition(".")[0].partition("-")[0]
    if name.endswith(".parquet"):
        frame = pd.read_parquet(io.BytesIO(content))
    elif name.endswith(".xlsx"):
        rows = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
        header, *body = rows.to_python()
        frame = pd.DataFrame(body, columns=header)
    else:
        text = content.decode(ENCODINGS.get(table, "utf-8"))
        frame = pd.read_csv(io.StringIO(text), dtype=str, keep_default_na=False)
    known = {header: field for field, names in delivery.headers(table).items() for header in names}
    assert set(frame.columns) <= set(known)
    return frame.rename(columns=known)


def table(name: str) -> pd.DataFrame:
    """All files of a table."""
    return pd.concat(
        [raw(n) for n in files() if n.partition(".")[0].partition("-")[0] == name], ignore_index=True
    )

"""Broken Parquet and SPSS files."""

from __future__ import annotations

import datetime as dt
import decimal
import io
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyreadstat
from pyarrow import parquet as pq

from bad.sound import HEADER, effort, overall, row, rows

Content = Callable[[], bytes]
_COLUMNS = list(zip(*rows(), strict=True))
_RATED = {"overall": [overall(n) for n in range(40)], "effort": [effort(n) for n in range(40)]}


def columns(**changed: Any) -> dict[str, Any]:
    """Sound columns by header; others in their place."""
    own = dict(zip(HEADER, map(list, _COLUMNS), strict=True))
    own |= {"How satisfied are you?": _RATED["overall"], "Effort": _RATED["effort"]}
    names = {"overall": "How satisfied are you?", "begun": "Begun", "remark": "Remark", "region": "Region"}
    return own | {names.get(k, k): v for k, v in changed.items()}


def parquet(**changed: Any) -> Content:
    def made() -> bytes:
        into = io.BytesIO()
        pq.write_table(pa.table(columns(**changed)), into)
        return into.getvalue()

    return made


def _same_names() -> bytes:
    into = io.BytesIO()
    values = columns()
    names = [*values, "Effort"]
    pq.write_table(
        pa.Table.from_arrays([pa.array(v) for v in [*values.values(), values["Effort"]]], names), into
    )
    return into.getvalue()


def _no_rows() -> bytes:
    into = io.BytesIO()
    pq.write_table(pa.table(columns()).slice(0, 0), into)
    return into.getvalue()


def _wide(n: int) -> bytes:
    into = io.BytesIO()
    pq.write_table(pa.table({f"c{k}": [1] for k in range(n)}), into)
    return into.getvalue()


def spss(
    frame: pd.DataFrame | None = None,
    *,
    name: str = "a.sav",
    labels: Mapping[str, Mapping[float, str]] | None = None,
    ranges: Mapping[str, list[Any]] | None = None,
) -> Content:
    """An SPSS file whose date of creation is always the same."""

    def made() -> bytes:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / name
            options: dict[str, Any] = {"variable_value_labels": labels or _LABELS}
            if ranges:
                options["missing_ranges"] = ranges
            if name.endswith(".por"):
                pyreadstat.write_por(_short(), str(path))
                return path.read_bytes()
            sav = name.endswith(".zsav")
            pyreadstat.write_sav(
                frame if frame is not None else answers(),
                str(path),
                column_labels={"overall": "How satisfied are you?", "effort": "Effort"},
                compress=sav,
                **options,
            )
            data = path.read_bytes()
        return data[:92] + b"01 Oct 26" + b"10:00:00" + data[109:]

    return made


_LABELS: dict[str, dict[float, str]] = {"region": {1.0: "North", 2.0: "south"}}


def answers(**changed: Mapping[int, float]) -> pd.DataFrame:
    """Sound answers as SPSS keeps them: numbers with labels."""
    frame = pd.DataFrame(
        {
            "id": [row(n)[0] for n in range(40)],
            "overall": [float(v) for v in _RATED["overall"]],
            "effort": [float(v) for v in _RATED["effort"]],
            "region": [float(n % 2 + 1) for n in range(40)],
            "remark": [row(n)[7] for n in range(40)],
        }
    )
    for name, cells in changed.items():
        for n, value in cells.items():
            frame.loc[n, name] = value
    return frame


def _short() -> pd.DataFrame:
    return answers()[["overall", "effort", "region"]]


def _overwritten(whole: bytes, at: int, by: bytes) -> bytes:
    return whole[:at] + by + whole[at + len(by) :]


_DAY = dt.datetime(2026, 7, 1, 9)  # noqa: DTZ001 - the clock on the wall
_MOMENTS = [_DAY + dt.timedelta(hours=7 * n) for n in range(40)]

TABLES: dict[str, Content] = {
    "sound.parquet": parquet(),
    "moments.parquet": parquet(begun=_MOMENTS),
    "moments-with-zones.parquet": parquet(begun=pa.array(_MOMENTS, pa.timestamp("ns", "Asia/Shanghai"))),
    "decimals.parquet": parquet(overall=[decimal.Decimal(f"{overall(n)}.00") for n in range(40)]),
    "floats-with-nan.parquet": parquet(overall=[float(overall(n)) if n != 3 else float("nan") for n in range(40)]),
    "infinite.parquet": parquet(overall=[float(overall(n)) if n != 3 else float("inf") for n in range(40)]),
    "flags.parquet": parquet(overall=[n % 2 == 0 for n in range(40)]),
    "lists.parquet": parquet(Services=[["Web", "Phone"]] * 40),
    "nested.parquet": parquet(remark=[{"text": "a", "score": 1}] * 40),
    "bytes.parquet": parquet(remark=[b"\xff\xfe"] * 40),
    "nulls.parquet": parquet(remark=pa.nulls(40)),
    "categories.parquet": parquet(region=pa.array([row(n)[5] for n in range(40)]).dictionary_encode()),
    "dates-far-away.parquet": parquet(begun=pa.array([_DAY] * 39 + [dt.datetime(9999, 12, 31)], pa.timestamp("us"))),  # noqa: DTZ001
    "same-names.parquet": _same_names,
    "no-rows.parquet": _no_rows,
    "footer-missing.parquet": lambda: parquet()()[:-300],
    "cut.parquet": lambda: parquet()()[:200],
    "magic-only.parquet": lambda: b"PAR1",
    "pages-damaged.parquet": lambda: _overwritten(parquet()(), 60, bytes(200)),
    "footer-length-lies.parquet": lambda: parquet()()[:-8] + b"\xff\xff\xff\x7f" + b"PAR1",
    "footer-encrypted.parquet": lambda: parquet()()[:-4] + b"PARE",
    "sound.sav": spss(),
    "sound.zsav": spss(name="a.zsav"),
    "sound.por": spss(name="a.por"),
    "labels-swapped.sav": spss(labels={"region": {1.0: "south", 2.0: "North"}}),
    "labels-unknown.sav": spss(labels={"region": {1.0: "Upper", 2.0: "Lower"}}),
    "missing-range.sav": spss(answers(overall={3: 99.0, 5: 97.0}), ranges={"overall": [{"lo": 90.0, "hi": 99.0}]}),
    "missing-range-over-answers.sav": spss(ranges={"overall": [{"lo": 4.0, "hi": 9.0}]}),
    "missing-undeclared.sav": spss(answers(overall={3: 99.0})),
    "cut.sav": lambda: spss()()[:900],
    "cut-in-the-data.sav": lambda: spss()()[:-200],
    "header-cut.sav": lambda: spss()()[:100],
    "magic-only.sav": lambda: b"$FL2",
    "counts-lie.sav": lambda: _overwritten(spss()(), 80, b"\xff\xff\xff\x7f"),
    "cut.zsav": lambda: spss(name="a.zsav")()[:-100],
    "cut.por": lambda: spss(name="a.por")()[:-250],
    "no-cases.sav": spss(answers().iloc[:0]),
}  # fmt: skip

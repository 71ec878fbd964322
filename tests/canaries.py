"""Canaries: tokens written into the raw files of a project, and a search for them in all that a build leaves.

A token in a free text looks like the personal datum it stands for, so that it takes the scrubber to remove it;
a token in a key or a name looks like an e-mail address. Whatever :func:`search` finds afterwards has leaked.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pyreadstat
import python_calamine
import xlsxwriter
from leaks import Hit, search

__all__ = ["Canaries", "Canary", "Hit", "plant", "search"]
ENCODINGS = ("utf-8-sig", "gb18030")  # the first also reads UTF-8 without a mark
TEXT = re.compile(
    r"comment|remark|note|text|reason|suggest|feedback|contingency|意见|意見|建议|建議|备注|備註|内容|內容|说明|說明|评论|評論|留言",
    re.IGNORECASE,
)
PERSON = re.compile(
    r"owner|staff|interviewer|visitor|author|phone|mobile|e-?mail|address|customer(?!.?type)|respondent|姓名|访员|负责人|电话|手机|邮箱|地址|身份证|作者"
    r"|客户(?:编号|号|姓名|名)|\bIP",
    re.IGNORECASE,
)
ROWS = 3  # of each file, spread over it
Cells = list[list[object]]


@dataclass(frozen=True)
class Canary:
    """A token and where it was written; ``row`` counts from 0 below the header."""

    token: str
    kind: str
    file: str
    column: str
    row: int


@dataclass(frozen=True)
class Canaries:
    """All that were planted."""

    planted: tuple[Canary, ...]

    @property
    def tokens(self) -> frozenset[str]:
        return frozenset(canary.token for canary in self.planted)

    @property
    def files(self) -> frozenset[str]:
        return frozenset(canary.file for canary in self.planted)


def plant(folder: Path, *, codes: bool = False) -> Canaries:
    """Write canaries into every CSV, Excel, Parquet and SPSS file of a folder.

    Columns of answers that are chosen from a list stay as they are, unless ``codes``: a token there is a
    fault of the file, which a build may refuse.
    """
    planted: list[Canary] = []
    numbers = count(1)
    for file in sorted(f for f in folder.rglob("*") if f.suffix in WRITERS):
        WRITERS[file.suffix](file, _Planter(str(file.relative_to(folder)), planted, numbers, codes))
    return Canaries(tuple(planted))


@dataclass(frozen=True)
class _Planter:
    """What writes tokens into the columns of one file and remembers them."""

    file: str
    planted: list[Canary]
    numbers: Iterator[int]
    codes: bool

    def column(self, name: str, values: list[object]) -> list[object]:
        """The values of a column, with tokens in some rows where it holds text."""
        given = [v for v in values if isinstance(v, str) and v.strip()]
        person = PERSON.search(name) is not None
        if not given or (not person and all(_NUMBER.fullmatch(v.strip()) for v in given)):
            return values
        free = TEXT.search(name) is not None or sum(map(len, given)) > 20 * len(given)
        coded = len(set(given)) <= max(2, min(60, len(given) // 2))
        if coded and not (free or person or self.codes):
            return values
        rows = [i for i, v in enumerate(values) if isinstance(v, str) or v is None]
        found = list(values)
        for row in rows[:: max(1, len(rows) // ROWS)][:ROWS]:
            made = tokens(next(self.numbers))
            kinds = tuple(made) if free else ("email",)
            self.planted.extend(Canary(made[kind], kind, self.file, name, row) for kind in kinds)
            found[row] = sentence(made) if free else made["email"]
        return found

    def table(self, names: list[str], rows: Cells) -> Cells:
        """A table with tokens in its columns."""
        wide = [[*row, *[""] * (len(names) - len(row))] for row in rows]
        columns = [self.column(name, [row[i] for row in wide]) for i, name in enumerate(names)]
        return [list(row) for row in zip(*columns, strict=True)] if wide else []


_NUMBER = re.compile(
    r"[+\-]?[\d０-９.,:/ \-年月日时分秒%TZ万亿元¥￥$£]+"
)  # or a date, a time, a length of time


def tokens(number: int) -> dict[str, str]:
    """A token of each kind, that of no other number."""
    body = f"622588{number:09d}"
    digits = [int(d) * (2 if i % 2 == 0 else 1) for i, d in enumerate(reversed(body))]
    check = -sum(d - 9 if d > 9 else d for d in digits) % 10
    return {
        "phone": f"1990{number:07d}",
        "email": f"canary{number:06d}@leak.example",
        "id": f"110101{1950 + number // 10000 % 50}0315{number % 10000:04d}",
        "plate": f"京A·{number:05d}",
        "card": f"{body}{check}",
        "ip": f"11.{100 + number // 10000 % 100}.{100 + number // 100 % 100}.{100 + number % 100}",
        "name": f"王{chr(0x8C00 + number // 400 % 400)}{chr(0x9400 + number % 400)}",
        "address": f"文三路{number + 10000}号",
    }


def sentence(made: dict[str, str]) -> str:
    """A complaint that holds every token."""
    return (
        f"网断了，请打{made['phone']}或写信到{made['email']}，身份证{made['id']}，车牌{made['plate']}，"
        f"卡号{made['card']}，IP {made['ip']}，找{made['name']}先生，住{made['address']}。"
    )


def _csv(file: Path, planter: _Planter) -> None:
    raw = file.read_bytes()
    encoding = next(e for e in ENCODINGS if _decodes(raw, e))
    mark = encoding == "utf-8-sig" and not raw.startswith(b"\xef\xbb\xbf")
    rows: Cells = [list(row) for row in csv.reader(io.StringIO(raw.decode(encoding), newline=""))]
    head = 3 if len(rows) > 2 and any("ImportId" in str(cell) for cell in rows[2]) else 1
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n" if b"\r\n" in raw else "\n").writerows(
        [
            *rows[:head],
            *planter.table([" ".join(map(str, c)) for c in zip(*rows[:head], strict=False)], rows[head:]),
        ]
    )
    file.write_bytes(out.getvalue().encode("utf-8" if mark else encoding))


def _decodes(raw: bytes, encoding: str) -> bool:
    try:
        raw.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _excel(file: Path, planter: _Planter) -> None:
    book = python_calamine.CalamineWorkbook.from_path(file)
    sheets = {
        name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names
    }
    with xlsxwriter.Workbook(
        file, {"default_date_format": "yyyy-mm-dd hh:mm:ss", "strings_to_numbers": False}
    ) as out:
        for name, rows in sheets.items():
            sheet = out.add_worksheet(name)
            head: Cells = [list(row) for row in rows[:1]]
            table = (
                planter.table([str(cell) for cell in rows[0]], [list(r) for r in rows[1:]]) if rows else []
            )
            for i, row in enumerate([*head, *table]):
                for j, cell in enumerate(row):
                    sheet.write_string(i, j, cell) if isinstance(cell, str) else sheet.write(i, j, cell)


def _parquet(file: Path, planter: _Planter) -> None:
    table = pq.read_table(file)
    for i, field in enumerate(table.schema):
        values = table.column(i).to_pylist()
        if any(isinstance(value, str) for value in values):
            table = table.set_column(i, field.name, pa.array(planter.column(field.name, values), pa.string()))
    pq.write_table(table, file)


def _spss(file: Path, planter: _Planter) -> None:
    frame, meta = pyreadstat.read_sav(file, user_missing=True)
    for name in frame.columns:
        if frame[name].map(lambda value: isinstance(value, str)).any():
            label = meta.column_names_to_labels.get(name) or ""
            frame[name] = planter.column(f"{name} {label}", frame[name].tolist())
    pyreadstat.write_sav(
        frame, file, column_labels=meta.column_names_to_labels, variable_value_labels=meta.variable_value_labels,
        missing_ranges=meta.missing_ranges, variable_measure=meta.variable_measure,
    )  # fmt: skip


WRITERS: dict[str, Callable[[Path, _Planter], None]] = {
    ".csv": _csv, ".xlsx": _excel, ".parquet": _parquet, ".sav": _spss,
}  # fmt: skip

"""Exports that are too large to keep: made when a test asks for them."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable

import pyarrow as pa
from pyarrow import parquet as pq

from bad.excel import SHEET, SOUND
from bad.platforms import limesurvey, wjx
from bad.sound import HEADER, rows, spoilt, table

Content = Callable[[], bytes]
_WIDE, _HEADER, _LONG, _LINE = 100_000, 100_000, 1_000_000, 200 << 20
_LAST_ROW = 1 << 20


def _cells(**columns: dict[int, str]) -> Content:
    return lambda: table(HEADER, spoilt(**columns)).encode()


def _wide() -> bytes:
    return (
        ",".join(f"q{n}" for n in range(_WIDE)) + "\n" + ",".join("1" for _ in range(_WIDE)) + "\n"
    ).encode()


def _wide_parquet() -> bytes:
    into = io.BytesIO()
    pq.write_table(pa.table({f"q{n}": pa.array([1]) for n in range(20_000)}), into)
    return into.getvalue()


def _one_line() -> bytes:
    return b"ID," + b"x" * _LINE


def _open_quote() -> bytes:
    return table(HEADER, rows()[:3]).encode() + b'"' + b"x" * _LINE


def _bomb() -> bytes:
    """A sheet that unpacks to a thousand times its size."""
    into = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(SOUND())) as old, zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            data = old.read(info)
            new.writestr(info.filename, data + b" " * (300 << 20) if info.filename == SHEET else data)
    return into.getvalue()


def _lying_bomb() -> bytes:
    """The same, but its directory says that it is small."""
    data = bytearray(_bomb())
    for mark, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = data.find(mark)
        while at >= 0:
            if int.from_bytes(data[at + offset : at + offset + 4], "little") > _LINE:
                data[at + offset : at + offset + 4] = (4_096).to_bytes(4, "little")
            at = data.find(mark, at + 4)
    return bytes(data)


def _full_sheet() -> bytes:
    """A sheet filled to its last row, so that nobody knows what came after."""
    with zipfile.ZipFile(io.BytesIO(SOUND())) as old:
        parts = {info.filename: old.read(info) for info in old.infolist()}
    head, _, tail = parts[SHEET].partition(b"</sheetData>")
    more = b"".join(b'<row r="%d"><c r="D%d"><v>5</v></c></row>' % (n, n) for n in range(42, _LAST_ROW + 1))
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new:
        for name, data in parts.items():
            new.writestr(name, head + more + b"</sheetData>" + tail if name == SHEET else data)
    return into.getvalue()


def _full_csv() -> bytes:
    """As many rows as a sheet has: what a spreadsheet saves of a longer table."""
    more = "".join(
        f"q{n},{'2026-07-02 10:00:00,2026-07-02 10:05:00'},5,1,North,Web,\n" for n in range(42, _LAST_ROW + 1)
    )
    return (table(HEADER, rows()) + more).encode()


def _header(lines: list[list[str]], at: int, header: str) -> bytes:
    lines[0][at] = header
    return table(lines[0], lines[1:]).encode()


def _answer(lines: list[list[str]], row: int, at: int, answer: str) -> bytes:
    lines[row][at] = answer
    return table(lines[0], lines[1:]).encode()


HUGE: dict[str, Content] = {
    "wide.csv": _wide,
    "wide.parquet": _wide_parquet,
    "one-line.csv": _one_line,
    "open-quote.csv": _open_quote,
    "bomb.xlsx": _bomb,
    "bomb-with-a-lying-directory.xlsx": _lying_bomb,
    "bomb-of-gzip.csv.gz": lambda: zlib.compress(bytes(50 << 20), wbits=31),
    "sheet-full.xlsx": _full_sheet,
    "rows-full.csv": _full_csv,
    "answer-of-a-million-letters.csv": _cells(remark={0: "x" * _LONG}),
    "answer-of-a-million-letters-and-a-blank-line.csv": lambda: (
        table(HEADER, spoilt(remark={0: "x" * _LONG})).replace("\np39", "\n\np39").encode()
    ),
    "rating-of-a-million-letters.csv": _cells(overall={0: "x" * _LONG}),
    "rating-of-a-million-zeros.csv": _cells(overall={0: "0" * _LONG + "x", 1: "2." + "0" * _LONG + "x"}),
    "region-of-a-million-blanks.csv": _cells(region={0: "North" + " " * _LONG}),
    "start-of-a-million-blanks.csv": _cells(begun={0: "2026-07-01" + " " * _LONG + "x"}),
    "start-of-a-million-digits.csv": _cells(begun={0: "2" * _LONG}),
    "choices-of-a-million-signs.csv": _cells(uses={1: "Web┋Phone" + "┋" * _LONG}),
    "key-of-a-million-letters.csv": _cells(id={0: "p" * _LONG}),
    "header-of-a-million-blanks.csv": lambda: table(
        ["ID", *HEADER[1:7], " " * _LONG + "Remark"], rows()
    ).encode(),
    "wjx-header-of-dashes.csv": lambda: _header(wjx(by_code=True), 9, "4、" + "-" * _HEADER + "("),
    "wjx-header-of-blanks.csv": lambda: _header(wjx(by_code=True), 9, "4、" + " " * _HEADER + "("),
    "wjx-answer-of-blanks.csv": lambda: _answer(wjx(), 1, 10, "a" + " " * _LONG + "b"),
    "wjx-answer-of-brackets.csv": lambda: _answer(wjx(), 1, 10, "〖" * _LONG),
    "wjx-address-of-colons.csv": lambda: _answer(wjx(), 1, 5, ":" * _LONG + "x"),
    "limesurvey-header-of-blanks.csv": lambda: _header(limesurvey(), 13, "Q5. Remark" + " " * _HEADER + "x"),
    "limesurvey-header-of-brackets.csv": lambda: _header(
        limesurvey(), 13, "Q5" + "[a]" * (_HEADER // 3) + "x"
    ),
}

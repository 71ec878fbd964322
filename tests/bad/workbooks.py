"""Broken Excel files."""

from __future__ import annotations

import datetime as dt
import io
import re
import struct
import zipfile
from collections.abc import Callable
from typing import Any

from bad.excel import SHEET, SOUND, Content, Fill, answers, archive, book, both, cell, patched, written
from bad.sound import HEADER, rows, table


def _damaged() -> bytes:
    whole = SOUND()
    return whole[:900] + bytes(60) + whole[960:]


def _formulas(cached: bool) -> Fill:
    """``overall`` as the result of a formula, with or without the value that was saved with it."""

    def fill(sheet: Any, _: Any) -> None:
        for n, cells in enumerate(rows(), 2):
            sheet.write_formula(
                n - 1, 3, f"=LEN(A{n})-{3 - int(cells[3])}", None, int(cells[3]) if cached else ""
            )

    return fill


def _dates(sheet: Any, workbook: Any) -> None:
    """Times as a spreadsheet keeps them."""
    form = workbook.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    for n, cells in enumerate(rows(), 1):
        for at in (1, 2):
            sheet.write_datetime(n, at, dt.datetime.fromisoformat(cells[at]), form)


def _merged_title(sheet: Any, _: Any) -> None:
    sheet.merge_range(0, 0, 0, 7, "Customer survey, third quarter")


def _merged_header(sheet: Any, _: Any) -> None:
    sheet.merge_range(0, 3, 0, 4, "How satisfied are you?")


def _merged_answers(sheet: Any, workbook: Any) -> None:
    """Neighbours with the same region share one cell, as people merge cells to make a sheet pretty."""
    plain = workbook.add_format()
    for start in range(1, 41, 2):
        sheet.merge_range(start, 5, start + 1, 5, "North", plain)


def _as_text(sheet: Any, _: Any) -> None:
    for n, cells in enumerate(rows(), 1):
        sheet.write_string(n, 3, cells[3])


def _flags(sheet: Any, _: Any) -> None:
    sheet.write_boolean(6, 3, True)


def _hidden_rows(sheet: Any, _: Any) -> None:
    sheet.autofilter(0, 0, 40, 7)
    for n in range(5, 15):
        sheet.set_row(n, None, None, {"hidden": True})
    sheet.set_column(4, 4, None, None, {"hidden": True})


def _links(sheet: Any, _: Any) -> None:
    sheet.write_url(1, 7, "file:///etc/passwd", string="see there")
    sheet.write_url(2, 7, "http://example.invalid/x", string="and there")


def _comments(sheet: Any, _: Any) -> None:
    sheet.write_comment(3, 3, "is this right?")
    sheet.data_validation(1, 3, 40, 3, {"validate": "list", "source": [1, 2, 3, 4, 5]})


def _note(sheet: Any, _: Any) -> None:
    sheet.write_string(0, 0, "Internal notes")


def _hide(sheet: Any, workbook: Any) -> None:
    _note(sheet, workbook)
    sheet.hide()


def _stray(place: str) -> Callable[[bytes], bytes]:
    """A cell far from all others, as a slip of the hand leaves one."""
    number = re.sub(r"\D", "", place)
    cell = f'<row r="{number}"><c r="{place}"><v>1</v></c></row></sheetData>'
    return lambda data: data.replace(b"</sheetData>", cell.encode())


def _capitals() -> bytes:
    """Names of parts in capitals, which every reader forgives, and a cell far away in one of them."""
    far = patched(SOUND, {SHEET: _stray("XFD1048576")})()
    with zipfile.ZipFile(io.BytesIO(far)) as old:
        return archive({name.replace("sheet1", "SHEET1"): old.read(name) for name in old.namelist()})()


def _locked() -> bytes:
    """An OLE2 container that holds a stream ``EncryptedPackage``, as Excel writes with a password."""
    sector = 512
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16 + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
    header += b"\0" * 6 + struct.pack("<IIIIIIIII", 0, 1, 1, 0, 0x1000, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    header += struct.pack("<I", 0) + struct.pack("<I", 0xFFFFFFFF) * 108
    table = struct.pack("<III", 0xFFFFFFFD, 0xFFFFFFFE, 0xFFFFFFFE) + struct.pack("<I", 0xFFFFFFFF) * 125
    entries = b"".join(
        _entry(name, kind)
        for name, kind in (("Root Entry", 5), ("EncryptionInfo", 2), ("EncryptedPackage", 2))
    )
    return header[:sector] + table + entries.ljust(sector, b"\0") + bytes(range(256)) * 16


def _entry(name: str, kind: int) -> bytes:
    text = (name + "\0").encode("utf-16-le")
    return (
        text.ljust(64, b"\0")
        + struct.pack("<HBB", len(text), kind, 1)
        + struct.pack("<III", 0xFFFFFFFF, 0xFFFFFFFF, 1 if kind == 5 else 0xFFFFFFFF)
        + b"\0" * 36
        + struct.pack("<IQ", 2, 4096)
    )


def _old_without_streams() -> bytes:
    """An OLE2 file that is no workbook, such as an old Word document."""
    return _locked().replace(
        "EncryptedPackage".encode("utf-16-le"), "WordDocument\0\0\0\0".encode("utf-16-le")
    )


_DOCUMENT = {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w:document/>"}
_GROWING = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">%s]>' % b"".join(
    b'<!ENTITY %c "%s">' % (name, b"&%c;" % (name - 1) * 10) for name in b"bcdefghijklmnopqrstuvwxyz"
)
_REPEATED = b'<table:table-row table:number-rows-repeated="1000000"><table:table-cell office:value="1" ' + (
    b'table:number-columns-repeated="900"/></table:table-row>'
)
_TWO = (("Cover", _note), ("Answers", answers()))

WORKBOOKS: dict[str, Content] = {
    "sound.xlsx": SOUND,
    "csv-named.xlsx": lambda: table(HEADER, rows()).encode(),
    "workbook-named.csv": SOUND,
    "dates.xlsx": book(answers(), _dates),
    "dates-of-1904.xlsx": book(answers(), _dates, date_1904=True),
    "cut.xlsx": lambda: SOUND()[:4000],
    "cut-by-a-few-bytes.xlsx": lambda: SOUND()[:-40],
    "damaged.xlsx": _damaged,
    "sheet-missing.xlsx": patched(SOUND, {"xl/_rels/workbook.xml.rels": lambda d: d.replace(b"sheet1.xml", b"sheet7.xml")}),
    "sheet-cut.xlsx": patched(SOUND, {SHEET: lambda d: d[: len(d) // 2]}),
    "document.xlsx": archive(_DOCUMENT),
    "pictures.zip.xlsx": archive({"a.jpg": b"\xff\xd8\xff", "b.jpg": b"\xff\xd8\xff"}),
    "csv-in-a-zip.xlsx": archive({"answers.csv": b"ID,Effort\n1,2\n"}),
    "opendocument.ods": archive({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": _REPEATED}),
    "binary.xlsb": archive({"[Content_Types].xml": b"<Types/>", "xl/workbook.bin": bytes(64)}),
    "parts-in-capitals.xlsx": _capitals,
    "paths.zip.xlsx": archive({"../../evil.sh": b"#!/bin/sh\n", "/etc/cron.d/x": b"* * * * * root x\n"}),
    "locked.xlsx": _locked,
    "document.xls": _old_without_streams,
    "empty-sheet.xlsx": lambda: written(("Answers", lambda *_: None)),
    "header-only.xlsx": lambda: written(("Answers", lambda s, _: s.write_row(0, 0, HEADER))),
    "cover-sheet-first.xlsx": lambda: written(*_TWO),
    "hidden-sheet-first.xlsx": lambda: written(("Codes", _hide), ("Answers", lambda s, b: (answers()(s, b), s.activate()))),
    "merged-title.xlsx": book(answers(top=1), _merged_title),
    "merged-header.xlsx": book(answers(), _merged_header),
    "merged-answers.xlsx": book(answers(), _merged_answers),
    "moved-right-and-down.xlsx": book(answers(top=3, left=2)),
    "title-above.xlsx": book(_note, answers(top=2)),
    "formulas.xlsx": book(answers(), _formulas(cached=True)),
    "formulas-never-computed.xlsx": patched(
        book(answers(), _formulas(cached=False)), {SHEET: lambda d: re.sub(rb' t="str"><f>(.*?)</f><v></v>', rb"><f>\1</f>", d)}
    ),
    "formula-calls-a-program.xlsx": patched(
        SOUND, {SHEET: cell("H2", '<c r="H2" t="str"><f>cmd|\'/c calc\'!A0</f><v>#REF!</v></c>')}
    ),
    "error-cells.xlsx": patched(
        SOUND,
        {SHEET: both(cell("D5", '<c r="D5" t="e"><f>Sheet9!A1</f><v>#REF!</v></c>'),
                     cell("F9", '<c r="F9" t="e"><v>#N/A</v></c>'))},
    ),
    "error-cells-everywhere.xlsx": patched(
        SOUND, {SHEET: lambda d: re.sub(rb'<c r="(D[1-9]\d+)"><v>\d</v></c>', rb'<c r="\1" t="e"><v>#VALUE!</v></c>', d)}
    ),
    "macros.xlsm": patched(
        SOUND,
        {"[Content_Types].xml": lambda d: d.replace(b"sheet.main+xml", b"sheet.macroEnabled.main+xml", 1).replace(
            b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.macro", b"application/vnd.ms-excel.sheet.macro")},
        {"xl/vbaProject.bin": _locked()[:512] + b"Sub AutoOpen()\nShell \"calc\"\nEnd Sub"},
    ),
    "numbers-as-text.xlsx": book(answers(), _as_text),
    "booleans.xlsx": book(answers(), _flags),
    "filtered.xlsx": book(answers(), _hidden_rows),
    "links.xlsx": book(answers(), _links),
    "notes-and-validation.xlsx": book(answers(), _comments),
    "formatted-to-the-last-row.xlsx": patched(
        SOUND, {SHEET: both(_stray("A1048576"), lambda d: d.replace(b'<c r="A1048576"><v>1</v></c>', b'<c r="A1048576" s="0"/>'),
                            lambda d: re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1:XFD1048576"', d))},
    ),
    "stray-cell-below.xlsx": patched(SOUND, {SHEET: _stray("A1048576")}),
    "stray-cell-in-the-corner.xlsx": patched(SOUND, {SHEET: _stray("XFD1048576")}),
    "cell-beyond-the-sheet.xlsx": patched(SOUND, {SHEET: _stray("ZZZZZ99999999")}),
    "entities.xlsx": patched(
        SOUND,
        {SHEET: both(lambda d: d.replace(b"<worksheet", _GROWING + b"<worksheet", 1),
                     cell("H2", '<c r="H2" t="inlineStr"><is><t>&z;</t></is></c>'))},
    ),
    "entity-of-a-file.xlsx": patched(
        SOUND,
        {SHEET: both(lambda d: d.replace(b"<worksheet", b'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><worksheet', 1),
                     cell("H2", '<c r="H2" t="inlineStr"><is><t>&f;</t></is></c>'))},
    ),
    "shared-text-missing.xlsx": patched(SOUND, {SHEET: lambda d: d.replace(b'<c r="F9" t="s"><v>', b'<c r="F9" t="s"><v>9999')}),
    "rows-out-of-order.xlsx": patched(
        SOUND,
        {SHEET: lambda d: re.sub(rb"(<row r=\"5\".*?</row>)(<row r=\"6\".*?</row>)", rb"\2\1", d, flags=re.DOTALL)},
    ),
    "a-row-twice.xlsx": patched(SOUND, {SHEET: lambda d: re.sub(rb"(<row r=\"5\".*?</row>)", rb"\1\1", d, flags=re.DOTALL)}),
}  # fmt: skip

"""What is measured of a printed chapter: as little of it as has the same heights.

Drawings have no lines, numbers of charts and tables are all alike, and of a row of a table whose texts stay on one
line there is a sign of every kind that it holds, in one cell. So new numbers in the same rows are nothing new.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from csatreport.book import columns, pagination

Printed = dict[str, Any]  # JSON values

_NUMBER = 188  # of every chart and table
_DRAWN = frozenset({"svg", "alt"})
_ALIKE = re.compile(r"[\x21-\x7e\u4e00-\u9fff]+")  # in one font, whichever they are


def chapters(book: Printed) -> Iterator[Printed]:
    """Every chapter in reading order: the title of the part that it begins, its own, its units."""
    for part in book["parts"]:
        for i, chapter in enumerate(part["chapters"]):
            yield {
                "name": chapter["name"],
                "title": chapter["title"],
                "part": None if i else part["title"],
                "units": pagination.units([_block(block, book["words"]) for block in chapter["blocks"]]),
            }


def _block(block: Printed, words: dict[str, str]) -> Printed:
    if block["kind"] == "chart":
        kept = {name: value for name, value in block.items() if name not in _DRAWN}
        return {**kept, "label": f"{words['figure']} {_NUMBER}"}
    if block["kind"] == "table":
        return {**block, "label": f"{words['table']} {_NUMBER}", "rows": _rows(block)}
    return block


def _rows(table: Printed) -> list[Printed]:
    line = columns.LINE * table["width"] if table["across"] == 1 else (columns.LINE - columns.APART) / 2
    widths = [column["width"] for column in table["columns"]]
    stretched = line / sum(widths)
    room = [(width * stretched - 2 * table["inset"]) / table["size"] for width in widths]
    return [_row(row, room, line / table["size"]) for row in table["rows"]]


def _row(row: Printed, room: list[float], line: float) -> Printed:
    """The row as it is measured; ``room`` and ``line`` are the widths of its cells and of all of it in em."""
    cells = row["cells"]
    heading = _signs(row["heading"]) if columns.needed(row["heading"], "none") <= line - 2 else row["heading"]
    plain = {**row, "heading": heading, "anchor": ""}
    if any(columns.needed(cell["text"], cell["status"]) > em for cell, em in zip(cells, room, strict=True)):
        return plain
    if any(cell["status"] != "none" for cell in cells):  # a light reaches a little below its own text
        return {**plain, "cells": [{**cell, "text": _signs(cell["text"])} for cell in cells]}
    return {**plain, "cells": [], "line": _signs("".join(cell["text"] + cell["mark"] for cell in cells))}


def _signs(text: str) -> str:
    """A short text of the same height on one line, not wider."""
    return "".join(sorted(set(_ALIKE.sub(".", text))))

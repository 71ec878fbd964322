"""Words that wait for a code, written to ``params/coding.csv`` for somebody to code."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from csatreport.params.coding import CODING, CODING_COLUMNS, GUARD, coded_texts
from csatreport.params.text import normal
from csatreport.storage import replaced, told
from csatreport.survey import Survey


def write(project: Path, survey: Survey) -> int:
    """Add the words of ``survey`` without a code to ``params/coding.csv``, the most frequent first.

    Rows that are there stay as they are. Personal data are already gone from the words; one that a
    spreadsheet would take for a formula gets a quotation mark before it.

    Returns
    -------
    int
        How many were added.

    Raises
    ------
    ParamsError
        The file that is there cannot be read.
    BookError
        It cannot be written.
    """
    there = coded_texts(project)
    ordered = (
        survey.others.groupby(["item", "text"], sort=False)["n"]
        .sum()
        .sort_values(ascending=False, kind="stable")
    )
    words = {(item, normal(text)) for item, text in there}
    added = [key for key in ordered.index if (key[0], normal(key[1])) not in words]
    if added:
        _append(project / CODING, [(item, _guarded(text), "") for item, text in added])
    return len(added)


def _guarded(text: str) -> str:
    return f"'{text}" if text.startswith(GUARD) else text


def _append(file: Path, rows: list[tuple[str, str, str]]) -> None:
    """Write the file anew with these rows at its end, in one rename."""
    stream = io.StringIO(newline="")
    table = csv.writer(stream, lineterminator="\n")
    with told():
        before = (
            file.read_text(encoding="utf-8-sig").rstrip("\n") if file.is_file() else ",".join(CODING_COLUMNS)
        )
        table.writerows(rows)
        replaced(file, f"\ufeff{before}\n{stream.getvalue()}".encode())

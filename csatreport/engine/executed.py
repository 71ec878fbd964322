"""Executed notebooks as they are published: the same bytes wherever and whenever they were run."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

Notebook = dict[str, Any]

KEPT = ("tags", "mystnb")  # cell metadata that means something to a reader of the notebook
_ALSO_TEXT = ("application/javascript", "image/svg+xml")
_MARKERS = {"papermill-error-cell-tag"}
_METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def normalised(notebook: Notebook) -> Notebook:
    """Take times, paths and versions out of a notebook.

    The cell papermill injected becomes the parameters cell, so that cells have the numbers that they have in
    the source; what was written to stderr (warnings, with paths) goes; ids count.
    """
    cells = [cell for cell in _parameterised(notebook["cells"]) if not _MARKERS & _tags(cell)]
    counts = itertools.count(1)
    return {
        "cells": [_cell(cell, number, counts) for number, cell in enumerate(cells, 1)],
        "metadata": _METADATA,
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def retold(notebook: Notebook, cells: Sequence[Mapping[str, Any]]) -> Notebook:
    """An executed notebook as it would be with the text that stands around its code now.

    Parameters
    ----------
    cells : sequence of mapping
        The notebook's cells now; those of code are the same as when it was run.
    """
    ran = (cell for cell in notebook["cells"] if cell["cell_type"] == "code")
    woven = [next(ran) if cell["cell_type"] == "code" else dict(cell) for cell in cells]
    return normalised({**notebook, "cells": woven})


def write(notebook: Notebook, path: Path) -> None:
    """Write it the one way it can be written."""
    text = json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True)
    path.write_text(text + "\n", encoding="utf-8")


def error_of(notebook: Notebook) -> tuple[int, str, str] | None:
    """(cell from 0, error name, message) of the first cell that failed."""
    for index, cell in enumerate(notebook["cells"]):
        for output in cell.get("outputs", ()):
            if output["output_type"] == "error":
                return index, output["ename"], output["evalue"]
    return None


def first_line(cell: dict[str, Any]) -> str:
    """Find the first line of a cell that says something."""
    lines = "".join(cell["source"]).splitlines()
    return next((line.strip() for line in lines if line.strip()), "")


def _tags(cell: dict[str, Any]) -> set[str]:
    return set(cell["metadata"].get("tags", ()))


def _parameterised(cells: list[dict[str, Any]]) -> list[dict[str, Any]]:
    injected = next((c for c in cells if "injected-parameters" in _tags(c)), None)
    if injected is None:
        return cells
    declared = next(i for i, c in enumerate(cells) if "parameters" in _tags(c))
    source = "".join(injected["source"]).removeprefix("# Parameters\n")
    replaced = {**cells[declared], "source": source}
    return [replaced if i == declared else c for i, c in enumerate(cells) if c is not injected]


def _cell(cell: dict[str, Any], number: int, counts: Iterator[int]) -> dict[str, Any]:
    kept = {k: cell["metadata"][k] for k in KEPT if cell["metadata"].get(k)}
    plain = {"cell_type": cell["cell_type"], "id": f"cell-{number}", "metadata": kept}
    plain["source"] = "".join(cell["source"]).splitlines(keepends=True)
    if cell["cell_type"] == "code":
        outputs = [_output(o) for o in cell.get("outputs", ()) if o.get("name") != "stderr"]
        ran = cell.get("execution_count") is not None
        plain |= {"execution_count": next(counts) if ran else None, "outputs": outputs}
    return plain


def _output(output: dict[str, Any]) -> dict[str, Any]:
    kept = {k: v for k, v in output.items() if k != "transient"}
    if kept["output_type"] == "execute_result":  # what a kernel calls the value of a cell's last line
        kept = {k: v for k, v in kept.items() if k != "execution_count"} | {"output_type": "display_data"}
    if "text" in kept:
        kept["text"] = _lines(kept["text"])
    if "data" in kept:
        kept["data"] = {kind: _lines(v) if _is_text(kind) else v for kind, v in kept["data"].items()}
    return kept


def _is_text(kind: str) -> bool:
    return kind.startswith("text/") or kind in _ALSO_TEXT


def _lines(text: str | list[str]) -> list[str]:
    """A text as notebooks hold it, so that a changed line is one line of a difference."""
    return "".join(text).splitlines(keepends=True)

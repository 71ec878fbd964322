"""One chapter, run by papermill in the process this is called in."""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import Any

import papermill
from papermill.engines import papermill_engines
from papermill.exceptions import PapermillExecutionError

from csatreport.engine import executed
from csatreport.engine.kernel import InProcess
from csatreport.errors import ChapterError


def execute(notebook: str, output: str, parameters: dict[str, Any], project: str, seconds: float) -> None:
    """Run ``notebook`` with the project as working directory and write it, normalised, to ``output``.

    Raises
    ------
    ChapterError
        A cell failed or took too long; ``output`` then holds the cells up to the one at fault.
    """
    logging.getLogger("papermill").setLevel(logging.ERROR)
    papermill_engines.register("csatreport", InProcess)
    try:
        papermill.execute_notebook(
            notebook,
            output,
            parameters,
            engine_name="csatreport",
            kernel_name="python3",
            language="python",
            progress_bar=False,
            request_save_on_cell_execute=False,
            cwd=project,
            marker=marker(Path(output)),
            seconds=seconds,
        )
    except PapermillExecutionError as error:
        raise _refusal(Path(notebook), _normalise(Path(output))) from error
    ran = _normalise(Path(output))
    if executed.error_of(ran):  # papermill takes sys.exit() for a good end
        raise _refusal(Path(notebook), ran)
    marker(Path(output)).unlink(missing_ok=True)


def marker(output: Path) -> Path:
    """Name the file that says which cell is at work."""
    return output.with_suffix(".cell")


def _normalise(output: Path) -> executed.Notebook:
    notebook = executed.normalised(json.loads(output.read_text(encoding="utf-8")))
    executed.write(notebook, output)
    return notebook


def _refusal(source: Path, notebook: executed.Notebook) -> ChapterError:
    index, name, message = executed.error_of(notebook) or (0, "error", "")
    return ChapterError(
        f"chapter {source.stem} took too long" if name == "TimeLimit" else f"chapter {source.stem} failed",
        where=f"{source.name}, cell {index + 1}: {executed.first_line(notebook['cells'][index])}",
        got=f"{name}: {message}",
    )

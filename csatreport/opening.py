"""Opening an edition from a notebook."""

from __future__ import annotations

from pathlib import Path

from csatreport import reads
from csatreport.intake.prepare import prepare
from csatreport.params.load import find_project, load_edition
from csatreport.survey import Survey


def open_edition(name: str, project: Path | str | None = None) -> Survey:
    """Open edition ``name``, preparing its data when they are missing or stale.

    Parameters
    ----------
    name : str
        Stem of a file in ``params/editions/``.
    project : path, optional
        The project folder; by default the nearest one at or above the working directory.

    Raises
    ------
    ParamsError, DataError, DesignError
        What cannot be reported on.
    """
    with reads.quietly():
        folder = find_project(Path.cwd()) if project is None else Path(project)
    if not reads.prepared(name):
        reads.refuse(f"opens edition {name}, whose data this build did not prepare")
    return prepare(folder, load_edition(folder, name))

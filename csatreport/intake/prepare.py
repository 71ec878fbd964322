"""Raw files to a prepared edition, made again only when something that it depends on changed."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any

import csatreport.params
from csatreport.intake import store
from csatreport.intake.readers import contents
from csatreport.intake.tables import tables
from csatreport.params import Book, Edition, Questionnaire
from csatreport.params.load import load_book, load_questionnaire
from csatreport.storage import told
from csatreport.survey import Survey

_PARAMS = ("params/questionnaire.csv", "params/labels.csv", "params/population.csv")
_MATTERS = {"name", "wave", "previous", "year_ago", "source", "published", "cleaning", "weights"}


def prepare(project: Path, edition: Edition, *, into: Path | None = None) -> Survey:
    """Open the survey of ``edition`` from ``data/prepared/<edition>/`` (or ``into``), made when needed.

    The folder is written beside and moved in one rename; what stands there stays until then.

    Raises
    ------
    ParamsError, DataError, DesignError
        What cannot be reported on; nothing is written then.
    BookError
        The disk is full, or the folder may not be written to.
    """
    folder = into or project / "data" / "prepared" / edition.name
    questionnaire = load_questionnaire(project)
    book = load_book(project)
    inputs = _inputs(project, edition)
    if not store.intact(folder, inputs):
        with told(outcome="data prepared before stay as they were"), _alone(folder.parent):
            if not store.intact(folder, inputs):
                _make(project, edition, questionnaire, folder, inputs)
    return _survey(folder, book, edition, questionnaire)


def _survey(folder: Path, book: Book, edition: Edition, questionnaire: Questionnaire) -> Survey:
    frames = store.read(folder, questionnaire)
    weights = "" if edition.weights == "none" else edition.weights
    return Survey(
        responses=frames["responses"],
        published=frames["published"],
        ledger=frames["ledger"],
        quarantine=frames["quarantine"],
        book=book,
        edition=edition,
        questionnaire=questionnaire,
        data=store.data(folder),
        weights=weights,
    )


def _make(
    project: Path, edition: Edition, questionnaire: Questionnaire, folder: Path, inputs: dict[str, Any]
) -> None:
    staging, old = (folder.with_name(f".{folder.name}.{name}") for name in ("new", "old"))
    for left in (staging, old):  # by a run that was killed
        shutil.rmtree(left, ignore_errors=True)
    made = tables(project, edition, questionnaire)
    staging.mkdir(parents=True)
    try:
        store.write(staging, made, inputs)
        if folder.exists():
            folder.rename(old)
        staging.rename(folder)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    shutil.rmtree(old, ignore_errors=True)


def _inputs(project: Path, edition: Edition) -> dict[str, Any]:
    """Hashes of everything that the tables depend on."""
    raw = {str(s.file): _sha(contents(project, s.file)) for s in edition.files}
    params = {name: store.digest(project / name) for name in _PARAMS if (project / name).is_file()}
    return {
        "raw": raw,
        "params": params,
        "edition": _sha(edition.model_dump_json(include=_MATTERS).encode()),
        "code": _code(),
        "libraries": {name: version(name) for name in ("numpy", "pandas", "pyarrow", "python-calamine")},
    }


def _code() -> str:
    rooms = (Path(__file__).parent, Path(csatreport.params.__file__).parent)
    files = sorted(f for room in rooms for f in room.rglob("*.py"))
    return _sha("".join(f"{f.parent.name}/{f.name} {store.digest(f)}\n" for f in files).encode())


def _sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Wait until no other process prepares in ``folder``; the system releases a killed process's lock."""
    folder.mkdir(parents=True, exist_ok=True)
    handle = os.open(folder / ".lock", os.O_RDWR | os.O_CREAT, 0o644)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)

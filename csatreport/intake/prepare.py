"""Raw files to a prepared edition, made again only where something that it depends on changed."""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from csatreport import reads
from csatreport.intake import ondisk, store
from csatreport.params import Edition, Questionnaire
from csatreport.params.load import load_book, load_questionnaire
from csatreport.storage import told
from csatreport.survey import Survey

if TYPE_CHECKING:
    from csatreport.intake.make import Make

Units = dict[str, store.Unit]
_MANY = 2_000_000  # bytes of records from which a second process pays for its start


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
    questionnaire, book = load_questionnaire(project), load_book(project)
    with reads.quietly():
        units = _settled(folder, edition) or _ready(project, edition, questionnaire, folder)
    return ondisk.survey(folder, units, edition, project=project, book=book, questionnaire=questionnaire)


def _settled(folder: Path, edition: Edition) -> Units:
    """The units as they stand, where whoever runs this chapter has made them ready; none otherwise."""
    if reads.prepared(edition.name):
        return store.described(folder)
    return {}


def _ready(project: Path, edition: Edition, questionnaire: Questionnaire, folder: Path) -> Units:
    """The units, made again where something that they depend on changed."""
    from csatreport.intake.make import of_edition  # which chapters of a build need not have

    made = of_edition(project, edition, questionnaire, parts=folder.parent / ".parts")
    units = _current(folder, made)
    if units is None:
        with told(outcome="data prepared before stay as they were"), _alone(folder.parent):
            units = _current(folder, made) or _refresh(folder, made)
            made.parts.forget(used=_used(folder.parent))
    return units


def _current(folder: Path, made: Make) -> Units | None:
    """The units, if all were made of what there is now and nobody touched their files since."""
    there = store.units(folder)
    same = there.keys() == made.units.keys() and all(there[n].inputs == i for n, i in made.units.items())
    return there if same else None


def _refresh(folder: Path, made: Make) -> Units:
    """Make the units whose inputs changed, keep the others."""
    staging, old = (folder.with_name(f".{folder.name}.{name}") for name in ("new", "old"))
    for left in (staging, old):  # by a run that was killed
        shutil.rmtree(left, ignore_errors=True)
    there = store.units(folder)
    fresh = {name for name, wanted in made.units.items() if name not in there or there[name].inputs != wanted}
    staging.mkdir(parents=True)
    try:
        units = {n: store.keep(there[n], folder, staging) for n in made.units if n not in fresh}
        units |= _made(made, fresh, staging)
        store.record(staging, units, made.raw)
        if folder.exists():
            folder.rename(old)
        staging.rename(folder)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    shutil.rmtree(old, ignore_errors=True)
    return units


def _made(made: Make, fresh: set[str], staging: Path) -> Units:
    """Make these units: the survey here, and the records beside it where there are both and they are many.

    Raises
    ------
    CsatError
        What cannot be reported on; the survey's refusal comes first.
    """
    from csatreport.intake.beside import started

    both = "survey" in fresh and made.bytes_of_records >= _MANY
    beside = fresh - {"survey"} if both else set()
    units: Units = {}
    with contextlib.ExitStack() as stack:
        other = (
            stack.enter_context(started(made.project, made.edition.name, staging, beside)) if beside else None
        )
        units |= made.into(staging, fresh - beside)
        return units | (other.units() if other else {})


def _used(prepared: Path) -> set[str]:
    """Parts that any prepared edition was made of."""
    homes = [p.parent for p in prepared.glob("*/prepared.json")]
    return {
        key for home in homes for unit in store.units(home).values() for key in unit.inputs.get("parts", [])
    }


@contextlib.contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Wait until no other process prepares in ``folder``; the system releases a killed process's lock."""
    folder.mkdir(parents=True, exist_ok=True)
    handle = os.open(folder / ".lock", os.O_RDWR | os.O_CREAT, 0o644)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)

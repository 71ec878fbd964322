"""Making an edition's data ready for its chapters; the book calls it in a process of its own."""

from __future__ import annotations

import json
from pathlib import Path

from csatreport.availability import lacking
from csatreport.intake.inspect import declared
from csatreport.opening import open_edition


def prepare(project: str, edition: str, into: str) -> None:
    """Check what is declared, prepare the data, and write to ``into`` (JSON) what each chapter lacks, if it lacks anything.

    Raises
    ------
    CsatError
        What cannot be reported on.
    """
    declared(Path(project), edition)
    lacks = lacking(open_edition(edition, project))
    Path(into).write_text(json.dumps(lacks), encoding="utf-8")

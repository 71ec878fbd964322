"""Which chapters have no data, asked of a real project by a real process."""

from __future__ import annotations

from pathlib import Path

import pytest
import smallproject

from csatreport.book.needs import unmet
from csatreport.book.plan import plan
from csatreport.engine.crew import Crew
from csatreport.errors import CsatError


def asked(project: Path, folder: Path) -> dict[str, tuple[str, ...]]:
    with Crew(folder / "log", 1) as crew:
        return dict(unmet(plan(project, "2026Q3"), crew, say=lambda *_: None))


def test_a_chapter_without_data_is_named_with_what_it_lacks(tmp_path: Path) -> None:
    assert asked(smallproject.write(tmp_path / "project"), tmp_path) == {"gaps": ("servqual",)}


def test_data_that_cannot_be_reported_on_are_refused(tmp_path: Path) -> None:
    project = smallproject.write(tmp_path / "project")
    for raw in (project / "data" / "raw").iterdir():
        raw.write_bytes(b"")
    with pytest.raises(CsatError, match="empty"):
        asked(project, tmp_path)

"""Opening an edition from a notebook."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from rawproject import project

import csatreport


def test_the_project_is_found_upward_from_the_working_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = project(tmp_path)
    monkeypatch.chdir(folder / "notebooks")
    survey = csatreport.open_edition("2026Q3")
    assert len(survey.responses) == 4
    assert (folder / "data/prepared/2026Q3/prepared.json").is_file()


def test_a_project_can_be_named(tmp_path: Path) -> None:
    assert csatreport.open_edition("2026Q3", str(project(tmp_path))).edition.name == "2026Q3"


def test_importing_csatreport_stays_cheap() -> None:
    code = (
        "import sys, csatreport; sys.exit(any(m in sys.modules for m in ('pandas', 'pydantic', 'pyarrow')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_name_that_csatreport_does_not_have_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="open_editon"):
        csatreport.open_editon  # noqa: B018

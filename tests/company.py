"""The simulated company's newest edition, prepared once per test run, with what is true of it."""

from __future__ import annotations

import fcntl
import json
from functools import cache
from pathlib import Path
from typing import Any

import built
import pytest

from csatreport.opening import open_edition
from csatreport.survey import Survey

BASE: list[Path] = []  # the folder of this test run, told by conftest.py
KEY = "the-key-of-an-invented-company"


@cache
def survey(edition: str = "2026Q3") -> Survey:
    """Every wave and every record of an edition; the first test process that asks prepares it, the others wait."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CSATREPORT_KEY", KEY)
        return open_edition(edition, _project())


@cache
def truth() -> dict[str, Any]:
    """What a good analysis finds again."""
    found: dict[str, Any] = json.loads((_project() / "data" / "raw" / "truth.json").read_text("utf-8"))
    return found


@cache
def _project() -> Path:
    with (BASE[0] / "company.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        project = BASE[0] / "company" / "root"
        if not (project / "data" / "raw" / "truth.json").is_file():
            built.copied("root", project.parent)
    return project

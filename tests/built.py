"""The four projects, built for real, once for all tests and all test processes."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"
EDITIONS = {"root": "2026Q3", "kiosk": "2019", "sfo": "2016", "tfl": "FY2018-19Q1"}


@dataclass(frozen=True)
class Built:
    """A published edition in a project of its own."""

    project: Path
    edition: Path
    said: dict[str, Any]

    @property
    def claims(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = json.loads((self.edition / "claims.json").read_text(encoding="utf-8"))[
            "claims"
        ]
        return found

    @property
    def manifest(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((self.edition / "manifest.json").read_text(encoding="utf-8"))
        return found


def copied(name: str, into: Path) -> Path:
    """A copy of a project whose paths to shared data still lead there."""
    if name == "root":
        project = into / "root"
        for folder in ("params", "notebooks"):
            shutil.copytree(ROOT / folder, project / folder)
        raw = project / "data" / "raw"
        made = ROOT / "data" / "raw"  # by `make test`
        if (made / "truth.json").is_file():
            shutil.copytree(made, raw)
        else:
            command = [sys.executable, "-m", "csatreport.simulate", raw]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        return project
    project = into / "main" / "tests" / "projects" / name
    shutil.copytree(
        ROOT / "tests" / "projects" / name, project, ignore=shutil.ignore_patterns("reports", "data", "build")
    )
    if not (into / "shared").is_symlink():
        (into / "shared").symlink_to(SHARED)
    return project


def build(project: Path, edition: str, *options: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [
        str(Path(sys.executable).with_name("csatreport")),
        "--project",
        str(project),
        "--json",
        "build",
        edition,
        *options,
    ]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=os.environ | environment)


def once(name: str, base: Path) -> Built:
    """The built project; the first test process that asks builds it, the others wait."""
    base.mkdir(exist_ok=True)
    with (base / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        said = base / f"{name}.json"
        if not said.exists():
            project = copied(name, base / name)
            done = build(project, EDITIONS[name])
            assert done.returncode == 0, done.stderr
            said.write_text(json.dumps({"project": str(project), "out": done.stdout}), encoding="utf-8")
        kept = json.loads(said.read_text(encoding="utf-8"))
    project = Path(kept["project"])
    return Built(project, project / "reports" / f"{EDITIONS[name]}-r1", json.loads(kept["out"]))

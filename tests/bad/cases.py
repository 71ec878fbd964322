"""The table of cases, and the process that reads them."""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bad import sound
from bad.make import CONTENT, FILES, KEPT
from bad.places import PLACES

TABLE = Path(__file__).with_name("cases.toml")
TESTS = Path(__file__).parents[1]
PATIENCE = 30  # seconds after which a file counts as one that hangs, on a busy machine too
RULES = (TESTS.parent / "params/cleaning.toml").read_text(encoding="utf-8").partition("[[contradiction]]")[0]


@dataclass(frozen=True)
class Case:
    """One row of ``cases.toml``."""

    group: str
    name: str
    wrong: str
    file: str = ""
    source: Mapping[str, Any] = field(default_factory=dict)
    cleaning: Mapping[str, Any] = field(default_factory=dict)
    lacks: tuple[str, ...] = ()
    refused: int = 0
    says: tuple[str, ...] = ()
    aside: tuple[tuple[int, str, str], ...] = ()
    blank: tuple[str, ...] = ()
    unlike: str = ""

    @property
    def raw(self) -> str:
        """Name of the file in the project."""
        return f"data/raw/{self.file or self.name}"

    def project(self, folder: Path) -> Path:
        """A project in which this is the only file."""
        declared = dict(self.source) | ({"without": list(self.lacks)} if self.lacks else {})
        made = sound.project(folder, declared, cleaning=self.cleaning, rules=RULES, name=self.raw)
        self._put(made / self.raw)
        return made

    def _put(self, path: Path) -> None:
        if self.group == "place":
            PLACES[self.name](path)
        elif path.name in KEPT:
            path.write_bytes((FILES / path.name).read_bytes())
        else:
            path.write_bytes(CONTENT[path.name]())


def cases() -> list[Case]:
    """Every case of the table."""
    groups = tomllib.loads(TABLE.read_text(encoding="utf-8"))
    return [_case(group, name, row) for group, rows in groups.items() for name, row in rows.items()]


def _case(group: str, name: str, row: Mapping[str, Any]) -> Case:
    told: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in row.items()}
    told["aside"] = tuple(tuple(place) for place in row.get("aside", ()))
    return Case(group, name, **told)


class Reader:
    """A process that reads one project after the other; killed where it does not answer."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None

    def outcome(self, project: Path) -> dict[str, Any]:
        """What came of a project, or how the process ended."""
        process = self._running()
        process.stdin.write(json.dumps(str(project)) + "\n")  # type: ignore[union-attr]
        process.stdin.flush()  # type: ignore[union-attr]
        if not select.select([process.stdout.fileno()], [], [], PATIENCE)[0]:  # type: ignore[union-attr]
            self.stop()
            return {"died": f"no answer within {PATIENCE} seconds"}
        line = process.stdout.readline()  # type: ignore[union-attr]
        if not line:
            self.stop()
            return {"died": f"status {process.returncode}"}
        told: dict[str, Any] = json.loads(line)
        return told

    def stop(self) -> None:
        """End the process, if there is one."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def _running(self) -> subprocess.Popen[str]:
        if self._process is None:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "bad.runner"],
                env=os.environ | {"PYTHONPATH": os.pathsep.join([str(TESTS), str(TESTS.parent)])},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
            )
        return self._process

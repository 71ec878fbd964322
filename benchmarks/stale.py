"""Whether anything stale can be published: every kind of input is changed in turn, and then every page is run afresh.

A page whose bytes differ from what was kept must have been due; the pages that were due for nothing are counted. The project
and csatreport itself are copies, so that both can be changed.

    CSATREPORT_KEY=... .venv/bin/python benchmarks/stale.py [change ...]
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
EDITION = "2026Q3"
_ANALYST = """\
import pandas as pd
from csatreport import open_edition
from csatreport.params.load import find_project
from pathlib import Path
survey = open_edition(edition)
len(pd.read_csv(find_project(Path.cwd()) / "data" / "extra.csv"))"""


@dataclass(frozen=True)
class Change:
    """An input that is changed: a ``file`` of the project or, with ``software``, of csatreport, and how."""

    name: str
    file: str
    turned: Callable[[bytes], bytes]
    software: bool = False


def _text(old: str, new: str, encoding: str = "utf-8") -> Callable[[bytes], bytes]:
    def turned(content: bytes) -> bytes:
        text = content.decode(encoding)
        if old not in text:
            raise SystemExit(f"nothing to change: {old!r}")
        return text.replace(old, new, 1).encode(encoding)

    return turned


def _notebook(turn: Callable[[dict[str, Any]], None], kind: str = "code") -> Callable[[bytes], bytes]:
    def turned(content: bytes) -> bytes:
        notebook = json.loads(content)
        turn(next(c for c in notebook["cells"] if c["cell_type"] == kind))
        return json.dumps(notebook).encode()

    return turned


def _ran(cell: dict[str, Any]) -> None:
    cell.update(
        outputs=[{"output_type": "stream", "name": "stdout", "text": "in the lab"}], execution_count=7
    )


def _commented(cell: dict[str, Any]) -> None:
    cell["source"] = "# another line\n" + "".join(cell["source"])


def _said(cell: dict[str, Any]) -> None:
    cell["source"] = "".join(cell["source"]) + "\n\n再说一句。"


CHANGES = (
    Change("a notebook's code", "notebooks/kano.ipynb", _notebook(_commented)),
    Change("a notebook's text", "notebooks/kano.ipynb", _notebook(_said, "markdown")),
    Change("what a notebook showed in an editor", "notebooks/kano.ipynb", _notebook(_ran)),
    Change("complaints: one more repeated", "data/raw/complaints-2026Q3.csv", _text(",否,是,", ",是,是,")),
    Change("visits: one more passed", "data/raw/visits.csv", _text(",不达标,", ",达标,", "gb18030")),
    Change("answers: a row less", "data/raw/survey-web-2026Q3.csv", lambda c: c.rstrip().rpartition(b"\n")[0] + b"\n"),
    Change("an item's label, zh", "params/questionnaire.csv", _text("Value for money,性价比,", "Value for money,资费性价比,")),
    Change("an item's label, en", "params/questionnaire.csv", _text("Value for money,性价比,", "Worth the money,性价比,")),
    Change("an item's wording, zh", "params/questionnaire.csv", _text("您对资费的性价比满意吗？,1-5", "您对资费满意吗？,1-5")),
    Change("an item's role", "params/questionnaire.csv", _text(",complaint behaviour,", ",complaint,")),
    Change("a branch's name, zh", "params/labels.csv", _text("Old Town,老城,", "Old Town,旧城,")),
    Change("a headline's target", "params/book.toml", _text("target = 0.90", "target = 0.91")),
    Change("the source line", "params/book.toml", _text("(simulated sample)", "(a simulated sample)")),
    Change("a value of an analysis", "params/analysis.toml", _text("upper = 854", "upper = 855")),
    Change("the seed", f"params/editions/{EDITION}.toml", _text("seed = 202603", "seed = 202604")),
    Change("the minimum base", f"params/editions/{EDITION}.toml", _text("minimum_base = 10", "minimum_base = 40")),
    Change("a file that a notebook reads", "data/extra.csv", lambda c: c + b"9\n"),
    Change("a method's module", "csatreport/measure/kano/rules.py", _text("_FONG = 1.65", "_FONG = 2.65"), software=True),
    Change("a lexicon", "csatreport/comments/data/sentiment_zh.txt", lambda c: c + "\n3: 满意\n".encode(), software=True),
    Change("the lock file", "requirements.lock", lambda c: c + b"# other\n", software=True),
)  # fmt: skip


def main(wanted: list[str]) -> None:
    """Make the copies, build once, and try every change."""
    with tempfile.TemporaryDirectory(prefix="stale-") as folder:
        home, project, software = Path(folder), Path(folder) / "project", Path(folder) / "software"
        _copy(project, software)
        _inner(software, home, "keep")
        print(f"{'changed':40} {'due':>4} {'differ':>6} {'stale':>6}  due though equal")
        for change in CHANGES:
            if not wanted or any(word in change.name for word in wanted):
                _try(change, project, software, home)


def _copy(project: Path, software: Path) -> None:
    for name in ("params", "notebooks", "data"):
        shutil.copytree(ROOT / name, project / name)
    for name in ("csatreport", "notebooks", "params"):
        shutil.copytree(ROOT / name, software / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copyfile(ROOT / "requirements.lock", software / "requirements.lock")
    (project / "data" / "extra.csv").write_text("x\n1\n", encoding="utf-8")
    parameters = {"cell_type": "code", "metadata": {"tags": ["parameters"]}, "source": f'edition = "{EDITION}"',
                  "outputs": [], "execution_count": None}  # fmt: skip
    cells = [parameters, {**parameters, "metadata": {}, "source": _ANALYST}]
    notebook = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 4}
    (project / "notebooks" / "extra.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    book = project / "params" / "book.toml"
    line = '{ notebook = "cover.ipynb" },'
    book.write_text(
        book.read_text().replace(line, line + '\n  { notebook = "extra.ipynb" },'), encoding="utf-8"
    )


def _try(change: Change, project: Path, software: Path, home: Path) -> None:
    file = (software if change.software else project) / change.file
    before = file.read_bytes()
    file.write_bytes(change.turned(before))
    try:
        found = _inner(software, home, "compare")
    finally:
        file.write_bytes(before)
    due, differ = set(found["due"]), set(found["differ"])
    spare = sorted(due - differ)
    stale = sorted(differ - due)
    print(
        f"{change.name:40} {len(due):4} {len(differ):6} {len(stale):6}  {' '.join(spare[:8])}{' ...' * (len(spare) > 8)}",
        flush=True,
    )
    if stale:
        print(f"  STALE: {' '.join(stale)}")


def _inner(software: Path, home: Path, what: str) -> dict[str, Any]:
    """Do a step with the copy of csatreport, in a process of its own."""
    command = [sys.executable, str(Path(__file__).with_name("stalesteps.py")), what, str(home / "project")]
    environment = {**os.environ, "PYTHONPATH": str(software), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(command, cwd=home, env=environment, stdout=subprocess.PIPE, check=True, text=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


if __name__ == "__main__":
    main(sys.argv[1:])

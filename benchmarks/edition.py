"""A whole edition of the company: cold, with nothing changed, with one chapter edited; beside papermill and jupyter-book.

    CSATREPORT_KEY=... python benchmarks/edition.py [ROUNDS [OTHERS]]

Works on a copy of this project, whose data are prepared before. `csatreport build` makes two sites, two PDFs, Excel, claims and
a manifest; the others make one site of the same notebooks, and no PDF. The floor is the code of all chapters as functions in two
warm processes. An edit of the text adds a word to a paragraph: nothing need run for it, but papermill runs the chapter. An edit
of the code adds a comment: the chapter must run. The others, which take minutes, are tried in the first OTHERS rounds (in all,
unless told otherwise).
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

import ways
from machine import described

from csatreport.book.plan import plan
from csatreport.engine import run, variables

PROJECT = Path(__file__).resolve().parents[1]
EDITION, EDITED = "2026Q3", "journey.ipynb"
BIN = Path(sys.executable).parent
OURS = 6  # steps that are not the others'


def main(rounds: int, others: int) -> None:
    """Print a table."""
    print(described("papermill", "jupyter-book", "jupyter-cache", "sphinx", "typst", "pandas", "numpy"))
    with tempfile.TemporaryDirectory(prefix="csatreport-edition-") as folder:
        here = Path(folder)
        project = copied(here / "ours")
        book = here / "theirs"
        wanted = [r for r in plan(project, EDITION).runs if r.name not in left_out(project)]
        ways.warm(wanted, project)
        taken: dict[str, list[float]] = {}
        for number in range(rounds):
            for name, work in steps(project, book, wanted, number)[: None if number < others else OURS]:
                began = time.perf_counter()
                work()
                taken.setdefault(name, []).append(time.perf_counter() - began)
                print(f"{name}: {taken[name][-1]:.2f}", file=sys.stderr, flush=True)
    print(f"{len(wanted)} chapters, medians of {rounds} interleaved rounds")
    print(f"{'':<66}{'seconds':>9}{'lowest':>9}{'highest':>9}")
    for name, found in taken.items():
        print(f"{name:<66}{median(found):>9.2f}{min(found):>9.2f}{max(found):>9.2f}")


def steps(
    project: Path, book: Path, wanted: list[run.Run], number: int
) -> list[tuple[str, Callable[[], object]]]:
    """What is measured in a round, in this order: each step finds what those before it left."""
    mark = chr(ord("a") + number)
    return [
        ("floor of the chapters: functions, two warm processes", lambda: ways.floor(wanted, project)),
        ("csatreport, chapters alone, cold", lambda: ways.ours(wanted, project)),
        ("csatreport build --fresh, cold: two sites, two PDFs, Excel", lambda: cold(project)),
        ("csatreport build, nothing changed", lambda: build(project)),
        ("csatreport build, text of one chapter edited", lambda: edited(project, retold, mark)),
        ("csatreport build, code of one chapter edited", lambda: edited(project, recoded, mark)),
        ("papermill chapter by chapter, then jupyter-book (one site)", lambda: theirs(wanted, project, book)),
        ("jupyter-book, nothing changed (its cache)", lambda: jupyter_book(book)),
        ("papermill of the edited chapter, then jupyter-book", lambda: again(wanted, project, book)),
    ]


def copied(into: Path) -> Path:
    """The company's project, its data prepared and one edition published."""
    for name in ("params", "notebooks", "data"):
        shutil.copytree(PROJECT / name, into / name)
    (into / "build").mkdir()
    build(into)
    return into


def left_out(project: Path) -> set[str]:
    """Pages that the published edition has not."""
    manifest = json.loads(
        (project / "reports" / f"{EDITION}-r1" / "manifest.json").read_text(encoding="utf-8")
    )
    return set(manifest["left_out"])


def cold(project: Path) -> None:
    """Everything but the preparation of the data, with nothing kept."""
    shutil.rmtree(project / "reports")
    for kept in (project / "build").iterdir():
        shutil.rmtree(kept) if kept.is_dir() else kept.unlink()
    build(project, "--fresh")


def build(project: Path, *more: str) -> None:
    """The command, as the schedule calls it."""
    command(
        BIN / "csatreport", "--project", project, "--quiet", "build", EDITION, "--reason", "measured", *more
    )


def edited(project: Path, how: Callable[[list[dict[str, Any]], str], None], mark: str) -> None:
    """Change the cells of one chapter, and build."""
    file = project / "notebooks" / EDITED
    notebook = json.loads(file.read_text(encoding="utf-8"))
    how(notebook["cells"], mark)
    file.write_text(json.dumps(notebook), encoding="utf-8")
    build(project)


def retold(cells: list[dict[str, Any]], mark: str) -> None:
    """Add a word to the last paragraph, in both languages."""
    prose = [c for c in cells if c["cell_type"] == "markdown" and "#" not in "".join(c["source"])]
    en, zh = "".join(prose[-1]["source"]).split("\n---\n")
    prose[-1]["source"] = [f"{en.rstrip()} Draft {mark}.\n\n---\n{zh.rstrip()}草稿{mark}。"]


def recoded(cells: list[dict[str, Any]], mark: str) -> None:
    """Add a comment to the first cell of code."""
    first = next(c for c in cells if c["cell_type"] == "code")
    first["source"] = "".join(first["source"]) + f"\n# draft {mark}"


def theirs(wanted: list[run.Run], project: Path, book: Path) -> None:
    """Call papermill one after the other, and make a book of what it wrote."""
    shutil.rmtree(book, ignore_errors=True)
    book.mkdir()
    for each in wanted:
        papermill(each, project, book)
    root, *chapters = [each.name for each in wanted]
    toc = {"format": "jb-book", "root": root, "chapters": [{"file": name} for name in chapters]}
    (book / "_toc.yml").write_text(json.dumps(toc), encoding="utf-8")
    (book / "_config.yml").write_text(
        json.dumps({"title": "Book", "execute": {"execute_notebooks": "off"}}), encoding="utf-8"
    )
    jupyter_book(book)


def again(wanted: list[run.Run], project: Path, book: Path) -> None:
    """The edited chapter alone, then the book."""
    papermill(next(each for each in wanted if each.notebook.name == EDITED), project, book)
    jupyter_book(book)


def papermill(each: run.Run, project: Path, book: Path) -> None:
    """One notebook by the command."""
    chosen = [str(word) for name, value in each.parameters.items() for word in ("-r", name, value)]
    command(
        BIN / "papermill",
        each.notebook,
        book / each.file,
        "--cwd",
        project,
        "-k",
        "python3",
        "--no-progress-bar",
        *chosen,
    )


def jupyter_book(book: Path) -> None:
    """One site."""
    command(BIN / "jupyter-book", "build", book, "-q")


def command(*words: object) -> None:
    """Run it; what it says is shown when it fails."""
    done = subprocess.run(
        [str(w) for w in words],
        capture_output=True,
        text=True,
        env=os.environ | variables.settled({}),
        check=False,
    )
    if done.returncode:
        sys.exit(f"{' '.join(map(str, words))}\n{done.stdout}\n{done.stderr}")


if __name__ == "__main__":
    ways.settle()
    times, slow = [*map(int, sys.argv[1:]), *(5, 0)[len(sys.argv) - 1 :]]
    main(times, slow or times)

"""The web site of an edition, from nothing and after one page was edited, beside plain jupyter-book with its own cache.

    python benchmarks/site.py [PROJECT [EDITION [ROUNDS]]]

Takes the executed chapters of the newest revision in PROJECT/reports. Plain jupyter-book gets the same pages, pictures and
contents as Markdown, in a folder that it may keep its cache in. Every run is a process of its own; those of a build are forked
from one that has the libraries already. ROUNDS rounds, all ways in turn in each; after each edit the site is compared with the
one that is made from nothing.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

from machine import described

from csatreport.book import jupyterbook, pages, site, steps
from csatreport.book.words import Words
from csatreport.engine import variables

LANGUAGE = "en"
Times = tuple[float, float]  # wall, processor


def main(project: Path, edition: str, rounds: int) -> None:
    """Print a table."""
    print(described("jupyter-book", "sphinx", "myst-parser"))
    newest = max(project.glob(f"reports/{edition}-r*"), key=lambda path: int(path.name.rpartition("r")[2]))
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        shutil.copytree(project / "params", work / "params")
        shutil.copytree(newest / "notebooks", work / "notebooks", ignore=shutil.ignore_patterns("*.html"))
        taken = compared(work, edition, rounds)
    count = len(list((newest / "notebooks").glob("*.ipynb")))
    print(f"one language, {count} chapters and pages; seconds, medians of {rounds} interleaved rounds")
    print(f"{'':<44}{'from nothing':>24}{'one page edited':>24}")
    print(f"{'':<44}" + f"{'wall':>12}{'processor':>12}" * 2)
    for way, both in taken.items():
        cells = [median(run[i] for run in runs) for runs in both for i in (0, 1)]
        print(f"{way:<44}" + "".join(f"{seconds:>12.2f}" for seconds in cells))


def compared(work: Path, edition: str, rounds: int) -> dict[str, tuple[list[Times], list[Times]]]:
    """Way -> times from nothing, times after an edit."""
    ways: dict[str, Callable[[Path, str], Callable[[bool], Times]]] = {
        "jupyter-book build": plain,
        "csatreport, a process of its own": own,
        "csatreport, forked as in a build": forked,
    }
    taken: dict[str, tuple[list[Times], list[Times]]] = {way: ([], []) for way in ways}
    for number in range(rounds):
        for way, prepare in ways.items():
            run = prepare(work, edition)
            taken[way][0].append(run(True))
            say(work, f"Something more, {number}, {way}.")
            taken[way][1].append(run(False))
    return taken


def say(work: Path, text: str) -> None:
    """Add a sentence to the last chapter."""
    path = sorted((work / "notebooks").glob("*.ipynb"))[-1]
    notebook = json.loads(path.read_text(encoding="utf-8"))
    cell = {"cell_type": "markdown", "id": "more", "metadata": {}, "source": f"{text}\n---\n{text}"}
    notebook["cells"] = [c for c in notebook["cells"] if c.get("id") != "more"] + [cell]
    path.write_text(json.dumps(notebook), encoding="utf-8")


def plain(work: Path, edition: str) -> Callable[[bool], Times]:
    """Plain jupyter-book, with the cache it keeps in ``_build``."""
    source = work / "plain"
    shutil.rmtree(source, ignore_errors=True)
    source.mkdir()
    command = [str(Path(sys.executable).with_name("jupyter-book")), "build", str(source)]

    def run(_cold: bool) -> Times:
        write_plain(work, edition, source)
        return timed(lambda: become(command))

    return run


def write_plain(work: Path, edition: str, source: Path) -> None:
    """The pages as Markdown, as an author of plain jupyter-book has them; only what changed is written."""
    made, words = read(work, edition), Words(LANGUAGE)
    parts = pages.parts(made, words, jupyterbook.fence)
    site.assets(made, words, source / "assets")
    for page in (page for part in parts for page in part.every):
        path = source / f"{page.name}.md"
        if not path.is_file() or path.read_text(encoding="utf-8") != page.source:
            path.write_text(page.source, encoding="utf-8")
    root, *first = parts[0].pages
    listed = [(parts[0].title, first), *((part.title, part.pages) for part in parts[1:])]
    toc = {
        "format": "jb-book", "root": root.name,
        "parts": [{"caption": title, "chapters": [jupyterbook.listed(p) for p in ps]} for title, ps in listed if ps],
    }  # fmt: skip
    (source / "_toc.yml").write_text(json.dumps(toc), encoding="utf-8")
    config = {"title": "Report", "execute": {"execute_notebooks": "off"}, "exclude_patterns": ["assets/*"]}
    (source / "_config.yml").write_text(json.dumps(config), encoding="utf-8")


def own(work: Path, edition: str) -> Callable[[bool], Times]:
    """Our site by a new interpreter."""
    code = "import json, sys; from csatreport.book import steps; steps.write(**json.loads(sys.argv[1]))"
    command = [sys.executable, "-c", code, json.dumps(arguments(work, edition))]

    def run(cold: bool) -> Times:
        clear(work, cold=cold)
        return timed(lambda: become(command))

    return run


def forked(work: Path, edition: str) -> Callable[[bool], Times]:
    """Our site by a process that is forked from this one, which has the libraries."""
    for module in jupyterbook.PRELOAD:
        __import__(module)

    def run(cold: bool) -> Times:
        clear(work, cold=cold)
        found = timed(lambda: steps.write(**arguments(work, edition)))
        if not cold:
            same(work, edition)
        return found

    return run


def become(command: list[str]) -> None:
    """Go on as this command, with the environment of a build and without its warnings."""
    os.execve(command[0], command, variables.settled({"PYTHONWARNINGS": "ignore"}))  # noqa: S606


def same(work: Path, edition: str) -> None:
    """Refuse a site that is not the one that is made from nothing."""
    kept, fresh = work / "site", work / "fresh"
    timed(lambda: steps.write(**arguments(work, edition) | {"tools": "", "into": str(fresh)}))
    files = [{p.relative_to(f): p.read_bytes() for p in f.rglob("*") if p.is_file()} for f in (kept, fresh)]
    if files[0] != files[1] or not files[0]:
        raise SystemExit("the site is not the one that is made from nothing")
    shutil.rmtree(fresh)


def clear(work: Path, *, cold: bool) -> None:
    """Remove the last site, and what was kept of it if the next is to be made from nothing."""
    shutil.rmtree(work / "site", ignore_errors=True)
    if cold:
        shutil.rmtree(work / "build", ignore_errors=True)


def arguments(work: Path, edition: str) -> dict[str, Any]:
    """What the job of a build is given."""
    return {
        "kind": "site", "project": str(work), "edition": edition, "revision": 1, "reason": "", "language": LANGUAGE,
        "notebooks": str(work / "notebooks"), "into": str(work / "site"), "tools": "benchmark",
    }  # fmt: skip


def read(work: Path, edition: str) -> Any:  # noqa: ANN401
    """The manuscript."""
    return steps.manuscript(work, edition, revision=1, reason="", notebooks=work / "notebooks")


def timed(do: Callable[[], object]) -> Times:
    """Wall and processor seconds of a child that does it."""
    began = time.perf_counter()
    child = os.fork()
    if child == 0:
        quiet = os.open(os.devnull, os.O_WRONLY)
        os.dup2(quiet, 1)
        status = 1
        try:
            do()
            status = 0
        finally:
            os._exit(status)
    _, status, used = os.wait4(child, 0)
    if status:
        raise SystemExit(f"a run ended with status {os.waitstatus_to_exitcode(status)}")
    return time.perf_counter() - began, used.ru_utime + used.ru_stime


if __name__ == "__main__":
    if (
        sys.flags.hash_randomization
    ):  # the site is made in this process only where it was started as a build's jobs are
        become([sys.executable, *sys.argv])
    given = sys.argv[1:]
    main(
        Path(given[0] if given else ".").resolve(),
        given[1] if len(given) > 1 else "2026Q3",
        int(given[2]) if len(given) > 2 else 5,
    )

"""A build takes what is kept, goes on where the last one stopped, and is foretold by `csatreport plan`."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from smallproject import chapter, code, markdown, notebook, write

COMMAND = [str(Path(sys.executable).with_name("csatreport")), "--json", "--quiet"]


def csatreport(project: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, "--project", str(project), *words], capture_output=True, text=True, check=False
    )


def planned(project: Path) -> dict[str, Any]:
    done = csatreport(project, "plan")
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)["editions"][0]
    return found


def due(project: Path) -> dict[str, list[str]]:
    return {page["page"]: page["why"] for page in planned(project)["due"]}


def rewrite(project: Path, name: str, *more: str) -> None:
    (project / "notebooks" / f"{name}.ipynb").write_text(chapter(name, *map(code, more)), encoding="utf-8")


def test_what_ended_well_in_a_build_that_failed_is_not_run_again(tmp_path: Path) -> None:
    project = write(tmp_path)
    assert set(due(project)) == {"first", "second", "gaps"}  # nobody knows yet what there is data for
    assert planned(project)["prepare"] == ["never prepared by a build here"]
    rewrite(project, "second", "1 / 0")
    assert csatreport(project, "build").returncode == 5
    rewrite(project, "second")
    found = planned(project)
    assert (due(project), found["kept"], found["prepare"]) == ({"second": ["never run here"]}, ["first"], [])
    (kept,) = (project / "build" / "kept" / "chapters" / "notebooks").iterdir()
    kept.write_bytes(kept.read_bytes()[:-40])
    assert due(project)["first"] == ["its kept notebook is gone or was edited"]
    assert found["products"] == ["en", "zh", "report-en.pdf", "report-zh.pdf", "tables.xlsx", "claims.json"]


def test_a_build_that_was_killed_goes_on_where_it_was(tmp_path: Path) -> None:
    project = write(tmp_path)
    rewrite(project, "second", "import time; time.sleep(60)")
    building = subprocess.Popen([*COMMAND, "--project", str(project), "build"])
    kept = project / "build" / "kept" / "chapters" / "pages" / "first"
    for _ in range(600):
        if list(kept.glob("*/*.json")):
            break
        time.sleep(0.1)
    building.send_signal(signal.SIGKILL)
    building.wait()
    assert due(project) == {"second": ["never run here"]}


def test_the_plan_says_for_people_what_would_run_and_why(tmp_path: Path) -> None:
    project = write(tmp_path)
    rewrite(project, "second", "1 / 0")
    csatreport(project, "build")
    book = project / "params" / "book.toml"
    book.write_text(book.read_text(encoding="utf-8").replace("Lantern", "Lamp"), encoding="utf-8")
    command = [COMMAND[0], "--project", str(project), "plan", "2026Q3"]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert "params: params/book.toml changed" in said
    assert "1 of 2 pages would be run" in said
    assert "never run here: second" in said


def test_new_text_around_the_same_code_is_printed_and_nothing_is_run(tmp_path: Path) -> None:
    project = write(tmp_path)
    assert csatreport(project, "build").returncode == 0
    file = project / "notebooks" / "first.ipynb"
    title, *cells = json.loads(file.read_text(encoding="utf-8"))["cells"]
    title["source"] = title["source"].replace("The first", "The very first")
    file.write_text(notebook(markdown("A word before.\n---\n先说一句。"), title, *cells), encoding="utf-8")
    found = planned(project)
    assert (found["due"], found["retold"]) == ([], ["first"])
    assert csatreport(project, "build", "--reason", "a word").returncode == 0
    told = (project / "reports" / "2026Q3-r2" / "notebooks" / "first.ipynb").read_bytes()
    assert b"The very first" in told
    assert b"A word before." in told
    fresh = csatreport(project, "build", "--fresh", "--reason", "the same again")
    assert "unchanged" in fresh.stdout, fresh.stdout  # equal, byte for byte


def test_a_notebook_that_reads_itself_depends_on_all_of_its_text(tmp_path: Path) -> None:
    project = write(tmp_path)
    rewrite(project, "first", "_ = open('../../../notebooks/first.ipynb').read()")
    assert csatreport(project, "build").returncode == 0
    file = project / "notebooks" / "first.ipynb"
    file.write_text(file.read_text(encoding="utf-8").replace("The first", "The very first"), encoding="utf-8")
    assert due(project) == {"first": ["notebooks/first.ipynb changed"]}


def test_two_builds_at_the_same_time_may_share_what_is_kept(tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    projects = [write(tmp_path / name) for name in ("one", "two")]
    for project in projects:
        (project / "build").mkdir()
        (project / "build" / "kept").symlink_to(shared)
    for more in ("1 + 1;", "2 + 2;"):  # the second time each forgets, and replaces, what the other may want
        for project in projects:
            rewrite(project, "second", more)
        running = [
            subprocess.Popen([*COMMAND, "--project", str(p), "build", "--reason", "again"]) for p in projects
        ]
        assert [each.wait() for each in running] == [0, 0]
    books = [sorted((p / "reports" / "2026Q3-r2" / "notebooks").glob("*.ipynb")) for p in projects]
    assert [file.read_bytes() for file in books[0]] == [file.read_bytes() for file in books[1]]
    assert [due(project) for project in projects] == [{}, {}]
    rewrite(projects[0], "second", "1 + 1;")
    assert due(projects[0]) == {}  # as the other build ran it the first time

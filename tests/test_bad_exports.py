"""Broken exports: one clear error each, or exactly the rows put aside that should be; none hangs or takes all memory.

``tests/bad/cases.toml`` says of each what is wrong with it and what must come of it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from bad import sound
from bad.cases import Case, Reader, cases
from bad.make import CONTENT, FILES, KEPT
from bad.places import PLACES
from bad.texts import TEXTS

COMMAND = str(Path(sys.executable).with_name("csatreport"))
CASES = cases()
EVERY = 25  # of so many cases one is also given to the real command
PARTS = ("problem", "where", "expected", "got", "todo")


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    made = Reader()
    yield made
    made.stop()


def named(chosen: list[Case]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("case", chosen, ids=[f"{c.group}: {c.name[:60]!r}" for c in chosen])


@named(CASES)
def test_a_broken_export_is_refused_clearly_or_loses_only_what_it_should(
    case: Case, folder: Path, reader: Reader
) -> None:
    if case.name == "unreadable.csv" and os.geteuid() == 0:
        pytest.skip("root may read everything")
    told = reader.outcome(case.project(folder / "p"))
    assert "died" not in told, told
    if case.refused:
        assert_refused(case, told)
    else:
        assert_kept(case, told)


def assert_refused(case: Case, told: dict[str, Any]) -> None:
    assert told.get("refused") == case.refused, told
    everything = " ".join(told[part] for part in PARTS)
    assert [word for word in case.says if word not in everything] == [], everything
    assert told["todo"]
    assert case.raw in everything
    assert len(everything) < 2_000
    assert not any(secret in everything for secret in (sound.remark(2), sound.remark(4), "Traceback"))


def assert_kept(case: Case, told: dict[str, Any]) -> None:
    assert "refused" not in told, told
    received, accepted, quarantined = told["ledger"]
    found = [(row, item, rule) for row, item, rule, _, _ in told["aside"]]
    assert found == list(case.aside), told["aside"]
    assert all(reason for *_, reason in told["aside"])
    gone = {row for row, item, _ in case.aside if not item}
    assert (received, quarantined) == (accepted + len(gone), len(gone))
    if not case.unlike:
        assert told["answers"] == expected(case, told["rows"], gone)


def expected(case: Case, rows: list[int], gone: set[int]) -> list[list[object]]:
    """The sound answers without what was put aside; rows that are no answers stand behind or between them."""
    strangers = len(rows) - sound.N
    people: Iterator[int] = iter(range(sound.N))
    spare = sorted(gone)[:strangers] if strangers else []
    who = {row: next(people) for row in rows if row not in spare}
    answers = {row: dict(zip(sound.CODED, sound.coded(n), strict=True)) for row, n in who.items()}
    for row, item, _ in case.aside:
        if item:
            answers[row][item] = None
    lost = {
        column
        for item in (*case.blank, *case.lacks)
        for column in sound.CODED
        if column.split(".")[0] == item
    }
    return [
        [None if column in lost else value for column, value in cells.items()]
        for row, cells in answers.items()
        if row not in gone
    ]


@named([c for c in CASES if c.group in ("text", "workbook", "platform", "table")][::EVERY])
def test_the_command_says_the_same_without_a_traceback(case: Case, folder: Path) -> None:
    project = case.project(folder / "p")
    before = sorted(project.rglob("*"))
    done = subprocess.run(
        [COMMAND, "--project", str(project), "check", "--json"],
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    assert "Traceback" not in done.stderr, done.stderr
    assert done.returncode == case.refused, done.stderr
    assert isinstance(json.loads(done.stderr if case.refused else done.stdout), dict)
    assert sorted(project.rglob("*")) == before


def test_every_broken_export_is_explained_and_every_explanation_has_one() -> None:
    named_files = {c.file or c.name for c in CASES if c.group != "place"}
    assert named_files == CONTENT.keys()
    assert {c.name for c in CASES if c.group == "place"} == PLACES.keys()
    assert {path.name for path in FILES.iterdir()} == KEPT.keys()
    assert len(CASES) >= 70
    assert all(c.wrong and not (c.refused and c.aside) for c in CASES)


@pytest.mark.parametrize("name", TEXTS)
def test_a_broken_text_file_is_what_its_recipe_makes(name: str) -> None:
    assert (FILES / name).read_bytes() == TEXTS[name]()

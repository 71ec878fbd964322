"""Bad input as analysts meet it: a project spoiled in one place, and the real command run on it.

Whatever is wrong, the command leaves with the right exit code and a message that names the place and
says what to do; there is never a Python traceback, and nothing is written or published.
"""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import rawproject
import smallproject
from tools import tool

COMMAND = str(Path(sys.executable).with_name("csatreport"))
Spoil = Callable[[Path], object]

RAW, EDITION, BOOK = "data/raw/a.csv", "params/editions/2026Q3.toml", "params/book.toml"
QUESTIONNAIRE, LABELS, SIZES = "params/questionnaire.csv", "params/labels.csv", "params/population.csv"
COVER = "notebooks/cover.ipynb"
HEADER = (*rawproject.HEADER, "Weight", "Area")


def sound(folder: Path) -> Path:
    """A project with weights and strata at which nothing is wrong."""
    questions = (
        rawproject.QUESTIONNAIRE
        + "w,weight,Weight,权重,,,,,,,,,Weight,-\narea,stratum,Area,地区,,,,,,,,,Area,-\n"
    )
    answers = [[*row, "1.5", "uc"[n % 2]] for n, row in enumerate(rawproject.many(40))]
    project = rawproject.project(folder, questionnaire=questions, header=HEADER, answers=answers)
    (project / SIZES).write_text("stratum,population\nu,700\nc,300\n", encoding="utf-8")
    (project / COVER).write_text(smallproject.chapter("cover"), encoding="utf-8")
    return project


def holds(name: str, content: str | bytes) -> Spoil:
    """The file holds this instead."""
    data = content.encode() if isinstance(content, str) else content
    return lambda project: (project / name).write_bytes(data)


def says(name: str, old: str, new: str, *, times: int = 1) -> Spoil:
    """The file says ``new`` where it said ``old``."""

    def spoil(project: Path) -> None:
        text = (project / name).read_text(encoding="utf-8")
        assert old in text
        (project / name).write_text(text.replace(old, new, times), encoding="utf-8")

    return spoil


def column(name: str, *values: str) -> Spoil:
    """The first answers to a question are these."""

    def spoil(project: Path) -> None:
        lines = [line.split(",") for line in (project / RAW).read_text().splitlines()]
        place = lines[0].index(name)
        for line, value in zip(lines[1:], values, strict=False):
            line[place] = value
        (project / RAW).write_text("\n".join(map(",".join, lines)) + "\n")

    return spoil


def gone(name: str) -> Spoil:
    return lambda project: (project / name).unlink()


def every(*spoils: Spoil) -> Spoil:
    return lambda project: [spoil(project) for spoil in spoils]


def weighted(by: str, *spoils: Spoil) -> Spoil:
    return every(says(EDITION, "seed = 7", f'seed = 7\nweights = "{by}"'), *spoils)


def reencoded(encoding: str) -> Spoil:
    def spoil(project: Path) -> None:
        text = (project / RAW).read_text().replace("Remark", "意见")
        (project / RAW).write_bytes(text.encode(encoding))

    return spoil


SATISFIED = "How satisfied are you?"
TWICE = '[[source]]\nwave = "2026Q3"\nfile = "data/raw/a.csv"\n'

RAW_FILES = {
    "wrong encoding": (reencoded("gb18030"), 4, (RAW, "not utf-8 at byte", "'gb18030'")),
    "utf-16": (reencoded("utf-16"), 4, (RAW, "encoding = 'utf-16'")),
    "no such encoding": (
        says(EDITION, 'a.csv"', 'a.csv"\nencoding = "utf-9"'),
        3,
        (EDITION, "line 7", "source[1].encoding", "'utf-9'"),
    ),
    "header renamed": (
        says(RAW, "Effort", "Efort"),
        3,
        ("row 4, source", "'Effort'", "did you mean 'Efort'?"),
    ),
    "no header": (says(RAW, ",".join(HEADER) + "\n", ""), 4, (f"{RAW}, row 1", "'a0', '1', '2', ...")),
    "title above the header": (
        says(RAW, "ID,", "Export of July\nID,"),
        4,
        (f"{RAW}, row 2", "begin the file"),
    ),
    "duplicated column": (says(RAW, "Remark", "Region"), 4, (RAW, "'region' is there twice", "columns 4, 5")),
    "empty file": (holds(RAW, ""), 4, (RAW, "the file is empty")),
    "header only": (holds(RAW, ",".join(HEADER) + "\n"), 4, (RAW, "the file holds no answers")),
    "changed since declared": (
        says(EDITION, 'a.csv"', f'a.csv"\nsha256 = "{"0" * 64}"'),
        4,
        (RAW, "changed since it was declared", "sha256 0000"),
    ),
    "missing file": (gone(RAW), 3, (EDITION, "source[1].file", RAW)),
    "another file of that name": (says(EDITION, "a.csv", "a.cvs"), 3, (EDITION, "did you mean 'a.csv'?")),
    "row too long": (says(RAW, "p3,", "p3,x,y,"), 4, (f"{RAW}, row 5", "9 cells")),
    "stray quote": (says(RAW, "p3,4,5,North,", 'p3,4,5,North,"'), 4, (f"{RAW}, row 5", "between quotes")),
    "no spreadsheet": (holds(RAW, b"PK\x03\x04rubbish"), 4, (RAW, "not an Excel file")),
    "text in many ratings": (
        column(SATISFIED, *["fine"] * 5),
        3,
        ("row 3, scale", RAW, "5 of 40 answers (12%)", "'fine'"),
    ),
    "many ratings off the scale": (
        column(SATISFIED, *["7"] * 5),
        3,
        ("row 3, scale", RAW, "1-5", "5 of 40 answers (12%)", "'7'"),
    ),
    "a wave with no answers": (
        holds(RAW, ",".join(HEADER) + "\n" + ",,,,,1,u\n" * 4),
        4,
        (RAW, "wave 2026Q3 has no accepted answers"),
    ),
    "a wave without a file": (says(EDITION, 'wave = "2026Q3"', 'wave = "2026Q4"'), 4, ("wave 2026Q4",)),
    "compared with nothing": (
        says(EDITION, "seed = 7", 'seed = 7\nprevious = "2026Q2"'),
        3,
        (f"{EDITION}, previous", "nothing to compare with in 2026Q2"),
    ),
}

DESIGN = {
    "negative weights": (
        weighted("delivered", column("Weight", "1", "-2")),
        4,
        (f"{RAW}, row 3", "negative"),
    ),
    "missing weights": (
        weighted("delivered", column("Weight", "", "1", "x")),
        4,
        (f"{RAW}, rows 2, 4", "missing"),
    ),
    "weights all zero": (
        weighted("delivered", column("Weight", *["0"] * 40)),
        4,
        (RAW, "all weights are zero"),
    ),
    "weights not asked for": (
        weighted("delivered", says(QUESTIONNAIRE, "w,weight,", "w,text,")),
        3,
        (f"{EDITION}, weights", "an item of kind weight"),
    ),
    "a stratum with one unit": (
        column("Area", "lonely"),
        4,
        ("wave 2026Q3, stratum 'lonely'", "at least two"),
    ),
    "an answer without stratum": (column("Area", ""), 4, (f"{RAW}, rows 2", "1 of 40 responses without")),
    "a stratum without its size": (
        weighted("population", says(SIZES, "c,300\n", "")),
        4,
        (SIZES, "'c'", "the same strata in the answers and in the population"),
    ),
    "a size that is no number": (
        weighted("population", says(SIZES, "300", "many")),
        3,
        (f"{SIZES}, row 3, pop",),
    ),
    "a size twice": (
        weighted("population", says(SIZES, "u,", "c,")),
        3,
        (f"{SIZES}, row 3, stratum", "twice"),
    ),
    "sizes in another encoding": (
        weighted("population", holds(SIZES, b"\xff")),
        3,
        (SIZES, "not UTF-8 at byte 0"),
    ),
    "no sizes": (weighted("population", gone(SIZES)), 3, (SIZES, "a file is missing")),
}

DECLARED = {
    "book: unknown key": (says(BOOK, "source =", "sauce ="), 3, (f"{BOOK}, line", "did you mean 'source'?")),
    "book: wrong type": (says(BOOK, "target = 0.9", 'target = "90%"'), 3, (BOOK, "headline[1].target", "'90%'")),
    "book: another unit": (says(BOOK, "target = 0.9", "target = 90"), 3, (BOOK, "a target from 0 to 1")),
    "book: one language": (says(BOOK, ', zh = "满意度"', ""), 3, (BOOK, "title.zh", "'zh' is missing")),
    "book: not TOML": (says(BOOK, "[[part]]", "[[part]"), 3, (BOOK, "not readable as TOML", "line 9")),
    "book: no such item": (says(BOOK, '"overall"', '"overal"'), 3, (BOOK, "did you mean 'overall'?")),
    "book: no such notebook": (says(BOOK, "cover.ipynb", "covers.ipynb"), 3, (BOOK, "did you mean 'cover.ipynb' or")),
    "book: a notebook twice": (
        says(BOOK, '{ notebook = "cover.ipynb" }', '{ notebook = "cover.ipynb" }, { notebook = "cover.ipynb" }'),
        3,
        (BOOK, "more than one 'cover.ipynb'"),
    ),
    "edition: unknown key": (says(EDITION, "seed", "sed = 1\nseed"), 3, (f"{EDITION}, line 3", "did you mean 'seed'")),
    "edition: wrong type": (says(EDITION, "seed = 7", "seed = 7.5"), 3, (f"{EDITION}, line 3, seed", "7.5")),
    "edition: not a wave": (says(EDITION, "2026Q3", "2026Q5"), 3, (f"{EDITION}, line 2, wave", "'2026Q5'")),
    "edition: source's key": (says(EDITION, "file", "flie"), 3, (EDITION, "source[1].flie", "did you mean 'file'?")),
    "edition: a file twice": (says(EDITION, TWICE, TWICE * 2), 3, (EDITION, "each file once")),
    "edition: cleaning's key": (says(EDITION, "seed = 7", "seed = 7\n[cleaning]\nwindw = true"), 3, ("'window'",)),
    "edition: cleaning's type": (says(EDITION, "seed = 7", "seed = 7\n[cleaning]\nwindow = 3"), 3, ("a valid boolean",)),
    "edition: no such chapter": (
        says(EDITION, "seed = 7", 'seed = 7\nchapters = ["covr"]'),
        3,
        (f"{EDITION}, chapters", "did you mean 'cover'?"),
    ),
    "questionnaire: unknown column": (says(QUESTIONNAIRE, "codes", "code"), 3, (QUESTIONNAIRE, "row 1", "'codes'")),
    "questionnaire: not a scale": (says(QUESTIONNAIRE, "1-5", "5-1"), 3, (f"{QUESTIONNAIRE}, row 3, scale", "'5-1'")),
    "questionnaire: no such kind": (says(QUESTIONNAIRE, "rating", "raiting"), 3, ("row 3, kind", "'raiting'")),
    "questionnaire: one language": (says(QUESTIONNAIRE, "总体", ""), 3, ("row 3, label_zh", "not empty")),
    "questionnaire: not UTF-8": (holds(QUESTIONNAIRE, "item,标".encode("gb18030")), 3, (QUESTIONNAIRE, "not UTF-8")),
    "labels: one language": (says(LABELS, "北部", ""), 3, (f"{LABELS}, row 3", "label_zh empty")),
    "labels: a code twice": (says(LABELS, "south", "north"), 3, (f"{LABELS}, row 4, code", "twice")),
    "notebook: not JSON": (holds(COVER, "{"), 5, (COVER, "not a notebook")),
    "notebook: no cells": (holds(COVER, '{"cells": [1]}'), 5, (COVER, "not a notebook")),
    "notebook: strangers": (
        holds(COVER, smallproject.chapter("cover", parameter="year = 2026")),
        5,
        ("cover.ipynb", "edition", "among: year"),
    ),
}  # fmt: skip
CASES = {**RAW_FILES, **DESIGN, **DECLARED}


def run(project: Path, *arguments: str, **options: Any) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [COMMAND, "--project", str(project), *arguments],
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
        **options,
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done


def there(project: Path) -> list[str]:
    return sorted(str(path.relative_to(project)) for path in project.rglob("*"))


@pytest.mark.parametrize(("spoil", "code", "words"), CASES.values(), ids=CASES.keys())
def test_bad_input_is_refused_with_its_place_and_what_to_do(
    folder: Path, spoil: Spoil, code: int, words: tuple[str, ...]
) -> None:
    project = sound(folder)
    spoil(project)
    before = there(project)
    done = run(project, "check", "--json")
    told = json.loads(done.stderr)
    assert (done.returncode, told["exit_code"]) == (code, code), told
    everything = " ".join(told[part] for part in ("problem", "where", "expected", "got", "todo"))
    assert [word for word in words if word not in everything] == [], everything
    assert told["todo"]
    assert there(project) == before


def test_what_is_told_to_people_is_what_is_told_to_programs(folder: Path) -> None:
    project = sound(folder)
    column(SATISFIED, *["7"] * 5)(project)
    plain, structured = run(project, "check"), json.loads(run(project, "check", "--json").stderr)
    lines = plain.stderr.splitlines()
    assert lines[0] == f"csatreport: {structured['problem']}"
    assert lines[1:] == [
        f"  {name.replace('todo', 'to do')}: {structured[name]}"
        for name in ("where", "expected", "got", "todo")
    ]


def backwards(project: Path) -> None:
    lines = [line.split(",")[::-1] for line in (project / RAW).read_text().splitlines()]
    (project / RAW).write_text("\n".join(map(",".join, lines)) + "\n")


@pytest.mark.parametrize(
    ("spoil", "aside"),
    [
        (lambda _: None, []),
        (backwards, []),
        (column(SATISFIED, "very good <b>"), [("overall", "text in a rating", "")]),
        (column(SATISFIED, "7"), [("overall", "outside the scale", "7")]),
        (column("Region", "Atlantis"), [("region", "unknown answer", "")]),
        (column("ID", "p1"), [("", "duplicate respondent", "")]),
    ],
    ids=["nothing", "header moved", "a text in a rating", "a rating off the scale", "unknown code", "twice"],
)
def test_what_can_be_used_is_used_and_the_rest_is_set_aside_with_its_reason(
    folder: Path, spoil: Spoil, aside: list[tuple[str, str, str]]
) -> None:
    project = sound(folder)
    spoil(project)
    done = run(project, "prepare", "--json")
    assert done.returncode == 0, done.stderr
    whole = sum(not item for item, _, _ in aside)
    assert json.loads(done.stdout)["editions"]["2026Q3"]["responses"] == 40 - whole
    table = pd.read_parquet(project / "data/prepared/2026Q3/quarantine.parquet")
    assert list(table[["item", "rule", "value"]].itertuples(index=False, name=None)) == aside


@pytest.mark.parametrize("place", ["data/prepared", "build", "reports"])
def test_a_file_in_place_of_a_folder_is_named_and_left_alone(folder: Path, place: str) -> None:
    project = smallproject.write(folder / "p")
    (project / place).write_text("mine")
    done = run(project, "build")
    assert done.returncode == 6
    assert str(project / place) in done.stderr
    assert "to do: correct its permissions, or move away what stands there" in done.stderr
    assert (project / place).read_text() == "mine"
    assert [p for p in there(project) if "r1" in p or "staging" in p] == []


def test_a_folder_that_is_no_edition_is_not_replaced_by_one(folder: Path) -> None:
    project = smallproject.write(folder / "p")
    (project / "reports/2026Q3-r1").mkdir(parents=True)
    (project / "reports/2026Q3-r1/mine.txt").write_text("mine")
    done = run(project, "build")
    assert done.returncode == 6
    assert "something stands where this revision would be published" in done.stderr
    assert [p for p in there(project / "reports") if p != "2026Q3-r1"] == ["2026Q3-r1/mine.txt"]


BROKEN = {
    "leaves": ("import sys; sys.exit(0)", 5, ("second.ipynb, cell 4", "SystemExit")),
    "dies": ("import os; os._exit(1)", 5, ("second.ipynb, cell 4", "status 1")),
    "hangs": ("while True: pass", 5, ("second.ipynb, cell 4", "took too long", "3 seconds")),
    "prints": ("print('hello')", 6, ("second.ipynb, cell 4", "not an exhibit")),
}


@pytest.mark.build
@pytest.mark.parametrize(("source", "code", "words"), BROKEN.values(), ids=BROKEN.keys())
def test_a_chapter_that_does_not_do_its_work_publishes_nothing(
    folder: Path, source: str, code: int, words: tuple[str, ...]
) -> None:
    project = smallproject.write(folder / "p")
    says(EDITION, "chapter_seconds = 60", "chapter_seconds = 3")(project)
    chapter = smallproject.chapter("second", smallproject.code(source))
    (project / "notebooks/second.ipynb").write_text(chapter)
    done = run(project, "build", "--jobs", "1")
    assert done.returncode == code, done.stderr
    assert [word for word in words if word not in done.stderr] == [], done.stderr
    assert there(project / "reports") == []


LABEL = '<script>alert("x")</script>{x}=1+1 *b* _i_ [l](http://e.x) `c` $m$ #h | &'
COMMENTS = ("SECRET <img src=x onerror=alert(1)>", "=SECRET+1", "{SECRET} {0} {best}")
CHAPTERS = "".join(
    f'{{ notebook = "{n}.ipynb" }}, ' for n in ("cover", "satisfaction", "customers", "fieldwork")
)


class _Words(HTMLParser):
    """The text of a page, and its scripts."""

    def __init__(self, page: Path) -> None:
        super().__init__()
        self.text, self.scripts, self._of = "", "", ""
        self.feed(page.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        self._of = tag

    def handle_data(self, data: str) -> None:
        if self._of == "script":
            self.scripts += data
        else:
            self.text += data


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An edition whose labels are hostile, whose comments are secret, and in which two people are alone."""
    quoted = '"' + LABEL.replace('"', '""') + '"'
    questions = rawproject.QUESTIONNAIRE.replace("Overall,总体", f"{quoted},{quoted}", 1)
    questions = questions.replace("Effort,费力度", "=SUM(A1) effort,=费力", 1)
    labels = rawproject.LABELS.replace("North,北部", "=NORTH() {z},=北部() {z}").replace(
        "South,南部", "<b>South</b>,<b>南</b>"
    )
    labels += "region,tiny,Tinyplace,小地方,Tiny\n"
    places = ["Tiny"] * 2 + ["North"] * 40 + ["South"] * 41
    answers = [[f"p{n}", str(n % 5 + 1), str(n % 3 + 2), p, COMMENTS[n % 3]] for n, p in enumerate(places)]
    project = rawproject.project(
        tmp_path_factory.mktemp("hostile") / '它\'s "my" project $(x)',
        book=rawproject.BOOK.replace('{ notebook = "cover.ipynb" }', CHAPTERS).replace("0.9", "0.5"),
        questionnaire=questions,
        labels=labels,
        answers=answers,
    )
    (project / COVER).unlink()  # the packaged chapters
    done = run(project, "build", "--json")
    assert done.returncode == 0, done.stderr
    return project / "reports/2026Q3-r1"


def contents(edition: Path) -> Iterator[tuple[str, str]]:
    """Every file of an edition as text, Excel and PDF files too."""
    for path in (p for p in edition.rglob("*") if p.is_file()):
        name = str(path.relative_to(edition))
        if path.suffix == ".xlsx":
            with zipfile.ZipFile(path) as book:
                yield name, "".join(book.read(sheet).decode() for sheet in book.namelist())
        elif path.suffix == ".pdf":
            yield (
                name,
                subprocess.run(
                    [tool("pdftotext"), path, "-"], capture_output=True, text=True, check=True
                ).stdout,
            )
        else:
            yield name, path.read_bytes().decode(errors="replace")


@pytest.mark.build
def test_nothing_of_a_comment_is_published_and_it_is_prepared_in_one_place(hostile: Path) -> None:
    assert [name for name, text in contents(hostile) if "SECRET" in text] == []
    prepared = hostile.parents[1] / "data/prepared"
    found = [p.name for p in prepared.rglob("*.*") if p.is_file() and b"SECRET" in p.read_bytes()]
    assert found == ["comments.parquet"]


@pytest.mark.build
def test_hostile_labels_are_printed_as_they_are_written(hostile: Path) -> None:
    for language in ("en", "zh"):
        page = _Words(hostile / language / "satisfaction.html")
        assert LABEL in page.text
        assert 'alert("x")' not in page.scripts
    for name, text in contents(hostile):
        if name.endswith(".pdf"):
            plain = "".join(text.replace("\u200b", "").split())
            assert "".join(LABEL[:40].split()) in plain, name
    table = (hostile / "en/data/satisfaction-share-table.csv").read_text(encoding="utf-8-sig")
    assert "\n'=SUM(A1) effort," in table
    with zipfile.ZipFile(hostile / "tables.xlsx") as book:
        assert not any(b"<f>" in book.read(n) or b"<f " in book.read(n) for n in book.namelist())


@pytest.mark.build
def test_two_people_and_the_group_that_would_give_them_away_are_suppressed(hostile: Path) -> None:
    rows = (hostile / "en/data/customers-gaps-table.csv").read_text(encoding="utf-8-sig").splitlines()[1:]
    hidden = [row for row in rows if "base too small" in row]
    assert any(row.startswith("Tinyplace,,") for row in hidden)
    assert len(hidden) == 2


def test_a_new_project_says_which_raw_files_it_waits_for(folder: Path) -> None:
    project = folder / "my project"
    made = subprocess.run([COMMAND, "init", project], capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stderr
    refused = run(project, "check")
    assert refused.returncode == 3
    assert "no file 'data/raw/survey-" in refused.stderr


@pytest.mark.parametrize("verb", ["check", "editions", "clean", "params"])
def test_a_command_needs_neither_terminal_nor_input(folder: Path, verb: str) -> None:
    project = sound(folder)
    command = f'exec "{COMMAND}" --project "$0" {verb} --json <&-'
    done = subprocess.run(
        ["sh", "-c", command, project], capture_output=True, text=True, check=False, start_new_session=True
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert isinstance(json.loads(done.stdout), dict)

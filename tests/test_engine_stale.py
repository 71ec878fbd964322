"""Every kind of input is changed in turn: exactly the pages that show it are due, and no other comes out otherwise."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from smallproject import EDITION, LABELS, QUESTIONNAIRE, code, notebook, write

import csatreport
from csatreport.book import due, needs
from csatreport.book.plan import Plan, plan
from csatreport.engine import run
from csatreport.engine.crew import Crew

BOOK = """
title = { en = "Small report", zh = "小型报告" }
organisation = { en = "Lantern", zh = "明灯" }
source = { en = "Test survey", zh = "测试调查" }
headline = [{ item = "overall", measure = "csat", target = 0.5 }]

[[part]]
title = { en = "Overview", zh = "概览" }
chapters = [
  PAGES
  { notebook = "each.ipynb", each = "branch", title = { en = "Branches", zh = "分公司" } },
]
"""
PAGES = {  # what each page shows
    "answers": "len(survey.responses)",
    "zh": "survey.questionnaire['speed'].label.zh",
    "en": "survey.questionnaire['speed'].label['en']",
    "role": "[i.item for i in survey.questionnaire.with_role('loyalty')]",
    "roles": "sorted(survey.questionnaire['speed'].roles)",
    "wording": "survey.questionnaire['speed'].wording.en",
    "listed": "list(survey.questionnaire.labels['branch'])",
    "east": "survey.questionnaire.labels['branch']['east'].zh",
    "target": "survey.book.headline[0].target",
    "title": "survey.book.title.en",
    "upper": "survey.analysis.thousand.upper",
    "analysis": "survey.analysis.model_dump()['thousand']['lower']",
    "seed": "survey.edition.seed",
    "base": "survey.edition.minimum_base",
    "confidence": "survey.edition.model_copy(update={'minimum_base': 3}).confidence",
    "complaints": "len(survey.records['complaints'])",
    "received": "len(survey.records.ledger)",
    "data": "survey.data",
    "words": "len(stop_words('en'))",
    "fong": "rules._FONG",
    "analyst": "len(pd.read_csv(find_project(Path.cwd()) / 'data' / 'extra.csv'))",
}
IMPORTS = {
    "words": "from csatreport.comments.tokens import stop_words",
    "fong": "from csatreport.measure.kano import rules",
    "analyst": "import pandas as pd\nfrom pathlib import Path\nfrom csatreport.params.load import find_project",
}
RECORDS = '\n[[record]]\ntable = "complaints"\nfile = "data/raw/complaints.csv"\n'
COMPLAINTS = "complaint,cause,opened\nq1,bill,2026-07-03 10:00\nq2,bill,2026-08-01 11:00\n"
LISTS = "branch,east,East,东区,\nbranch,west,West,西区,\ncause,bill,Bill,账单,\n"
EACH = frozenset({"each-east", "each-west"})
ANSWERS = frozenset({"answers", "data"})
COMPARED = {
    "a label in Chinese",
    "an answer more",
}  # of all changes and every page of a book: benchmarks/stale.py
HOME = Path(csatreport.__file__).parent


@dataclass(frozen=True)
class Change:
    """One input that is changed, and the pages that show it."""

    file: str
    old: str
    new: str
    shown: frozenset[str] | set[str]


CHANGES = {
    "a notebook's code": Change("notebooks/zh.ipynb", "label.zh)", "label.zh )", {"zh"}),
    "the notebook of several pages": Change("notebooks/each.ipynb", "level", "level ", EACH),
    "a title": Change("params/book.toml", '"Small report"', '"Little report"', {"title"}),
    "the source line": Change("params/book.toml", '"Test survey"', '"A survey"', set()),
    "a target": Change("params/book.toml", "target = 0.5", "target = 0.6", {"target"}),
    "a label in Chinese": Change("params/questionnaire.csv", "Speed,速度,", "Speed,快慢,", {"zh"}),
    "a label in English": Change("params/questionnaire.csv", "Speed,速度,", "Swift,速度,", {"en"}),
    "a wording": Change("params/questionnaire.csv", "How fast was it?", "How quick was it?", {"wording"}),
    "a role": Change("params/questionnaire.csv", ",,,Speed", ",,attitude,Speed", {"roles"}),
    "an item for a role": Change("params/questionnaire.csv", ",,,Speed", ",,loyalty,Speed", {"role", "roles"}),
    "a level's name": Change("params/labels.csv", "East,东区", "East,东部", {"east", "each-east"}),
    "a level more": Change("params/labels.csv", "branch,west", "branch,mid,Mid,中区,\nbranch,west", {"listed"}),
    "a value of an analysis": Change("params/analysis.toml", "upper = 700", "upper = 701", {"upper", "analysis"}),
    "another value of it": Change("params/analysis.toml", "lower = 300", "lower = 301", {"analysis"}),
    "the seed": Change("params/editions/2026Q3.toml", "seed = 1", "seed = 2", {"seed"}),
    "the minimum base": Change("params/editions/2026Q3.toml", "seed = 1", "seed = 1\nminimum_base = 5", {"base"}),
    "the confidence": Change("params/editions/2026Q3.toml", "seed = 1", "seed = 1\nconfidence = 0.9", {"confidence"}),
    "a complaint less": Change("data/raw/complaints.csv", "q2,bill,2026-08-01 11:00\n", "", {"complaints", "received"}),
    "an answer more": Change("data/raw/answers.csv", "Overall,Speed,Branch\n", "Overall,Speed,Branch\n5,5,east\n", ANSWERS),
    "raw bytes that come to the same": Change("data/raw/answers.csv", "\n1,3,east\n", "\n1,3,east \n", set()),
    "a file that a notebook reads": Change("data/extra.csv", "1\n", "1\n2\n", {"analyst"}),
}  # fmt: skip


def project(folder: Path) -> Path:
    """A project with a page for each thing that can be read."""
    write(folder)
    shutil.rmtree(folder / "notebooks")
    rows = "".join(f"{i % 5 + 1},{i % 3 + 3},{'east' if i % 2 else 'west'}\n" for i in range(40))
    pages = "".join(f'{{ notebook = "{name}.ipynb" }},\n  ' for name in PAGES)
    files = {
        "params/book.toml": BOOK.replace("PAGES", pages),
        "params/editions/2026Q3.toml": EDITION + RECORDS,
        "params/questionnaire.csv": QUESTIONNAIRE
        + "branch,category,Branch,分公司,Branch?,分公司?,,branch,,,,,,,,,domain,Branch\n",
        "params/labels.csv": LABELS + LISTS,
        "params/analysis.toml": "[thousand]\nupper = 700\nlower = 300\n",
        "data/raw/answers.csv": "Overall,Speed,Branch\n1,3,east\n" + rows,
        "data/raw/complaints.csv": COMPLAINTS,
        "data/extra.csv": "x\n1\n",
        "notebooks/each.ipynb": _page("(level, survey.questionnaire.labels['branch'][level].zh)", level=True),
        **{f"notebooks/{name}.ipynb": _page(shown, IMPORTS.get(name, "")) for name, shown in PAGES.items()},
    }
    for name, text in files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def _page(shown: str, imports: str = "", *, level: bool = False) -> str:
    parameters = 'edition = "2026Q3"' + ('\nlevel = "east"' if level else "")
    source = f"from csatreport import open_edition\n{imports}\nsurvey = open_edition(edition)\nprint({shown})"
    return notebook(code(parameters, "parameters"), code(source))


@dataclass(frozen=True)
class Bench:
    """A project whose pages are all kept, and a crew to run them again."""

    folder: Path
    software: Path  # a copy of csatreport as it was then
    crew: Crew
    pages: dict[str, bytes]

    def planned(self) -> tuple[Plan, list[run.Run]]:
        """Prepare the data; the plan, and the runs that there are data for."""
        planned = plan(self.folder, "2026Q3")
        left_out = needs.unmet(planned, self.crew, say=_quiet)
        return planned, [each for each in planned.runs if each.name not in left_out]

    def run(self, planned: Plan, runs: list[run.Run], **more: object) -> dict[str, bytes]:
        """Run pages, whether they are due or not."""
        into, failed = planned.work / "run", planned.work / "failed"
        ran = run.chapters(
            self.crew, runs, project=planned.project, into=into, failed=failed, seconds=60, say=_quiet, **more
        )  # type: ignore[arg-type]
        return {each.name: each.path.read_bytes() for each in ran}


def _quiet(event: str, name: str, seconds: float) -> None:
    del event, name, seconds


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    folder, software = (tmp_path_factory.mktemp(name) for name in ("stale", "software"))
    project(folder)
    shutil.copytree(HOME, software / "csatreport", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copyfile(HOME.parent / "requirements.lock", software / "requirements.lock")
    (software / "notebooks").mkdir()
    with Crew(folder / "build" / "log", 2) as crew:
        made = Bench(folder, software, crew, {})
        planned, runs = made.planned()
        now = planned.now
        now.look()
        made.pages.update(made.run(planned, runs, kept=due.keeper(planned.store, now, runs)))
        yield made


def test_nothing_is_due_where_nothing_changed(bench: Bench) -> None:
    planned, runs = bench.planned()
    found = due.decide(runs, planned.store, planned.now)
    assert {page.run.name: page.why for page in found if page.due} == {}
    assert {page.run.name for page in found} == {*PAGES, *EACH}


@contextlib.contextmanager
def changed(folder: Path, change: Change) -> Iterator[None]:
    file = folder / change.file
    before = file.read_text(encoding="utf-8")
    assert change.old in before
    file.write_text(before.replace(change.old, change.new, 1), encoding="utf-8")
    try:
        yield
    finally:
        file.write_text(before, encoding="utf-8")


@pytest.mark.parametrize("name", CHANGES)
def test_exactly_the_pages_that_show_what_changed_are_due(bench: Bench, name: str) -> None:
    change = CHANGES[name]
    with changed(bench.folder, change):
        planned, runs = bench.planned()
        wanted = {page.run.name for page in due.decide(runs, planned.store, planned.now) if page.due}
        ran = bench.run(planned, runs) if name in COMPARED else {}
    assert wanted == change.shown
    assert {page for page, content in ran.items() if content != bench.pages[page]} == (
        wanted if ran else set()
    )


SOFTWARE = {
    "a method": Change("csatreport/measure/kano/rules.py", "_FONG = 1.65", "_FONG = 2.65", {"fong"}),
    "a list of words": Change("csatreport/comments/data/stop_en.txt", "a", "zzz\na", {"words"}),
    "words of the other language": Change("csatreport/comments/data/stop_zh.txt", "的", "嗯嗯\n的", set()),
    "how cells are run": Change("csatreport/engine/shell.py", '"""', '"""So: ', {*PAGES, *EACH}),
    "how data are prepared": Change("csatreport/intake/clean.py", '"""', '"""So: ', set()),
    "how pages are printed": Change("csatreport/book/pdf.py", '"""', '"""So: ', set()),
    "the lock": Change("requirements.lock", "=", " =", {*PAGES, *EACH}),
}
_ASKED = """
import json, sys
from pathlib import Path
from csatreport.book import due
from csatreport.book.plan import plan
p = plan(Path(sys.argv[1]), "2026Q3")
print(json.dumps({page.run.name: page.why for page in due.decide(p.runs, p.store, p.now) if page.due}))
"""


@pytest.mark.parametrize("name", SOFTWARE)
def test_exactly_the_pages_that_rest_on_software_that_changed_are_due(bench: Bench, name: str) -> None:
    change = SOFTWARE[name]
    with changed(bench.software, change):
        done = subprocess.run(
            [sys.executable, "-c", _ASKED, str(bench.folder)],
            env={**os.environ, "PYTHONPATH": str(bench.software), "PYTHONDONTWRITEBYTECODE": "1"},
            check=True,
            capture_output=True,
            text=True,
            cwd=bench.software,
        )
    assert json.loads(done.stdout).keys() == change.shown


def test_a_page_with_other_parameters_is_another_page(bench: Bench) -> None:
    planned, runs = bench.planned()
    (east,) = (each for each in runs if each.name == "each-east")
    other = run.Run("each-east", east.notebook, {**east.parameters, "level": "west"})
    (page,) = due.decide([other], planned.store, planned.now)
    assert page.why == ("its parameters changed",)


def test_what_an_editor_saved_beside_the_code_does_not_count(bench: Bench) -> None:
    file = bench.folder / "notebooks" / "zh.ipynb"
    before = file.read_text(encoding="utf-8")
    shown = json.loads(before)
    shown["cells"][1] |= {"outputs": [{"output_type": "stream", "name": "stdout", "text": "x"}], "id": "abc"}
    shown["metadata"] = {"language_info": {"name": "python", "version": "3.99"}}
    file.write_text(json.dumps(shown), encoding="utf-8")
    try:
        planned, runs = bench.planned()
        assert not [page for page in due.decide(runs, planned.store, planned.now) if page.due]
    finally:
        file.write_text(before, encoding="utf-8")


def test_a_page_that_nobody_can_follow_is_run_every_time_and_says_why(bench: Bench) -> None:
    file = bench.folder / "notebooks" / "zh.ipynb"
    before = file.read_text(encoding="utf-8")
    file.write_text(_page("1", "import os\nos.system('true')"), encoding="utf-8")
    try:
        planned, runs = bench.planned()
        now, (run_,) = planned.now, [each for each in runs if each.name == "zh"]
        now.look()
        bench.run(planned, [run_], kept=due.keeper(planned.store, now, [run_]))
        (page,) = due.decide([run_], planned.store, planned.now)
    finally:
        file.write_text(before, encoding="utf-8")
    assert page.why == ("runs every time: starts another program",)
    assert page.cost is not None


def test_source_that_is_touched_while_a_page_runs_makes_nobody_keep_it(bench: Bench) -> None:
    planned, runs = bench.planned()
    now, (run_,) = planned.now, [each for each in runs if each.name == "en"]
    now.look()
    keep = due.keeper(planned.store, now, [run_])
    file = run_.notebook
    before = file.read_text(encoding="utf-8")
    kept = len(planned.store.records("en", "2026Q3"))
    file.write_text(before.replace("print(", "print( "), encoding="utf-8")
    try:
        bench.run(planned, [run_], kept=keep)
    finally:
        file.write_text(before, encoding="utf-8")
    assert len(planned.store.records("en", "2026Q3")) == kept

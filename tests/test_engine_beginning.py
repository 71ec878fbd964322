"""Notebooks run several times: what they share runs once, and the pages are as if it had not been shared."""

import ast
import json
import time
from pathlib import Path

import pytest
from smallproject import code, markdown, notebook

from csatreport.engine import prefix, run, source
from csatreport.engine.crew import Crew
from csatreport.engine.prefix import shared
from csatreport.errors import ChapterError

TITLE = markdown("# Title\n---\n# 标题")
PARAMETERS = code('edition = "2026Q3"\nlevel = ""\ntimes = 2', "parameters")
LEVELS = ("north", "south", "东")
HIDDEN = '''
import os, sys, threading, time, signal, subprocess, pathlib

def count(file):
    """Write down that somebody came by."""
    with open(file, "a") as out:
        out.write(f"{os.getpid()}\\n")

def start_thread():
    threading.Thread(target=time.sleep, args=(600,), daemon=True).start()

def peek():
    return sys._getframe(1).f_globals["lev" + "el"]

def dies():
    os._exit(3)

def hangs():
    time.sleep(600)

def fails():
    raise ValueError("always")

opened = []

def keeps_open():
    opened.append(open(os.devnull))

def runs_on():
    opened.append(subprocess.Popen(["sleep", "600"]))

def handles():
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
'''


class Pages:
    def __init__(self, folder, *, jobs=2):
        self.folder, self.jobs = folder, jobs
        (folder / "hidden.py").write_text(HIDDEN)
        self.said = []

    def run(self, *cells, together=True, seconds=30, levels=LEVELS):
        path = self.folder / "page.ipynb"
        path.write_text(notebook(TITLE, *cells))
        runs = [run.Run(f"page-{n}", path, {"edition": "2026Q4", "level": v}) for n, v in enumerate(levels)]
        into = self.folder / ("together" if together else "apart")
        with Crew(self.folder / "log", self.jobs) as crew:
            done = run.chapters(
                crew, runs, project=self.folder, into=into, failed=self.folder / "failed",
                seconds=seconds, say=lambda *event: self.said.append(event), shared=together,
            )  # fmt: skip
        return [each.path.read_bytes() for each in done]

    @property
    def counted(self):
        return (self.folder / "counted").read_text().split()

    @property
    def unshared(self):
        return [name for event, name, _ in self.said if event == "unshared"]


@pytest.fixture
def pages(tmp_path, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    return Pages(tmp_path)


def counts(folder: Path):
    return code(f"import hidden\nhidden.count({str(folder / 'counted')!r})")


def printed(page):
    cells = json.loads(page)["cells"]
    return "".join(line for cell in cells for out in cell.get("outputs", ()) for line in out.get("text", ()))


def test_what_is_shared_runs_once_and_the_pages_are_the_same_bytes_as_without(pages):
    cells = (
        code("import random\nimport numpy as np\nprint(random.random(), np.random.rand())"),
        PARAMETERS,
        counts(pages.folder),
        markdown("# Between"),
        code("edition = edition.lower()\nseen = [times]\nprint(edition, random.random())\nseen"),
        code("seen.append(level)\nprint(seen, edition, random.random(), np.random.rand())\nlevel"),
        code("print(len(Out), _, random.random())"),
    )
    together = pages.run(*cells)
    assert len(pages.counted) == 1
    assert pages.unshared == []
    assert [event for event, name, _ in pages.said if name.startswith("page (")] == ["begin", "begun"]
    apart = pages.run(*cells, together=False)
    assert len(pages.counted) == 4
    assert together == apart
    assert "[2, '东'] 2026q4" in printed(together[2])


def test_files_that_the_beginning_leaves_in_its_folder_are_each_pages_own(pages):
    cells = (
        code("from pathlib import Path\nPath('a').write_text('x')"),
        PARAMETERS,
        code("print(Path('a').read_text())\nPath('a').write_text(level)\nprint(Path('a').read_text())"),
        code("import shutil, os\nshutil.rmtree(os.getcwd())"),
    )
    assert [printed(page) for page in pages.run(*cells)] == [f"x\n{level}\n" for level in LEVELS]


@pytest.mark.parametrize(("source", "why"), [
    ("hidden.start_thread()", "1 threads run on"),
    ("hidden.peek()", "KeyError"),
    ("hidden.keeps_open()", "a file or connection stays open"),
    ("hidden.runs_on()", "a process that it started runs on"),
    ("hidden.handles()", "it handles signals itself"),
])  # fmt: skip
def test_what_cannot_be_shared_is_said_and_every_page_runs_by_itself(pages, source, why):
    cells = (PARAMETERS, counts(pages.folder), code(source), code("print(level)"))
    assert [printed(page) for page in pages.run(*cells)] == [f"{level}\n" for level in LEVELS]
    assert len(set(pages.counted)) == 1 + len(LEVELS)
    (said,) = pages.unshared
    assert said.startswith("page (what its pages share)")
    assert why in said


def test_a_beginning_that_fails_by_itself_is_told_for_each_page(pages):
    with pytest.raises(ChapterError, match="3 chapters failed") as refusal:
        pages.run(PARAMETERS, code("import hidden\nhidden.fails()"), code("level"))
    assert refusal.value.message.count("page.ipynb, cell 3: import hidden") == 3
    assert "ValueError: always" in refusal.value.message


@pytest.mark.parametrize(
    ("source", "why"), [("hidden.dies()", "status 3"), ("hidden.hangs()", "no end after")]
)
def test_a_beginning_that_dies_or_hangs_is_not_tried_again_for_each_page(pages, monkeypatch, source, why):
    monkeypatch.setattr(run, "_GRACE", 0.5)
    began = time.monotonic()
    with pytest.raises(ChapterError, match="3 chapters failed") as refusal:
        pages.run(PARAMETERS, counts(pages.folder), code(source), code("level"), seconds=4)
    assert time.monotonic() - began < 4 * 3
    assert len(pages.counted) == 1
    assert refusal.value.message.count("page.ipynb, cell 4: " + source) == 3
    assert why in refusal.value.message


def test_a_page_that_dies_takes_neither_the_beginning_nor_another_page_with_it(pages):
    cells = (
        PARAMETERS,
        counts(pages.folder),
        code("import os\nif level == 'north':\n    os._exit(0)\nprint(level)"),
    )
    with pytest.raises(ChapterError, match="chapter page-0 broke"):
        pages.run(*cells)
    assert len(pages.counted) == 1
    assert [printed((pages.folder / "together" / f"page-{n}.ipynb").read_bytes()) for n in (1, 2)] == [
        "south\n",
        "东\n",
    ]


def test_the_time_of_the_beginning_counts_for_each_page(pages):
    cells = (PARAMETERS, code("import time\ntime.sleep(2)"), code("print(level)\ntime.sleep(2)"))
    with pytest.raises(ChapterError, match="took too long"):
        pages.run(*cells, seconds=3)


def test_a_single_run_begins_nothing(pages):
    assert printed(pages.run(PARAMETERS, code("print(level)"), levels=("north",))[0]) == "north\n"
    assert [event for event, _, _ in pages.said] == ["start", "end"]


def test_of_the_books_notebooks_only_the_page_per_level_shares_more_than_imports():
    """What ends with the parameters is run the same way with and without sharing."""
    notebooks = sorted((Path(__file__).parents[1] / "notebooks").glob("*.ipynb"))
    assert len(notebooks) >= 30
    for path in notebooks:
        cells, declared = source.cells(path), source.declared_parameters(path)
        for changed in declared:
            beyond = shared(cells, [changed]) - source.place_of_parameters(cells) - 1
            assert (beyond > 0) == (changed == "level"), path.name


def test_pages_of_levels_are_the_same_bytes_with_and_without_sharing(root, tmp_path, monkeypatch):
    monkeypatch.setenv("CSATREPORT_KEY", "any")
    published = sorted((root.edition / "notebooks").glob("branch-*.ipynb"))
    runs = [
        run.Run(p.stem, root.project / "notebooks" / "branch.ipynb", parameters(p)) for p in published[::6]
    ]
    assert len(runs) > 2
    with Crew(tmp_path / "log") as crew:
        done = run.chapters(
            crew, runs, project=root.project, into=tmp_path / "out", failed=tmp_path / "failed",
            seconds=120, say=lambda *_: None, shared=False,
        )  # fmt: skip
    for each in done:
        assert each.path.read_bytes() == (root.edition / "notebooks" / each.path.name).read_bytes()


def test_every_chapter_that_is_forked_after_it_opened_the_edition_is_the_same_bytes_as_run_alone(
    root, tmp_path, monkeypatch
):
    """Twins may share any of their cells, since nothing changes between them; once a chart is drawn, its font stays open."""
    monkeypatch.setenv("CSATREPORT_KEY", "any")
    monkeypatch.setattr(prefix, "shared", lambda cells, _: source.place_of_parameters(cells) + 2)
    published = sorted((root.edition / "notebooks").glob("*.ipynb"))
    alone = [p for p in published if (root.project / "notebooks" / p.name).is_file()]
    assert len(alone) > 25
    runs = [
        run.Run(p.stem + twin, root.project / "notebooks" / p.name, parameters(p))
        for p in alone
        for twin in ("", "-2")
    ]
    said = []
    with Crew(tmp_path / "log") as crew:
        done = run.chapters(
            crew, runs, project=root.project, into=tmp_path / "out", failed=tmp_path / "failed",
            seconds=120, say=lambda *event: said.append(event),
        )  # fmt: skip
    assert [event for event, _, _ in said].count("begun") == len(alone)
    for each, one in zip(done, runs, strict=True):
        assert each.path.read_bytes() == (root.edition / "notebooks" / one.notebook.name).read_bytes(), (
            each.name
        )


def parameters(executed):
    cells = json.loads(executed.read_text())["cells"]
    (cell,) = (cell for cell in cells if "parameters" in cell["metadata"].get("tags", ()))
    return {
        name: ast.literal_eval(v) for name, v in source.assigned(ast.parse("".join(cell["source"]))).items()
    }

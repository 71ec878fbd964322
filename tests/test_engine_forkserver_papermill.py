"""Notebooks over forked kernels: the same as over plain ones, through every seam, and failures that name their cell."""

import json
import os
import subprocess
import sys
from pathlib import Path

import company
import nbformat
import papermill
import pytest
from forked import alive, own_runtime, servers, soon
from nbclient import NotebookClient
from papermill.engines import papermill_engines
from smallproject import code, markdown, notebook

from csatreport.engine.forks import forks, obstacle
from csatreport.engine.forkserver import place, running
from csatreport.engine.forkserver.entry import ForkedEngine
from csatreport.errors import ChapterError

pytestmark = pytest.mark.skipif(not forks(), reason=obstacle())


@pytest.fixture(scope="module", autouse=True)
def runtime(tmp_path_factory):
    with own_runtime(tmp_path_factory.mktemp("run")) as folder:
        yield folder


SPOKEN = """
import sys, warnings
print('out'); print('err', file=sys.stderr); display({'text/html': '<b>1</b>'}, raw=True)
handle = display('first', display_id='a'); handle.update('second')
print('more' * number); warnings.warn('careful')
number + 1
"""
DRAWN = """
import matplotlib.pyplot as plt, numpy as np, pandas as pd
plt.plot(np.arange(number)); plt.show()
pd.DataFrame({f'c{i}': [i] for i in range(30)})
"""


@pytest.fixture(autouse=True)
def settled(monkeypatch):
    """Plain kernels with the one thread and the one kind of processor that forked kernels have."""
    for name, value in place.imposed(os.environ).items():
        monkeypatch.setenv(name, value)


def written(path, *cells):
    path.write_text(notebook(code("number = 3", "parameters"), *(code(source) for source in cells)))
    return path


def told(path):
    """All of an executed notebook but times, paths, ids and the kernel's name."""
    found = json.loads(Path(path).read_text(encoding="utf-8"))
    for place_of_times in (found, *found["cells"]):
        place_of_times.pop("id", None)
        for name in ("papermill", "execution", "kernelspec"):
            place_of_times["metadata"].pop(name, None)
    for cell in found["cells"]:
        for output in cell.get("outputs", ()):
            if output.get("name") == "stderr":
                output["text"] = [line for line in output["text"] if "ipykernel_" not in line]
    return found


PLAIN = {"kernel_name": "python3"}
FORKED = {"kernel_name": "csatreport"}
ENGINE = {"engine_name": "csatreport", "kernel_name": "python3"}


def executed(source, out, parameters, how, **options):
    papermill.execute_notebook(
        str(source), str(out), parameters, progress_bar=False, language="python", **how, **options
    )
    return told(out)


def test_a_notebook_is_the_same_whatever_runs_it(tmp_path):
    source = written(tmp_path / "in.ipynb", SPOKEN, DRAWN)
    found = [
        executed(source, tmp_path / f"{n}.ipynb", {"number": 5}, how)
        for n, how in enumerate((PLAIN, FORKED, ENGINE))
    ]
    assert found[1] == found[0]
    assert found[2] == found[0]
    assert "image/png" in str(found[0])


def test_a_notebook_that_fails_is_the_same_too(tmp_path):
    source = written(tmp_path / "in.ipynb", "print(1)", "1 / 0", "print(2)")
    found = []
    for n, how in enumerate((PLAIN, ENGINE)):
        with pytest.raises(papermill.PapermillExecutionError, match="ZeroDivisionError"):
            executed(source, tmp_path / f"{n}.ipynb", {}, how)
        found.append(told(tmp_path / f"{n}.ipynb"))
    assert found[0] == found[1]


@pytest.mark.parametrize("chapter", ["trend", "structure", "segments"])
def test_a_chapter_of_the_book_is_the_same_byte_for_byte(chapter, tmp_path, monkeypatch):
    monkeypatch.setenv("CSATREPORT_KEY", company.KEY)
    company.survey()
    project = company.BASE[0] / "company" / "root"
    source = project / "notebooks" / f"{chapter}.ipynb"
    found = [
        executed(source, tmp_path / f"{name}.ipynb", {"edition": "2026Q3"}, how, cwd=str(project))
        for name, how in {"plain": PLAIN, "engine": ENGINE}.items()
    ]
    assert json.dumps(found[0]) == json.dumps(found[1])


def test_papermills_command_finds_the_engine(tmp_path):
    source = written(tmp_path / "in.ipynb", "import os; print(number, os.getppid())")
    command = [
        str(Path(sys.executable).with_name("papermill")),
        "--engine",
        "csatreport",
        "--language",
        "python",
    ]
    done = subprocess.run(
        [*command, "-k", "python3", "-p", "number", "7", "--no-progress-bar", source, tmp_path / "out.ipynb"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert '"7 ' in (tmp_path / "out.ipynb").read_text()
    assert papermill_engines.get_engine("csatreport") is ForkedEngine


def test_nbclient_runs_over_the_kernelspec(runtime, tmp_path):
    read = nbformat.read(written(tmp_path / "in.ipynb", "import os, pandas; print(os.getppid())"), 4)
    NotebookClient(read, kernel_name="csatreport").execute()
    assert int(read.cells[1].outputs[0].text) != os.getpid()
    assert servers(runtime)


DEATHS = {
    "import os, signal; os.kill(os.getpid(), signal.SIGKILL)": "SIGKILL",
    "import ctypes; ctypes.string_at(0)": "SIGSEGV",
    "import os; os._exit(4)": "status 4",
}


@pytest.mark.parametrize("source", list(DEATHS))
def test_a_kernel_that_dies_is_named_with_notebook_and_cell(source, tmp_path):
    made = written(tmp_path / "deadly.ipynb", "print('before')", source)
    with pytest.raises(ChapterError) as refused:
        executed(made, tmp_path / "out.ipynb", {}, ENGINE)
    assert refused.value.where == f"{made}, cell 3: {source}"
    assert DEATHS[source] in refused.value.got
    assert "before" in (tmp_path / "out.ipynb").read_text(), "what had run is kept"


def test_a_cell_that_hangs_is_named_and_its_kernel_ended(tmp_path):
    hanging = (
        f"import os, time; open({str(tmp_path / 'pid')!r}, 'w').write(str(os.getpid())); time.sleep(600)"
    )
    made = written(tmp_path / "hangs.ipynb", hanging)
    with pytest.raises(ChapterError, match="took too long") as refused:
        executed(made, tmp_path / "out.ipynb", {}, ENGINE, execution_timeout=1)
    assert refused.value.where.startswith(f"{made}, cell 2: import os, time")
    assert soon(lambda: not alive(int((tmp_path / "pid").read_text())))


def test_a_notebook_is_not_saved_after_every_cell_but_at_the_end_and_in_time(monkeypatch):
    saved = []
    monkeypatch.setattr("papermill.engines.write_ipynb", lambda _, path: saved.append(path))
    made = nbformat.reads(notebook(*(markdown("x") for _ in range(4))), 4)
    made.metadata["papermill"] = {}

    def run(every):
        manager = running.Lean(made, output_path="out", progress_bar=False, autosave_cell_every=every)
        manager.notebook_start()
        for index, cell in enumerate(made.cells):
            manager.cell_start(cell, index)
            manager.cell_complete(cell, index)
        manager.notebook_complete()
        return saved.count("out")

    assert run(30) == 1
    saved.clear()
    assert run(0) == 1
    saved.clear()
    assert run(1e-9) == 1 + 4 * 2 + 1

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from smallproject import code, markdown, notebook

from csatreport.engine import run
from csatreport.engine.crew import Crew
from csatreport.engine.source import check_parameters
from csatreport.errors import ChapterError

TITLE = markdown("# Title\n---\n# 标题")
PARAMETERS = code('edition = "2026Q3"', "parameters")


def quiet(*_):
    pass


def execute(folder: Path, sources: dict[str, str], *, seconds: float = 30, jobs: int = 2):
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"{name}.ipynb" for name in sources]
    for path, source in zip(paths, sources.values(), strict=True):
        path.write_text(source, encoding="utf-8")
    with Crew(folder / "log", jobs) as crew:
        return run.chapters(
            crew,
            [run.Run(path.stem, path, {"edition": "2026Q3"}) for path in paths],
            project=folder,
            into=folder / "out",
            failed=folder / "failed",
            seconds=seconds,
            say=quiet,
        )


def alive(pid: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().split()[2]
    except FileNotFoundError:
        return False


def wait_until(true, seconds: float = 10) -> bool:
    end = time.monotonic() + seconds
    while not true() and time.monotonic() < end:
        time.sleep(0.05)
    return true()


def test_a_parameter_the_notebook_does_not_declare_is_refused_before_anything_runs(tmp_path):
    source = notebook(TITLE, code('other = "x"', "parameters"), code(f"open('{tmp_path}/ran', 'w')"))
    with pytest.raises(ChapterError, match="does not have: edition"):
        execute(tmp_path, {"a": source})
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize("default", ["2026", "None", '["2026Q3"]'])
def test_a_parameter_of_another_type_is_refused(tmp_path, default):
    path = tmp_path / "a.ipynb"
    path.write_text(notebook(TITLE, code(f"edition = {default}", "parameters")))
    with pytest.raises(ChapterError, match="another type"):
        check_parameters(path, {"edition": "2026Q3"})


def test_a_notebook_without_parameters_cell_takes_no_parameter(tmp_path):
    path = tmp_path / "a.ipynb"
    path.write_text(notebook(TITLE))
    check_parameters(path, {})
    with pytest.raises(ChapterError, match="does not have: edition"):
        check_parameters(path, {"edition": "2026Q3"})


def test_a_default_that_is_computed_is_refused(tmp_path):
    path = tmp_path / "a.ipynb"
    path.write_text(notebook(TITLE, code("edition = str(1)", "parameters")))
    with pytest.raises(ChapterError, match="not a plain value"):
        check_parameters(path, {"edition": "2026Q3"})


def test_a_file_that_is_no_notebook_is_refused(tmp_path):
    path = tmp_path / "a.ipynb"
    path.write_text("not json")
    with pytest.raises(ChapterError, match="not a notebook"):
        check_parameters(path, {})


def test_chapters_run_in_a_folder_of_their_own_inside_the_project_and_keep_their_cell_numbers(tmp_path):
    source = notebook(
        TITLE, code('edition = "old"', "parameters"), code("import os\nprint(edition, os.getcwd())")
    )
    (done,) = execute(tmp_path, {"a": source})
    cells = json.loads(done.path.read_text())["cells"]
    assert [c["cell_type"] for c in cells] == ["markdown", "code", "code"]
    assert "".join(cells[1]["source"]) == 'edition = "2026Q3"\n'
    edition, folder = "".join(cells[2]["outputs"][0]["text"]).split()
    assert edition == "2026Q3"
    assert Path(folder).is_relative_to(tmp_path / "build")
    assert list((tmp_path / "build").iterdir()) == []


def test_executed_notebooks_have_the_same_bytes_in_any_folder_zone_and_language_forked_or_not(
    tmp_path, monkeypatch
):
    noisy = code(
        "import sys, time, warnings\nfrom IPython.display import display\n"
        "warnings.warn('here')\nprint('to the log', file=sys.stderr)\n"
        "print(hash('text'), time.tzname, str(sorted({'b', 'a'})), list({'x', 'y', 'z'}))\n"
        "display({'text/plain': 'shown'}, raw=True)\n'last'"
    )
    source = notebook(TITLE, PARAMETERS, noisy)
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")
    (first,) = execute(tmp_path / "one", {"a": source})
    monkeypatch.setenv("TZ", "America/New_York")
    monkeypatch.setenv("LC_ALL", "C")
    time.sleep(0.1)
    (second,) = execute(tmp_path / "somewhere" / "else", {"a": source})
    assert first.path.read_bytes() == second.path.read_bytes()
    monkeypatch.setenv("CSATREPORT_FORK", "0")
    (third,) = execute(tmp_path / "not" / "forked", {"a": source})
    assert first.path.read_bytes() == third.path.read_bytes()
    outputs = json.loads(first.path.read_text())["cells"][2]["outputs"]
    assert [o["output_type"] for o in outputs] == ["stream", "display_data", "display_data"]
    assert str(tmp_path) not in first.path.read_text()
    assert "to the log" in (tmp_path / "one" / "log" / "a.txt").read_text()


def test_a_failing_chapter_is_named_with_cell_line_and_error_and_kept(tmp_path):
    bad = notebook(TITLE, PARAMETERS, code("\nshares = [1, 2]\nshares[7]"))
    with pytest.raises(ChapterError) as refusal:
        execute(tmp_path, {"bad": bad, "fine": notebook(TITLE, PARAMETERS, code("1"))})
    message = refusal.value.message
    assert "bad.ipynb, cell 3: shares = [1, 2]" in message
    assert "IndexError: list index out of range" in message
    assert str(tmp_path / "failed" / "bad.ipynb") in message
    kept = json.loads((tmp_path / "failed" / "bad.ipynb").read_text())
    assert kept["cells"][2]["outputs"][0]["ename"] == "IndexError"
    assert not (tmp_path / "failed" / "fine.ipynb").exists()


def test_every_failing_chapter_is_named(tmp_path):
    bad = notebook(TITLE, PARAMETERS, code("1/0"))
    with pytest.raises(ChapterError, match="2 chapters failed") as refusal:
        execute(tmp_path, {"one": bad, "two": bad})
    assert "one.ipynb, cell 3" in refusal.value.message
    assert "two.ipynb, cell 3" in refusal.value.message


def test_a_syntax_error_is_named_like_any_other(tmp_path):
    with pytest.raises(ChapterError, match="SyntaxError"):
        execute(tmp_path, {"a": notebook(TITLE, PARAMETERS, code("for"))})


def test_a_hanging_chapter_is_stopped_even_where_it_catches_exceptions(tmp_path):
    source = (
        "while True:\n    try:\n        while True:\n            pass\n    except Exception:\n        pass"
    )
    began = time.monotonic()
    with pytest.raises(ChapterError) as refusal:
        execute(tmp_path, {"slow": notebook(TITLE, PARAMETERS, code(source))}, seconds=1)
    assert time.monotonic() - began < 12
    assert "took too long" in refusal.value.message
    assert "slow.ipynb, cell 3: while True:" in refusal.value.message


def test_a_chapter_that_cannot_be_asked_is_killed_with_all_that_it_started(tmp_path, monkeypatch):
    monkeypatch.setattr(run, "_GRACE", 1.0)
    source = (
        "import signal, subprocess, pathlib\nsignal.signal(signal.SIGALRM, signal.SIG_IGN)\n"
        f"child = subprocess.Popen(['sleep', '600'])\npathlib.Path('{tmp_path}/pid').write_text(str(child.pid))\n"
        "child.wait()"
    )
    with pytest.raises(ChapterError) as refusal:
        execute(tmp_path, {"stuck": notebook(TITLE, PARAMETERS, code(source))}, seconds=1)
    assert "had to be killed" in refusal.value.message
    assert "stuck.ipynb, cell 3: import signal" in refusal.value.message
    assert (tmp_path / "failed" / "stuck.ipynb").exists()
    assert wait_until(lambda: not alive(int((tmp_path / "pid").read_text())))


def test_a_chapter_whose_process_dies_is_named(tmp_path):
    source = notebook(TITLE, PARAMETERS, code("import os, signal\nos.kill(os.getpid(), signal.SIGKILL)"))
    with pytest.raises(ChapterError, match="status -9"):
        execute(tmp_path, {"a": source})


def test_no_more_chapters_run_at_a_time_than_asked(tmp_path):
    source = code(
        f"import pathlib, time\nhere = pathlib.Path('{tmp_path}')\n"
        "mine = here / f'at-work-{time.monotonic_ns()}'\nmine.touch()\n"
        "print(len(list(here.glob('at-work-*'))))\ntime.sleep(0.4)\nmine.unlink()"
    )
    sources = {name: notebook(TITLE, PARAMETERS, source) for name in ("a", "b", "c")}
    for jobs, together in ((1, 1), (2, 2)):
        done = execute(tmp_path / str(jobs), sources, jobs=jobs)
        seen = [int(json.loads(d.path.read_text())["cells"][2]["outputs"][0]["text"][0]) for d in done]
        assert max(seen) == together


ALONE = """
import sys
from pathlib import Path
from csatreport.engine import run
from csatreport.engine.source import check_parameters
from csatreport.engine.crew import Crew
here = Path(sys.argv[1])
rest = {"into": here / "out", "failed": here / "failed", "seconds": 600, "say": print}
with Crew(here / "log") as crew:
    run.chapters(crew, [run.Run("a", here / "a.ipynb", {"edition": "x"})], project=here, **rest)
"""


def test_nothing_runs_on_when_the_build_is_killed(tmp_path):
    sleeper = f"import os, time\nopen('{tmp_path}/pid', 'w').write(str(os.getpid()))\ntime.sleep(600)"
    (tmp_path / "a.ipynb").write_text(notebook(TITLE, PARAMETERS, code(sleeper)))
    process = subprocess.Popen([sys.executable, "-c", ALONE, str(tmp_path)], stdout=subprocess.DEVNULL)
    pid = tmp_path / "pid"
    assert wait_until(lambda: pid.exists() and pid.read_text() != "", 30)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    assert wait_until(lambda: not alive(int(pid.read_text())))

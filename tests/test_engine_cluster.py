"""Chapters on a Dask cluster: a scheduler and workers on hosts of their own, workers killed, wrong ones refused."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path

import hosts
import pytest
import smallproject
from hosts import Hosts
from smallproject import code, markdown, notebook

from csatreport.book import manifest
from csatreport.engine import environment, run
from csatreport.engine.cluster.fleet import Fleet
from csatreport.errors import ChapterError, UsageError

KEY = "a-key-that-never-leaves-this-machine"
PERSON = "Ms Canary of Canary Lane"
BRANCHES = tuple("abcdefghij")
SLOW = """\
import subprocess, time
from csatreport.exhibit import show
from csatreport.records import Cell, Column, Table
here = subprocess.check_output(["hostname", "-I"], text=True).split()
time.sleep(5 if "VICTIM" in here else 0.2)
words = {"en": level, "zh": level}
column = Column({"en": "Branch", "zh": "分公司"}, {"en": "", "zh": ""})
show(Table("branch.table", {"en": "Code", "zh": "代码"}, (column,), ((Cell(words, level),),), {"en": "", "zh": ""}, {}))
"""
MEETING = """\
import pathlib, subprocess, time
here = subprocess.check_output(["hostname", "-I"], text=True).split()[0]
late = pathlib.Path("LATE")
if here not in FIRST:
    late.touch()
deadline = time.monotonic() + 25
while not late.exists() and time.monotonic() < deadline:
    time.sleep(0.05)
print(here)
"""


@pytest.fixture(scope="module")
def net(tmp_path_factory):
    """A scheduler and two workers that do not have csatreport; tests may add workers, and kill those."""
    with hosts.network(tmp_path_factory.mktemp("hosts")) as made:
        made.scheduler()
        for _ in range(2):
            made.worker(CSATREPORT_KEY=KEY)
        yield made


def wait(there, seconds: float = 60):
    deadline = time.monotonic() + seconds
    while not there():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def project(folder: Path, victim: str = "") -> Path:
    """The small project with a page per branch, slow on one host, and a person in its raw file."""
    made = smallproject.write(folder / "project")
    rows = [f"{i % 5 + 1},{i % 3 + 3},{BRANCHES[i % 10]},{PERSON}" for i in range(40)]
    (made / "data/raw/answers.csv").write_text("\n".join(["Overall,Speed,Branch,Name", *rows]) + "\n")
    item = "branch,category,Branch,分公司,Which branch?,哪个分公司？,,branch,,,,,,,,,,Branch\n"
    labels = "".join(f"branch,{b},Branch {b},分公司{b},\n" for b in BRANCHES)
    for name, more in (("questionnaire", item), ("labels", labels)):
        with (made / "params" / f"{name}.csv").open("a", encoding="utf-8") as file:
            file.write(more)
    book = (made / "params/book.toml").read_text(encoding="utf-8")
    page = 'chapters = [{ notebook = "branch.ipynb", each = "branch" }, { notebook = "gaps.ipynb"'
    (made / "params/book.toml").write_text(
        book.replace('chapters = [{ notebook = "gaps.ipynb"', page), encoding="utf-8"
    )
    cell = code(SLOW.replace("VICTIM", victim))
    chapter = smallproject.chapter("branch", cell, parameter='edition = "2026Q3"\nlevel = "a"')
    (made / "notebooks/branch.ipynb").write_text(chapter, encoding="utf-8")
    return made


def command(made: Path, *options: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [str(Path(sys.executable).with_name("csatreport")), "--project", str(made), "build", *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=os.environ | {"CSATREPORT_KEY": KEY},
    )


def told(made: Path) -> list[tuple[str, str]]:
    """What the build says of itself up to now: events with names."""
    log = made / "build/log/2026Q3.jsonl"
    lines = log.read_text(encoding="utf-8").splitlines() if log.exists() else []
    return [(line["event"], line["name"]) for line in map(json.loads, lines)]


def run_there(net: Hosts, folder: Path, cells: dict[str, str], *, patience: float = 20, say=None):
    """Run notebooks of one cell each on the cluster."""
    made = smallproject.write(folder / "project")
    runs = []
    for name, cell in cells.items():
        path = made / "notebooks" / f"{name}.ipynb"
        path.write_text(notebook(markdown("# T\n---\n# 题"), code('level = ""', "parameters"), code(cell)))
        runs.append(run.Run(f"{name}-x", path, {"level": "x"}))
    with Fleet(net.address, folder / "log", project=made, edition="2026Q3", patience=patience) as fleet:
        return run.chapters(
            fleet,
            runs,
            project=made,
            into=folder / "into",
            failed=folder / "failed",
            seconds=30,
            say=say or (lambda *_: None),
        )


def printed(path: Path) -> str:
    outputs = json.loads(path.read_text(encoding="utf-8"))["cells"][-1]["outputs"]
    return "".join("".join(o["text"]) for o in outputs if o["output_type"] == "stream")


def test_an_edition_is_the_same_byte_for_byte_though_a_worker_is_killed_in_the_middle(net, tmp_path):
    victim = net.worker()
    there = project(tmp_path / "there", net.ip(victim))
    here = shutil.copytree(there, tmp_path / "here" / "project")
    alone = command(here)
    building = command(there, "--scheduler", net.address)
    wait(lambda: sum(name.startswith("branch-") for event, name in told(there) if event == "start") >= 6)
    wait(lambda: len(net.pids(victim)) > 4, seconds=30)  # a foreman has begun on the victim too
    net.kill(victim)
    wait(lambda: not net.pids(victim), seconds=10)  # its notebooks ended with it
    assert building.wait(120) == 0, building.communicate()[0]
    assert alone.wait(120) == 0, alone.communicate()[0]
    events = [event for event, name in told(there) if name.startswith("branch-")]
    assert events.count("end") == 10
    assert 10 < events.count("start") <= 14  # those of one place, begun again elsewhere
    made, other = (p / "reports" / "2026Q3-r1" for p in (there, here))
    assert manifest.files(made) == manifest.files(other)
    facts = [json.loads((p / "manifest.json").read_text()) for p in (made, other)]
    for each in facts:
        del each["times"]
    assert facts[0] == facts[1]
    sent = [p for p in net.folder.rglob("*") if p.is_file()]
    assert any(p.parent.name == "blobs" for p in sent)
    for path in sent:
        content = path.read_bytes()
        for secret in (KEY, PERSON):
            assert secret.encode() not in content, path


@pytest.fixture(scope="module")
def faulty(net, tmp_path_factory):
    """What is said of a run with a notebook that fails, and one that kills what runs it; and the folder it was in."""
    folder = tmp_path_factory.mktemp("faulty")
    (folder / "marks").mkdir()
    cells = {
        "look": "import os\nprint(os.environ.get('CSATREPORT_KEY'))",
        "bad": f"import uuid\nopen('{folder}/marks/' + uuid.uuid4().hex, 'w')\nraise ValueError('no ' + level)",
        "deadly": "import os, signal, time\nos.kill(os.getppid(), signal.SIGKILL)\ntime.sleep(20)",
    }
    with pytest.raises(ChapterError) as refused:
        run_there(net, folder, cells)
    return refused.value.message, folder


def test_the_key_of_a_worker_is_not_for_notebooks_to_see(faulty):
    assert printed(faulty[1] / "into" / "look-x.ipynb").split() == ["None"]


def test_a_chapters_own_error_is_told_as_on_one_machine_and_not_tried_again(faulty):
    message, folder = faulty
    assert "bad.ipynb, cell 3" in message
    assert "ValueError: no x" in message
    assert len(list((folder / "marks").iterdir())) == 1
    assert "ValueError" in (folder / "failed" / "bad-x.ipynb").read_text()


def test_a_notebook_that_kills_what_runs_it_is_named_and_ends(faulty):
    message, folder = faulty
    assert "2 chapters failed" in message
    assert "deadly-x" in message
    log = (folder / "log" / "deadly-x.txt").read_text()
    assert log.count("the process that ran it ended") == 3


def test_a_worker_that_comes_later_gets_work_and_a_wrong_one_does_not(net, tmp_path):
    began = threading.Event()
    late: list[subprocess.Popen[bytes]] = []

    def join():
        began.wait(60)
        late.append(net.worker(site="import site\nimport csatreport\ncsatreport.__path__ = []\n"))
        late.append(net.worker())

    thread = threading.Thread(target=join)
    thread.start()
    first = [net.ip(host) for host in net.running[1:3]]
    cell = MEETING.replace("LATE", str(tmp_path / "late")).replace("FIRST", repr(first))
    pages = {f"page-{n}": cell for n in range(8)}
    try:
        done = run_there(net, tmp_path, pages, say=lambda *_: began.set())
    finally:
        began.set()
        thread.join()
        wrong, right = map(net.ip, late)
        for host in late:
            net.kill(host)
    used = {printed(each.path).strip() for each in done}
    assert right in used
    assert wrong not in used


def test_workers_with_another_package_or_other_code_are_refused_by_name(net, tmp_path):
    home = tmp_path / "other" / "seaborn-0.0.1.dist-info"
    home.mkdir(parents=True)
    (home / "METADATA").write_text("Metadata-Version: 2.1\nName: seaborn\nVersion: 0.0.1\n")
    shutil.copytree(hosts.ROOT / "csatreport", tmp_path / "old" / "csatreport")
    with (tmp_path / "old" / "csatreport" / "results.py").open("a") as file:
        file.write("# an older version\n")
    early = f"import sys\nsys.path.insert(0, {str(tmp_path / 'old')!r})\nimport csatreport\n"
    wrong = [net.worker(PYTHONPATH=str(home.parent)), net.worker(site=early)]
    try:
        with pytest.raises(ChapterError) as refused:
            run_there(net, tmp_path, {"page": "print(1)"})
    finally:
        for host in wrong:
            net.kill(host)
    package, other = sorted(refused.value.got.splitlines(), key=lambda line: "code" in line)
    here = environment.packages()["seaborn"]
    assert f"tcp://{net.ip(wrong[0])}:" in package
    assert f"package seaborn: {here} here, 0.0.1 there" in package
    assert f"tcp://{net.ip(wrong[1])}:" in other
    assert "csatreport's code: " in other
    assert not (tmp_path / "into" / "page-x.ipynb").exists()


def test_no_scheduler_is_told_at_once(tmp_path):
    with pytest.raises(UsageError, match="no scheduler answers"):
        Fleet("nonsense", tmp_path, project=tmp_path, edition="x").__enter__()


def test_without_a_worker_and_without_a_scheduler_nothing_is_published(tmp_path):
    with hosts.network(tmp_path / "net") as net:
        scheduler = net.scheduler()
        with pytest.raises(ChapterError, match="no worker is there"):
            run_there(net, tmp_path / "none", {"page": "print(1)"}, patience=1)
        net.worker()
        made = project(tmp_path / "gone")
        building = command(made, "--scheduler", net.address)
        wait(lambda: any(name.startswith("branch-") for event, name in told(made) if event == "start"))
        net.kill(scheduler)
        assert building.wait(90) == 5
        assert "the scheduler is gone" in building.communicate()[0]
        assert not list((made / "reports").glob("2026*"))

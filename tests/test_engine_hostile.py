"""Notebooks that do what no chapter should, all in one build: each is named or finishes, and no other one suffers."""

import errno
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from smallproject import code, markdown, notebook

from csatreport.engine import run
from csatreport.engine.crew import Crew
from csatreport.errors import ChapterError

TITLE = markdown("# Title\n---\n# 标题")
PARAMETERS = code('edition = "2026Q3"', "parameters")
AT_ALL = "import itertools, os, shutil, signal, subprocess, sys, threading, time, collections"
SECONDS = 5

# PIDS is a folder for the numbers of processes that must not be left
WRITE = "open(f'PIDS/{os.getpid()}', 'w').close()"
HOSTILE = {
    "exits": ["os._exit(0)"],
    "forks": ["twin = os.fork()", f"{WRITE}\nprint('once')"],
    "twin_hangs": [f"if os.fork() == 0:\n    {WRITE}\n    time.sleep(600)", "print('once')"],
    "starts_threads": ["threading.Thread(target=time.sleep, args=(600,)).start()", "print('once')"],
    "eats_memory": ["eaten = []\nwhile True:\n    eaten.append(bytearray(10_000_000))"],
    "prints_without_end": ["try:\n    while True:\n        print('x' * 1000)\nexcept Exception:\n    pass"],
    "logs_without_end": ["while True:\n    os.write(2, b'x' * 1_000_000)"],
    "asks": ["print('before')", "input('Who are you? ')"],
    "asks_a_password": ["import getpass\ngetpass.getpass()"],
    "hangs_at_the_end": ["try:\n    while True:\n        pass\nfinally:\n    while True:\n        pass"],
    "swallows_everything": [
        "while True:\n    try:\n        while True:\n            pass\n    except BaseException:\n        pass"
    ],
    "hangs_in_c": ["collections.deque(itertools.repeat(0), maxlen=0)"],
    "ignores_signals": [
        "for number in (signal.SIGTERM, signal.SIGINT, signal.SIGALRM, signal.SIGCHLD, signal.SIGHUP):\n"
        "    signal.signal(number, signal.SIG_IGN)",
        "time.sleep(600)",
    ],
    "stops_itself": ["os.kill(os.getpid(), signal.SIGSTOP)"],
    "deletes_its_folder": ["shutil.rmtree(os.getcwd())", "print('once')"],
    "leaves_a_daemon": [
        "daemon = subprocess.Popen(['sleep', '600'], start_new_session=True)\n"
        "open(f'PIDS/{daemon.pid}', 'w').close()",
        "print('once')",
    ],
    "closes_everything": ["os.closerange(0, 100)"],
    "fine": ["print('once')"],
}
FINISH = {"forks", "twin_hangs", "starts_threads", "deletes_its_folder", "leaves_a_daemon", "fine"}


class Built:
    def __init__(self, folder: Path, told: str, kept: list[run.Executed], left: list[str]):
        self.folder, self.kept, self.left = folder, kept, left
        parts = re.split(r"^ +(?:got: )?(?=chapter )", told, flags=re.MULTILINE)
        self.errors = {part.split()[1]: part for part in parts if part.startswith("chapter ")}

    def printed(self, name: str) -> str:
        cells = json.loads((self.folder / "out" / f"{name}.ipynb").read_text())["cells"]
        return "".join(line for c in cells for o in c.get("outputs", ()) for line in o.get("text", ()))


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "pids").mkdir()
    (folder / "params").mkdir()
    (folder / "params" / "book.toml").touch()
    runs = []
    for name, cells in HOSTILE.items():
        sources = [AT_ALL, *(cell.replace("PIDS", str(folder / "pids")) for cell in cells)]
        path = folder / f"{name}.ipynb"
        path.write_text(notebook(TITLE, PARAMETERS, *map(code, sources)))
        runs.append(run.Run(name, path, {"edition": "2026Q3"}))
    kept = []
    with pytest.MonkeyPatch.context() as patch, Crew(folder / "log", 6, memory=800_000_000) as crew:
        patch.setattr(run, "_GRACE", 1.0)
        with pytest.raises(ChapterError) as refusal:
            run.chapters(
                crew, runs, project=folder, into=folder / "out", failed=folder / "failed",
                seconds=SECONDS, say=lambda *_: None, kept=kept.append,
            )  # fmt: skip
    left = [pid.name for pid in (folder / "pids").iterdir() if Path(f"/proc/{pid.name}").exists()]
    return Built(folder, refusal.value.message, kept, left)


def test_exactly_those_that_cannot_finish_are_named_and_kept(built):
    assert set(built.errors) == HOSTILE.keys() - FINISH
    assert {each.name for each in built.kept} == FINISH
    assert {path.stem for path in (built.folder / "failed").iterdir()} == HOSTILE.keys() - FINISH


@pytest.mark.parametrize("name", sorted(FINISH))
def test_what_finishes_shows_what_it_should_and_only_once(built, name):
    assert built.printed(name) == "once\n"


@pytest.mark.parametrize(
    ("name", "cell", "why"),
    [
        ("exits", 4, "ended with status 0"),
        ("prints_without_end", 4, "PrintLimit: more than 1,000,000 characters printed by one cell"),
        ("logs_without_end", 4, "printed without end, to its log"),
        ("asks", 5, "NoInputError: a chapter runs where nobody can answer"),
        ("asks_a_password", 4, "NoInputError"),
        ("hangs_at_the_end", 4, "no end after"),
        ("swallows_everything", 4, "no end after"),
        ("hangs_in_c", 4, "no end after"),
        ("ignores_signals", 5, "no end after"),
        ("stops_itself", 4, "no end after"),
        ("eats_memory", 4, "GB were free for the build"),
    ],
)
def test_what_cannot_finish_is_named_with_its_cell(built, name, cell, why):
    first = HOSTILE[name][cell - 4].splitlines()[0]
    assert f"{name}.ipynb, cell {cell}: {first}" in built.errors[name]
    assert why in built.errors[name]


def test_memory_is_told_as_such(built):
    assert "needs more memory than there is" in built.errors["eats_memory"]


def test_no_process_is_left_whatever_it_called_itself_and_whoever_its_parent_was(built):
    assert len(list((built.folder / "pids").iterdir())) >= 3
    assert built.left == []


def test_the_project_is_as_it_was(built):
    assert (built.folder / "params" / "book.toml").exists()
    assert list((built.folder / "build").iterdir()) == []


FULL = """
import sys
import subprocess
import sys
from pathlib import Path
from csatreport.engine import run
from csatreport.engine.crew import Crew
here = Path(sys.argv[1])
runs = [run.Run(name, here / f"{name}.ipynb", {"edition": "x"}) for name in ("little", "much")]
kept = []
with Crew(here / "log", 1) as crew:
    try:
        run.chapters(
            crew, runs, project=here, into=here / "out", failed=here / "failed", seconds=30,
            say=lambda *_: None, kept=kept.append,
        )
    except OSError as error:
        print(error.errno, [each.name for each in kept])
"""


def test_a_full_disk_at_the_output_is_told_as_such_and_what_had_room_is_kept(tmp_path):
    (tmp_path / "out").mkdir()
    for name, times in (("much", 900_000), ("little", 1)):
        cells = (TITLE, PARAMETERS, code(f"print('x' * {times})"))
        (tmp_path / f"{name}.ipynb").write_text(notebook(*cells))
    alone = ["unshare", "--mount", "--map-root-user", "sh", "-c"]
    inside = f'mount -t tmpfs -o size=100k none {tmp_path / "out"} && exec "$@"'
    if subprocess.run([*alone, inside, "sh", "true"], capture_output=True, check=False).returncode:
        pytest.skip("this machine lets nobody mount a small disk (unshare)")
    command = [*alone, inside, "sh", sys.executable, "-c", FULL, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stdout == f"{errno.ENOSPC} ['little']\n", done.stderr

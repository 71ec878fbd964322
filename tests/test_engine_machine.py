import os
import subprocess
import sys
import threading

import pytest

from csatreport.engine import machine


@pytest.fixture
def groups(tmp_path, monkeypatch):
    """A control group ``outer/inner`` with these files in each."""

    def made(outer, inner):
        for folder, files in ((tmp_path / "outer", outer), (tmp_path / "outer" / "inner", inner)):
            folder.mkdir()
            for name, text in files.items():
                (folder / name).write_text(text)
        monkeypatch.setattr(machine, "_groups", lambda: [tmp_path / "outer" / "inner", tmp_path / "outer"])

    return made


def test_processors_are_those_that_this_process_may_use():
    assert 1 <= machine.cores() <= len(os.sched_getaffinity(0))


def test_the_smallest_share_of_any_control_group_counts_rounded_up(groups):
    groups({"cpu.max": "50000 100000\n"}, {"cpu.max": "max 100000\n"})
    assert machine.cores() == 1


def test_the_smallest_room_of_any_control_group_counts_without_what_can_be_dropped(groups):
    stat = "anon 1\ninactive_file 300000\n"
    groups(
        {"memory.max": "2000000", "memory.current": "1300000", "memory.stat": stat},
        {"memory.max": "max", "memory.current": "1", "memory.stat": stat},
    )
    assert machine.budget() == 800_000


def test_a_full_control_group_has_no_room(groups):
    groups({}, {"memory.max": "5", "memory.current": "9", "memory.stat": ""})
    assert machine.budget() == 0


def test_without_control_groups_what_the_system_has_free_counts(groups):
    groups({}, {})
    assert 10**7 < machine.budget() < 10**14


def test_memory_is_that_of_a_process_and_its_descendants_beyond_what_is_shared():
    source = (
        "import os, sys, time\nheld = b'x' * 50_000_000\nif os.fork():\n    print(flush=True)\ntime.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", source], stdout=subprocess.PIPE) as parent:
        parent.stdout.readline()
        family = list(machine.family(parent.pid))
        used = machine.used(parent.pid)
        beyond = machine.used(parent.pid, 50_000_000)
        for pid in family:
            os.kill(pid, 9)
    assert len(family) == 2
    assert 100_000_000 <= used < 140_000_000
    assert beyond < 40_000_000
    assert machine.used(parent.pid) == 0


def test_threads_are_counted():
    before, end = machine.threads(), threading.Event()
    thread = threading.Thread(target=end.wait)
    thread.start()
    assert machine.threads() == before + 1
    end.set()
    thread.join()

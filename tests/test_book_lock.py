import os
import signal
import subprocess
import sys

import pytest

from csatreport.book import lock
from csatreport.errors import LockedError

HOLD = """
import sys, time
from pathlib import Path
from csatreport.book import lock
with lock.hold(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


def holder(folder):
    process = subprocess.Popen([sys.executable, "-c", HOLD, str(folder)], stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "held\n"
    return process


def test_a_second_process_is_refused_and_told_who_holds_the_lock(tmp_path):
    process = holder(tmp_path / "build")
    try:
        with pytest.raises(LockedError, match=str(process.pid)) as refusal, lock.hold(tmp_path / "build"):
            pass
        assert refusal.value.exit_code == 75
    finally:
        process.kill()
        process.communicate()


def test_the_lock_ends_with_its_process_however_it_ends(tmp_path):
    process = holder(tmp_path / "build")
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    with lock.hold(tmp_path / "build"):
        assert (tmp_path / "build" / "lock").read_text() == f"{os.getpid()}\n"


def test_the_work_folder_hides_itself_from_git(tmp_path):
    with lock.hold(tmp_path / "build"):
        assert (tmp_path / "build" / ".gitignore").read_text() == "*\n"

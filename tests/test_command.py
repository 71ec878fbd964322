"""What every verb needs: the command ends with its own exit code, whatever else is still running."""

from __future__ import annotations

import subprocess
import sys

BUSY = """
import atexit, sys, threading, time
from csatreport.command import leave
threading.Thread(target=time.sleep, args=(600,)).start()
atexit.register(lambda: print("cleaned up"))
print("said", end="")
leave(4)
"""


def test_a_thread_that_is_still_busy_neither_holds_the_command_nor_changes_its_exit_code() -> None:
    done = subprocess.run(
        [sys.executable, "-c", BUSY], capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 4
    assert done.stdout == "saidcleaned up\n"
    assert done.stderr == ""

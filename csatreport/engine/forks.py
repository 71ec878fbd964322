"""Whether processes of a build are forked from one that has its libraries, or started in the ordinary way."""

from __future__ import annotations

import os
import sys

OFF = "CSATREPORT_FORK"  # set to 0, notebooks run in plain kernels


def forks() -> bool:
    """Say whether notebooks may run in forked processes here."""
    return not obstacle()


def obstacle() -> str:
    """Tell why notebooks cannot run in forked processes here; empty where they can.

    macOS has fork, but its own libraries (Accelerate, Core Foundation) break in a process that was forked and has not
    started another program; Windows has none.
    """
    if os.environ.get(OFF) == "0":
        return f"{OFF}=0"
    if sys.platform != "linux":
        return f"{sys.platform} cannot fork a process that has its libraries loaded"
    if not hasattr(os, "pidfd_open"):
        return "this Python cannot watch a process that it did not start (os.pidfd_open)"
    return ""

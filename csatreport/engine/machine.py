"""What this machine gives a build: processors, memory, and what a process uses of it (Linux)."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

_SHARE = 0.8  # of the memory that is free when jobs begin; the rest is for what we did not foresee
_PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096
_NO_LIMIT = 1 << 50  # cgroups write "max", or an absurd number


def cores() -> int:
    """Processors that this process may use."""
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    quotas = [q for group in _groups() if (q := _quota(group / "cpu.max"))]
    return max(1, min([usable, *quotas]))


def budget() -> int:
    """Bytes that all jobs together may use beyond what is used now."""
    rooms = [_available(), *(room for group in _groups() if (room := _room(group)) is not None)]
    return int(_SHARE * min(rooms))


def used(pid: int, shared: int = 0) -> int:
    """Bytes of memory of their own that a process and its descendants hold now, each beyond what it shares."""
    return sum(max(0, own(member) - shared) for member in family(pid))


def family(pid: int) -> Iterator[int]:
    """A process and all its descendants."""
    yield pid
    for child in children(pid):
        yield from family(child)


def children(pid: int) -> list[int]:
    """The children of a process."""
    return [int(child) for child in _text(Path(f"/proc/{pid}/task/{pid}/children")).split()]


def threads() -> int:
    """How many threads this process has."""
    return len(list(Path("/proc/self/task").iterdir()))


def own(pid: int) -> int:
    """Bytes of memory that a process holds now and that no file holds; 0 for one that has ended."""
    fields = _text(Path(f"/proc/{pid}/statm")).split()
    return (int(fields[1]) - int(fields[2])) * _PAGE if fields else 0


def _available() -> int:
    lines = _text(Path("/proc/meminfo")).splitlines()
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("MemAvailable")), _NO_LIMIT)


def _groups() -> list[Path]:
    """Folders of the control groups (version 2) that this process is in, innermost first."""
    root = Path("/sys/fs/cgroup")
    lines = _text(Path("/proc/self/cgroup")).splitlines()
    inner = next((line.removeprefix("0::/") for line in lines if line.startswith("0::/")), None)
    return [] if inner is None else [root / inner, *(root / inner).parents][: len(Path(inner).parts) + 1]


def _room(group: Path) -> int | None:
    limit = _text(group / "memory.max").strip()
    if not limit.isdigit():
        return None
    facts = dict(line.split() for line in _text(group / "memory.stat").splitlines())
    held = int(_text(group / "memory.current") or 0) - int(facts.get("inactive_file", 0))
    return max(0, int(limit) - held)


def _quota(file: Path) -> int | None:
    parts = _text(file).split()
    return -(-int(parts[0]) // int(parts[1])) if parts and parts[0].isdigit() else None


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except OSError:  # a process that ended meanwhile, a system that has no such file
        return ""

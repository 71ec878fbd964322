"""What a benchmark ran on: processor, system, Python and the libraries it used."""

from __future__ import annotations

import platform
from importlib.metadata import version
from pathlib import Path


def described(*packages: str) -> str:
    """The machine and the versions in one line."""
    python = f"{platform.system()} {platform.machine()}, Python {platform.python_version()}"
    return ", ".join([_processor(), python, *(f"{name} {version(name)}" for name in packages)])


def _processor() -> str:
    facts = Path("/proc/cpuinfo")
    lines = facts.read_text(encoding="utf-8").splitlines() if facts.exists() else []
    names = [line.split(":")[1].strip() for line in lines if line.startswith("model name")]
    return f"{len(names)} x {names[0]}" if names else platform.machine()

"""What a result depends on besides its inputs, as one process sees it: asked here and on every worker."""

from __future__ import annotations

import json
import platform
import sys
from collections.abc import Mapping
from pathlib import Path

from csatreport.engine import environment, variables

Facts = dict[str, str]


def facts() -> Facts:
    """Interpreter, packages, csatreport's own source and the kind of processor, by name."""
    return {
        **environment.interpreter(),
        **{f"package {name}": version for name, version in environment.packages().items()},
        "csatreport's code": environment.source()["csatreport"],
        **{f"variable {name}": value for name, value in _processor().items()},
    }


def differences(here: Mapping[str, str], there: Mapping[str, str]) -> tuple[str, ...]:
    """List what differs, one line each."""
    return tuple(
        f"{name}: {_short(here.get(name))} here, {_short(there.get(name))} there"
        for name in sorted(here.keys() | there.keys())
        if here.get(name) != there.get(name)
    )


def _processor() -> dict[str, str]:
    """The variables that make processors alike; where there are none, what this one can do."""
    return variables.one_processor() or {"processor": _abilities() or platform.processor()}


def _abilities() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="ascii", errors="replace").splitlines()
    except OSError:
        return ""
    return next((line.split(":")[1].strip() for line in lines if line.startswith(("flags", "Features"))), "")


def _short(value: str | None) -> str:
    if value is None:
        return "missing"
    return value[:12] if len(value) == 64 else value


if __name__ == "__main__":
    sys.stdout.write(json.dumps(facts()) + "\n")

"""The software a build depends on: packages, lock file, interpreter, csatreport itself, git."""

from __future__ import annotations

import hashlib
import os
import platform
import re
import subprocess
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import Any

from csatreport.params.load import packaged

_Wanted = tuple[str, frozenset[str]]  # a package and its extras
_EXTRA = re.compile(r"""\bextra == ["']([\w.-]+)["']""")


def sha256(path: Path) -> str:
    """Hash of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def packages() -> dict[str, str]:
    """Version of everything that csatreport needs to run, itself included, by name.

    Other packages in the environment (tests, an analyst's editor) do not change a book, so they are left out.
    """
    found: dict[str, str] = {}
    waiting: list[_Wanted] = [("csatreport", frozenset())]
    seen = set(waiting)
    while waiting:
        name, extras = waiting.pop()
        try:
            version, requirements = _declared(metadata.distribution(name))
        except metadata.PackageNotFoundError:  # for another platform
            continue
        found[name] = version
        for wanted in filter(None, (_wanted(said, extras) for said in requirements)):
            if wanted not in seen:
                seen.add(wanted)
                waiting.append(wanted)
    return dict(sorted(found.items()))


def _declared(distribution: metadata.Distribution) -> tuple[str, list[str]]:
    """Version and requirements of a package: its head is lines of ``Name: value`` up to an empty one."""
    text = distribution.read_text("METADATA")
    if text is None:
        return distribution.version, distribution.requires or []
    lines = [line.partition(": ") for line in text.partition("\n\n")[0].splitlines()]
    requirements = [value for name, _, value in lines if name == "Requires-Dist"]
    return next(value for name, _, value in lines if name == "Version"), requirements


def _wanted(said: str, extras: frozenset[str]) -> _Wanted | None:
    """What a requirement asks for here, of a package that was asked for with ``extras``; None where it asks for nothing."""
    only = _EXTRA.search(said)
    if (
        only and " or " not in said and _canonical(only[1]) not in map(_canonical, extras)
    ):  # most are; the others are read by their grammar
        return None
    from packaging.requirements import Requirement

    requirement = Requirement(said)
    return (
        (_canonical(requirement.name), frozenset(requirement.extras))
        if _applies(requirement, extras)
        else None
    )


def source() -> dict[str, str]:
    """Hash of csatreport's own files, and of the lock file beside them where there is one."""
    total = hashlib.sha256()
    for place, path in own_files():
        total.update(f"{place}\0{sha256(path)}\n".encode())
    lock = packaged() / "requirements.lock"
    return {"csatreport": total.hexdigest(), "requirements.lock": sha256(lock) if lock.is_file() else ""}


def own_files() -> Iterator[tuple[str, Path]]:
    """Find csatreport's own files, each with its place in the package."""
    folder = Path(__file__).resolve().parents[1]
    found = []
    for place, folders, names in os.walk(folder):
        folders[:] = [
            name for name in folders if name != "__pycache__" and Path(place, name) != folder / "packaged"
        ]
        found += [Path(place, name) for name in names]
    for path in sorted(found):
        yield path.relative_to(folder).as_posix(), path


def interpreter() -> dict[str, str]:
    """Python and the machine."""
    return {
        "python": platform.python_version(),
        "implementation": platform.python_implementation(),
        "platform": f"{platform.system()} {platform.machine()}",
    }


def git(project: Path) -> dict[str, Any]:
    """Commit of the project and whether files differ from it; empty outside git."""
    commit = _git(project, "rev-parse", "HEAD")
    if commit is None:
        return {}
    return {"commit": commit, "dirty": bool(_git(project, "status", "--porcelain", "--untracked-files=no"))}


def _git(project: Path, *arguments: str) -> str | None:
    command = ["git", "-C", str(project), *arguments]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - fixed words
    except FileNotFoundError:
        return None
    return done.stdout.strip() if done.returncode == 0 else None


def _canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _applies(requirement: Any, extras: frozenset[str]) -> bool:  # noqa: ANN401 - packaging is imported where used
    marker = requirement.marker
    return marker is None or any(marker.evaluate({"extra": extra}) for extra in extras or {""})

"""The software a build depends on: packages, lock file, interpreter, csatreport itself, git."""

from __future__ import annotations

import hashlib
import platform
import re
import subprocess
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import Any

from csatreport.params.load import packaged


def sha256(path: Path) -> str:
    """Hash of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def packages() -> dict[str, str]:
    """Version of everything that csatreport needs to run, itself included, by name.

    Other packages in the environment (tests, an analyst's editor) do not change a book, so they are left out.
    """
    from packaging.requirements import Requirement

    found: dict[str, str] = {}
    waiting: list[tuple[str, frozenset[str]]] = [("csatreport", frozenset())]
    seen = set(waiting)
    while waiting:
        name, extras = waiting.pop()
        try:
            distribution = metadata.distribution(name)
        except metadata.PackageNotFoundError:  # for another platform
            continue
        found[_canonical(name)] = distribution.version
        for requirement in map(Requirement, distribution.requires or ()):
            wanted = (_canonical(requirement.name), frozenset(requirement.extras))
            if wanted not in seen and _applies(requirement, extras):
                seen.add(wanted)
                waiting.append(wanted)
    return dict(sorted(found.items()))


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
    for path in sorted(p for p in folder.rglob("*") if p.is_file() and _own(p.relative_to(folder))):
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


def _own(path: Path) -> bool:
    return "__pycache__" not in path.parts and path.parts[0] != "packaged"


def _canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _applies(requirement: Any, extras: frozenset[str]) -> bool:  # noqa: ANN401 - packaging is imported where used
    marker = requirement.marker
    return marker is None or any(marker.evaluate({"extra": extra}) for extra in extras or {""})

"""Names of files that mean the same on every machine: from the project's folder, from csatreport's own, or from the root."""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Places:
    """Where files stand: in the ``project``, in the chapter's ``own`` folder, or elsewhere."""

    project: Path | None
    own: Path

    def name(self, path: Path) -> str:
        """What a file is called in a record."""
        if path.is_relative_to(_PACKAGE):
            return f"csatreport:{path.relative_to(_PACKAGE).as_posix()}"
        if self.project and path.is_relative_to(self.project):
            return f"project:{path.relative_to(self.project).as_posix()}"
        return path.as_posix()

    def scratch(self, path: Path) -> bool:
        """Whether a file is of the run itself, such as its log."""
        work = self.project / "build" if self.project else self.own
        return path.is_relative_to(work) or path.is_relative_to(self.own)

    def lasting(self, path: Path) -> bool:
        """Whether a file that was written is there for others: neither scratch nor something temporary or cached."""
        passing = (
            tempfile.gettempdir(),
            os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache"),
            os.devnull,
        )
        in_project = self.project is not None and path.is_relative_to(self.project)
        return not self.scratch(path) and (in_project or not any(path.is_relative_to(p) for p in passing))


def path_of(name: str, project: Path) -> Path:
    """The file that a record calls so."""
    for place, folder in (("project:", project), ("csatreport:", _PACKAGE)):
        if name.startswith(place):
            return folder / name.removeprefix(place)
    return Path(name)

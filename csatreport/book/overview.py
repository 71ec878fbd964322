"""What a project has: declared editions, published revisions, and files that can be made again."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from csatreport.book import editions, lock
from csatreport.params.load import editions as declared


@dataclass(frozen=True)
class Row:
    """An edition; ``revision`` is 0 where none is published."""

    edition: str
    revision: int = 0
    published: str = ""  # when
    headline: str = ""
    reason: str = ""
    folder: str = ""

    @property
    def line(self) -> str:
        """The row for people."""
        if not self.revision:
            return f"{self.edition}  not published"
        why = f"  ({self.reason})" if self.reason else ""
        return f"{self.edition}-r{self.revision}  {self.published}  {self.headline}{why}"


def overview(project: Path) -> tuple[Row, ...]:
    """Every edition of the project, newest first, each with its revisions, newest first."""
    found = editions.published(project / "reports")
    names = dict.fromkeys([*reversed(declared(project)), *(p.edition for p in found)])
    return tuple(
        row for name in names for row in [_row(p) for p in found if p.edition == name] or [Row(name)]
    )


def clean(project: Path, *, dry_run: bool = False) -> tuple[Path, ...]:
    """Remove what can be made again: prepared data, work files, staging folders. Return what it was.

    Raises
    ------
    LockedError
        A build is running.
    """
    with lock.hold(project / "build"):
        work = [p for p in (project / "build").iterdir() if p.name not in ("lock", ".gitignore")]
        staging = (project / "reports").glob(f"{editions.STAGING}*")
        gone = tuple(
            p for p in (project / "data" / "prepared", *sorted(work), *sorted(staging)) if p.exists()
        )
        for path in () if dry_run else gone:
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink()
    return gone


def _row(published: editions.Published) -> Row:
    manifest = published.manifest
    headline = "; ".join(
        f"{h['label']['en']} {h['text'].get('en', '')}".strip() for h in manifest["headline"]
    )
    when = str(manifest["times"]["finished"])[:10]
    return Row(
        published.edition, published.revision, when, headline, manifest["reason"], str(published.folder)
    )

"""A new project from the packaged chapters and parameters."""

from __future__ import annotations

import shutil
from pathlib import Path

from csatreport.errors import UsageError
from csatreport.params.load import packaged

_README = """\
# A csatreport project

* `params/`: the book, the questionnaire, rules of cleaning, one file per edition
* `data/raw/`: the raw files, as delivered
* `notebooks/`: the chapters
* `reports/`: the published editions; never edited by hand

`csatreport check` says what is wrong, `csatreport build` builds the newest edition, `csatreport preview`
shows it while you edit.
"""
_IGNORED = "/build/\n/data/raw/*\n/data/prepared/\n/reports/*\n.ipynb_checkpoints/\n"


def init(folder: Path, *, dry_run: bool = False) -> tuple[Path, ...]:
    """Write a new project to ``folder`` and return its files.

    Raises
    ------
    UsageError
        The folder holds something already.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(
            "the folder is not empty",
            where=str(folder),
            expected="a new or an empty folder",
            todo="name another one; nothing was written",
        )
    source = packaged()
    copied = [
        p
        for part in ("params", "notebooks")
        for p in sorted((source / part).rglob("*"))
        if _wanted(p, source)
    ]
    targets = tuple(folder / p.relative_to(source) for p in copied)
    if not dry_run:
        for path, target in zip(copied, targets, strict=True):
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
        (folder / "data" / "raw").mkdir(parents=True, exist_ok=True)
        (folder / "README.md").write_text(_README, encoding="utf-8")
        (folder / ".gitignore").write_text(_IGNORED, encoding="utf-8")
    return (*targets, folder / "README.md", folder / ".gitignore")


def _wanted(path: Path, source: Path) -> bool:
    return path.is_file() and not any(part.startswith(".") for part in path.relative_to(source).parts)

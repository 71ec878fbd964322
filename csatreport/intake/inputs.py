"""What prepared tables are made of, by hash: a table is made again when one of these changes, and only then."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path, PurePosixPath
from typing import Any

import csatreport.params
from csatreport.intake.store import digest
from csatreport.params import Edition, Item, Questionnaire, Source

_LIBRARIES = ("numpy", "pandas", "pyarrow", "pyreadstat", "python-calamine", "pandera")
_OF_ITEM = {"item", "kind", "scale", "codes", "direction", "missing"}
_SHOWN = {
    "languages",
    "minimum_base",
    "low_base",
    "confidence",
    "seed",
    "chapter_seconds",
    "chapters",
    "record",
}


def hashed(content: object) -> str:
    """Hash of JSON values."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def raw(project: Path, files: Iterable[PurePosixPath]) -> dict[str, str]:
    """Hash of each raw file, "" where it is missing: reading it says so."""
    paths = {str(file): project / file for file in files}
    return {name: digest(path) if path.is_file() else "" for name, path in sorted(paths.items())}


def delivered(source: Source) -> list[PurePosixPath]:
    """The files that a source is read from."""
    return [source.file, *([source.form] if source.form else [])]


def asked(questionnaire: Questionnaire) -> str:
    """Hash of what intake uses of the questionnaire: no label and no wording, which only readers see."""
    items = [_item(i) for i in questionnaire.items]
    lists = {name: list(codes) for name, codes in questionnaire.labels.items()}
    return hashed([items, lists, questionnaire.answers])


def ruled(edition: Edition) -> str:
    """Hash of what intake uses of an edition."""
    return hashed(edition.model_dump(mode="json", exclude=_SHOWN))


def declared(project: Path, *names: str) -> dict[str, str]:
    """Hash of files under ``params/``, where they are there."""
    return {n: digest(project / "params" / n) for n in names if (project / "params" / n).is_file()}


def program() -> dict[str, Any]:
    """The code that prepares, the words that it looks for, and the libraries that read and write."""
    rooms = (Path(__file__).parent, Path(csatreport.params.__file__).parent)
    found = (f for room in rooms for kind in ("*.py", "*.toml") for f in room.rglob(kind))
    files = sorted(f for f in found if f.parent.name != "analysis")  # what is declared for after intake
    code = [f"{f.parent.name}/{f.name} {digest(f)}" for f in files]
    return {"code": hashed(code), "libraries": {name: version(name) for name in _LIBRARIES}}


def _item(item: Item) -> dict[str, Any]:
    sources = {str(wave): text for wave, text in item.sources.items()}
    return item.model_dump(mode="json", include=_OF_ITEM) | {"sources": sources, "row": item.row}

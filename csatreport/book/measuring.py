"""How high every chapter of the printed book is under every setting: measured by Typst once, then remembered.

A chapter is measured alone, so what is remembered of it holds in any book, next to any chapter.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

from csatreport.book import pagination, press
from csatreport.book.pagination import Heights, Printed
from csatreport.params import Language

_LABEL = "{word} 188"  # whatever number a chart or table has, it is measured with this one


def heights(book: Printed, language: Language, kept: Path | None) -> list[Heights]:
    """Heights of every chapter of the book in reading order.

    Parameters
    ----------
    kept : Path or None
        The file that remembers heights between builds. What is not in it is measured; it then holds what
        this book needs and nothing else. A file that was cut off or edited is as good as none.

    Raises
    ------
    BookError
        Typst refuses a chapter.
    """
    chapters = list(_measured(book))
    made_with = press.fingerprint(language)
    keys = [_hash(made_with, chapter) for chapter in chapters]
    known = _read(kept) if kept else {}
    missing = {key: chapter for key, chapter in zip(keys, chapters, strict=True) if key not in known}
    if missing:
        known |= zip(missing, _measure(list(missing.values()), language), strict=True)
    found = {key: known[key] for key in keys}
    if kept and missing:
        _write(kept, found)
    return [found[key] for key in keys]


def _measured(book: Printed) -> Iterator[Printed]:
    """Chapters as they are measured: without what is drawn, and without what depends on other chapters."""
    for part in book["parts"]:
        for i, chapter in enumerate(part["chapters"]):
            blocks = [_plain(block, book["words"]) for block in chapter["blocks"]]
            yield {
                "name": chapter["name"],
                "title": chapter["title"],
                "part": None if i else part["title"],
                "units": pagination.units(blocks),
            }


def _plain(block: Printed, words: dict[str, str]) -> Printed:
    if "label" not in block:
        return block
    label = _LABEL.format(word=words["table" if block["kind"] == "table" else "figure"])
    return {**{name: value for name, value in block.items() if name not in {"svg", "alt"}}, "label": label}


def _measure(chapters: list[Printed], language: Language) -> list[Heights]:
    import typst

    asked = press.given("measure.typ", language, measured=_json(chapters))
    try:
        return list(json.loads(typst.query(**asked, selector="<heights>", field="value")))
    except (typst.TypstError, RuntimeError) as error:
        raise press.refused(error, "heights of chapters") from error


def _hash(made_with: str, chapter: Printed) -> str:
    return hashlib.sha256(f"{made_with}{_json(chapter)}".encode()).hexdigest()


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _read(kept: Path) -> dict[str, Heights]:
    """What was kept; nothing where the file is not as it was written."""
    try:
        digest, _, content = kept.read_text(encoding="utf-8").partition("\n")
    except (FileNotFoundError, UnicodeDecodeError):
        return {}
    if digest != hashlib.sha256(content.encode()).hexdigest():
        return {}
    found: dict[str, Heights] = json.loads(content)
    return found


def _write(kept: Path, found: dict[str, Heights]) -> None:
    import tempfile

    content = _json(found)
    kept.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=kept.parent, delete=False) as file:
        file.write(f"{hashlib.sha256(content.encode()).hexdigest()}\n{content}")
    Path(file.name).replace(kept)

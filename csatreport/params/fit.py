"""Whether an edition fits the book, the questionnaire, and the files that are there; what does not is a fault."""

from __future__ import annotations

import fnmatch
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from csatreport.params.edition import Delivery, RawFile, Source
from csatreport.params.faults import Fault, closest

if TYPE_CHECKING:
    from csatreport.params.book import Book
    from csatreport.params.edition import Edition


def faults_of(edition: Edition, book: Book, items: set[str], *, project: Path) -> Iterator[Fault]:
    """Find what an edition says that no chapter, wave, item or file bears out."""
    yield from _edition(edition, book, project)
    yield from _without(edition, items)


def _edition(edition: Edition, book: Book, project: Path) -> Iterator[Fault]:
    where = f"params/editions/{edition.name}.toml"
    names = {c.stem for c in book.chapters}
    for chapter in edition.chapters or ():
        if chapter.removesuffix(".ipynb") not in names:
            yield Fault(
                f"no chapter {chapter!r} in the book", f"{where}, chapters", todo=closest(chapter, names)
            )
    for n, source in enumerate(edition.source, 1):
        if source.wave.kind != edition.wave.kind or edition.wave < source.wave:
            yield Fault(
                "a wave that this edition cannot hold",
                f"{where}, source[{n}].wave",
                f"a wave like {edition.wave}, not later",
                str(source.wave),
                "correct it, or leave the source out",
            )
    for key in ("previous", "year_ago"):
        wave = getattr(edition, key)
        if wave is not None and (wave.kind != edition.wave.kind or not wave < edition.wave):
            yield Fault(
                "not a wave to compare with",
                f"{where}, {key}",
                f"a wave like {edition.wave}, but earlier",
                str(wave),
                "correct it",
            )
    lists: dict[str, tuple[RawFile, ...]] = {
        "source": edition.source,
        "published": edition.published,
        "record": edition.record,
    }
    for key, files in lists.items():
        for n, file in enumerate(files, 1):
            yield from _file(file, f"{where}, {key}[{n}]", project)


def _file(file: RawFile, place: str, project: Path) -> Iterator[Fault]:
    asked = isinstance(file, Delivery) and file.query is not None
    if isinstance(file, Delivery) and asked != (file.database is not None):
        expected = "both `query` and `database`, or neither"
        yield Fault("half of a question to a database", place, expected, todo="add the other one")
    yield from _there(file.file, f"{place}.file", project, fetched=asked)
    if isinstance(file, Source) and file.form:
        yield from _there(file.form, f"{place}.form", project)


def _there(path: PurePosixPath, place: str, project: Path, *, fetched: bool = False) -> Iterator[Fault]:
    if not _is_file(project / path):
        there = (p.name for p in (project / path).parent.glob("*") if p.is_file())
        todo = "take it with: csatreport fetch" if fetched else closest(path.name, there)
        yield Fault(f"no file {str(path)!r}", place, "a path relative to the project folder", todo=todo)


def _without(edition: Edition, items: set[str]) -> Iterator[Fault]:
    """Items that a file is said to lack, and that no questionnaire has."""
    for n, source in enumerate(edition.source, 1):
        for pattern in source.without:
            if not fnmatch.filter(items, pattern):
                place = f"params/editions/{edition.name}.toml, source[{n}].without"
                yield Fault(f"no item {pattern!r}", place, todo=closest(pattern, items))


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # a name that no file can have
        return False

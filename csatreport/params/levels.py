"""A page for every level of an item: one line of ``params/book.toml`` becomes as many chapters."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from csatreport.params.faults import Fault, closest, refuse
from csatreport.params.text import LANGUAGES, Text

if TYPE_CHECKING:
    from csatreport.params.book import Book, Chapter
    from csatreport.params.questionnaire import Questionnaire

_FILE = "params/book.toml"
_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")  # what a page can be called


def expanded(book: Book, questionnaire: Questionnaire) -> Book:
    """The book with a chapter for every level in the place of each chapter that has ``each``.

    Raises
    ------
    ParamsError
        There is no such item, it has no levels, its levels cannot be told apart, or a page would have another one's name.
    """
    refuse([f for chapter in book.chapters if chapter.each for f in _faults(chapter, questionnaire)])
    parts = [
        part.model_copy(update={"chapters": tuple(c for x in part.chapters for c in _each(x, questionnaire))})
        for part in book.part
    ]
    made = book.model_copy(update={"part": tuple(parts)})
    refuse(list(_names(made)))
    return made


def _each(chapter: Chapter, questionnaire: Questionnaire) -> tuple[Chapter, ...]:
    if not chapter.each:
        return (chapter,)
    needs = (*chapter.needs, "level")
    return tuple(
        chapter.model_copy(update={"level": code, "level_label": label, "needs": needs})
        for code, label in _levels(chapter, questionnaire).items()
    )


def _levels(chapter: Chapter, questionnaire: Questionnaire) -> dict[str, Text]:
    return questionnaire.labels[questionnaire[chapter.each].codes]


def _faults(chapter: Chapter, questionnaire: Questionnaire) -> Iterator[Fault]:
    where = f"{_FILE}, {chapter.notebook}, each"
    known = {i.item: i for i in questionnaire.items}
    if chapter.each not in known:
        yield Fault(f"no item {chapter.each!r}", where, todo=closest(chapter.each, known))
        return
    item = known[chapter.each]
    if item.kind != "category" or not questionnaire.labels.get(item.codes):
        yield Fault(
            "an item without levels", where, expected="an item of kind category with a list", got=item.item
        )
        return
    levels = _levels(chapter, questionnaire)
    for code in levels:
        if not _PLAIN.fullmatch(code):
            yield Fault(
                f"level {code!r} cannot be in the name of a page", f"params/labels.csv, list {item.codes}",
                expected="letters, digits, - and _", todo="give it a plain code, and what files call it in `source`",
            )  # fmt: skip
    for language in LANGUAGES:
        for name, times in Counter(label[language] for label in levels.values()).items():
            if times > 1:
                twins = ", ".join(code for code, label in levels.items() if label[language] == name)
                yield Fault(
                    f"{times} levels are called {name!r}", f"params/labels.csv, list {item.codes}",
                    expected="a name of its own for every page", got=twins, todo="tell them apart by what they are called",
                )  # fmt: skip


def _names(book: Book) -> Iterator[Fault]:
    for name, times in Counter(c.name.lower() for c in book.chapters).items():
        if times > 1:
            yield Fault(
                f"{times} pages are called {name!r}", _FILE, expected="a name of its own for every page",
                todo="rename a notebook or a level",
            )  # fmt: skip
    stems = {c.stem for c in book.chapters if c.level}
    for chapter in book.chapters:
        if not chapter.level and chapter.name in stems:
            yield Fault(
                f"a page {chapter.name!r} beside the pages of its levels", _FILE, expected="each notebook once",
                todo="take one of the two lines away",
            )  # fmt: skip

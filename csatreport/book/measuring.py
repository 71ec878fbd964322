"""How high every chapter of the printed book is under every setting: measured by Typst once, then kept.

A chapter is measured alone, so what is kept of it holds in any book, next to any chapter.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from csatreport.book import brief, press
from csatreport.book.kept import Kept
from csatreport.book.pagination import Heights, Printed
from csatreport.params import Language


def heights(book: Printed, language: Language, kept: Kept) -> list[Heights]:
    """Heights of every chapter of the book in reading order; what is not kept is measured and then kept.

    Raises
    ------
    BookError
        Typst refuses a chapter.
    """
    made_with = press.fingerprint(language)
    asked = [(kept.name(made_with, chapter), chapter) for chapter in brief.chapters(book)]
    found = {name: json.loads(entry) for name, _ in asked if (entry := kept.get(name))}
    missing = {name: chapter for name, chapter in asked if name not in found}
    for name, measured in zip(missing, _measure(list(missing.values()), language), strict=True):
        kept.put(name, json.dumps(measured).encode())
        found[name] = measured
    return [found[name] for name, _ in asked]


def _measure(chapters: Sequence[Printed], language: Language) -> list[Heights]:
    import typst

    if not chapters:
        return []
    asked = press.given("measure.typ", language, measured=json.dumps(chapters, ensure_ascii=False))
    try:
        return list(json.loads(typst.query(**asked, selector="<heights>", field="value")))
    except RuntimeError as error:  # TypstError is one
        raise press.refused(error, "heights of chapters") from error

"""What the search of the site works on: the words of all pages as one index, and their texts.

Pages bring their own words (:class:`~csatreport.book.rendered.Rendered`); the index is the same as Sphinx writes it when
it makes all pages at once.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from html import unescape

from csatreport.book.rendered import Rendered

_INLINE = re.compile(r"</?(?:a|abbr|code|span|strong|wbr)\b[^>]*>")


def plain(markup: str) -> str:
    """What a reader sees of a piece of HTML, on one line."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", _INLINE.sub("", markup))).split())


def text(pieces: Iterable[str]) -> str:
    """What a reader sees of the pieces of a page."""
    return " ".join(filter(None, map(plain, pieces)))


def texts(pages: Mapping[str, Rendered]) -> str:
    """A script with the text of every page, of which the search page shows the place that was found."""
    listed = {name: page.text for name, page in sorted(pages.items())}
    return f"window.csatTexts = {json.dumps(listed, ensure_ascii=False)};\n"


def index(pages: Mapping[str, Rendered]) -> str:
    """The index that Sphinx's search page loads."""
    listed = sorted(pages.items())
    headings: dict[str, list[tuple[int, str | None]]] = {}
    for number, (_, page) in enumerate(listed):
        for title, where in page.titles:
            headings.setdefault(title, []).append((number, where))
    found = {
        "docnames": [name for name, _ in listed],
        "filenames": [f"{name}.md" for name, _ in listed],
        "titles": [page.title for _, page in listed],
        "terms": _numbered(page.words for _, page in listed),
        "titleterms": _numbered(page.title_words for _, page in listed),
        "alltitles": headings,
        "objects": {},
        "objtypes": {},
        "objnames": {},
        "indexentries": {},
    }
    return f"Search.setIndex({json.dumps(found, sort_keys=True)})"


def _numbered(pages: Iterable[list[str]]) -> dict[str, int | list[int]]:
    """Word -> the number of the page that has it, or those of the pages."""
    found: dict[str, list[int]] = {}
    for number, words in enumerate(pages):
        for word in words:
            found.setdefault(word, []).append(number)
    return {word: numbers[0] if len(numbers) == 1 else numbers for word, numbers in found.items()}

"""Search that finds words of Chinese: every pair of neighbouring characters is a word of the index.

``满意度`` is indexed as 满, 意, 度, 满意, 意度; a question of two characters or more is asked by its
pairs, one of a single character by itself. Everything else is English, with its stems. The same
splitting is done in Python when the index is made and in JavaScript when it is asked.
"""

from __future__ import annotations

import json
import re
from html import unescape
from itertools import pairwise

from sphinx.search.en import SearchEnglish

_CHINESE = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_INLINE = re.compile(r"</?(?:a|abbr|code|span|strong|wbr)\b[^>]*>")
_RUN = re.compile(rf"[{_CHINESE}]+|[^\W{_CHINESE}]+")


def indexed(text: str) -> list[str]:
    """The words that a text is found by."""
    return [word for run in _RUN.findall(text) for word in _words(run)]


def _words(run: str) -> list[str]:
    if not re.match(f"[{_CHINESE}]", run):
        return [run]
    return [*run, *("".join(pair) for pair in pairwise(run))]


def plain(markup: str) -> str:
    """What a reader sees of a piece of HTML, on one line."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", _INLINE.sub("", markup))).split())


def texts(pages: dict[str, list[str]]) -> str:
    """A script with the text of every page, of which the search page shows the place that was found."""
    listed = {name: " ".join(filter(None, map(plain, pieces))) for name, pieces in sorted(pages.items())}
    return f"window.csatTexts = {json.dumps(listed, ensure_ascii=False)};\n"


class SearchBothLanguages(SearchEnglish):  # type: ignore[misc]  # sphinx ships no types that mypy follows here
    """English words and pairs of Chinese characters, for Sphinx's index and its search page."""

    lang = "cjk"
    language_name = "English and Chinese"
    js_splitter_code = r"""
var splitQuery = (query) =>
  (query.match(
    /[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+|(?:(?![\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff])[\p{L}\p{N}_])+/gu
  ) || [])
    .flatMap((run) => /^[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]{2,}$/u.test(run)
      ? Array.from(run).slice(1).map((c, i) => Array.from(run)[i] + c)
      : [run]);
"""

    def split(self, input: str) -> list[str]:  # noqa: A002  # the name is Sphinx's
        """Words of a text, see :func:`indexed`."""
        return indexed(input)

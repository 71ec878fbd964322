"""Search that finds words of Chinese: every pair of neighbouring characters is a word of the index.

``满意度`` is indexed as 满, 意, 度, 满意, 意度; a question of two characters or more is asked by its
pairs, one of a single character by itself. Everything else is English, with its stems. The same
splitting is done in Python when the index is made and in JavaScript when it is asked.
"""

from __future__ import annotations

import re
from itertools import pairwise

from sphinx.search.en import SearchEnglish

_CHINESE = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_RUN = re.compile(rf"[{_CHINESE}]+|[^\W{_CHINESE}]+")


def indexed(text: str) -> list[str]:
    """The words that a text is found by."""
    return [word for run in _RUN.findall(text) for word in _words(run)]


def _words(run: str) -> list[str]:
    if not re.match(f"[{_CHINESE}]", run):
        return [run]
    return [*run, *("".join(pair) for pair in pairwise(run))]


class SearchBothLanguages(SearchEnglish):  # type: ignore[misc]  # sphinx ships no types that mypy follows here
    """English words and pairs of Chinese characters, for Sphinx's index and its search page."""

    def __init__(self, options: dict[str, str]) -> None:
        super().__init__(options)
        self._stems: dict[str, str] = {}

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

    def stem(self, word: str) -> str:
        """The stem of a word, found once for all pages."""
        found = self._stems.get(word)
        if found is None:
            found = self._stems[word] = super().stem(word)
        return found

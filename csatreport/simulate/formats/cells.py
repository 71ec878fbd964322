"""Answers as the cells of an export: words of options, numbers of ratings, choices put together."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import numpy as np

from csatreport.simulate.answers import BLANK, INAPPLICABLE, SKIPPED
from csatreport.simulate.items import Question
from csatreport.simulate.responses import Responses, Texts, Whole

NOTHING = {BLANK: "", SKIPPED: "", INAPPLICABLE: ""}


def words(question: Question, *, chinese: bool) -> list[str]:
    """Options in the language of the export."""
    return [o.chinese if chinese else o.english for o in question.options.values()]


def single(
    question: Question, given: Whole, marks: Mapping[int, str], *, chinese: bool, numbers: bool = False
) -> Texts:
    """Ratings and categories: an option's words, or the number where there are none or ``numbers`` are wanted."""
    known = words(question, chinese=chinese)
    if question.kind == "rating":
        shown = {n: str(n) if numbers or not known else known[n - question.low]
                 for n in range(question.low, question.high + 1)}  # fmt: skip
    else:
        shown = dict(enumerate(known))
    return _looked_up(given, shown | dict(marks))


def several(
    question: Question, given: Whole, marks: Mapping[int, str], *, separator: str, chinese: bool
) -> Texts:
    """Choices of each response in one cell."""
    known = words(question, chinese=chinese)
    shown = {
        bits: separator.join(word for n, word in enumerate(known) if bits >> n & 1)
        for bits in np.unique(given).tolist()
        if bits >= 0
    }
    return _looked_up(given, shown | dict(marks))


def typed(cells: Texts, item: str, responses: Responses) -> Texts:
    """Cells after the slips of those who typed them."""
    slips = {row: text for (name, row), text in responses.typed.items() if name == item}
    if slips:
        cells[list(slips)] = list(slips.values())
    return cells


def times(moments: np.ndarray, style: str) -> Texts:
    """Moments as text."""
    exact: list[datetime] = moments.astype("datetime64[s]").tolist()
    return np.array([moment.strftime(style) for moment in exact], dtype=object)


def _looked_up(given: Whole, shown: Mapping[int, str]) -> Texts:
    low = min(shown)
    table = np.full(max(shown) - low + 1, "", dtype=object)
    for value, text in shown.items():
        table[value - low] = text
    found: Texts = table[given - low]
    return found

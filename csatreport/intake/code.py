"""From the text of an answer to a rating or a code; what cannot be one is set aside with its reason.

Each function maps the distinct answers of a column once, so that its time does not depend on the
number of responses.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from csatreport.errors import ParamsError
from csatreport.params import Item
from csatreport.params.text import normal

TOLERATED = 0.05  # more than this share outside its scale means that the scale is wrong, not the answers
_NUMBER = re.compile(r"^([+-]?)0*(\d+)(?:[.](\d*?)0*)?$")
OUTSIDE, TEXT, UNKNOWN = "outside the scale", "text in a rating", "unknown answer"


@dataclass(frozen=True)
class Coded:
    """Answers of one item. ``fault`` is "" or says why an answer was set aside; ``value`` is then missing."""

    value: pd.Series
    fault: pd.Series


def plain(raw: str) -> str:
    """Normalised text; numbers in one form, so that ``４``, ``04`` and ``4.0`` are all ``4``."""
    text = normal(raw)
    match = _NUMBER.match(text)
    if match is None:
        return text
    sign, whole, rest = match.groups()
    return ("-" if sign == "-" else "") + whole + (f".{rest}" if rest else "")


def ratings(answers: pd.Series, item: Item, codes: dict[str, str]) -> Coded:
    """Numbers on the item's scale, as answered (not yet turned); float64.

    ``codes`` maps answers in words (see :func:`plain`) to numbers. Blank and missing codes are missing,
    without fault.
    """
    scale = item.scale
    if scale is None:
        raise ParamsError(
            "a rating without a scale", where=f"params/questionnaire.csv, row {item.row}", todo="add it"
        )
    missing = _missing(item)

    def one(raw: str) -> tuple[float | None, str]:
        text = plain(raw)
        text = codes.get(text, text)
        if text in missing:
            return None, ""
        if not text.removeprefix("-").replace(".", "", 1).isdecimal():
            return None, TEXT
        number = float(text)
        if not scale.low <= number <= scale.high:
            return None, OUTSIDE
        return number, ""

    return _coded(answers, one, "float64")


def codes(answers: pd.Series, item: Item, known: dict[str, str]) -> Coded:
    """Codes of a category; pandas strings with <NA>."""
    missing = _missing(item)

    def one(raw: str) -> tuple[str | None, str]:
        text = plain(raw)
        found = known.get(text)
        if found is not None:
            return (None, "") if found in missing else (found, "")
        return (None, "") if text in missing else (None, UNKNOWN)

    return _coded(answers, one, "string")


def texts(answers: pd.Series, known: dict[str, str]) -> pd.Series:
    """Normalised text, "" for blank, coded where a list is known (strata, clusters, respondents)."""
    place, distinct = pd.factorize(answers)
    text = pd.Series([known.get(p, p) for p in map(plain, distinct)], dtype=object)
    return text.take(place).set_axis(answers.index)


def contradictions(answers: pd.Series, coded: Coded, item: Item, *, where: str) -> None:
    """Refuse a scale or list that the answers themselves contradict.

    Raises
    ------
    ParamsError
        More than 5 % of the answers, and more than one, are outside the scale or the list.
    """
    faulty = coded.fault != ""
    given = int(faulty.sum() + coded.value.notna().sum())
    wrong = int(faulty.sum())
    if wrong <= max(1, TOLERATED * given):
        return
    counts = answers[faulty].map(normal).value_counts()
    repeated = sorted(counts[counts > 1].index, key=lambda a: (-counts[a], a))[
        :5
    ]  # once may be somebody's own words
    field, expected = (
        ("scale", f"{item.scale.low}-{item.scale.high}")
        if item.scale
        else ("codes", f"answers of list {item.codes!r}")
    )
    raise ParamsError(
        f"item {item.item!r}: a {'scale' if item.scale else 'list'} that the data contradict",
        where=f"params/questionnaire.csv, row {item.row}, {field}; {where}",
        expected=expected,
        got=f"{wrong} of {given} answers ({wrong / given:.0%}) are not"
        + (f": {', '.join(map(repr, repeated))}" if repeated else ""),
        todo="correct it, declare missing codes, or map the answers in params/labels.csv",
    )


def _missing(item: Item) -> frozenset[str]:
    return frozenset({"", *map(plain, item.missing)})


def _coded(answers: pd.Series, one: Callable[[str], tuple[object, str]], dtype: str) -> Coded:
    place, distinct = pd.factorize(answers)
    pairs = [one(raw) for raw in distinct]
    value: pd.Series = pd.Series([v for v, _ in pairs]).astype(dtype)  # type: ignore[call-overload]
    fault = pd.Series([f for _, f in pairs], dtype=object)
    return Coded(value.take(place).set_axis(answers.index), fault.take(place).set_axis(answers.index))

"""From the text of an answer to a rating or a code; what cannot be one is set aside with its reason.

Each function maps the distinct answers of a column once, so that its time does not depend on the
number of responses.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from csatreport.errors import ParamsError
from csatreport.intake import strings
from csatreport.params import Item
from csatreport.params.text import normal

TOLERATED = 0.05  # more than this share outside its scale means that the scale is wrong, not the answers
_NUMBER = re.compile(r"^([+-]?)0*(\d+)(?:[.](\d*?)0*|,0{1,2})?$")  # "4,0" is four wherever one writes
_PLAIN = "[1-9][0-9]*"  # a number in its plain form, as most keys are, of which there may be millions
_LONGEST = 40  # characters of a number
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_SHORT = 16  # characters of a cell that may hold a short number
OTHER = "other"  # the code of a list that takes answers in people's own words
OUTSIDE, BETWEEN, TEXT, UNKNOWN = (
    "outside the scale",
    "between two answers",
    "text in a rating",
    "unknown answer",
)


@dataclass(frozen=True)
class Coded:
    """Answers of one item.

    ``value`` has every response; ``fault`` only those whose answer was set aside, and why: their value is
    missing. ``words`` holds those whose answer is none of the list but counts as its code ``other``.
    """

    value: pd.Series
    fault: pd.Series
    words: pd.Series = field(default_factory=lambda: pd.Series(dtype=object))


def visible(raw: str) -> str:
    """Normalised text without what nobody sees: marks of byte order and of direction, spaces of no width."""
    return normal(_UNSEEN.sub("", raw))


def plain(raw: str) -> str:
    """Visible text; numbers in one form, so that ``４``, ``04``, ``4.0`` and ``4,0`` are all ``4``."""
    text = visible(raw)
    match = _NUMBER.match(_digits(text)) if len(text) <= _LONGEST else None
    if match is None:
        return text
    sign, whole, rest = match.groups()
    return ("-" if sign == "-" else "") + whole + (f".{rest}" if rest else "")


def _digits(text: str) -> str:
    """Text with digits of any script as ours."""
    return text if text.isascii() else "".join(str(int(c)) if c.isdecimal() else c for c in text)


def ratings(answers: pd.Series, item: Item, codes: dict[str, str]) -> Coded:
    """Whole numbers on the item's scale, as answered (not yet turned); float32.

    ``codes`` maps answers in words (see :func:`plain`) to numbers. Blank and missing codes are missing,
    without fault.
    """
    scale = item.scale
    if scale is None:
        raise ParamsError(
            "a rating without a scale", where=f"params/questionnaire.csv, row {item.row}", todo="add it"
        )
    missing = missing_codes(item)

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
        return (number, "") if number.is_integer() else (None, BETWEEN)

    return _coded(answers, one, "float")


def codes(answers: pd.Series, item: Item, known: dict[str, str]) -> Coded:
    """Codes of a category; pandas strings with <NA>.

    ``known`` maps answers (see :func:`plain`) to codes. Words that it does not hold become the code
    ``other`` where the list has one.
    """
    missing, open_list = missing_codes(item), OTHER in known.values()

    def one(raw: str) -> tuple[str | None, str]:
        text = plain(raw)
        found = known.get(text)
        if text in missing or found in missing:
            return None, ""
        return (found, "") if found is not None else (OTHER, _WORDS) if open_list else (None, UNKNOWN)

    return _coded(answers, one, "string")


def texts(answers: pd.Series, known: dict[str, str]) -> pd.Series:
    """Normalised text, "" for blank, coded where a list is known (strata, clusters, respondents)."""
    place, distinct = pd.factorize(answers)
    clean = np.array(distinct, dtype=object)
    others = ~strings.are(strings.arrow(distinct), _PLAIN)
    clean[others] = [plain(text) for text in clean[others]]
    if known:
        clean[:] = [known.get(text, text) for text in clean]
    return pd.Series(clean[place], index=answers.index, dtype=object)


def contradictions(answers: pd.Series, coded: Coded, item: Item, *, where: str) -> None:
    """Refuse a scale or list that the answers themselves contradict.

    Raises
    ------
    ParamsError
        More than 5 % of the answers, and more than one, are outside the scale or the list.
    """
    wrong = len(coded.fault)
    given = int(wrong + coded.value.notna().sum())
    if wrong <= max(1, TOLERATED * given):
        return
    counts = answers.loc[coded.fault.index].astype(object).map(normal).value_counts()
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


def shown(raw: str) -> str:
    """Show a short number that was set aside; "" for words, which may be about a person."""
    text = plain(raw) if len(raw) <= _SHORT else ""
    return text if len(text) <= 6 and text.removeprefix("-").replace(".", "", 1).isdecimal() else ""


def form(text: str, *, longest: int = 40) -> str:
    """How a text is written, without what it says: it may be about a person."""
    return re.sub(r"[^\W\d]", "a", re.sub(r"\d", "0", text[:longest]))


def missing_codes(item: Item) -> frozenset[str]:
    """Answers and codes that mean no answer; a blank does always."""
    return frozenset({"", *map(plain, item.missing)})


_WORDS = "words of their own"  # no fault: the answer counts as `other`
_NONE = pd.Series(dtype=object)


def _coded(answers: pd.Series, one: Callable[[str], tuple[object, str]], dtype: str) -> Coded:
    place, distinct = pd.factorize(answers)
    pairs = [one(raw) for raw in distinct]
    values = [v for v, _ in pairs]
    value: pd.Series
    if dtype == "float":
        number = np.array([np.nan if v is None else v for v in values], dtype=np.float32)
        value = pd.Series(number[place], index=answers.index)
    else:
        value = pd.Series(pd.array(values, dtype=dtype).take(place), index=answers.index)  # type: ignore[call-overload]
    if not any(why for _, why in pairs):
        return Coded(value, _NONE, _NONE)
    why = np.array([w for _, w in pairs], dtype=object)
    told = np.flatnonzero(np.isin(place, np.flatnonzero(why != "")))
    faults = pd.Series(why[place[told]], index=answers.index[told], dtype=object)
    words = faults[faults == _WORDS].index
    return Coded(value, faults[faults != _WORDS], answers.loc[words].astype(object))

"""From the text of a cell to a value; each function looks at every distinct text once."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from csatreport.intake import times
from csatreport.intake.code import plain
from csatreport.intake.records.faults import LONG, NOT_DATE, NOT_FLAG, NOT_NUMBER, NOT_WHOLE, UNKNOWN
from csatreport.intake.records.fields import DTYPES, Field, Kind
from csatreport.intake.records.numbers import numbers
from csatreport.params.text import normal

Texts = Sequence[str]
Flags = npt.NDArray[np.bool_]
Read = tuple[Any, Flags]  # values of the distinct texts, and which of them are missing

_CONTROL = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]"
_KEY, _TITLE = 100, 300  # characters; more is no key and no title
_MONTH = re.compile(r"(\d{4})[-/.年]?(\d{1,2})月?")
_NOTHING = frozenset({"-", "--", "—", "/", "null", "none", "nan", "nat", "n/a", "#n/a"})
_YES = ("yes", "y", "true", "t", "1", "是", "有", "对", "√", "passed", "通过", "合格", "达标", "已解决")
_NO = ("no", "n", "false", "f", "0", "否", "无", "错", "×", "failed", "未通过", "不通过", "不合格", "不达标",
       "未达标", "未解决")  # fmt: skip
_FLAGS: Final = {**dict.fromkeys(_YES, True), **dict.fromkeys(_NO, False)}


@dataclass(frozen=True)
class Converted:
    """Values of one field; ``faulty`` cells break ``rule`` and are missing. ``blank`` cells held nothing."""

    value: pd.Series
    blank: pd.Series
    faulty: pd.Series
    rule: str


def convert(cells: pd.Series, field: Field, known: Mapping[str, str]) -> Converted:
    """The cells of one column as values of ``field``.

    ``known`` maps answers (see :func:`csatreport.intake.code.plain`) to codes.
    """
    place, texts = distinct(cells)
    words = field.kind in ("text", "title", "personal")
    blank = np.array([not t or t.isspace() or (not words and _nothing(t, known)) for t in texts], dtype=bool)
    values, missing = _reader(field, known)(texts)
    value = pd.Series(values).astype(DTYPES[field.kind])  # type: ignore[call-overload]
    value = value.mask(pd.Series(blank))
    series = [
        s.take(place).set_axis(cells.index) for s in (value, *map(pd.Series, (blank, missing & ~blank)))
    ]
    return Converted(series[0], series[1], series[2], _RULES.get(field.kind, NOT_NUMBER))


def _nothing(text: str, known: Mapping[str, str]) -> bool:
    """Whether a cell says in a word that there is nothing, as databases and spreadsheets do."""
    return len(text) < 8 and text not in known and normal(text).casefold() in _NOTHING


def absent(index: pd.Index, field: Field) -> pd.Series:
    """Missing values of a field that the file does not have."""
    return pd.Series(index=index, dtype=DTYPES[field.kind])


def distinct(cells: pd.Series) -> tuple[npt.NDArray[np.intp], list[str]]:
    """The distinct texts of a column, and which of them each row holds."""
    if isinstance(cells.dtype, pd.CategoricalDtype):
        return cells.cat.codes.to_numpy().astype(np.intp), [str(c) for c in cells.cat.categories]
    place, texts = pd.factorize(cells)
    return place, [str(t) for t in texts]


_RULES: Final[dict[Kind, str]] = {
    "date": NOT_DATE,
    "month": NOT_DATE,
    "moment": NOT_DATE,
    "count": NOT_WHOLE,
    "flag": NOT_FLAG,
    "code": UNKNOWN,
    "key": LONG,
    "reference": LONG,
    "customer": LONG,
    "staff": LONG,
    "title": LONG,
}


def _reader(field: Field, known: Mapping[str, str]) -> Callable[[Texts], Read]:
    match field.kind:
        case "key" | "reference" | "customer" | "staff":
            return _keys
        case "code":
            return lambda texts: _codes(texts, known)
        case "date" | "moment" | "month":
            return lambda texts: _dates(texts, field.kind)
        case "count":
            return _counts
        case "flag":
            return _flags
        case "text" | "title" | "personal":
            return lambda texts: _words(texts, _TITLE if field.kind == "title" else None)
    return lambda texts: _numbers(texts, field.kind)


def _keys(texts: Texts) -> Read:
    """Keys in one form, so that ``0012`` and ``12.0`` of a spreadsheet meet."""
    clean = [t if t.isascii() and t.isalnum() and t[0] != "0" else plain(t) for t in texts]
    long = np.array([len(t) > _KEY for t in clean], dtype=bool)
    return pd.Series(clean, dtype="string").mask(pd.Series(long)), long


def _codes(texts: Texts, known: Mapping[str, str]) -> Read:
    found = pd.Series([known.get(plain(t)) for t in texts], dtype="string")
    return found, found.isna().to_numpy(dtype=bool)


def _dates(texts: Texts, kind: Kind) -> Read:
    if not texts:
        return np.array([], dtype="datetime64[s]"), np.array([], dtype=bool)
    days = [_first_day(t) for t in texts] if kind == "month" else list(texts)
    moment = times.moments(pd.Series(days, dtype=str)).astype("datetime64[s]")
    unit = {"date": "D", "month": "M"}.get(kind, "s")
    whole = moment.to_numpy().astype(f"datetime64[{unit}]").astype("datetime64[s]")
    return whole, np.isnat(whole)


def _first_day(text: str) -> str:
    match = _MONTH.fullmatch(normal(text)) if len(text) < 20 else None
    return f"{match[1]}-{match[2]}-01" if match else text


def _numbers(texts: Texts, kind: Kind) -> Read:
    value = numbers(texts, kind)
    return value, np.isnan(value)


def _counts(texts: Texts) -> Read:
    value = numbers(texts, "count")
    whole = (value == np.floor(value)) & (np.abs(value) < 2**53)
    return pd.Series(value).where(pd.Series(whole)).astype("Int64"), ~whole


def _flags(texts: Texts) -> Read:
    found = pd.Series([_FLAGS.get(plain(t[:20]).casefold()) for t in texts], dtype="boolean")
    return found, found.isna().to_numpy(dtype=bool)


def _words(texts: Texts, limit: int | None) -> Read:
    clean = pd.Series(texts, dtype="string").str.replace(_CONTROL, " ", regex=True).str.strip()
    long = (clean.str.len() > (limit or np.inf)).to_numpy(dtype=bool)
    return clean.mask(pd.Series(long)), long

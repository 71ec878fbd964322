"""Numbers as people and programs write them: with separators, currency signs, percent, 万 and 亿."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from csatreport.intake.records.fields import Kind
from csatreport.params.text import normal

_PLAIN = r"[+-]?[0-9]{1,15}(?:\.[0-9]{1,20})?(?:[eE][+-]?[0-9]{1,2})?"
_CURRENCY = r"¥|€|\$|£|RMB|CNY|USD|EUR|人民币"
_WRITTEN = re.compile(
    r"(?P<debit>\()?(?P<sign>[+-])?\s*(?P<currency>" + _CURRENCY + r")?\s*(?P<inner>[+-])?"
    r"(?P<whole>[0-9]{1,3}(?:[, ][0-9]{3}){1,5}|[0-9]{1,15})(?P<rest>\.[0-9]{1,20})?"
    r"\s*(?P<times>[万亿])?\s*(?P<unit>" + _CURRENCY + r"|元|%|星|分)?(?(debit)\))"
)
LARGEST = 1e10  # a number with more digits is that of a phone, an account or a person
_LONG = 40  # no number needs more characters
_TIMES: Final = {None: 1.0, "万": 1e4, "亿": 1e8}
_UNITS: Final[dict[Kind, frozenset[str]]] = {
    "number": frozenset({"%", "money"}),
    "money": frozenset({"money"}),
    "share": frozenset({"%"}),
    "rating": frozenset({"星", "分"}),
    "count": frozenset(),
}


def numbers(texts: Sequence[str], kind: Kind) -> npt.NDArray[np.float64]:
    """The number in each text, NaN where there is none; ``kind`` says which signs may stand beside it.

    ``1,299.00``, ``１，２９９``, ``¥1299``, ``1299元``, ``(12.50)``, ``1.2万`` and, of numbers and shares,
    ``85%`` (0.85) are understood, below :data:`LARGEST`. A comma is never a decimal sign.
    """
    given = pd.Series(texts, dtype=str)
    plain = given.str.fullmatch(_PLAIN)
    found = np.full(len(given), np.nan)
    found[plain.to_numpy()] = given[plain].astype("float64").to_numpy()
    found[~plain.to_numpy()] = [_written(text, _UNITS[kind]) for text in given[~plain]]
    return np.where(np.abs(found) < LARGEST, found, np.nan)


def _written(text: str, units: frozenset[str]) -> float:
    match = _WRITTEN.fullmatch(normal(text).replace("−", "-")) if len(text) <= _LONG else None
    if match is None:
        return float("nan")
    signs = [s for s in (match["debit"], match["sign"], match["inner"]) if s]
    marks = {m if m in ("%", "星", "分") else "money" for m in (match["currency"], match["unit"]) if m}
    if not marks <= units or len(signs) > 1:
        return float("nan")
    value = float(re.sub(r"[, ]", "", match["whole"]) + (match["rest"] or "")) * _TIMES[match["times"]]
    return (-value if signs in (["("], ["-"]) else value) / (100 if "%" in marks else 1)

"""When an interview began and how long it took, as survey platforms write it."""

from __future__ import annotations

import pandas as pd

_DATE = r"^\s*(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?"
_MOMENT = _DATE + r"(?:[T\s]+(\d{1,2}):(\d{2})(?::(\d{2}))?)?"
_CLOCK = r"^(?:(\d+):)?(\d{1,2}):(\d{2})$"
_WORDS = (
    r"^(?:(\d+)\s*(?:h|小时|时))?\s*(?:(\d+)\s*(?:min|m|分钟|分))?"
    r"\s*(?:(\d+)\s*(?:s|sec|秒))?$"
)


def moments(text: pd.Series) -> pd.Series:
    """Date and time, year first (``2026-07-03 10:11``, ``2026/7/3``, ``2026年7月3日``); else NaT.

    No time zone is applied: an interview happened when the clock on its wall said so.
    """
    place, distinct = pd.factorize(text)
    parts = pd.Series(distinct, dtype=str).str.normalize("NFKC").str.extract(_MOMENT)
    parts.columns = pd.Index(["year", "month", "day", "hour", "minute", "second"])
    numbers = parts.apply(pd.to_numeric, errors="coerce")
    numbers[["hour", "minute", "second"]] = numbers[["hour", "minute", "second"]].fillna(0)
    moment: pd.Series = pd.to_datetime(numbers, errors="coerce")
    return moment.take(place).set_axis(text.index)


def durations(text: pd.Series) -> pd.Series:
    """Minutes: a plain number is minutes; ``1:02:30``, ``12:30``, ``754秒``, ``12分34秒`` are understood."""
    place, distinct = pd.factorize(text)
    clean = pd.Series(distinct, dtype=str).str.normalize("NFKC").str.strip()
    minutes = pd.to_numeric(clean, errors="coerce").astype("float64")
    for form in (_CLOCK, _WORDS):
        minutes = minutes.fillna(_minutes(clean.str.extract(form)))
    return minutes.take(place).set_axis(text.index)


def between(start: pd.Series, end: pd.Series) -> pd.Series:
    """Minutes from ``start`` to ``end``; NaN where either is missing or the end comes first."""
    minutes = (end - start).dt.total_seconds() / 60
    return minutes.where(minutes >= 0)


def _minutes(parts: pd.DataFrame) -> pd.Series:
    numbers = parts.apply(pd.to_numeric, errors="coerce").astype("float64")
    total = numbers[0].fillna(0) * 60 + numbers[1].fillna(0) + numbers[2].fillna(0) / 60
    known: pd.Series = total.where(numbers.notna().any(axis=1))
    return known

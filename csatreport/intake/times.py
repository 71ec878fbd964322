"""When an interview began and how long it took, as survey platforms write it."""

from __future__ import annotations

import contextlib

import pandas as pd
import pyarrow as pa
from pyarrow import compute

from csatreport.intake import strings

_LONGEST = 60  # characters of a time: what is longer is none
_HALF = r"(AM|PM|a\.m\.|p\.m\.|上午|下午|凌晨|早上|中午|晚上|오전|오후|午前|午後)"
_TIME = rf"(?:[T,\s]*{_HALF}?\s*(\d{{1,2}})\s*[:时點点時시]\s*(\d{{1,2}})分?(?::?\s*(\d{{1,2}}))?秒?(?:\.\d+)?\s*{_HALF}?)?"
_YEAR_FIRST = (
    rf"(?i)^\s*(\d{{4}})\s*[-/.年년]\s*(\d{{1,2}})\s*[-/.月월]\s*(\d{{1,2}})(?:[日일.]|(?!\d)){_TIME}"
)
_USUAL = r"(?:19|20)[0-9]{2}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}(?::[0-9]{2})?"
_YEAR_LAST = rf"(?i)^\s*(\d{{1,2}})\s*[-/.]\s*(\d{{1,2}})\s*[-/.]\s*(\d{{4}})(?!\d){_TIME}"
_CLOCK_PARTS = ["before", "hour", "minute", "second", "after"]
_LATER = frozenset({"pm", "p.m.", "下午", "晚上", "오후", "午後"})
_NOON = frozenset({"中午"})  # hours from eleven on are what they are, one and two come after twelve
_SERIAL = (20_000, 80_000)  # days of a spreadsheet from 1954 to 2119
_EPOCH = "1899-12-30"  # of a spreadsheet

_CLOCK = r"^(?:(\d+):)?(\d{1,2}):(\d{2}(?:\.\d+)?)$"
_WORDS = (
    r"(?i)^(?:(\d+)\s*(?:hours?|hrs?|h|小时|小時|时|時間|시간))?\s*"
    r"(?:(\d+)\s*(?:minutes?|mins?|m|分钟|分鐘|分|분))?\s*"
    r"(?:(\d+(?:\.\d+)?)\s*(?:seconds?|secs?|s|秒钟|秒|초))?$"
)


def moments(text: pd.Series) -> pd.Series:
    """Date and time; else NaT.

    Year first (``2026-07-03 10:11``, ``2026/7/3 下午3:05``, ``2026年7月3日``), or last where the column as a
    whole tells day from month (``13/07/2026``). Numbers are days of a spreadsheet. No time zone is applied:
    an interview happened when the clock on its wall said so.
    """
    place, distinct = pd.factorize(text)
    clean = _short(distinct)
    moment = _year_first(clean)
    for read in (_year_last, _serial):  # what is left is a few cells, or all
        left = clean[moment.isna() & (clean != "")]
        if len(left):
            moment = moment.fillna(read(left).reindex(clean.index))
    return moment.take(place).set_axis(text.index)


def durations(text: pd.Series) -> pd.Series:
    """Minutes: a plain number is minutes; ``1:02:30``, ``12:30``, ``754秒``, ``12分34秒``, ``38 s`` are understood."""
    place, distinct = pd.factorize(text)
    clean = _short(distinct).str.strip()
    minutes = pd.to_numeric(clean, errors="coerce").astype("float64")
    for form in (_CLOCK, _WORDS):
        minutes = minutes.fillna(_minutes(clean.str.extract(form)))
    return minutes.take(place).set_axis(text.index)


def between(start: pd.Series, end: pd.Series) -> pd.Series:
    """Minutes from ``start`` to ``end``; NaN where either is missing or the end comes first."""
    minutes = (end - start).dt.total_seconds() / 60
    return minutes.where(minutes >= 0)


def before(end: pd.Series, minutes: pd.Series) -> pd.Series:
    """The moment so many minutes before ``end``; NaT where either is missing."""
    earlier: pd.Series = end - pd.to_timedelta((minutes * 60).round(), unit="s")
    return earlier


def _short(distinct: pd.Index) -> pd.Series:
    """Texts as they are compared; one that is too long to be a time is blank."""
    texts = strings.arrow(distinct)
    long, plain = strings.longer(texts, _LONGEST), strings.marks(compute.string_is_ascii(texts))
    short = pd.Series(pd.array(texts, dtype="str"))
    if not long.any() and plain.all():  # as nearly always, and there may be millions
        return short
    short[long] = [t if len(t) <= _LONGEST else "" for t in short[long]]
    return short.str.normalize("NFKC")


def _moments(text: pd.Series, form: str, date: list[str]) -> pd.Series:
    parts = text.str.extract(form)
    parts.columns = pd.Index([*date, *_CLOCK_PARTS])
    numbers = parts[[*date, "hour", "minute", "second"]].apply(pd.to_numeric, errors="coerce")
    numbers[["hour", "minute", "second"]] = numbers[["hour", "minute", "second"]].fillna(0)
    numbers["hour"] = _of_day(numbers["hour"], parts["before"].fillna(parts["after"]))
    on_a_clock = (numbers["hour"] < 24) & (numbers["minute"] < 60) & (numbers["second"] < 60)
    moment: pd.Series = pd.to_datetime(numbers.where(on_a_clock), errors="coerce")
    return moment


def _of_day(hour: pd.Series, half: pd.Series) -> pd.Series:
    """Hours of a day of 24, from hours of a half day."""
    said = half.str.lower()
    later = said.isin(_LATER) & (hour < 12) | said.isin(_NOON) & (hour < 11)
    midnight = said.notna() & ~said.isin(_LATER | _NOON) & (hour == 12)
    return hour.mask(later, hour + 12).mask(midnight, 0)


def _year_first(text: pd.Series) -> pd.Series:
    """Dates that begin with the year; the form that most exports write, of which there may be millions, at once."""
    texts = strings.arrow(text)
    usual = pd.Series(strings.are(texts, _USUAL), index=text.index)
    if usual.all():
        with contextlib.suppress(pa.ArrowInvalid):  # no such day: pandas says of each whether it is one
            return pd.Series(texts.cast(pa.timestamp("us")).to_numpy(zero_copy_only=False), index=text.index)
    moment = pd.to_datetime(text.where(usual), format="ISO8601", errors="coerce").astype("datetime64[us]")
    others = text[~usual & (text != "")]
    if len(others):
        moment = moment.fillna(_moments(others, _YEAR_FIRST, ["year", "month", "day"]).reindex(text.index))
    return moment


def _year_last(text: pd.Series) -> pd.Series:
    """Dates that end with the year, where no date of the column could be read the other way round."""
    day = _moments(text, _YEAR_LAST, ["day", "month", "year"])
    month = _moments(text, _YEAR_LAST, ["month", "day", "year"])
    only_day, only_month = (day.notna() & month.isna()).any(), (month.notna() & day.isna()).any()
    if only_day == only_month:
        return pd.Series(pd.NaT, index=text.index, dtype="datetime64[ns]")
    return day if only_day else month


def _serial(text: pd.Series) -> pd.Series:
    days = pd.to_numeric(text, errors="coerce").astype("float64")
    known = days.where(days.between(*_SERIAL))
    return pd.to_datetime((known * 86_400).round(), unit="s", origin=_EPOCH)


def _minutes(parts: pd.DataFrame) -> pd.Series:
    numbers = parts.apply(pd.to_numeric, errors="coerce").astype("float64")
    total = numbers[0].fillna(0) * 60 + numbers[1].fillna(0) + numbers[2].fillna(0) / 60
    known: pd.Series = total.where(numbers.notna().any(axis=1))
    return known

"""The cells that tables are made of, and the usual columns."""

from __future__ import annotations

from csatreport.exhibit import numbers, words
from csatreport.exhibit.charts.said import printed
from csatreport.exhibit.values import levels, signed
from csatreport.exhibit.words import both
from csatreport.params.text import LANGUAGES, Text
from csatreport.records import Cell, Column, Status, Words
from csatreport.results import Contrast, Estimate, Unit

NOTHING: Words = {"en": "", "zh": ""}
STATUS: dict[str, Status] = {"up": "good", "down": "bad", "none": "none"}
_TURNED: dict[str, Status] = {"up": "bad", "down": "good", "none": "none"}
_LESS_IS_BETTER = {
    "priority",
    "complaint_rate",
    "dissatisfied",
    "unsatisfied",
    "failure",
    "pain",
    "pain_unhappy",
    "to_gain",
    "time",
}
_NEITHER = {  # that more customers care about it, or that it tells more of satisfaction, is neither good nor bad
    "need", "about", "voices", "named", "demand", "volume", "importance", "expectation", "wanted",
    "shapley", "relative_weight", "effect", "path", "better", "worse", "correlation", "alpha", "top_box",
}  # fmt: skip


def column(label: Text, unit: Text | None = None, *, left: bool = False) -> Column:
    """A column; words stand at the left, numbers at the right."""
    return Column(words.words(label), words.words(unit) if unit else NOTHING, "left" if left else "right")


def text(label: Text, *, mark: str = "", status: Status = "none") -> Cell:
    """Words, on one line."""
    said: Words = {language: words.plain(label[language]) for language in LANGUAGES}
    return Cell(said, said["en"], mark, status)


def number(
    value: float | None, unit: Unit, *, sign: bool | None = None, mark: str = "", status: Status = "none"
) -> Cell:
    """A number without its unit, which stands in the header; empty where it is not known."""
    if value is None:
        return Cell(NOTHING, None, mark)
    shown = numbers.bare(value, unit, signed=sign)
    exactly = (
        int(value)
        if unit == "count" and float(value).is_integer()
        else printed(numbers.scaled(value, unit), 6)
    )
    return Cell({"en": shown, "zh": shown}, exactly, mark, status)


def blank(*, mark: str = "") -> Cell:
    """A cell without a number; with the mark "suppressed" a dash that says so."""
    said = numbers.SUPPRESSED if mark else ""
    return Cell({"en": said, "zh": said}, None, mark)


def point(e: Estimate) -> Cell:
    """The estimate itself, with its mark."""
    return number(e.value, e.unit, sign=signed(e), mark=e.flag) if e.shown else blank(mark="suppressed")


def interval(e: Estimate) -> Cell:
    """Its interval, without the unit."""
    if not e.shown:
        return blank(mark="suppressed")
    said: Words = {language: levels(e, language).rstrip("%") for language in LANGUAGES}
    return Cell(said, said["en"] or None)


def bases(e: Estimate) -> tuple[Cell, Cell]:
    """Base and effective base; what was suppressed shows neither."""
    if not e.shown:
        return blank(mark="suppressed"), blank(mark="suppressed")
    return number(e.n, "count"), number(e.effective_n, "count")


def difference(c: Contrast) -> Cell:
    """The signed difference, coloured only when the test supports it."""
    if not c.shown:
        return blank(mark="suppressed")
    return number(c.value, c.unit, sign=True)


def difference_interval(c: Contrast) -> Cell:
    """The interval of a difference, without the unit."""
    if not c.shown or c.low is None or c.high is None:
        return blank(mark="" if c.shown else "suppressed")
    ends = [numbers.bare(x, c.unit, signed=True) for x in (c.low, c.high)]
    said = {"en": " to ".join(ends), "zh": "至".join(ends)}
    return Cell(said, said["en"])


def verdict(c: Contrast) -> Cell:
    """What the test says, in words."""
    if not c.shown:
        return text(words.TOO_SMALL, mark="suppressed")
    if c.broken is not None:
        return text(words.BROKEN, mark="broken")
    if not c.tested:
        return text(words.NOT_TESTED)
    said = words.DIRECTIONS if c.kind == "change" else words.GAP_DIRECTIONS
    return text(said[c.direction], status=_status(c))


def _status(c: Contrast) -> Status:
    """Whether the difference is good or bad news: a higher priority, or a higher share not satisfied, is bad."""
    measure = c.second.measure
    if measure in _NEITHER:
        return "none"
    return (_TURNED if measure in _LESS_IS_BETTER else STATUS)[c.direction]


def p_value(p: float | None, *, known: bool = True) -> Cell:
    """A p value, to three decimals."""
    if p is None or not known:
        return blank(mark="" if known else "suppressed")
    shown = numbers.p_value(p)
    return Cell({"en": shown, "zh": shown}, printed(p, 6))


def measured(estimates: list[Estimate]) -> list[Column]:
    """Columns of a measure, its interval and its bases."""
    first = estimates[0]
    unit = words.UNITS[first.unit]
    level = numbers.percent(first.confidence)
    return [
        column(words.measure(first.measure), unit),
        column(both(f"{level} interval", f"{level}置信区间"), unit),
        column(words.BASE),
        column(words.EFFECTIVE_BASE),
    ]


def measures(e: Estimate) -> list[Cell]:
    """The cells of :func:`measured`."""
    return [point(e), interval(e), *bases(e)]

"""What a placeholder of a sentence prints, and the record of the number behind it."""

from __future__ import annotations

from collections.abc import Callable, Sized
from dataclasses import dataclass, replace
from math import isnan, nan

from csatreport.exhibit import numbers, words
from csatreport.exhibit.words import both
from csatreport.params.text import LANGUAGES, Language, Text
from csatreport.params.wave import Wave
from csatreport.records import Value, Words
from csatreport.results import Contrast, Contrasts, Count, Estimate, Estimates

Thing = Estimate | Contrast | Estimates | Contrasts | Count | Text | Wave | str | int
Printed = Callable[[Language], str]
_SIDES = ("first", "previous", "second")


@dataclass(frozen=True)
class Number:
    """A placeholder that prints a number: the bare value and its text in each language."""

    value: float
    unit: str
    text: Printed


def signed(estimate: Estimate) -> bool | None:
    """A gap, or an effect in one wave, is a difference and shows its sign; other levels follow their unit."""
    return True if estimate.measure in ("gap", "did") else None


def level(estimate: Estimate) -> str:
    """The estimate as it is printed, with its unit."""
    if not estimate.shown:
        return numbers.SUPPRESSED
    return numbers.point(estimate.value, estimate.unit, signed=signed(estimate))


def levels(estimate: Estimate, language: Language) -> str:
    """The estimate's interval as it is printed; empty where none is known."""
    if not estimate.shown or estimate.low is None or estimate.high is None:
        return ""
    return numbers.interval(estimate.low, estimate.high, estimate.unit, language, signed=signed(estimate))


def change(contrast: Contrast, language: Language) -> str:
    """The contrast's signed difference as it is printed, with its unit."""
    if not contrast.shown:
        return numbers.SUPPRESSED
    return numbers.difference(contrast.value, contrast.unit, language)


def changes(contrast: Contrast, language: Language) -> str:
    """The contrast's interval as it is printed; empty where none is known."""
    if not contrast.shown or contrast.low is None or contrast.high is None:
        return ""
    return numbers.difference_interval(contrast.low, contrast.high, contrast.unit, language)


def texts(thing: Thing) -> dict[str, Text]:
    """Placeholders of ``thing`` that print words, by field."""
    match thing:
        case Estimate():
            return _said(thing)
        case Contrast():
            return _said(thing.second) | {f"first_{k}": v for k, v in _said(thing.first).items()}
        case Count() | Wave():
            return {"label" if isinstance(thing, Count) else "": thing.label}
        case Text():
            return {"": thing}
        case str() if thing:
            return {"": both(thing, thing)}
    return {}


def figures(thing: Thing) -> dict[str, Number]:
    """Placeholders of ``thing`` that print numbers, by field ("" is the thing itself)."""
    match thing:
        case Estimate():
            return _of_estimate(thing)
        case Contrast():
            return _of_contrast(thing)
        case Contrasts():
            return _of_family(thing)
        case Estimates():
            return {"": _count(len(thing))}
        case Count():
            return _of_count(thing)
        case int() if not isinstance(thing, bool):
            return {"": _count(thing)}
    return {}


def record(name: str, thing: Thing, number: Number) -> Value:
    """The number of one placeholder with all that it depends on."""
    text: Words = {language: number.text(language) for language in LANGUAGES}
    part = name.partition(".")[2]
    match thing:
        case Estimate():
            return _estimate(name, thing, text, number)
        case Contrast() if part in _SIDES:
            return _estimate(name, thing.second if part == "second" else thing.first, text, number)
        case Contrast() if isnan(number.value) and thing.shown:
            return replace(_contrast(name, thing, text, number), value=None)
        case Contrast():
            return _contrast(name, thing, text, number)
        case Estimates() | Contrasts() if len(thing):
            return _listed(name, thing, text, number)
        case Count():
            return Value(name=name, value=number.value, text=text, unit=number.unit, data=thing.data)
        case _:
            return Value(name=name, value=number.value, text=text, unit=number.unit)


def _estimate(name: str, e: Estimate, text: Words, number: Number) -> Value:
    known = e.shown
    return Value(
        name=name,
        value=number.value if known else None,
        text=text,
        unit=number.unit,
        measure=e.measure,
        item=e.item,
        wave=e.wave,
        domain=e.domain,
        level=e.level,
        n=e.n if known else None,
        effective_n=e.effective_n if known else None,
        se=e.se if known else None,
        low=e.low if known else None,
        high=e.high if known else None,
        confidence=e.confidence,
        weight=e.weight,
        data=e.data,
        flag=e.flag,
    )


def _said(e: Estimate) -> dict[str, Text]:
    found = {
        "label": e.label,
        "level": e.level_label,
        "wave": e.wave_label,
        "measure": words.measure(e.measure),
    }
    return found | ({"group": e.group_label} if e.group_label else {})


def _contrast(name: str, c: Contrast, text: Words, number: Number) -> Value:
    if not c.shown:
        return _estimate(name, c.second if c.first.shown else c.first, text, number)
    compared = c.first.wave if c.kind == "change" else c.first.level or c.first.item
    return replace(
        _estimate(name, c.second, text, number),
        compared=compared,
        se=c.se,
        low=c.low,
        high=c.high,
        confidence=c.confidence,
        p=c.p_adjusted,
        family=c.family,
    )


def _listed(name: str, things: Estimates | Contrasts, text: Words, number: Number) -> Value:
    """How many there are of several: what they share, and the family they were tested in."""
    last = things.rows[0]
    change = last if isinstance(last, Contrast) else None
    estimate = last.second if isinstance(last, Contrast) else last
    return Value(
        name=name,
        value=number.value,
        text=text,
        unit=number.unit,
        measure=estimate.measure,
        wave=estimate.wave,
        compared=change.first.wave if change and change.kind == "change" else "",
        confidence=estimate.confidence,
        family=change.family if change else None,
        weight=estimate.weight,
        data=estimate.data,
    )


def _of_family(family: Contrasts) -> dict[str, Number]:
    """How many were compared, and how many of them were clear; a hidden one was not compared."""
    compared = [c for c in family if c.shown and (c.tested or c.first.se is None)]
    parts: dict[str, Sized] = {"": compared}
    if any(c.tested or c.broken for c in family):
        parts |= {"clear": family.clear, "risen": family.risen, "fallen": family.fallen}
    return {part: _count(len(found)) for part, found in parts.items()}


def _count(value: float) -> Number:
    """A count; where an English sentence counts nothing, it says so in words."""
    return Number(
        value, "count", lambda k: "none" if k == "en" and not value else numbers.bare(value, "count")
    )


def _end(value: float, e: Estimate) -> Number:
    return Number(value, e.unit, lambda _: numbers.point(value, e.unit, signed=signed(e)))


def _of_estimate(e: Estimate) -> dict[str, Number]:
    found = {"": Number(e.value, e.unit, lambda _: level(e))}
    if e.low is not None and e.high is not None:
        ends = {"low": e.low, "high": e.high}
        for field, end in ends.items():
            found[field] = _end(end, e)
        found["interval"] = Number(e.value, e.unit, lambda language: levels(e, language))
        found["confidence"] = Number(e.confidence, "share", lambda _: numbers.percent(e.confidence))
    if e.n is not None:
        found["n"] = _count(e.n)
    if e.effective_n is not None:
        found["effective_n"] = _count(e.effective_n)
    return found


def _of_contrast(c: Contrast) -> dict[str, Number]:
    before = Number(c.first.value, c.first.unit, lambda _: level(c.first))
    found = {
        "": Number(c.value, c.unit, lambda language: change(c, language)),
        "size": Number(
            abs(c.value), c.unit, lambda language: numbers.difference(c.value, c.unit, language, signed=False)
        ),
        "first": before,
        "previous": before,
        "second": Number(c.second.value, c.second.unit, lambda _: level(c.second)),
    }
    if c.low is not None and c.high is not None:
        found["interval"] = Number(c.value, c.unit, lambda language: changes(c, language))
        found["confidence"] = Number(c.confidence, "share", lambda _: numbers.percent(c.confidence))
    found["visible"] = _visible(c)
    if c.p_adjusted is not None:
        p = c.p_adjusted
        found["p"] = Number(p, "p", lambda _: numbers.p_value(p))
    return found


def _visible(c: Contrast) -> Number:
    """The smallest difference that would have been called one; a dash where nothing could be tested."""
    visible = c.visible
    if visible is None:
        return Number(nan, c.unit, lambda _: numbers.SUPPRESSED)
    return Number(visible, c.unit, lambda lang: numbers.difference(visible, c.unit, lang, signed=False))


def _of_count(c: Count) -> dict[str, Number]:
    found = {"": _count(c.value)}
    if c.of:
        part = c.value / c.of
        share = Number(part, "share", lambda _: numbers.point(part, "share"))
        found = {
            "": share if c.unit == "share" else found[""],
            "n": found[""],
            "of": _count(c.of),
            "share": share,
        }
    return found

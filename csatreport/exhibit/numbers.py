"""How a number is printed. The only place where anything is rounded."""

from __future__ import annotations

from csatreport.params.text import Language
from csatreport.results import Unit

SUPPRESSED = "–"
_DECIMALS: dict[Unit, int] = {
    "share": 1, "index": 1, "score": 2, "nps": 0, "count": 0,
    "thousand": 0, "coefficient": 2, "ratio": 1, "money": 0, "days": 1, "hours": 1, "years": 1,
}  # fmt: skip
_DIFFERENCE: dict[Unit, str] = {
    "share": "个百分点", "index": "点", "score": "分", "nps": "点", "thousand": "分", "days": "天", "hours": "小时",
    "years": "年",
}  # fmt: skip
_PLAIN = ("count", "coefficient", "ratio", "money")  # a difference of these has no word for its unit


def bare(value: float, unit: Unit, *, signed: bool | None = None) -> str:
    """The digits alone, with a true minus sign and never a minus zero: ``83.1``, ``+34``, ``−0.42``.

    ``signed`` puts a plus before positive numbers; a net promoter score has one unless told otherwise.
    """
    plus = unit == "nps" if signed is None else signed
    text = f"{abs(scaled(value, unit)):,.{_DECIMALS[unit]}f}"
    if not any(c in "123456789" for c in text):
        return text
    return ("−" if value < 0 else "+" if plus else "") + text


def scaled(value: float, unit: Unit) -> float:
    """The number on the scale it is printed on: shares in percent."""
    return value * 100 if unit == "share" else value


def point(value: float, unit: Unit, *, signed: bool | None = None) -> str:
    """A level with its unit: ``83.1%``, ``78.4``, ``4.12``, ``+34``, ``1,702``."""
    return bare(value, unit, signed=signed) + ("%" if unit == "share" else "")


def difference(value: float, unit: Unit, language: Language, *, signed: bool = True) -> str:
    """A difference with its unit: ``+2.1 points``, ``+2.1个百分点``; without its sign on demand."""
    text = bare(value if signed else abs(value), unit, signed=signed)
    if language == "zh":
        return text + _DIFFERENCE.get(unit, "")
    if unit in _PLAIN:
        return text
    named = {"days": (" day", " days"), "hours": (" hour", " hours"), "years": (" year", " years")}
    one, several = named.get(unit, (" point", " points"))
    return text + (one if text.lstrip("+−") == "1" else several)


def interval(low: float, high: float, unit: Unit, language: Language, *, signed: bool | None = None) -> str:
    """``81.1–84.9%``; signed numbers are kept apart by a word: ``−3 to +5``, ``−3至+5``."""
    ends = [bare(x, unit, signed=signed) for x in (low, high)]
    percent = "%" if unit == "share" else ""
    if any(e[0] in "+−" for e in ends):
        return (" to " if language == "en" else "至").join(ends) + percent
    return "–".join(ends) + percent


def difference_interval(low: float, high: float, unit: Unit, language: Language) -> str:
    """``+0.3 to +3.9 points``, ``+0.3至+3.9个百分点``."""
    first = bare(low, unit, signed=True)
    return first + (" to " if language == "en" else "至") + difference(high, unit, language)


def percent(share: float) -> str:
    """A round share such as a confidence level: ``95%``, ``99.9%``."""
    return f"{share * 100:.4g}%"


def p_value(p: float) -> str:
    """``0.032``, or ``<0.001``."""
    return "<0.001" if p < 0.001 else f"{p:.3f}"


def spread(counts: list[float]) -> str:
    """One number, or the smallest and largest of several: ``1,480–1,702``."""
    low, high = (bare(end, "count") for end in (min(counts), max(counts)))
    return low if low == high else f"{low}–{high}"


def near_one(correlation: float) -> str:
    """A correlation that is 1 but for little: ``0.987``, or ``>0.999``."""
    return ">0.999" if correlation > 0.999 else f"{correlation:.3f}"

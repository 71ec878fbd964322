"""Results made by hand for tests of exhibits: long labels, twelve branches, six waves."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

from csatreport.params import Text, Wave
from csatreport.results import Contrast, Contrasts, Estimate, Estimates, Unit

WAVE = Wave.parse("2026Q3")
HOSTILE = '<script>alert(1)</script> {braces} =1+1 #emph[x] $x$ `code` | & < > " @ref \\'


def estimate(value: float = 0.831, **more: Any) -> Estimate:
    """A share of one item, with the interval of about 1,700 answers, unless told otherwise."""
    unit: Unit = more.get("unit", "share")
    half = {"share": 0.019, "index": 1.2, "score": 0.05, "nps": 4.0, "count": 0.0}[unit]
    given: dict[str, Any] = {
        "value": value,
        "unit": unit,
        "measure": "csat",
        "item": "billing",
        "label": Text(en="Billing", zh="账单"),
        "wave": str(WAVE),
        "wave_label": WAVE.label,
        "se": half / 1.96,
        "low": value - half,
        "high": value + half,
        "n": 1702,
        "effective_n": 1488.2,
        "df": 1600.0,
        "weight": "population",
        "data": "ab" * 32,
    }
    return Estimate(**(given | more))


def hidden(**more: Any) -> Estimate:
    """A suppressed estimate: NaN in place of every number but its base."""
    nothing = dict.fromkeys(("value", "se", "low", "high", "effective_n"), math.nan)
    return estimate(**{**nothing, "flag": "suppressed", "n": 7, **more})


def published(value: float, **more: Any) -> Estimate:
    """A score that others published: no standard error, no base."""
    unknown = dict.fromkeys(("se", "low", "high", "df", "n", "effective_n"))
    return replace(estimate(value, unit="score", measure="score", weight="", **more), **unknown)


def contrast(first: Estimate, second: Estimate, *, p: float | None = 0.001, kind: str = "change") -> Contrast:
    """Second minus first; ``p`` is already corrected, None leaves the difference untested."""
    value = second.value - first.value
    half = 0.02 if second.unit == "share" else 0.06
    tested = (
        {}
        if p is None
        else {"se": half / 2, "low": value - half, "high": value + half, "p": p, "p_adjusted": p}
    )
    return Contrast(first=first, second=second, value=value, unit=second.unit, kind=kind, family=5, **tested)  # type: ignore[arg-type]


def change(before: float, after: float, *, p: float | None = 0.001, **more: Any) -> Contrast:
    """A change of one item since the wave before."""
    earlier = WAVE.shifted(-1)
    return contrast(
        estimate(before, wave=str(earlier), wave_label=earlier.label, **more), estimate(after, **more), p=p
    )


def items(k: int = 6, **more: Any) -> Estimates:
    """Items from 90 % downwards in steps of 3 points."""
    return Estimates(
        tuple(
            estimate(
                0.9 - 0.03 * i,
                item=f"q{i}",
                label=Text(en=f"Item {_NAMES[i]}", zh=f"项目{_NAMES[i]}"),
                **more,
            )
            for i in range(k)
        )
    )


def branches() -> Estimates:
    """Four branches: two plain, one with a low base, one suppressed."""
    levels = [
        {"value": 0.8},
        {"value": 0.7},
        {"value": 0.6, "flag": "low", "n": 24},
        {"flag": "suppressed"},
    ]
    made = []
    for name, given in zip("ABCD", levels, strict=True):
        place = {
            "domain": "branch",
            "level": name,
            "level_label": Text(en=f"Branch {name}", zh=f"{name}网点"),
        }
        made.append(hidden(**place) if given.get("flag") == "suppressed" else estimate(**given, **place))  # type: ignore[arg-type]
    return Estimates(tuple(made))


def changes() -> Contrasts:
    """Up, down, unclear."""
    pairs = [(0.7, 0.8, 0.001), (0.8, 0.72, 0.001), (0.75, 0.76, 0.9)]
    return Contrasts(
        tuple(
            change(a, b, p=p, item=f"q{i}", label=Text(en=f"Item {_NAMES[i]}", zh=f"项目{_NAMES[i]}"))
            for i, (a, b, p) in enumerate(pairs)
        )
    )


_NAMES = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

"""Figures as they were told, and several of them as one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt


@dataclass(frozen=True)
class Told:
    """A number as somebody told it: its value, its base and its standard error, where they were given."""

    value: float
    n: int | None = None
    se: float | None = None


def error(told: Told, unit: str) -> float | None:
    """The standard error given, else that of a share of its base, ``√(p (1 − p) / n)``; None where there is neither."""
    if told.se is not None or unit != "share" or told.n is None:
        return told.se
    return sqrt(max(told.value * (1 - told.value), 0.0) / told.n)


def pooled(told: Sequence[Told], unit: str) -> Told:
    """Several figures of one measure as one: weighted by their bases where all are known, else all alike.

    Value Σ aᵢ vᵢ with aᵢ = nᵢ / Σ n (or 1 / k). Where a standard error was given, that of the whole is √(Σ aᵢ² seᵢ²), or
    unknown where one of them is; where none was, a share has that of the counts together (:func:`error`).

    Checked against: R ``prop.test`` of the summed counts (tests/oracle/cases.R).
    """
    bases = [t.n for t in told]
    total = None if any(n is None for n in bases) else sum(n for n in bases if n is not None)
    share = [1 / len(told) if total is None or t.n is None else t.n / total for t in told]
    value = sum(a * t.value for a, t in zip(share, told, strict=True))
    errors = [error(t, unit) for t in told]
    if any(e is None for e in errors) or (total is not None and all(t.se is None for t in told)):
        return Told(value, total)
    se = sqrt(sum((a * e) ** 2 for a, e in zip(share, errors, strict=True) if e is not None))
    return Told(value, total, se)

"""An estimate in other units."""

from __future__ import annotations

from dataclasses import replace

from csatreport.results import Estimate


def rescaled(e: Estimate, factor: float, shift: float = 0.0) -> Estimate:
    """``factor × estimate + shift``, both known numbers; the interval turns round with a negative factor."""
    ends = [None if x is None else factor * x + shift for x in (e.low, e.high)]
    low, high = ends if factor >= 0 else reversed(ends)
    se = None if e.se is None else abs(factor) * e.se
    return replace(e, value=factor * e.value + shift, se=se, low=low, high=high)

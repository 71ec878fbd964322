"""Many comparisons: Holm's correction inside one family (an exhibit)."""

from __future__ import annotations

from collections.abc import Sequence


def adjust(p: Sequence[float]) -> tuple[float, ...]:
    """Holm-adjusted p values, in the order given.

    The i-th smallest of m is multiplied by m − i + 1; adjusted values never fall and never pass 1.

    Source: Holm (1979). Checked against: R ``p.adjust(method="holm")``.
    """
    order = sorted(range(len(p)), key=lambda i: p[i])
    adjusted, highest = [0.0] * len(p), 0.0
    for rank, i in enumerate(order):
        highest = max(highest, min(1.0, (len(p) - rank) * p[i]))
        adjusted[i] = highest
    return tuple(adjusted)


def critical(p: Sequence[float], which: int, *, alpha: float) -> float:
    """The largest p value with which comparison ``which`` would still be clear, all others as they are.

    ``alpha / (m − j)`` where j of the other comparisons are rejected before it.
    """
    others = sorted(value for i, value in enumerate(p) if i != which)
    rejected = 0
    while rejected < len(others) and others[rejected] * (len(p) - rejected) < alpha:
        rejected += 1
    return alpha / (len(p) - rejected)

"""Rules on the effort taken: too fast, too little, the same throughout."""

from __future__ import annotations

import numpy as np

from csatreport.intake.rules.received import Reasons, Received, floored, nobody, reasons, where


def too_fast(received: Received) -> Reasons:
    """Responses shorter than the minimum, in all or for each rating; an unknown length is no reason."""
    minutes = received.responses["minutes"].to_numpy(dtype="float64", na_value=np.nan)
    seconds = np.divide(
        minutes * 60, received.given, out=np.full(len(minutes), np.nan), where=received.given > 0
    )
    least, each = received.limit("minimum_minutes"), received.limit("minimum_seconds_per_rating")
    short = minutes < least
    rows = where(short | (seconds < each))
    said = [
        f"{floored(minutes[r], 1)} minutes, less than {least[r]:g}" if short[r]
        else f"{floored(seconds[r], 1)} seconds for each rating, less than {each[r]:g}"
        for r in rows
    ]  # fmt: skip
    return reasons(rows, said)


def too_few_answers(received: Received) -> Reasons:
    """Responses with less than the least share of the ratings that were asked in their wave and source."""
    asked = received.responses["asked"].to_numpy(dtype="float64")
    least = received.limit("minimum_answered")
    rows = where(received.given < least * asked)
    said = [
        f"{received.given[r]} of {asked[r]:.0f} ratings answered, less than {100 * least[r]:g} %"
        for r in rows
    ]
    return reasons(rows, said)


def straight_lines(received: Received) -> Reasons:
    """Responses with one answer to every rating of a scale, where at least so many of it were answered."""
    limit = received.limit("straight_line_items")
    said: dict[int, str] = {}
    for ratings in received.scales() if not np.isnan(limit).all() else ():
        count, low, high = received.spread(ratings)
        scale = ratings[0].scale
        of = f" of the scale {scale.low}-{scale.high}" if scale else ""
        for r in where((count >= limit) & (low == high)):
            said.setdefault(int(r), f"{low[r]:g} in all {count[r]} ratings{of}, {limit[r]:.0f} or more")
    return reasons(np.array(list(said), dtype="int64"), list(said.values())) if said else nobody()

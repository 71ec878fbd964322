"""Which waves came before an improvement, and which after it.

A wave is *after* when all of it was asked on or after the day, *before* when all of it was asked earlier; a wave that the
day falls into is neither, unless the times of its interviews put all of them on one side. Waves are used as far as they
can be compared with the last one before: no further than a break in the series.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from csatreport.measure.breaks import Breaks
from csatreport.params import Text, Wave
from csatreport.params.analysis.improvement import Improvement
from csatreport.survey import Survey

Side = Literal["before", "after", "neither"]


@dataclass(frozen=True)
class Periods:
    """Waves before and after, oldest first; ``broken`` says why none after can be compared, where a break is the reason."""

    before: tuple[Wave, ...]
    after: tuple[Wave, ...]
    broken: Text | None = None

    @property
    def waves(self) -> tuple[Wave, ...]:
        """All of them, oldest first."""
        return self.before + self.after

    @property
    def base(self) -> Wave:
        """The last wave before: what effects by wave are measured from."""
        return self.before[-1]


def periods(
    survey: Survey, improvement: Improvement, waves: Sequence[Wave], item: str, *, breaks: Breaks
) -> Periods:
    """Divide ``waves`` with answers to ``item`` by the day on which the improvement began."""
    found = {wave: side(survey, improvement, wave) for wave in waves}
    before = [w for w, s in found.items() if s == "before"]
    after = [w for w, s in found.items() if s == "after"]
    if not before or not after:
        return Periods(tuple(before), tuple(after))
    base = before[-1]
    apart = [breaks.between(item, base, w) for w in after]
    kept = tuple(w for w in before if breaks.between(item, w, base) is None)
    comparable = tuple(w for w, why in zip(after, apart, strict=True) if why is None)
    return Periods(kept, comparable, None if comparable else apart[0])


def side(survey: Survey, improvement: Improvement, wave: Wave) -> Side:
    """Where a wave stands: by the first wave declared, by its dates, or by the times of its interviews."""
    since = improvement.since
    if improvement.first is not None:
        return "after" if wave >= improvement.first else "before" if wave.start < since else "neither"
    if wave.start >= since:
        return "after"
    if wave.end < since:
        return "before"
    responses = survey.in_wave(wave).responses
    asked = responses["start"] if "start" in responses else pd.Series([pd.NaT])
    if asked.isna().any() or asked.empty:
        return "neither"
    day = pd.Timestamp(since)
    return "after" if asked.min() >= day else "before" if asked.max() < day else "neither"

"""Priority: what matters and does not satisfy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from csatreport.measure import interval, scores
from csatreport.measure.fielding import Fielding, known, suppressed
from csatreport.measure.linearisation import errors, influence
from csatreport.measure.subjects import Subject
from csatreport.params import Item
from csatreport.results import Estimate, Flag


def priorities(
    fielding: Fielding, important: Sequence[Item], satisfying: Sequence[Item], subjects: Sequence[Subject]
) -> list[Estimate]:
    """Products of two means: the influence is that of the product, term by term; exactly so for a replicate."""
    rescaled = scores.of_items(fielding.responses, important, measure="csat_index")
    unhappy = 1 - scores.of_items(fielding.responses, satisfying, measure="csat")
    weight = fielding.estimates(rescaled, subjects, measure="priority", unit="index")
    missing = fielding.estimates(unhappy, subjects, measure="priority", unit="index")
    first, second = (np.array([e.value for e in rows]) for rows in (weight, missing))
    moved, moving = influence(rescaled, fielding.design), influence(unhappy, fielding.design)
    z = moved * second + moving * first
    if fielding.design.replicates is not None:
        z = z + moved * moving  # deviations of a replicate are no small steps: (a + d)(b + e) − ab
    se = errors(np.nan_to_num(z), fielding.design)
    confidence = fielding.survey.edition.confidence
    low, high = interval.of_mean(first * second, se, df=fielding.design.df, confidence=confidence)
    return [
        _product(w, m, se=float(se[k]), low=float(low[k]), high=float(high[k]))
        for k, (w, m) in enumerate(zip(weight, missing, strict=True))
    ]


def _product(weight: Estimate, missing: Estimate, *, se: float, low: float, high: float) -> Estimate:
    """Priority, on the smaller of the two bases; hidden where one of them is."""
    smaller = min(weight, missing, key=lambda e: (e.n or 0, e.effective_n or 0.0))
    if not (weight.shown and missing.shown):
        return suppressed(smaller)
    flag: Flag = "low" if "low" in (weight.flag, missing.flag) else ""
    return replace(
        smaller, value=weight.value * missing.value, se=known(se), low=known(low), high=known(high),
        deff=None, flag=flag,
    )  # fmt: skip

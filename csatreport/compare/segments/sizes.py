"""How large segments are, and which of them grew or shrank."""

from __future__ import annotations

import numpy as np

from csatreport.measure import breaks
from csatreport.measure.design import Codes
from csatreport.measure.fielding import Fielding
from csatreport.measure.segments.found import placed
from csatreport.measure.segments.named import Segments
from csatreport.measure.subjects import Subject
from csatreport.params import Wave
from csatreport.results import Contrasts, Estimates


def sizes(found: Segments) -> Estimates:
    """Share of each segment among the customers who could be placed, the largest first."""
    return _sizes(found, found.fielding, found.now.member)


def changes(found: Segments) -> Contrasts:
    """Every segment's share now against the wave compared with, whose answers are placed by the same rule.

    So a segment grows by what customers answer, not by where its borders are drawn. Holm over all segments; empty without
    an earlier wave that asked the same, and where no segment is stable.
    """
    if found.compared is None:
        return Contrasts()
    items = [i.item for i in found.now.features.items]
    return breaks.since(found.fielding.survey, lambda wave: _in_wave(found, wave), rests=lambda _: items)


def _in_wave(found: Segments, wave: Wave) -> Estimates:
    if wave == found.fielding.wave:
        return sizes(found)
    fielding = found.before.fielding if found.before else Fielding.of(found.fielding.survey, wave)
    return _sizes(found, fielding, placed(found.now, fielding))


def _sizes(found: Segments, fielding: Fielding, member: Codes) -> Estimates:
    """Shares of segments among the responses that ``member`` (n,) places."""
    which = np.arange(len(found.names))
    score = np.where((member >= 0)[:, None], member[:, None] == which, np.nan)
    subjects = [Subject(level.code, level.label) for level in found.levels]
    return Estimates(fielding.estimates(score, subjects, measure="segment_size", unit="share"))

"""Whether the structure of satisfaction is still that of the wave compared with."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from csatreport.compare.waves import To
from csatreport.errors import DataError
from csatreport.measure import contrast, correlation
from csatreport.measure.design import Floats
from csatreport.measure.fielding import Subject
from csatreport.measure.structure.fit import refitted, rotated
from csatreport.measure.structure.result import Structure
from csatreport.measure.structure.rotation import aligned, congruence
from csatreport.measure.structure.sample import Sample
from csatreport.measure.structure.scale import Scales, scales
from csatreport.measure.structure.tell import Teller
from csatreport.params import Wave
from csatreport.params.text import Text
from csatreport.results import Contrasts, Estimate
from csatreport.survey import Survey

Verdict = Literal["same", "similar", "different", "unclear"]
SAME, SIMILAR = 0.95, 0.85  # Lorenzo-Seva and ten Berge (2006)


@dataclass(frozen=True)
class Kept:
    """A group of services now, and how much it is what it was: Tucker's φ with its interval."""

    name: Text
    congruence: Estimate

    @property
    def verdict(self) -> Verdict:
        """What the whole interval says: the same from 0.95 on, fairly alike from 0.85 on, different below."""
        low, high = self.congruence.low, self.congruence.high
        if not self.congruence.shown or low is None or high is None:
            return "unclear"
        if low >= SIMILAR:
            return "same" if low >= SAME else "similar"
        return "different" if high < SIMILAR else "unclear"


@dataclass(frozen=True)
class Since:
    """What became of the structure since ``before``.

    ``alphas``: change of the reliability of every scale, all services last; ``overall``: change of the correlation
    of every service with overall satisfaction. Each is one family.
    """

    before: Text
    groups: tuple[Kept, ...]
    alphas: Contrasts
    overall: Contrasts
    same: float = SAME
    similar: float = SIMILAR

    def counted(self, *verdicts: Verdict) -> int:
        """How many groups have one of these verdicts."""
        return sum(g.verdict in verdicts for g in self.groups)

    @property
    def least(self) -> Kept:
        """The group that is least what it was."""
        return min(self.groups, key=lambda g: g.congruence.value if g.congruence.shown else 2.0)


def since(survey: Survey, now: Structure, reliability: Scales, *, to: To = "previous") -> Since | None:
    """Compare with an earlier wave; None where the edition names none that has such data.

    Both waves are fitted on the items that both have, with as many factors as now. Loadings of the earlier wave are
    turned towards those of now (Procrustes), in every pair of resamples too: waves are independent, so the first
    resample of one goes with the first of the other. The percentile interval is widened to hold φ itself, which
    lies above most of its resamples because it cannot exceed 1: a group is called the same only where even they
    agree.

    Checked against: R psych ``factor.congruence``; a wave compared with itself.
    """
    wave: Wave | None = getattr(survey.edition, to)
    if wave is None or wave not in survey.waves:
        return None
    try:
        earlier = Sample.of(survey, items=[i.item for i in now.sample.items], wave=wave)
    except DataError:  # too few of the items of now were asked then
        return None
    current = now.sample
    if earlier.items != current.items:
        current = Sample.of(survey, items=[i.item for i in earlier.items])
    if earlier.items != current.items:
        return None
    return Since(
        wave.label, _kept(now, current, earlier), _alphas(reliability, earlier), _overall(survey, wave)
    )


def _kept(now: Structure, current: Sample, earlier: Sample) -> tuple[Kept, ...]:
    m = now.loadings.shape[1]
    target = now.loadings[[now.sample.items.index(i) for i in current.items]]
    new = aligned(rotated(current, m)[None], target)[0] if current is not now.sample else now.loadings
    old = rotated(earlier, m)
    phi = congruence(new, aligned(old[None], new)[0])
    again = _paired(refitted(current, new), refitted(earlier, old))
    tell = Teller(current, current.used)
    found = []
    for f, group in enumerate(now.groups):
        row = tell(phi[f], again[:, f], Subject(f"group{f + 1}", group.name), measure="congruence")
        found.append(
            Kept(group.name, replace(row, low=_least(row.low, row.value), high=_most(row.high, row.value)))
        )
    return tuple(found)


def _paired(new: Floats, old: Floats) -> Floats:
    """Congruence (b, m) in every pair of resamples; NaN where one of them has no solution."""
    size = min(len(new), len(old))
    new, old = new[:size], old[:size]
    found = np.full((len(new), new.shape[2]), np.nan)
    usable = np.isfinite(new).all(axis=(1, 2)) & np.isfinite(old).all(axis=(1, 2))
    found[usable] = congruence(new[usable], aligned(old[usable], new[usable]))
    return found


def _least(low: float | None, value: float) -> float | None:
    return low if low is None else min(low, value)


def _most(high: float | None, value: float) -> float | None:
    return high if high is None else min(max(high, value), 1.0)


def _alphas(reliability: Scales, earlier: Sample) -> Contrasts:
    """Scales whose items both waves have."""
    then = scales(earlier)
    items = {s.subject.item: {i.subject.item for i in s.items} for s in (*then.dimensions, then.whole)}
    before = {e.item: e for e in then.alphas}
    rows = []
    for s in (*reliability.dimensions, reliability.whole):
        if items.get(s.subject.item) == {i.subject.item for i in s.items}:
            rows.append(contrast.independent(before[s.subject.item], s.alpha))
    return contrast.family(rows)


def _overall(survey: Survey, wave: Wave) -> Contrasts:
    before = {r.estimate.item: r.estimate for r in correlation.with_overall(survey, wave=wave)}
    now = correlation.with_overall(survey).estimates
    return contrast.family([contrast.independent(before[e.item], e) for e in now if e.item in before])

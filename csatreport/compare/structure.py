"""Whether the structure of satisfaction is still that of the wave compared with."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from scipy import stats

from csatreport.errors import DataError
from csatreport.measure import contrast, correlation
from csatreport.measure.breaks import Breaks, To, before, changes
from csatreport.measure.design import Floats
from csatreport.measure.resample import Resampled
from csatreport.measure.structure.fit import refitted, rotated
from csatreport.measure.structure.result import Structure
from csatreport.measure.structure.rotation import aligned, congruence
from csatreport.measure.structure.sample import Sample
from csatreport.measure.structure.scale import Scale, Scales, scales
from csatreport.measure.subjects import Subject
from csatreport.params import Wave
from csatreport.params.text import Text
from csatreport.results import Contrasts, Estimate, some
from csatreport.survey import Survey

Verdict = Literal["same", "similar", "different", "unclear"]
_FEWEST = 3  # services that may have a structure
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

    ``alphas``: change of the reliability of every scale, all services last; ``overall``: change of the correlation of
    every service with overall satisfaction; each is one family. ``broken``: why groups cannot be compared (a break in
    the series of too many services); there are none then.
    """

    before: Text
    groups: tuple[Kept, ...]
    alphas: Contrasts
    overall: Contrasts
    broken: Text | None = None
    same: float = SAME
    similar: float = SIMILAR

    def counted(self, *verdicts: Verdict) -> int:
        """How many groups have one of these verdicts."""
        return sum(g.verdict in verdicts for g in self.groups)

    @property
    def least(self) -> Kept:
        """The group that is least what it was; UsageError where there is none."""
        return min(some(self.groups), key=lambda g: g.congruence.value if g.congruence.shown else 2.0)


def since(survey: Survey, now: Structure, reliability: Scales, *, to: To = "previous") -> Since | None:
    """Compare with an earlier wave; None where the edition names none that has such data.

    Both waves are fitted on the items that both have, with as many factors as now. Loadings of the earlier wave are
    turned towards those of now (Procrustes), in every pair of resamples too: waves are independent, so the first
    resample of one goes with the first of the other. The percentile interval is widened to hold φ itself, which
    lies above most of its resamples because it cannot exceed 1: a group is called the same only where even they
    agree.

    Checked against: R psych ``factor.congruence``; a wave compared with itself.
    """
    wave = before(survey, to)
    if wave is None:
        return None
    breaks = Breaks.of(survey)
    why = {i.item: breaks.between(i.item, wave, survey.wave) for i in now.sample.items}
    comparable = [item for item, broken in why.items() if broken is None]
    overall = _overall(survey, wave)
    if len(comparable) < _FEWEST:
        return Since(wave.label, (), Contrasts(), overall, next(w for w in why.values() if w is not None))
    try:
        earlier = Sample.of(survey, items=comparable, wave=wave)
        current = now.sample
        if earlier.items != current.items:
            current = Sample.of(survey, items=[i.item for i in earlier.items])
    except DataError:  # too few of the items of now were asked then
        return None
    if earlier.items != current.items:
        return None
    return Since(wave.label, _kept(now, current, earlier), _alphas(survey, reliability, earlier), overall)


def _kept(now: Structure, current: Sample, earlier: Sample) -> tuple[Kept, ...]:
    m = now.loadings.shape[1]
    target = now.loadings[[now.sample.items.index(i) for i in current.items]]
    new = aligned(rotated(current, m)[None], target)[0] if current is not now.sample else now.loadings
    old = rotated(earlier, m)
    phi = congruence(new, aligned(old[None], new)[0])
    se, low, high = _spread(current, earlier, phi, (new, old))
    return tuple(
        Kept(
            group.name,
            current.fielding.modelled(
                phi[f], se=se[f], interval=(low[f], high[f]), subject=Subject(f"group{f + 1}", group.name),
                measure="congruence", unit="coefficient", used=current.used,
            ),
        )
        for f, group in enumerate(now.groups)
    )  # fmt: skip


def _spread(
    current: Sample, earlier: Sample, phi: Floats, loadings: tuple[Floats, Floats]
) -> tuple[Floats, Floats, Floats]:
    """Standard error and ends of each φ: from pairs of resamples; of delivered replicates, from one wave at a time."""
    confidence = current.fielding.survey.edition.confidence
    new, old = loadings
    again, then = refitted(current, new), refitted(earlier, old)
    if current.resamples.scale is None and earlier.resamples.scale is None:
        found = Resampled(_paired(again, then))
        low, high = found.interval(phi, confidence=confidence)
        return found.se(phi), np.minimum(low, phi), np.minimum(np.maximum(high, phi), 1.0)
    parts = (
        (current, _paired(again, np.broadcast_to(old, again.shape))),
        (earlier, _paired(np.broadcast_to(new, then.shape), then)),
    )
    se = np.sqrt(sum(replace(s.resamples, results=each).se(phi) ** 2 for s, each in parts))
    reach = stats.t.ppf(0.5 + confidence / 2, min(s.fielding.design.df for s, _ in parts)) * se
    return se, phi - reach, np.minimum(phi + reach, 1.0)


def _paired(new: Floats, old: Floats) -> Floats:
    """Congruence (b, m) of each pair of loadings (b, k, m); NaN where one of them has no solution."""
    found = np.full((len(new), new.shape[2]), np.nan)
    usable = np.isfinite(new).all(axis=(1, 2)) & np.isfinite(old).all(axis=(1, 2))
    found[usable] = congruence(new[usable], aligned(old[usable], new[usable]))
    return found


def _alphas(survey: Survey, reliability: Scales, earlier: Sample) -> Contrasts:
    """Scales whose items both waves have, and have alike."""
    then, now = (
        {s.subject.item: s for s in (*found.dimensions, found.whole)}
        for found in (scales(earlier), reliability)
    )
    same = [name for name, s in now.items() if name in then and _items(s) == _items(then[name])]
    pairs = [(then[name].alpha, now[name].alpha) for name in same]
    return contrast.family(changes(survey, pairs, rests=lambda e: _items(now[e.item])))


def _items(scale: Scale) -> set[str]:
    return {i.subject.item for i in scale.items}


def _overall(survey: Survey, wave: Wave) -> Contrasts:
    """Services, and the overall item that all of them are held against."""
    then, now = (
        {(r.first.item, r.second.item): r.estimate for r in correlation.with_overall(survey, wave=w)}
        for w in (wave, survey.wave)
    )
    of = {service: (overall, service) for overall, service in now}
    pairs = [(then[pair], e) for pair, e in now.items() if pair in then]
    return contrast.family(changes(survey, pairs, rests=lambda e: of[e.item]))

"""Movers: whose change since the wave before is more than what its peers did and chance takes back."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from csatreport.compare.standing.peers import Peers
from csatreport.compare.standing.places import Standing, peers_of, standing
from csatreport.compare.standing.variance import between
from csatreport.measure import breaks, contrast, scores
from csatreport.measure.breaks import To
from csatreport.measure.design import Floats
from csatreport.measure.fielding import Fielding
from csatreport.params import Measure, Text, Wave
from csatreport.results import Contrast, Contrasts, Estimate
from csatreport.survey import Survey

_EXPECTED = Text(en="Expected", zh="预期值")
_FEWEST = 3  # levels that tell what peers did


@dataclass(frozen=True)
class Mover:
    """A level in both waves.

    ``change`` is what was seen; ``excess`` what was seen beyond what was to be expected (its ``first``), tested; None where
    nothing can be expected: published scores, a break, fewer than three levels.
    """

    change: Contrast
    excess: Contrast | None

    @property
    def estimate(self) -> Estimate:
        """The level now."""
        return self.change.second


@dataclass(frozen=True)
class Movers:
    """Levels shown in both waves, the largest excess first."""

    rows: tuple[Mover, ...]

    @property
    def changes(self) -> Contrasts:
        """Changes as they were seen."""
        return Contrasts(tuple(r.change for r in self.rows))

    @property
    def excess(self) -> Contrasts:
        """Changes beyond what was to be expected, as one family."""
        return Contrasts(tuple(r.excess for r in self.rows if r.excess is not None))

    @property
    def risen(self) -> tuple[Mover, ...]:
        """Clear movers upwards, the largest first."""
        return tuple(r for r in self.rows if r.excess is not None and r.excess.direction == "up")

    @property
    def fallen(self) -> tuple[Mover, ...]:
        """Clear movers downwards, the largest first."""
        return tuple(r for r in self.rows[::-1] if r.excess is not None and r.excess.direction == "down")


def movers(survey: Survey, item: str, measure: Measure, *, domain: str = "", to: To = "previous") -> Movers:
    """Changes of the levels of a domain, corrected for regression to the mean; empty without an earlier wave.

    A level far out is partly there by chance, and chance does not come again: of the distance of its earlier estimate
    ``y₁`` from its peers' mean ``m₁`` only the share ``k`` is expected to stay (:meth:`.variance.Between.kept`). Expected
    now: ``m₁ + k (y₁ − m₁) + d``, with ``d`` the mean change of its peers (all other levels, weighted by the precision of
    their changes). Tested is ``y₂`` minus that, with variance ``v₂`` plus the mean squared error of the shrunken ``y₁`` plus
    ``V(d)``; Holm over the levels.

    Waves are independent samples. Across a break in the series, and for published scores, changes are stated alone.

    Source: Efron and Morris (1975); Davis (1976) on regression to the mean. Checked against: simulated quarters in which
    nobody moved (the family's error) and the branch that goes bad (tests, benchmarks/standing.py).
    """
    domain = domain or peers_of(survey, measure)
    wave = _before(survey, item, measure, domain, to)
    if wave is None:
        return Movers(())
    first, now = (standing(survey, item, measure, domain=domain, wave=w) for w in (wave, survey.wave))
    earlier = {p.estimate.level: p.estimate for p in first.rows if p.estimate.shown}
    pairs = [
        (earlier[p.estimate.level], p.estimate)
        for p in now.rows
        if p.estimate.shown and p.estimate.level in earlier
    ]
    changes = contrast.family(breaks.changes(survey, pairs))
    known = excess(first, now, changes) if all(c.broken is None for c in changes) else {}
    rows = [Mover(c, known.get(c.second.level)) for c in changes]
    return Movers(tuple(sorted(rows, key=lambda r: -(r.excess or r.change).value)))


def _before(survey: Survey, item: str, measure: Measure, domain: str, to: To) -> Wave | None:
    """The wave compared with, where it asked both."""
    if measure == "score":
        wave: Wave | None = getattr(survey.edition, to)
        return wave if wave in survey.waves else None
    wave = breaks.before(survey, to)
    if wave is None:
        return None
    fielding = Fielding.of(survey, wave)
    asked = all(fielding.asked(scores.find(survey.questionnaire, i)) for i in (item, domain))
    return wave if asked else None


def excess(first: Standing, now: Standing, changes: Contrasts) -> dict[str, Contrast]:
    """What came beyond what was to be expected of each level."""
    if first.peers is None or now.peers is None or len(changes) < _FEWEST:
        return {}
    names = [c.second.level for c in changes]
    a, b = (p.at(np.array([p.codes.index(n) for n in names])) for p in (first.peers, now.peers))
    value, variance = _expected(first.peers, a, b)
    tested = [
        contrast.joint(
            replace(e, value=float(x), se=float(np.sqrt(v)), low=None, high=None, deff=None, level_label=_EXPECTED),
            e, se=float(np.sqrt(v + own)), df=e.df or np.inf,
        )
        for e, x, v, own in zip(b.levels, value, variance, b.variance, strict=True)
    ]  # fmt: skip
    return {c.second.level: c for c in contrast.family(tested)}


def _expected(before: Peers, a: Peers, b: Peers) -> tuple[Floats, Floats]:
    """Expected values now, and their variances, of levels with estimates ``a`` then and ``b`` now."""
    found = between(before)
    weight = 1 / (a.variance + b.variance)
    moved = weight * (b.value - a.value)
    others = weight.sum() - weight
    drift, unsure = (moved.sum() - moved) / others, 1 / others
    if found is None:
        return a.value + drift, a.variance + unsure
    kept = found.kept(a.value, a.variance)
    value = found.mean + kept * (a.value - found.mean) + drift
    return value, found.squared_error(a.value, a.variance) + unsure

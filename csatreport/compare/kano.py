"""Kano's coefficients compared: each group against all other customers, and a wave against the one before."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from csatreport.compare.domains import of_scores
from csatreport.measure import breaks, contrast
from csatreport.measure.breaks import To
from csatreport.measure.fielding import Fielding
from csatreport.measure.kano import Feature, analysis
from csatreport.measure.kano.analysis import segments
from csatreport.measure.kano.answers import answers
from csatreport.measure.kano.features import Scored, negative
from csatreport.params import Wave
from csatreport.results import Contrast, Contrasts
from csatreport.survey import Survey


@dataclass(frozen=True)
class Move:
    """A feature in two waves."""

    before: Feature
    now: Feature

    @property
    def changed(self) -> bool:
        """Whether its class is another one."""
        return bool(self.before.category and self.now.category) and self.before.category != self.now.category


@dataclass(frozen=True)
class Changes:
    """Better and worse of every feature since an earlier wave, tested as one family; classes in both waves.

    ``before`` is None where no earlier wave asked the pairs; then there is nothing else either.
    """

    wave: Wave
    before: Wave | None = None
    coefficients: Contrasts = field(default_factory=Contrasts)
    moves: tuple[Move, ...] = ()

    @property
    def moved(self) -> tuple[Move, ...]:
        """Features that have another class than before."""
        return tuple(m for m in self.moves if m.changed)


def changes(survey: Survey, *, to: To = "previous") -> Changes:
    """Each feature's better and worse now against the wave compared with: independent samples, Holm over all.

    Features that one of the two waves did not ask are left out. A change across a break is stated, not tested.
    """
    before, now = breaks.before(survey, to), Fielding.of(survey)
    if before is None or not Fielding.of(survey, before).pairs("functional", "dysfunctional"):
        return Changes(now.wave)
    earlier = {f.key: f for f in analysis(survey, before, groups=False).features}
    features = analysis(survey, groups=False).features
    moves = tuple(Move(earlier[f.key], f) for f in features if f.key in earlier)
    pairs = [(getattr(m.before, c), getattr(m.now, c)) for c in ("better", "worse") for m in moves]
    without = {f.item: d.item for f, d in survey.questionnaire.pairs("functional", "dysfunctional")}
    found = breaks.changes(survey, pairs, rests=lambda e: (e.item, without[e.item]))
    return Changes(now.wave, before, contrast.family(found), moves)


def groups(survey: Survey) -> Contrasts:
    """Each group's better and worse against all other customers whose group is known; Holm over all of them.

    Both come from one sample, so the variance is that of the difference of their influences. A suppressed group
    hides its others too. A group with a small base, or in which all say the same, is shown and not tested: its
    linearised variance promises more than it knows.

    Checked against: Welch's test of the same score on a large simple sample.
    """
    fielding = Fielding.of(survey)
    given = answers(fielding)
    scored = Scored.of(fielding, given)
    domains = segments(fielding)
    better, worse = (
        map(
            _settled,
            of_scores(fielding, score, given.subjects, measure=measure, unit="share", domains=domains),
        )
        for score, measure in ((scored.better, "better"), (scored.worse, "worse"))
    )
    return contrast.family([*map(_positive, better), *map(_negative, worse)])


def _settled(c: Contrast) -> Contrast:
    """The contrast, without its test where one of the two shares has no variance worth the name."""
    sides = (c.first, c.second)
    if any(e.flag == "low" or e.se == 0 for e in sides):
        return contrast.untested(*sides)
    return c


def _positive(c: Contrast) -> Contrast:
    first, second = (replace(e, unit="coefficient") for e in (c.first, c.second))
    return replace(c, first=first, second=second, unit="coefficient")


def _negative(c: Contrast) -> Contrast:
    """The difference of two shares as that of two coefficients below 0."""
    low, high = (None if x is None else -x for x in (c.high, c.low))
    first, second = negative(c.first), negative(c.second)
    return replace(c, first=first, second=second, value=-c.value, low=low, high=high, unit="coefficient")

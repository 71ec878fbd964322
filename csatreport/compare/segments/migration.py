"""Who moved from one segment to another between two waves, less those who only seem to."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from csatreport.measure import interval
from csatreport.measure.breaks import Breaks
from csatreport.measure.design import Codes, Floats, effective_base
from csatreport.measure.fielding import Fielding, suppressed
from csatreport.measure.linearisation import errors, influence
from csatreport.measure.segments.columns import Columns
from csatreport.measure.segments.found import placed
from csatreport.measure.segments.misplaced import confusion
from csatreport.measure.segments.named import Segments
from csatreport.measure.segments.panel import panel
from csatreport.measure.subjects import Level, Subject
from csatreport.measure.suppress import hidden
from csatreport.params import Text
from csatreport.results import Count, Estimate, Estimates

_TOLD_APART = 0.6  # of each segment that must be placed rightly, for movement to be told from misplacement
_MOVED = Text(en="Moved to another segment", zh="换到其他客群")
_PLACED = Text(en="Placed in another segment", zh="两期归入不同客群")
_SEEMING = Text(
    en="Would be placed in another segment though nobody moved", zh="即使无人变动也会归入不同客群"
)


@dataclass(frozen=True)
class Flow:
    """Customers who were in ``first`` and are in ``second``: as a share of the panel, and of the first segment."""

    first: Level
    second: Level
    share: Estimate
    rate: Estimate

    @property
    def stays(self) -> bool:
        """Whether they are where they were."""
        return self.first.code == self.second.code


@dataclass(frozen=True)
class Migration:
    """Movement between two waves of the customers who answered in both.

    ``moved`` is corrected for customers who are placed wrongly in one of the waves, ``placed`` is not; ``seeming`` is the
    share that would be placed otherwise although nobody moved.
    """

    first: Text
    second: Text
    flows: tuple[Flow, ...]
    moved: Estimate
    placed: Estimate
    seeming: Count

    @property
    def moves(self) -> tuple[Flow, ...]:
        """Shown flows between two segments, the largest first."""
        found = [f for f in self.flows if not f.stays and f.share.shown]
        return tuple(sorted(found, key=lambda f: -f.share.value))

    @property
    def stays(self) -> Estimates:
        """Share of each earlier segment that is where it was."""
        return Estimates(tuple(f.rate for f in self.flows if f.stays))


def migration(found: Segments) -> Migration | None:
    """Who of the customers who answered in both waves moved from which segment to which.

    Both waves are placed by this wave's rule, so nobody moves with the border of a segment. With ``N`` (k, k) the weighted
    shares of customers by where they are placed then and now, and ``E`` the chances to be placed in each segment
    (:mod:`~csatreport.measure.segments.misplaced`), the true shares are ``T = E₁⁻ᵀ N E₂⁻¹``. Each customer then has a score for
    each pair of segments, and ``T`` is the weighted mean of scores: intervals are linearised for the design of the later wave;
    the chances count as known. A share below 0 is shown as 0.

    None without an earlier wave that asked the same, across a break in the series of any item used, where no segment is
    stable, where too few customers answered in both, or where segments overlap so much that movement cannot be told from
    misplacement.

    Source: Bolck, Croon and Hagenaars, *Estimating latent structure models with categorical variables: one-step versus
    three-step estimators* (2004); Vermunt (2010). Checked against: the true movement of the simulated company.
    """
    if found.compared is None or _broken(found, found.compared.fielding):
        return None
    panelled = _Panel.of(found, found.compared.fielding)
    enough = len(panelled.rows) >= found.fielding.survey.edition.minimum_base
    if not enough or min(np.diag(e).min() for e in panelled.chances) < _TOLD_APART:
        return None
    return _migration(found, panelled)


def _broken(found: Segments, earlier: Fielding) -> bool:
    """Whether answers of the two waves cannot be compared: who moved may have been moved by the question."""
    items = [i.item for i in found.now.features.items]
    fielding = found.fielding
    return Breaks.of(fielding.survey).among(items, earlier.wave, fielding.wave) is not None


@dataclass(frozen=True, eq=False)
class _Panel:
    """Customers placed in both waves: their ``rows`` among the later responses, where each was and is placed."""

    rows: Codes
    was: Codes
    now: Codes
    chances: tuple[Floats, Floats]

    @classmethod
    def of(cls, found: Segments, earlier: Fielding) -> _Panel:
        k, then, now = found.now.k, placed(found.now, earlier), found.now.member
        first, second = panel(earlier.responses, found.fielding.responses)
        inside = (then[first] >= 0) & (now[second] >= 0) & (found.fielding.design.weights[second] > 0)
        first, second = first[inside], second[inside]
        features, columns = found.now.features, Columns.of(found.now.features)
        chances = (
            confusion(columns.points(features.same(earlier)), then, earlier.design.weights, k),
            confusion(columns.points(features.values), now, found.fielding.design.weights, k),
        )
        return cls(second, then[first], now[second], chances)

    def scores(self, n: int) -> Floats:
        """What each of n responses says of each pair of segments (n, k²); NaN outside the panel."""
        back, forth = (np.linalg.inv(e) for e in self.chances)
        k = len(back)
        every = np.full((n, k * k), np.nan)
        every[self.rows] = (back[self.was][:, :, None] * forth[self.now][:, None, :]).reshape(-1, k * k)
        return every


def _migration(found: Segments, panelled: _Panel) -> Migration:
    fielding, k = found.fielding, found.now.k
    every = panelled.scores(len(fielding.responses))
    weights = fielding.design.weights[panelled.rows]
    joint = np.average(every[panelled.rows], axis=0, weights=weights).reshape(k, k)
    z = influence(every, fielding.design)
    told = _Told(found, panelled.rows)
    moved = told.share(
        1 - np.trace(joint), -z[:, :: k + 1].sum(axis=1), Subject("moved", _MOVED), "segment_moved"
    )
    first, second = panelled.chances
    seeming = 1 - float(joint.sum(axis=1) @ (first * second).sum(axis=1))
    before = found.before.fielding.wave if found.before else fielding.wave
    return Migration(
        before.label, fielding.wave.label, _flows(found, panelled, joint, z), moved, _apart(fielding, panelled),
        Count(seeming, _SEEMING, of=1.0, unit="share"),
    )  # fmt: skip


def _apart(fielding: Fielding, panelled: _Panel) -> Estimate:
    """Share of the panel placed in two segments, as it stands."""
    score = np.full((len(fielding.responses), 1), np.nan)
    score[panelled.rows, 0] = panelled.was != panelled.now
    return fielding.estimates(score, [Subject("placed", _PLACED)], measure="segment_placed", unit="share")[0]


def _flows(found: Segments, panelled: _Panel, joint: Floats, z: Floats) -> tuple[Flow, ...]:
    """Every pair of segments; hidden where few customers were in the first."""
    levels, k = found.levels, found.now.k
    base = np.bincount(panelled.was, minlength=k)[:, None]
    secret = hidden(base, minimum=found.fielding.survey.edition.minimum_base)[:, 0]
    was, by = joint.sum(axis=1), z.reshape(len(z), k, k)
    flows = []
    for a, first in enumerate(levels):
        told, own = (_Told(found, rows, first) for rows in (panelled.rows, panelled.rows[panelled.was == a]))
        for b, second in enumerate(levels):
            subject = Subject(second.code, second.label)
            share = told.share(joint[a, b], by[:, a, b], subject, "segment_flow")
            if secret[a] or not was[a] > 0:
                flows.append(
                    Flow(first, second, suppressed(share), suppressed(replace(share, measure="segment_rate")))
                )
                continue
            rate = joint[a, b] / was[a]
            of_rate = (by[:, a, b] - rate * by[:, a].sum(axis=1)) / was[a]
            flows.append(Flow(first, second, share, own.share(rate, of_rate, subject, "segment_rate")))
    return tuple(flows)


@dataclass(frozen=True, eq=False)
class _Told:
    """Makes estimates of corrected shares, of the customers at ``rows``."""

    found: Segments
    rows: Codes
    level: Level = field(default_factory=Level)

    def share(self, value: float, z: Floats, subject: Subject, measure: str) -> Estimate:
        """A share with the influence (n,) of each response on it."""
        fielding = self.found.fielding
        used = np.zeros(len(z), dtype=bool)
        used[self.rows] = True
        se = float(errors(z[:, None], fielding.design)[0])
        share = min(max(float(value), 0.0), 1.0)
        base = effective_base(fielding.design.weights[used]) if used.any() else 0.0
        ends = interval.exact(share, se, base, fielding.survey.edition.confidence)
        return fielding.modelled(
            share, se=se, interval=ends, subject=subject, measure=measure, unit="share", used=used,
            level=self.level,
        )  # fmt: skip

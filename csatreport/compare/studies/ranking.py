"""Scores and ranks side by side, and the brands on which the studies differ."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy import stats

from csatreport.compare.standing.peers import Peers
from csatreport.compare.standing.ranks import intervals
from csatreport.compare.studies import common
from csatreport.compare.studies.common import Sides
from csatreport.compare.studies.pairing import Pair, estimate
from csatreport.compare.studies.reading import Scores
from csatreport.measure import contrast
from csatreport.measure.design import Floats
from csatreport.params import Text
from csatreport.params.analysis.study import TOTAL
from csatreport.results import Contrast, Contrasts, Estimate, some

INDEX = Text(en="Index", zh="总指数")
Ends = tuple[int | None, int | None]


@dataclass(frozen=True)
class Place:
    """A brand in one study: its score, rank (1 is the highest, equal scores share the better) and rank interval."""

    score: Estimate
    rank: int
    rank_low: int | None
    rank_high: int | None


@dataclass(frozen=True)
class Brand:
    """A brand in both studies. ``apart`` is its score in the second, brought to the first's scale, minus that in the first."""

    label: Text
    first: Place
    second: Place
    apart: Contrast

    @property
    def moved(self) -> int:
        """Places that it stands further down in the second study than in the first."""
        return self.second.rank - self.first.rank


@dataclass(frozen=True)
class Ranking:
    """Brands of both studies, by their rank in the first; ``first`` and ``second`` are the titles of the studies."""

    first: Text
    second: Text
    rows: tuple[Brand, ...]
    tests: Contrasts  # of every brand's difference, one family
    shared: (
        Contrasts | None
    )  # the same by the index of shared factors with shared weights; None where there is none

    @property
    def differ(self) -> tuple[Brand, ...]:
        """Brands on which the studies clearly differ, furthest apart first."""
        found = [b for b in self.rows if b.apart.direction != "none"]
        return tuple(sorted(found, key=lambda b: -abs(b.apart.value)))

    @property
    def furthest(self) -> Brand:
        """The brand whose ranks lie furthest apart: of those on which the studies clearly differ, if there are any."""
        return max(self.differ or some(self.rows), key=lambda b: (abs(b.moved), abs(b.apart.value)))

    @property
    def tested(self) -> bool:
        """Whether standard errors allow a test."""
        return any(c.tested for c in self.tests)


def ranking(pair: Pair) -> Ranking:
    """Scores with intervals, ranks with intervals where errors are known, and differences with tests (Holm).

    Rank intervals are those of :func:`csatreport.compare.standing.ranks.intervals`. A brand's difference is what is left when
    the second study is brought to the mean and spread of the first: ``[m_1 + (x_2 - m_2) s_1/s_2] - x_1``; its error is
    linearised, with that of means and spreads.

    Checked against: R ``rank``; the error of the difference against 4,000 repeated studies (5 %).
    """
    sides = common.index(pair)
    places = [_places(pair, s, sides.brands) for s in pair.sides]
    tests = _tests(pair, sides, [[p.score for p in side] for side in places])
    brands = [
        Brand(pair.brand(code), a, b, c) for code, a, b, c in zip(sides.brands, *places, tests, strict=True)
    ]
    ordered = tuple(sorted(brands, key=lambda b: (b.first.rank, b.second.rank)))
    titles = [s.study.title for s in pair.sides]
    return Ranking(titles[0], titles[1], ordered, Contrasts(tuple(b.apart for b in ordered)), _shared(pair))


def _shared(pair: Pair) -> Contrasts | None:
    """Differences by the index of shared factors with shared weights."""
    sides = common.of_shared(pair)
    if sides is None:
        return None
    values = ((sides.first, sides.first_se), (sides.second, sides.second_se))
    scores = [
        _estimates(pair, s, sides.brands, (*v, s.of(sides.brands)[2]))
        for s, v in zip(pair.sides, values, strict=True)
    ]
    return _tests(pair, sides, scores)


def _tests(pair: Pair, sides: Sides, scores: list[list[Estimate]]) -> Contrasts:
    """Every brand's difference, corrected together."""
    value, se = difference(sides)
    df = np.fmin(*(s.of(sides.brands)[2] for s in pair.sides)) - 1
    rows = [_test(a, b, value[i], se[i], df[i]) for i, (a, b) in enumerate(zip(*scores, strict=True))]
    return contrast.family(rows)


def difference(sides: Sides) -> tuple[Floats, Floats]:
    """Every brand's second score on the first's scale minus its first, and the standard error (b,), NaN where unknown.

    With s the standard deviations over brands, the derivative of ``d_i`` by ``x_1j`` is ``(1/n)(1 + z_2i z_1j) - [i = j]`` and by
    ``x_2j`` it is ``(s_1/s_2) ([i = j] - (1/n)(1 + z_2i z_2j))``, z the standardised scores.
    """
    n = len(sides.brands)
    spread = [float(np.std(x)) for x in (sides.first, sides.second)]
    ratio = spread[0] / spread[1] if min(spread) > 0 else 1.0
    aligned = sides.first.mean() + (sides.second - sides.second.mean()) * ratio
    z = [
        (x - x.mean()) / s if s > 0 else np.zeros(n)
        for x, s in zip((sides.first, sides.second), spread, strict=True)
    ]
    by_first = (1 + np.outer(z[1], z[0])) / n - np.eye(n)
    by_second = ratio * (np.eye(n) - (1 + np.outer(z[1], z[1])) / n)
    variance = by_first**2 @ sides.first_se**2 + by_second**2 @ sides.second_se**2
    return aligned - sides.first, np.sqrt(variance)


def _test(first: Estimate, second: Estimate, value: float, se: float, df: float) -> Contrast:
    """The first study's score against the second's on its scale."""
    aligned = replace(second, value=first.value + value)
    if not np.isfinite(se):
        return contrast.untested(first, aligned)
    return contrast.joint(first, aligned, se=float(se), df=float(df) if np.isfinite(df) else np.inf)


def _places(pair: Pair, scores: Scores, brands: tuple[str, ...]) -> list[Place]:
    value, se, n = scores.of(brands)
    ranks = stats.rankdata(-value, method="min").astype(int)
    found = _estimates(pair, scores, brands, (value, se, n))
    ends = _intervals(found, value, se, n)
    return [Place(e, int(r), *each) for e, r, each in zip(found, ranks, ends, strict=True)]


def _estimates(
    pair: Pair, scores: Scores, brands: tuple[str, ...], found: tuple[Floats, Floats, Floats]
) -> list[Estimate]:
    """Scores of brands, from values, standard errors and interviews."""
    return [
        estimate(pair, value, item=TOTAL, label=INDEX, year=scores.year, measure="study", n=n, se=se, brand=code,
                 study=scores.study)
        for code, value, se, n in zip(brands, *found, strict=True)
    ]  # fmt: skip


def _intervals(levels: list[Estimate], value: Floats, se: Floats, n: Floats) -> list[Ends]:
    """Best and worst rank of each; none where a standard error is unknown, or nobody differs from anybody."""
    if not np.isfinite(se).all():
        return [(None, None)] * len(levels)
    peers = Peers(tuple(levels), value, se**2, n, float(np.nanmean(se**2 * n)))
    best, worst = intervals(peers)
    return [(int(b), int(w)) for b, w in zip(best, worst, strict=True)]

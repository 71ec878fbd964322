"""The change on the year in both studies: the industry, and brand by brand."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from csatreport.compare.studies.agreement import named
from csatreport.compare.studies.ceiling import ceiling
from csatreport.compare.studies.common import Sides
from csatreport.compare.studies.kendall import FEWEST, kendall
from csatreport.compare.studies.pairing import Pair, estimate
from csatreport.compare.studies.reading import Scores
from csatreport.measure import contrast
from csatreport.measure.design import Floats
from csatreport.params import Text
from csatreport.params.analysis.study import TOTAL
from csatreport.results import Contrast, Contrasts, Count, Estimate

INDUSTRY = Text(en="Mean of all brands", zh="全部品牌平均")
CHANGES = Text(en="Changes on the year", zh="同比变化")
SAME = Text(en="Brands that moved the same way in both studies", zh="两项研究变动方向一致的品牌")


@dataclass(frozen=True)
class Change:
    """A study's change on the year: the mean of its brands, and brand by brand (one family, Holm).

    ``sampled`` says whether the error of the mean is that of the interviews; without standard errors it is that over brands.
    """

    study: Text
    industry: Contrast
    brands: Contrasts
    sampled: bool


@dataclass(frozen=True)
class Yearly:
    """Both studies' changes; ``tau`` is how far brands' changes agree in order, ``ceiling`` what sampling error leaves.

    ``same`` counts the brands that moved the same way in both; the last three are None where not both studies have the year
    before.
    """

    studies: tuple[Change, ...]
    tau: Estimate | None
    ceiling: Estimate | None
    same: Count | None

    @property
    def both(self) -> bool:
        """Whether both studies have the year before."""
        return len(self.studies) > 1


def yearly(pair: Pair) -> Yearly:
    """Changes of each study that has the year before; industry means in a family of their own (Holm).

    The industry is the plain mean of the brands scored in both years: every brand counts once.
    """
    with_before = [(now, then) for now, then in zip(pair.sides, pair.before, strict=True) if then is not None]
    found = [_change(pair, now, then) for now, then in with_before]
    means = contrast.family([c.industry for c in found]).rows
    studies = tuple(Change(c.study, m, c.brands, c.sampled) for c, m in zip(found, means, strict=True))
    sides = _changes(pair)
    if sides is None:
        return Yearly(studies, None, None, None)
    agree = int((np.sign(sides.first) == np.sign(sides.second)).sum())
    tau = named(pair, kendall(sides.first, sides.second, confidence=pair.confidence), "changes", CHANGES)
    top = ceiling(sides, pair.generator("changes"), confidence=pair.confidence)
    most = None if top is None else estimate(
        pair, top.value, item="changes", label=CHANGES, year=pair.first.year, measure="tau", n=len(sides.brands),
        interval=(top.low, top.high),
    )  # fmt: skip
    return Yearly(studies, tau, most, Count(agree, SAME, of=float(len(sides.brands))))


def _changes(pair: Pair) -> Sides | None:
    """Changes of the brands that all four tables score."""
    then = [b for b in pair.before if b is not None]
    if len(then) < len(pair.sides):
        return None
    known = [set(t.scored(TOTAL)) for t in then]
    brands = tuple(b for b in pair.brands if all(b in k for k in known))
    if len(brands) < FEWEST:
        return None
    moved = [_moved(now, before, brands) for now, before in zip(pair.sides, then, strict=True)]
    (x, ex), (y, ey) = ((value, se) for value, se in moved)
    return Sides(brands, x, y, ex, ey)


def _moved(now: Scores, then: Scores, brands: tuple[str, ...]) -> tuple[Floats, Floats]:
    (a, ea, _), (b, eb, _) = then.of(brands), now.of(brands)
    return b - a, np.hypot(ea, eb)


def _change(pair: Pair, now: Scores, then: Scores) -> Change:
    known = set(then.scored(TOTAL))
    brands = tuple(b for b in now.scored(TOTAL) if b in known)
    sampled = all(np.isfinite(s.of(brands)[1]).all() for s in (now, then)) and len(brands) > 0
    rows = [_one(pair, now, then, b) for b in brands]
    return Change(
        now.study.title, _industry(pair, now, then, brands, sampled=sampled), contrast.family(rows), sampled
    )


def _one(pair: Pair, now: Scores, then: Scores, brand: str) -> Contrast:
    return contrast.independent(*(_score(pair, s, brand) for s in (then, now)))


def _score(pair: Pair, scores: Scores, brand: str) -> Estimate:
    value, se, n = (float(x[0]) for x in scores.of((brand,)))
    return estimate(
        pair, value, item=TOTAL, label=INDUSTRY, year=scores.year, measure="study", n=n, se=se, brand=brand,
        study=scores.study,
    )  # fmt: skip


def _industry(pair: Pair, now: Scores, then: Scores, brands: tuple[str, ...], *, sampled: bool) -> Contrast:
    first, second = (_mean(pair, s, brands, sampled=sampled) for s in (then, now))
    if sampled and first.se and second.se:
        return contrast.joint(
            first, second, se=float(np.hypot(first.se, second.se)), df=np.inf, kind="change"
        )
    moved, _ = _moved(now, then, brands)
    if len(moved) < FEWEST:
        return contrast.untested(first, second, kind="change")
    se = float(np.std(moved, ddof=1) / np.sqrt(len(moved)))
    return contrast.joint(first, second, se=se, df=len(moved) - 1, kind="change")


def _mean(pair: Pair, scores: Scores, brands: tuple[str, ...], *, sampled: bool) -> Estimate:
    value, se, n = scores.of(brands)
    error = float(np.sqrt((se**2).sum()) / len(brands)) if sampled else np.nan
    return estimate(
        pair, float(value.mean()) if len(brands) else np.nan, item=TOTAL, label=INDUSTRY, year=scores.year, measure="study",
        n=float(n.sum()), se=error, study=scores.study,
    )  # fmt: skip

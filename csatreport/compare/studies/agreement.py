"""How far two studies rank brands alike: as a whole, factor by factor, at the top."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy import stats

from csatreport.compare.studies import common
from csatreport.compare.studies.ceiling import ceiling
from csatreport.compare.studies.common import Sides
from csatreport.compare.studies.kendall import Correlation, kendall, resampled, spearman
from csatreport.compare.studies.pairing import Pair, estimate
from csatreport.measure import contrast
from csatreport.measure.design import Floats
from csatreport.measure.holm import adjust
from csatreport.params import Text
from csatreport.results import Contrast, Count, Estimate, Estimates

TIMES = 1000
PRINTED = Text(en="Index as printed", zh="原总指数")
OWN = Text(en="Shared factors, own weights", zh="共有因子、各自权重")
ALIKE = Text(en="Shared factors, shared weights", zh="共有因子、统一权重")
PERFECT = Text(en="Two studies free of all but sampling error", zh="仅有抽样误差的两项研究")


@dataclass(frozen=True)
class Agreement:
    """Kendall's tau-b of the printed index, Spearman's rho, and tau step by step as differences of design are taken out.

    ``steps`` begin with the printed index and end with the shared one, where there is one; ``rise`` is what shared factors and
    weights add (bootstrap over brands). Of the first and the last step ``ceilings`` are the tau that sampling error alone would
    leave, and ``beyond`` says whether the studies agree clearly less than that; None where standard errors are unknown.
    """

    tau: Estimate
    rho: Estimate
    steps: Estimates
    rise: Contrast | None
    ceilings: tuple[Estimate | None, Estimate | None]
    beyond: tuple[bool | None, bool | None]
    factors: Estimates

    @property
    def ladder(self) -> Estimates:
        """The steps and, last, the ceiling of the last of them."""
        top = self.ceilings[1]
        return Estimates((*self.steps, *([top] if top else [])))


def agreement(pair: Pair) -> Agreement:
    """Tau-b with intervals of printed and shared indexes and of every shared factor."""
    printed, own, alike = common.index(pair), common.of_shared(pair, weights=False), common.of_shared(pair)
    first = _tau(pair, printed, "printed", PRINTED)
    steps = [
        first,
        *(_tau(pair, s, k, label) for s, k, label in ((own, "own", OWN), (alike, "alike", ALIKE)) if s),
    ]
    tops = _ceiling(pair, printed), _ceiling(pair, alike or printed)
    rho = spearman(printed.first, printed.second, confidence=pair.confidence)
    return Agreement(
        first, named(pair, rho, "spearman", PRINTED, measure="spearman"),
        Estimates(tuple(steps)), _rise(pair, printed, alike, first, steps[-1]),
        tops, (_beyond(first, tops[0]), _beyond(steps[-1], tops[1])),
        Estimates(tuple(_tau(pair, common.of_factor(pair, s), s.key, s.label) for s in pair.shared)),
    )  # fmt: skip


def _beyond(found: Estimate, top: Estimate | None) -> bool | None:
    return None if top is None or top.low is None else bool(found.value < top.low)


def _tau(pair: Pair, sides: Sides, item: str, label: Text) -> Estimate:
    return named(pair, kendall(sides.first, sides.second, confidence=pair.confidence), item, label)


def named(pair: Pair, found: Correlation, item: str, label: Text, *, measure: str = "tau") -> Estimate:
    """A rank correlation as an estimate whose base are brands; hidden where there is no order."""
    made = estimate(
        pair, found.value, item=item, label=label, year=pair.first.year, measure=measure, n=found.n, se=found.se,
        interval=(found.low, found.high),
    )  # fmt: skip
    return replace(made, flag="suppressed") if np.isnan(found.value) else made


def _ceiling(pair: Pair, sides: Sides) -> Estimate | None:
    top = ceiling(sides, pair.generator("ceiling"), confidence=pair.confidence)
    return None if top is None else estimate(
        pair, top.value, item="perfect", label=PERFECT, year=pair.first.year, measure="tau", n=len(sides.brands),
        interval=(top.low, top.high),
    )  # fmt: skip


def _rise(
    pair: Pair, printed: Sides, alike: Sides | None, first: Estimate, last: Estimate
) -> Contrast | None:
    """Tau of the shared index minus tau of the printed one, on the brands that have both, from the same resamples."""
    if alike is None or alike.brands != printed.brands or not (first.shown and last.shown):
        return None
    counts = pair.resamples(len(printed.brands), TIMES)
    taus = [resampled(s.first, s.second, counts) for s in (alike, printed)]
    se = float(np.nanstd(taus[0] - taus[1], ddof=1))
    return contrast.family([contrast.joint(first, last, se=se, df=len(printed.brands) - 1, kind="gap")]).rows[
        0
    ]


@dataclass(frozen=True)
class Overlap:
    """Brands among the first ``top`` of both studies.

    With ties at the edge a study may have more than ``top``. ``chance`` is what two orders without any relation would share
    (mean of the hypergeometric distribution), ``p`` the probability of so many or more, corrected over all ``top`` (Holm).
    """

    top: int
    shared: Count
    chance: float
    p: float
    brands: tuple[Text, ...]


def overlaps(pair: Pair, tops: Sequence[int] = (5, 10, 20)) -> tuple[Overlap, ...]:
    """Overlap of the first 5, 10 and 20 brands, as far as that is not more than half of them all.

    Checked against: R ``phyper``.
    """
    sides = common.index(pair)
    n = len(sides.brands)
    used = [t for t in tops if t <= n / 2] or [max(1, n // 2)]
    found = [_overlap(pair, sides, top) for top in used]
    adjusted = adjust([o.p for o in found])
    return tuple(replace(o, p=p) for o, p in zip(found, adjusted, strict=True))


def _overlap(pair: Pair, sides: Sides, top: int) -> Overlap:
    a, b = (_first(x, top) for x in (sides.first, sides.second))
    both, n = np.flatnonzero(a & b), len(a)
    p = float(stats.hypergeom.sf(len(both) - 1, n, int(a.sum()), int(b.sum())))
    label = Text(en="Brands among the first of both studies", zh="两项研究共同居前的品牌")
    names = tuple(pair.brand(sides.brands[i]) for i in both[np.argsort(-sides.first[both], kind="stable")])
    return Overlap(top, Count(len(both), label, of=float(top)), float(a.sum() * b.sum() / n), p, names)


def _first(x: Floats, top: int) -> npt.NDArray[np.bool_]:
    return np.asarray(x >= np.sort(x)[::-1][top - 1])

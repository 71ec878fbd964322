"""Why the scores of two studies differ: the mean squared difference, taken apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from csatreport.compare.studies import common
from csatreport.compare.studies.agreement import TIMES
from csatreport.compare.studies.common import Sides
from csatreport.compare.studies.pairing import Pair
from csatreport.measure.design import Floats
from csatreport.params import Text
from csatreport.results import Estimate

LABELS: Final = {
    "level": Text(en="Level: one study scores all brands alike higher", zh="总体水平：一项研究对所有品牌打分普遍偏高"),
    "spread": Text(en="Spread: one study sets brands further apart", zh="离散程度：一项研究的品牌间差距更大"),
    "factors": Text(en="Factors and weights of the index", zh="因子构成与权重不同"),
    "noise": Text(en="Sampling error of the interviews", zh="访问样本的抽样误差"),
    "rest": Text(en="Unexplained: who was asked, where and how", zh="未解释部分：访问对象、地点与方式等"),
}  # fmt: skip
DISTANCE: Final = Text(en="Typical distance of the two scores of a brand", zh="同一品牌两项得分的典型差距")
_NOTHING: Final = 1e-6  # points: no difference but that of arithmetic
_TOGETHER: Final = Text(en="Sampling error and everything unexplained", zh="抽样误差与未解释部分（无法区分）")


@dataclass(frozen=True)
class Decomposition:
    """Parts of the mean squared difference between the two printed indexes, as shares that add up to 1.

    ``distance`` is its square root: how many points the studies are typically apart. A share below 0 means that the part
    brought the studies closer together. ``split`` says whether sampling error could be told from the rest.
    """

    distance: Estimate
    parts: tuple[Estimate, ...]  # none where both studies print the same scores
    split: bool

    def part(self, item: str) -> Estimate:
        """One part by its code: level, spread, factors, noise or rest."""
        return next(e for e in self.parts if e.item == item)

    @property
    def largest(self) -> Estimate:
        """The part that explains most."""
        return max(self.parts, key=lambda e: e.value)


def decomposition(pair: Pair) -> Decomposition:
    """Divide the mean squared difference of the indexes x and y of the same brands.

    ``mean (x - y)^2 = (mean x - mean y)^2 + (s_x - s_y)^2 + 2 s_x s_y (1 - r)``: level, spread, order. The order part of the
    index of shared factors with shared weights is set against that of the printed one: what is gone is *factors and
    weights*. Of what is left, ``2 s_x s_y (1 - sqrt(R_x R_y))`` is sampling error (reliability ``R = 1 - mean se^2 / s^2``);
    the rest is unexplained. Intervals: percentiles of 1,000 resamples of the brands.

    Source: Kobayashi and Salam, *Comparing simulated and measured values using mean squared deviation* (2000); Spearman (1904).
    Checked against: the sum of the parts; the parts planted in simulated studies.
    """
    printed, alike = common.index(pair), common.of_shared(pair)
    if alike is not None and alike.brands != printed.brands:
        alike = None
    last = alike or printed
    ones = np.ones((1, len(printed.brands)))
    value = _parts(printed, last, ones)[0]
    counts = pair.resamples(len(printed.brands), TIMES)
    tail = (1 - pair.confidence) / 2
    ends = np.quantile(_parts(printed, last, counts), (tail, 1 - tail), axis=0)
    names = ["distance", "level", "spread", "factors", "noise", "rest"]
    made = {k: _estimate(pair, k, *v) for k, *v in zip(names, value, *ends, strict=True)}
    shown = ["level", "spread", *(["factors"] if alike else []), *(["noise"] if last.errors else []), "rest"]
    alike_scores = value[0] <= _NOTHING
    return Decomposition(made["distance"], () if alike_scores else tuple(made[k] for k in shown), last.errors)


def _parts(printed: Sides, last: Sides, w: Floats) -> Floats:
    """Distance and shares (b, 6) with each brand counted ``w`` (b, n) times; unknown sampling error is part of the rest."""
    mean, spread, order = _moments(printed, w)
    _, kept_spread, kept = _moments(last, w)
    level, width = (mean[0] - mean[1]) ** 2, (spread[0] - spread[1]) ** 2
    noise = np.zeros(len(w)) if not last.errors else _noise(last, w, kept_spread)
    whole = np.maximum(level + width + order, 0)
    shares = np.stack([level, width, order - kept, noise, kept - noise], axis=1)
    return np.column_stack([np.sqrt(whole), shares / np.maximum(whole, _NOTHING**2)[:, None]])


def _moments(sides: Sides, w: Floats) -> tuple[Floats, Floats, Floats]:
    """Means (2, b), standard deviations (2, b) and the order part ``2 s_x s_y (1 - r)`` (b,)."""
    total = w.sum(axis=1)
    mean = np.stack([w @ x / total for x in (sides.first, sides.second)])
    square = np.stack([w @ x**2 / total for x in (sides.first, sides.second)]) - mean**2
    cross = w @ (sides.first * sides.second) / total - mean[0] * mean[1]
    spread = np.sqrt(np.maximum(square, 0))
    return mean, spread, 2 * (spread[0] * spread[1] - cross)


def _noise(sides: Sides, w: Floats, spread: Floats) -> Floats:
    total = w.sum(axis=1)
    error = np.stack([w @ e**2 / total for e in (sides.first_se, sides.second_se)]) * (
        1 - 1 / len(sides.first)
    )
    trust = np.clip(1 - error / np.maximum(spread, _NOTHING) ** 2, 0, 1)
    return np.asarray(2 * spread[0] * spread[1] * (1 - np.sqrt(trust[0] * trust[1])))


def _estimate(pair: Pair, item: str, value: float, low: float, high: float) -> Estimate:
    label = _TOGETHER if item == "rest" and not common.index(pair).errors else LABELS.get(item, DISTANCE)
    year = pair.first.year
    return Estimate(
        value=float(value), unit="thousand" if item == "distance" else "share",
        measure="apart" if item == "distance" else "disagreement", item=item, label=label,
        wave=str(year), wave_label=Text(en=str(year), zh=f"{year}年"),
        low=float(low), high=float(high), confidence=pair.confidence, n=len(pair.brands),
        data=pair.survey.records.data.get("studies", ""),
    )  # fmt: skip

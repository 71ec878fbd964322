"""One index for both studies: the factors that they share, with shared weights."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from csatreport.compare.studies.kendall import FEWEST
from csatreport.compare.studies.pairing import Pair, Shared
from csatreport.compare.studies.reading import Scores
from csatreport.measure.design import Floats
from csatreport.params.analysis.study import TOTAL


@dataclass(frozen=True, eq=False)
class Sides:
    """Scores of the same brands (b,) in both studies, with standard errors, NaN where unknown."""

    brands: tuple[str, ...]
    first: Floats
    second: Floats
    first_se: Floats
    second_se: Floats

    @property
    def errors(self) -> bool:
        """Whether every score has a standard error."""
        return bool(np.isfinite(self.first_se).all() and np.isfinite(self.second_se).all())


def index(pair: Pair) -> Sides:
    """The index of each study as it was printed."""
    (x, ex, _), (y, ey, _) = (s.of(pair.brands) for s in pair.sides)
    return Sides(pair.brands, x, y, ex, ey)


def of_factor(pair: Pair, shared: Shared) -> Sides:
    """A shared factor: where a study measures it in several, their mean with its own weights."""
    return _made(pair, _inside(shared.first), _inside(shared.second))


def of_shared(pair: Pair, *, weights: bool = True) -> Sides | None:
    """The index of each study from shared factors alone; None where fewer than two are shared.

    With ``weights`` each factor weighs in both what it weighs in the two studies on average (each study's weights brought to
    a sum of 1 over the shared factors first); without, every study keeps its own proportions.
    """
    if len(pair.shared) < 2:
        return None
    own = [np.array([sum(side.values()) for side in sides]) for sides in _transposed(pair.shared)]
    own = [w / w.sum() for w in own]
    used = [(own[0] + own[1]) / 2] * 2 if weights else own
    combined = [
        _combined(w, [_inside(s) for s in sides])
        for w, sides in zip(used, _transposed(pair.shared), strict=True)
    ]
    found = _made(pair, *combined)
    return found if len(found.brands) >= FEWEST else None


def shared_weights(pair: Pair) -> dict[str, float]:
    """Weight of each shared factor in the index of :func:`of_shared`."""
    own = [np.array([sum(side.values()) for side in sides]) for sides in _transposed(pair.shared)]
    return {s.key: float((a / own[0].sum() + b / own[1].sum()) / 2)
            for s, a, b in zip(pair.shared, *own, strict=True)}  # fmt: skip


def together(scores: Scores) -> float:
    """Correlation of two factors' sampling errors within a study, from the errors of index and factors.

    The same people rate all factors, so that with weights ``w`` and standard errors ``s`` the index has
    ``se^2 = (1 - r) sum w^2 s^2 + r (sum w s)^2``. ``r`` solves this over all brands, kept inside 0-1; NaN where errors are
    unknown.
    """
    at = [scores.columns.index(f.code) for f in scores.study.factor]
    w = np.array([f.weight for f in scores.study.factor])
    part = scores.se[:, at] * w
    whole = scores.se[:, scores.columns.index(TOTAL)] ** 2
    there = np.isfinite(part).all(axis=1) & np.isfinite(whole)
    apart, alike = (part[there] ** 2).sum(), (part[there].sum(axis=1) ** 2).sum()
    return float(np.clip((whole[there].sum() - apart) / (alike - apart), 0, 1)) if alike > apart else np.nan


def misfit(scores: Scores) -> float:
    """Largest distance of a printed index from the sum of weights times factors; NaN where factors are missing."""
    at = [scores.columns.index(f.code) for f in scores.study.factor]
    made = scores.value[:, at] @ np.array([f.weight for f in scores.study.factor])
    apart = np.abs(scores.value[:, scores.columns.index(TOTAL)] - made)
    known = apart[np.isfinite(apart)]
    return float(known.max()) if at and known.size else np.nan


def _transposed(shared: tuple[Shared, ...]) -> tuple[list[Mapping[str, float]], list[Mapping[str, float]]]:
    return [s.first for s in shared], [s.second for s in shared]


def _inside(weights: Mapping[str, float]) -> dict[str, float]:
    total = sum(weights.values())
    return {factor: w / total for factor, w in weights.items()}


def _combined(weights: Floats, parts: list[dict[str, float]]) -> dict[str, float]:
    return {factor: float(w) * inner for w, part in zip(weights, parts, strict=True)
            for factor, inner in part.items()}  # fmt: skip


def _made(pair: Pair, first: Mapping[str, float], second: Mapping[str, float]) -> Sides:
    """Weighted sums of factors, of the brands that have all of them in both studies."""
    sides = list(zip(pair.sides, (first, second), strict=True))
    there = [set(s.scored(*weights)) for s, weights in sides]
    brands = tuple(b for b in pair.brands if b in there[0] and b in there[1])
    (x, ex), (y, ey) = (_sum(s, brands, weights) for s, weights in sides)
    return Sides(brands, x, y, ex, ey)


def _sum(scores: Scores, brands: tuple[str, ...], weights: Mapping[str, float]) -> tuple[Floats, Floats]:
    columns = [scores.of(brands, factor) for factor in weights]
    w = np.array(list(weights.values()))
    value = np.stack([c[0] for c in columns], axis=1) @ w
    part = np.stack([c[1] for c in columns], axis=1) * w
    r = together(scores) if len(w) > 1 else 0.0
    return value, np.sqrt((1 - r) * (part**2).sum(axis=1) + r * part.sum(axis=1) ** 2)

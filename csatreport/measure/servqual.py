"""SERVQUAL: what customers perceived against what they expected, pair by pair."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy import stats

from csatreport.errors import ParamsError
from csatreport.measure import contrast, scores
from csatreport.measure.design import Floats
from csatreport.measure.fielding import Fielding, Subject, name
from csatreport.measure.holm import adjust
from csatreport.params import Item, Text
from csatreport.results import Contrast, Contrasts, Estimate
from csatreport.survey import Survey

TOTAL = Text(en="All dimensions", zh="全部维度")


@dataclass(frozen=True)
class Gap:
    """Perception minus expectation of one pair, dimension or of all, on answers to both.

    ``test`` is the design-based paired t test (first expectation, second perception; Holm inside items and
    inside dimensions). ``wilcoxon`` is the p value of Wilcoxon's signed-rank test on the same pairs without
    weights or clusters, ``wilcoxon_adjusted`` Holm's; None where all pairs are equal or the base is hidden.
    """

    perception: Estimate
    expectation: Estimate
    gap: Estimate
    test: Contrast
    wilcoxon: float | None
    wilcoxon_adjusted: float | None = None


@dataclass(frozen=True)
class Servqual:
    """Gaps in questionnaire order. ``importance`` holds the share of each dimension in the total.

    ``weighted`` says whether the shares are stated importance; otherwise dimensions count equally.
    """

    items: tuple[Gap, ...]
    dimensions: tuple[Gap, ...]
    total: Gap
    importance: dict[str, float]
    weighted: bool

    @property
    def tests(self) -> Contrasts:
        """Tests of the items: one family."""
        return Contrasts(tuple(g.test for g in self.items))

    @property
    def widest(self) -> Gap:
        """The dimension whose perception falls furthest behind its expectation."""
        return min((g for g in self.dimensions if g.gap.shown), key=lambda g: g.gap.value)

    @property
    def narrowest(self) -> Gap:
        """The dimension that comes closest to its expectation, or exceeds it most."""
        return max((g for g in self.dimensions if g.gap.shown), key=lambda g: g.gap.value)


@dataclass(frozen=True, eq=False)
class _Pairs:
    """Perception and expectation (n, k), both NaN unless both were answered, and what each column is."""

    subjects: tuple[Subject, ...]
    perception: Floats
    expectation: Floats


def gaps(survey: Survey) -> Servqual:
    """Gap = perception − expectation in the unit of the ratings, estimated with the whole design.

    A dimension is, for each respondent, the mean over the pairs he answered. The total is the weighted mean
    of the dimensions he has: weights are the mean stated importance (rescaled to 0-1) of the items of the
    dimension, where items with the role ``importance`` and the key of a pair exist for every dimension,
    taken as fixed; else dimensions count equally.

    Source: Parasuraman, Zeithaml, Berry (1988). Checked against: scipy ``ttest_rel`` and ``wilcoxon`` on an
    unweighted sample.

    Raises
    ------
    ParamsError
        There is no pair, or the two items of a pair have different scales.
    """
    fielding = Fielding.of(survey)
    asked = [
        pair
        for pair in survey.questionnaire.pairs("perception", "expectation")
        if all(fielding.asked(i) for i in pair)
    ]
    _check(asked)
    items = _of_items(fielding, asked)
    dimensions = _of_dimensions(survey, asked, items)
    shares, weighted = _importance(fielding, asked, [s.item for s in dimensions.subjects])
    total = _of_total(dimensions, np.array(list(shares.values())))
    return Servqual(
        _gaps(fielding, items), _gaps(fielding, dimensions), _gaps(fielding, total)[0], shares, weighted
    )


def _check(pairs: Sequence[tuple[Item, Item]]) -> None:
    if not pairs:
        raise ParamsError(
            "no SERVQUAL pair was asked",
            where="params/questionnaire.csv, column `roles`",
            expected="items with the roles perception:KEY and expectation:KEY",
            got="none",
            todo="give the roles, or leave the chapter out",
        )
    for perception, expectation in pairs:
        if perception.scale != expectation.scale:
            raise ParamsError(
                "the two items of a pair have different scales",
                where=f"params/questionnaire.csv rows {perception.row} and {expectation.row}",
                expected=f"{perception.item} and {expectation.item} on one scale",
                got=f"{perception.scale} and {expectation.scale}",
                todo="correct the scale of one of them",
            )


def _of_items(fielding: Fielding, pairs: Sequence[tuple[Item, Item]]) -> _Pairs:
    perception = scores.of_items(fielding.responses, [p for p, _ in pairs], measure="mean")
    expectation = scores.of_items(fielding.responses, [e for _, e in pairs], measure="mean")
    either = np.isnan(perception) | np.isnan(expectation)
    subjects = tuple(Subject.of(p, fielding.survey.questionnaire) for p, _ in pairs)
    return _Pairs(subjects, np.where(either, np.nan, perception), np.where(either, np.nan, expectation))


def _of_dimensions(survey: Survey, pairs: Sequence[tuple[Item, Item]], items: _Pairs) -> _Pairs:
    codes = np.array([p.dimension for p, _ in pairs])
    names = [d for d in dict.fromkeys(codes.tolist()) if d]
    groups = names or [""]
    return _Pairs(
        tuple(Subject(d, name(survey.questionnaire, "dimension", d)) for d in names) or (Subject("", TOTAL),),
        np.column_stack([scores.available_mean(items.perception[:, codes == d]) for d in groups]),
        np.column_stack([scores.available_mean(items.expectation[:, codes == d]) for d in groups]),
    )


def _of_total(dimensions: _Pairs, shares: Floats) -> _Pairs:
    return _Pairs(
        (Subject("total", TOTAL),),
        _weighted_mean(dimensions.perception, shares)[:, None],
        _weighted_mean(dimensions.expectation, shares)[:, None],
    )


def _weighted_mean(columns: Floats, shares: Floats) -> Floats:
    """Mean (n,) over the columns each row has, weighted by ``shares``."""
    weight = shares * ~np.isnan(columns)
    total = weight.sum(axis=1)
    mean = (weight * np.nan_to_num(columns)).sum(axis=1)
    return np.asarray(np.divide(mean, total, out=np.full(len(columns), np.nan), where=total > 0))


def _importance(
    fielding: Fielding, pairs: Sequence[tuple[Item, Item]], dimensions: Sequence[str]
) -> tuple[dict[str, float], bool]:
    """Share of each dimension in the total, and whether it is stated importance."""
    rated = {i.roles["importance"]: i for i in fielding.survey.questionnaire.with_role("importance")}
    stated: dict[str, list[Item]] = {d: [] for d in dimensions}
    for perception, _ in pairs:
        item = rated.get(perception.roles["perception"])
        if item is not None and perception.dimension in stated:
            stated[perception.dimension].append(item)
    if not all(stated.values()):
        return {d: 1 / len(dimensions) for d in dimensions}, False
    columns = [scores.of_group(fielding.responses, i, measure="csat_index") for i in stated.values()]
    subjects = [Subject(d, TOTAL) for d in stated]
    found = fielding.estimates(np.column_stack(columns), subjects, measure="importance", unit="index")
    total = sum(e.value for e in found)
    if not total > 0:
        return {d: 1 / len(dimensions) for d in dimensions}, False
    return {e.item: e.value / total for e in found}, True


def _gaps(fielding: Fielding, pairs: _Pairs) -> tuple[Gap, ...]:
    """Estimates and tests of every column: one family."""
    difference = pairs.perception - pairs.expectation
    perception, expectation, gap = (
        fielding.estimates(values, pairs.subjects, measure=measure, unit="score")
        for values, measure in (
            (pairs.perception, "perception"), (pairs.expectation, "expectation"), (difference, "gap"),
        )
    )  # fmt: skip
    tests = contrast.family(
        [
            contrast.joint(e, p, se=g.se or 0.0, df=fielding.design.df)
            for p, e, g in zip(perception, expectation, gap, strict=True)
        ]
    )
    ranks = [_wilcoxon(difference[:, k]) if g.shown else None for k, g in enumerate(gap)]
    rows = [Gap(*row) for row in zip(perception, expectation, gap, tests, ranks, strict=True)]
    return _with_holm(rows)


def _wilcoxon(difference: Floats) -> float | None:
    """Two-sided p value on pairs that differ, normal approximation with ties corrected."""
    nonzero = difference[~np.isnan(difference) & (difference != 0)]
    if not len(nonzero):
        return None
    return float(stats.wilcoxon(nonzero, method="asymptotic", correction=False).pvalue)


def _with_holm(rows: Sequence[Gap]) -> tuple[Gap, ...]:
    adjusted = iter(adjust([r.wilcoxon for r in rows if r.wilcoxon is not None]))
    return tuple(r if r.wilcoxon is None else replace(r, wilcoxon_adjusted=next(adjusted)) for r in rows)

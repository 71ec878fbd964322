"""Gaps of items, dimensions and everything, with their tests and the share who got what they expected."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from csatreport.measure import contrast
from csatreport.measure.fielding import Fielding
from csatreport.measure.holm import adjust
from csatreport.measure.servqual import pairs as asked
from csatreport.measure.servqual.pairs import Pairs
from csatreport.measure.servqual.ranks import wilcoxon
from csatreport.measure.servqual.weights import Basis, shares
from csatreport.results import Contrast, Contrasts, Estimate, some
from csatreport.survey import Survey

_SAME = 1e-9  # a weighted mean of equal ratings differs from them by less than this


@dataclass(frozen=True)
class Gap:
    """Perception minus expectation of one pair, dimension or of all, on answers to both.

    ``met`` is the share whose perception reaches their expectation. ``test`` is the design-based paired t test
    (first expectation, second perception; Holm inside items and inside dimensions). ``wilcoxon`` is the p value of
    Wilcoxon's signed-rank test on the same pairs without weights or clusters, ``wilcoxon_adjusted`` Holm's; None
    where all pairs are equal or the base is hidden.
    """

    perception: Estimate
    expectation: Estimate
    gap: Estimate
    met: Estimate
    test: Contrast
    wilcoxon: float | None
    wilcoxon_adjusted: float | None = None


@dataclass(frozen=True)
class Servqual:
    """Gaps in questionnaire order. ``importance`` holds the share of each dimension in the total.

    ``basis`` says where the shares come from: "stated" by customers, "derived" from how perceptions go together
    with overall satisfaction, or "equal".
    """

    items: tuple[Gap, ...]
    dimensions: tuple[Gap, ...]
    total: Gap
    importance: dict[str, float]
    basis: Basis

    @property
    def weighted(self) -> bool:
        """Whether the shares are what customers stated."""
        return self.basis == "stated"

    @property
    def tests(self) -> Contrasts:
        """Tests of the items: one family."""
        return Contrasts(tuple(g.test for g in self.items))

    @property
    def widest(self) -> Gap:
        """The dimension whose perception falls furthest behind its expectation; UsageError where none may be shown."""
        return min(_shown(self.dimensions), key=lambda g: g.gap.value)

    @property
    def narrowest(self) -> Gap:
        """The dimension that comes closest to its expectation, or exceeds it most."""
        return max(_shown(self.dimensions), key=lambda g: g.gap.value)

    @property
    def first(self) -> Gap:
        """The item that falls furthest behind, within the widest dimension where that has items of its own."""
        shown = _shown(self.items)
        within = [g for g in shown if g.gap.group == self.widest.gap.item] or shown
        return min(within, key=lambda g: g.gap.value)


def _shown(rows: Sequence[Gap]) -> list[Gap]:
    return some((g for g in rows if g.gap.shown), of=len(rows))


def gaps(survey: Survey) -> Servqual:
    """Gap = perception − expectation in the unit of the ratings, estimated with the whole design.

    A dimension is, for each respondent, the mean over the pairs he answered. The total is the mean of the
    dimensions he has, weighted by their importance (:func:`.weights.shares`), taken as fixed.

    Source: Parasuraman, Zeithaml, Berry (1988). Checked against: scipy ``ttest_rel`` and ``wilcoxon`` on an
    unweighted sample; R ``survey::svymean`` and ``svyttest`` of the difference with weights, strata and clusters
    (tests/oracle/design.R), to nine digits.

    Raises
    ------
    ParamsError
        There is no pair, or the two items of a pair have different scales.
    """
    fielding = Fielding.of(survey)
    found = asked.asked(fielding)
    items = asked.of_items(fielding, found)
    dimensions = asked.of_dimensions(fielding, found, items)
    importance = shares(fielding, found, dimensions)
    total = asked.of_total(dimensions, importance.values)
    return Servqual(
        _gaps(fielding, items), _gaps(fielding, dimensions), _gaps(fielding, total)[0],
        importance.of, importance.basis,
    )  # fmt: skip


def _gaps(fielding: Fielding, pairs: Pairs) -> tuple[Gap, ...]:
    """Estimates and tests of every column: one family."""
    difference = pairs.difference
    reached = np.where(np.isnan(difference), np.nan, difference >= -_SAME)
    perception, expectation, gap = (
        fielding.estimates(values, pairs.subjects, measure=measure, unit="score")
        for values, measure in (
            (pairs.perception, "perception"), (pairs.expectation, "expectation"), (difference, "gap"),
        )
    )  # fmt: skip
    met = fielding.estimates(reached, pairs.subjects, measure="met", unit="share")
    tests = contrast.family(
        [
            contrast.joint(e, p, se=g.se or 0.0, df=fielding.design.df)
            for p, e, g in zip(perception, expectation, gap, strict=True)
        ]
    )
    ranks = [p if g.shown else None for p, g in zip(wilcoxon(difference), gap, strict=True)]
    return _with_holm(
        [Gap(*row) for row in zip(perception, expectation, gap, met, tests, ranks, strict=True)]
    )


def _with_holm(rows: Sequence[Gap]) -> tuple[Gap, ...]:
    adjusted = iter(adjust([r.wilcoxon for r in rows if r.wilcoxon is not None]))
    return tuple(r if r.wilcoxon is None else replace(r, wilcoxon_adjusted=next(adjusted)) for r in rows)

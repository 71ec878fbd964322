"""How perception differs by background, behaviour and attitude, and which of the differences matter.

One test for each pair of a variable and an item: do the means of its groups differ at all? All pairs are one family.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from csatreport.compare.variables import KINDS, Kind, Variable, variables
from csatreport.measure import contrast, scores
from csatreport.measure.design import Floats
from csatreport.measure.fielding import Fielding
from csatreport.measure.groups import Groups, Wald, differ, groups
from csatreport.measure.holm import adjust, critical
from csatreport.measure.subjects import Subject
from csatreport.params import Item, Text
from csatreport.results import Contrast, Contrasts, Count, Estimate, Estimates
from csatreport.survey import Survey


@dataclass(frozen=True)
class Difference:
    """One item by one variable.

    ``contrast`` goes from the lower to the higher of the two groups that surely lie furthest apart; its p value is
    that of the test of all groups (Holm over every pair of item and variable), its interval Scheffé's, which holds
    although the two groups were picked. ``explained`` is the share of the item's variance that lies between the groups,
    less what chance alone puts there. ``large`` says whether the gap reaches what the project declared.
    """

    kind: Kind
    variable: str
    label: Text
    levels: Estimates
    contrast: Contrast
    explained: float
    large: bool

    @property
    def clear(self) -> bool:
        """Whether the test supports that the groups differ."""
        return self.contrast.direction != "none"


@dataclass(frozen=True)
class Differentiation:
    """Every pair of item and variable: items in questionnaire order within a variable."""

    rows: tuple[Difference, ...]
    large: Count

    @property
    def contrasts(self) -> Contrasts:
        """The gaps between highest and lowest group: one family."""
        return Contrasts(tuple(r.contrast for r in self.rows))

    @property
    def matter(self) -> tuple[Difference, ...]:
        """Clear and large ones; those that explain most first."""
        found = [r for r in self.rows if r.clear and r.large]
        return tuple(sorted(found, key=lambda r: -r.explained))

    @property
    def clear(self) -> tuple[Difference, ...]:
        """All clear ones, also small ones; those that explain most first."""
        return tuple(sorted((r for r in self.rows if r.clear), key=lambda r: -r.explained))

    def about(self, item: str = "") -> tuple[Difference, ...]:
        """Everything about one item, kind by kind; within a kind those that explain most first.

        Without ``item``: about overall satisfaction, or the first service where that was not asked.
        """
        kinds, wanted = list(KINDS), item or next((r.contrast.second.item for r in self.rows), "")
        found = [r for r in self.rows if r.contrast.second.item == wanted]
        return tuple(sorted(found, key=lambda r: (kinds.index(r.kind), -r.explained)))

    def of(self, kind: Kind) -> Differentiation:
        """The part of one kind of variable, still corrected with all."""
        return replace(self, rows=tuple(r for r in self.rows if r.kind == kind))


def differences(survey: Survey) -> Differentiation:
    """Overall satisfaction and every single service, by every variable of the wave (:func:`.variables.variables`).

    Ratings are rescaled to 0-100, so that one declared size (``[differentiation] large``) fits all. Groups that may not
    be shown take no part, nor do those below the low base, in effective answers or in first-stage units; each item uses
    the answers it has. Wald: :func:`csatreport.measure.groups.differ`, with no more degrees of freedom than the
    smallest group has. ``explained``: :meth:`csatreport.measure.groups.Groups.explained`.

    Checked against: R ``survey::svyglm`` and ``regTermTest`` on SFO 2016 (tests/oracle), numpy for η².

    Without rated items, variables, or groups large enough there are no rows.
    """
    fielding = Fielding.of(survey)
    items = rated(fielding)
    score = scores.of_items(fielding.responses, items, measure="csat_index")
    subjects = [Subject.of(i, survey.questionnaire) for i in items]
    large = survey.analysis.differentiation.large
    found = [d for v in variables(fielding) for d in _by(fielding, v, score, subjects)]
    rows = [
        replace(d, contrast=c, large=abs(c.value) >= large)
        for (d, _), c in zip(found, _family(found), strict=True)
    ]
    return Differentiation(
        tuple(rows), Count(large, Text(en="Large difference", zh="较大差异"), data=survey.data)
    )


def rated(fielding: Fielding) -> tuple[Item, ...]:
    """Overall satisfaction, then every single service, as far as the wave asked them."""
    questionnaire = fielding.survey.questionnaire
    overall = [i for i in questionnaire.with_role("overall") if i.kind == "rating"]
    single = [i for i in scores.attributes(questionnaire, "csat_index") if "overall" not in i.roles]
    return tuple(i for i in (*overall, *single) if fielding.asked(i))


_Found = tuple[Difference, Wald | None]


def _by(fielding: Fielding, variable: Variable, score: Floats, subjects: Sequence[Subject]) -> list[_Found]:
    """Each item by one variable, still to be corrected."""
    k, design = len(variable.levels), fielding.design
    every = groups(score, design, variable.codes, k)
    shown = fielding.estimates(
        score, subjects, measure="csat_index", unit="index", levels=variable.levels, codes=variable.codes
    )
    fewest = fielding.survey.edition.low_base
    rows = []
    for item in range(len(subjects)):
        levels = [
            replace(e, group=variable.code, group_label=variable.label) for e in shown[item :: len(subjects)]
        ]
        kept = [at for at, e in enumerate(levels) if enough(e, every.units[at, item], fewest)]
        if len(kept) > 1:
            rows.append(_one(variable, levels, kept, every, item))
    return rows


def enough(e: Estimate, units: float, fewest: int) -> bool:
    """Whether a group takes part: what it says of itself must not be mostly chance."""
    return e.shown and e.flag != "low" and units >= fewest


def _one(variable: Variable, levels: list[Estimate], kept: list[int], every: Groups, item: int) -> _Found:
    value = every.means.value[kept, item]
    covariance = every.covariance[item][np.ix_(kept, kept)]
    df = min(every.means.df, float(every.df[kept, item].min()))
    test = differ(value, covariance, df)
    confidence = levels[kept[0]].confidence
    low, high, se = _widest(value, covariance, 0.0 if test is None else test.reach(1 - confidence))
    gap = contrast.untested(levels[kept[low]], levels[kept[high]])
    if test is not None:
        reach = test.reach(1 - confidence) * se
        gap = replace(gap, se=se, low=gap.value - reach, high=gap.value + reach, df=test.df, p=test.p)
    explained = every.explained(item, kept)
    found = Difference(
        variable.kind, variable.code, variable.label, Estimates(tuple(levels)), gap, explained, large=False
    )
    return found, test


def _widest(value: Floats, covariance: Floats, reach: float) -> tuple[int, int, float]:
    """The two groups (lower, higher) whose gap is surely widest: its interval begins highest; with its standard error."""
    gap = value[None, :] - value[:, None]
    variance = np.diagonal(covariance)
    se = np.sqrt(np.maximum(variance[None, :] + variance[:, None] - 2 * covariance, 0.0))
    sure = np.where(gap >= 0, gap - reach * se, -np.inf)
    np.fill_diagonal(sure, -np.inf)
    low, high = np.unravel_index(int(np.argmax(sure)), gap.shape)
    return int(low), int(high), float(se[low, high])


def _family(found: list[_Found]) -> list[Contrast]:
    """The gaps, corrected together: one comparison for each pair of item and variable."""
    p = [d.contrast.p for d, _ in found if d.contrast.p is not None]
    adjusted = iter(enumerate(adjust(p)))
    rows = []
    for d, test in found:
        if test is None:
            rows.append(d.contrast)
            continue
        which, corrected = next(adjusted)
        alpha = critical(p, which, alpha=1 - d.contrast.confidence)
        visible = test.reach(alpha) * (d.contrast.se or 0.0)
        rows.append(replace(d.contrast, p_adjusted=corrected, family=len(p), visible=visible))
    return rows

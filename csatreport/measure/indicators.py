"""Three-level indicator tree: leaves owned by departments, scores rolled up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from csatreport.measure import scores
from csatreport.measure.estimate import chosen_items, of_groups
from csatreport.measure.fielding import Fielding
from csatreport.measure.subjects import Subject, name
from csatreport.params import Item, Measure, Questionnaire, Text
from csatreport.results import Estimate, Estimates
from csatreport.survey import Survey

LIST = "indicator"


@dataclass(frozen=True)
class Indicator:
    """A node of the tree. ``department`` is "" where several departments own what is below it.

    ``parent`` is the path of the node above ("" for level 1); ``path`` is unique in the tree.
    """

    level: int
    code: str
    label: Text
    path: str
    parent: str
    department: str
    department_label: Text | None
    items: tuple[str, ...]
    estimate: Estimate


def tree(survey: Survey, measure: Measure = "csat_index") -> tuple[Indicator, ...]:
    """Every indicator of levels 1-3, each followed by its children, in questionnaire order.

    The score of a node is, for each respondent, the mean of the scores of the items below it that he
    answered (available-case); its estimate is the mean of that score, so every level has the standard error
    of the one estimator. A node is therefore weighted by the items answered, not by its children. Items
    without a first-level indicator are no part of the tree; labels come from the lists ``indicator`` and
    ``department``.
    """
    fielding = Fielding.of(survey)
    items = [i for i in chosen_items(fielding, measure, None) if i.indicator1]
    nodes = _nodes(items)
    if not nodes:
        return ()
    columns = [scores.of_group(fielding.responses, below, measure=measure) for below in nodes.values()]
    subjects = [_subject(survey.questionnaire, path, below) for path, below in nodes.items()]
    found = fielding.estimates(
        np.column_stack(columns), subjects, measure=measure, unit=scores.UNITS[measure]
    )
    return tuple(
        _indicator(survey.questionnaire, path, below, estimate)
        for (path, below), estimate in zip(nodes.items(), found, strict=True)
    )


def at_level(tree: Sequence[Indicator], level: int) -> Estimates:
    """Estimates of the indicators of one level, in tree order."""
    return Estimates(tuple(i.estimate for i in tree if i.level == level))


def by_department(survey: Survey, measure: Measure = "csat_index") -> Estimates:
    """Every department: the mean of the scores that each respondent gave to the items it owns."""
    return of_groups(Fielding.of(survey), measure, by="department")


def _nodes(items: Sequence[Item]) -> dict[tuple[str, ...], list[Item]]:
    """Items below every path, depth first, in order of first appearance."""
    below: dict[tuple[str, ...], list[Item]] = {}
    for item in items:
        for path in _paths(item):
            below.setdefault(path, []).append(item)
    order = {path: n for n, path in enumerate(below)}
    keys = {path: tuple(order[path[: depth + 1]] for depth in range(len(path))) for path in below}
    return {path: below[path] for path in sorted(below, key=lambda p: keys[p])}


def _paths(item: Item) -> list[tuple[str, ...]]:
    codes = [item.indicator1, item.indicator2, item.indicator3]
    used = codes[: codes.index("")] if "" in codes else codes
    return [tuple(used[: depth + 1]) for depth in range(len(used))]


def _departments(questionnaire: Questionnaire, items: Sequence[Item]) -> tuple[str, Text | None]:
    owners = {i.department for i in items}
    code = owners.pop() if len(owners) == 1 else ""
    return code, name(questionnaire, "department", code) if code else None


def _subject(questionnaire: Questionnaire, path: tuple[str, ...], items: Sequence[Item]) -> Subject:
    code, label = _departments(questionnaire, items)
    return Subject(path[-1], name(questionnaire, LIST, path[-1]), code, label)


def _indicator(
    questionnaire: Questionnaire, path: tuple[str, ...], items: Sequence[Item], estimate: Estimate
) -> Indicator:
    department, department_label = _departments(questionnaire, items)
    return Indicator(
        len(path), path[-1], estimate.label, "/".join(path), "/".join(path[:-1]),
        department, department_label, tuple(i.item for i in items), estimate,
    )  # fmt: skip

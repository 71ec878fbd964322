"""What segments are found from: answers on one scale, who gave enough of them, and what was left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from csatreport.errors import DataError
from csatreport.measure import scores
from csatreport.measure.design import Floats
from csatreport.measure.fielding import Fielding
from csatreport.measure.ratio import available_mean
from csatreport.measure.subjects import Level, Subject
from csatreport.params import Item, Role

_ROLES: tuple[Role, ...] = ("attitude", "importance", "satisfaction")
_FEWEST = 2
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Features:
    """Answers of one wave that segments are found from.

    Attributes
    ----------
    items : (p,) tuple of Item
    values : (n, p) float
        Ratings minus ``mean``, over ``spread``; of a category the place of its level; NaN where missing.
    placed : (n,) bool
        Who answered the share ``answered`` of the features or more, and weighs more than nothing.
    mean, spread : (p,) float
        Weighted mean and standard deviation of the ratings (minus each person's own mean where ``centred``)
        among those placed; 0 and 1 of a category.
    levels : (p,) tuple
        Levels of each category; () of a rating.
    left_out : tuple of Subject
        Features that were asked but do not vary.
    """

    items: tuple[Item, ...]
    subjects: tuple[Subject, ...]
    values: Floats
    placed: Flags
    mean: Floats
    spread: Floats
    levels: tuple[tuple[Level, ...], ...]
    left_out: tuple[Subject, ...]
    role: str  # where the items come from: attitude, importance, satisfaction, or items
    centred: bool
    answered: float

    @classmethod
    def of(cls, fielding: Fielding) -> Features:
        """Features as ``[segments]`` declares them, on the answers of a fielding.

        Raises
        ------
        DataError
            Fewer than two of them vary.
        """
        declared = fielding.survey.analysis.segments
        role, items = _chosen(fielding)
        centred = role not in ("attitude", "items") if declared.centred is None else declared.centred
        levels = tuple(_levels(fielding, i) for i in items)
        raw = _raw(fielding, items, levels, centred=centred)
        placed = _answered(raw, declared.answered) & (fielding.design.weights > 0)
        mean, spread = _spread(raw[placed], fielding.design.weights[placed])
        kept = [k for k in range(len(items)) if spread[k] > 0]
        _check(kept, items)
        category = np.array([bool(levels[k]) for k in kept])
        mean, spread = np.where(category, 0.0, mean[kept]), np.where(category, 1.0, spread[kept])
        subjects = [Subject.of(i, fielding.survey.questionnaire) for i in items]
        values = (raw[:, kept] - mean) / spread
        return cls(
            tuple(items[k] for k in kept), tuple(subjects[k] for k in kept), values,
            _answered(values, declared.answered) & (fielding.design.weights > 0), mean, spread,
            tuple(levels[k] for k in kept), tuple(s for k, s in enumerate(subjects) if k not in kept),
            role, centred, declared.answered,
        )  # fmt: skip

    def same(self, fielding: Fielding) -> Floats:
        """The same features (m, p) of the answers of another wave: same mean, same spread; NaN rows where too few."""
        raw = _raw(fielding, self.items, self.levels, centred=self.centred)
        values = (raw - self.mean) / self.spread
        values[~_answered(values, self.answered)] = np.nan
        return np.asarray(values)

    @property
    def categories(self) -> Flags:
        """Which features (p,) are categories."""
        return np.array([bool(each) for each in self.levels], dtype=bool)


def _chosen(fielding: Fielding) -> tuple[str, tuple[Item, ...]]:
    declared, questionnaire = fielding.survey.analysis.segments, fielding.survey.questionnaire
    if declared.items:
        found = tuple(scores.find(questionnaire, i) for i in declared.items)
        return "items", tuple(filter(fielding.asked, found))
    roles = _ROLES if declared.source == "auto" else (declared.source,)
    for role in roles:
        of_role = fielding.services() if role == "satisfaction" else questionnaire.with_role(role)
        items = tuple(i for i in of_role if i.kind == "rating" and fielding.asked(i))
        if len(items) >= _FEWEST:
            return role, items
    return roles[-1], ()


def _levels(fielding: Fielding, item: Item) -> tuple[Level, ...]:
    return fielding.levels(item.item)[0] if item.kind == "category" else ()


def _raw(
    fielding: Fielding, items: Sequence[Item], levels: Sequence[tuple[Level, ...]], *, centred: bool
) -> Floats:
    """Ratings (n, p), and places of the levels of categories; NaN where missing."""
    raw = np.full((len(fielding.responses), len(items)), np.nan)
    for k, (item, known) in enumerate(zip(items, levels, strict=True)):
        if item.item not in fielding.responses:
            continue
        column = fielding.responses[item.item]
        if known:
            column = column.map({level.code: float(n) for n, level in enumerate(known)})
        raw[:, k] = column.to_numpy(np.float64, na_value=np.nan)
    ratings = np.array([not known for known in levels], dtype=bool)
    if centred and ratings.any():
        own = available_mean(raw[:, ratings])
        raw[:, ratings] -= own[:, None]
    return raw


def _answered(values: Floats, share: float) -> Flags:
    there = (~np.isnan(values)).sum(axis=1)
    return np.asarray((there >= share * values.shape[1]) & (there > 0))


def _spread(values: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """Weighted means and standard deviations of the answers there are; 0 where nobody differs."""
    order = np.lexsort(
        [weights, *values.T]
    )  # sums do not depend on how the rows were sorted, to the last digit
    values, weights = values[order], weights[order]
    there = ~np.isnan(values)
    w = there * weights[:, None]
    total = w.sum(axis=0)
    safe = np.where(total > 0, total, 1.0)
    known = np.where(there, values, 0.0)
    mean = (w * known).sum(axis=0) / safe
    squares = (w * np.where(there, values - mean, 0.0) ** 2).sum(axis=0) / safe
    reach = np.abs(known).max(axis=0, initial=1.0)
    return mean, np.where(squares > 1e-12 * reach**2, np.sqrt(squares), 0.0)


def _check(kept: Sequence[int], items: Sequence[Item]) -> None:
    if len(kept) < _FEWEST:
        raise DataError(
            "nothing to tell segments apart by",
            expected="two questions or more in whose answers customers differ",
            got=f"{len(kept)} of {len(items)}",
            todo="name other questions in [segments] items of params/analysis.toml, or let the chapter declare "
            "the need `segments` in params/book.toml",
        )

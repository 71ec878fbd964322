"""Ratings of one wave as a structure needs them: which items, which responses, and their covariances in every resample."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from csatreport.errors import DataError
from csatreport.measure import products, scores
from csatreport.measure.design import Floats
from csatreport.measure.fielding import Fielding
from csatreport.measure.moments import Missing, complete
from csatreport.measure.products import Source
from csatreport.measure.resample import Resampled, resampled
from csatreport.measure.structure.matrix import Matrix, smoothed
from csatreport.measure.subjects import Subject
from csatreport.params import Item, Wave
from csatreport.survey import Survey

_ENOUGH = 0.5  # of those who rated anything: complete answers that make a model listwise
_FEWEST = 3


@dataclass(frozen=True, eq=False)
class Sample:
    """Ratings of a wave.

    Attributes
    ----------
    items : (k,)
        Those that vary and that enough customers rated together with every other.
    left_out : tuple of Item
        Those that were asked but do not.
    values : (n, k + 1) float
        Ratings, and overall satisfaction last (all NaN where it was not asked).
    used : (n,) bool
        Responses that enter: complete ones where listwise, else all with a rating.
    """

    fielding: Fielding
    items: tuple[Item, ...]
    left_out: tuple[Item, ...]
    values: Floats
    used: npt.NDArray[np.bool_]
    missing: Missing

    @classmethod
    def of(cls, survey: Survey, *, items: Sequence[str] | None = None, wave: Wave | None = None) -> Sample:
        """Items as given, or as ``[structure]`` declares, or every single service that was asked.

        Missing answers, where ``[structure]`` leaves it open: listwise where at least half of those who rated a
        service rated all of them; else pairwise, since the few who rated everything are not like the others.

        Raises
        ------
        DataError
            Fewer than three items are left.
        """
        fielding = Fielding.of(survey, wave)
        declared = survey.analysis.structure
        chosen = _chosen(fielding, items if items is not None else declared.items)
        ratings = scores.of_items(fielding.responses, chosen, measure="mean")
        kept = _together(ratings, fielding)
        _check(kept, chosen)
        ratings, missing = ratings[:, kept], declared.missing
        some = ~np.isnan(ratings).all(axis=1)
        if missing == "auto":
            missing = "listwise" if complete(ratings).sum() >= _ENOUGH * some.sum() else "pairwise"
        found = cls(
            fielding,
            tuple(chosen[i] for i in kept),
            tuple(c for i, c in enumerate(chosen) if i not in set(kept)),
            np.column_stack([ratings, _overall(fielding)]),
            complete(ratings) if missing == "listwise" else np.asarray(some),
            missing,
        )
        return found._varying() if missing == "listwise" else found

    @property
    def subjects(self) -> tuple[Subject, ...]:
        """What the items are."""
        return tuple(Subject.of(i, self.fielding.survey.questionnaire) for i in self.items)

    @cached_property
    def matrix(self) -> Matrix:
        """Covariances of the items on the whole sample."""
        made, changed = smoothed(self._covariance(self._source.design.weights)[:, :-1, :-1])
        return Matrix(self.subjects, made[0], self._base(), self.missing, smoothed=bool(changed[0]))

    @cached_property
    def criterion(self) -> Floats:
        """Correlations (1, k) of the items with overall satisfaction; NaN where it was not asked."""
        return _criterion(self._covariance(self._source.design.weights))

    @cached_property
    def resamples(self) -> Resampled:
        """Covariances (b, k + 1, k + 1) in every resample; the bootstrap of everything that follows from them."""
        rng = self.fielding.generator(f"structure {self.fielding.wave}")
        return resampled(self._covariance, self._source.design, rng)

    @cached_property
    def resampled_items(self) -> Floats:
        """Covariances (b, k, k) of the items in every resample, NaN where an item does not vary in it."""
        return smoothed(self.resamples.results[:, :-1, :-1])[0]

    @cached_property
    def resampled_criterion(self) -> Floats:
        """Correlations (b, k) with overall satisfaction in every resample."""
        return _criterion(self.resamples.results)

    def answered(self, item: int) -> npt.NDArray[np.bool_]:
        """Responses (n,) that enter with a rating of the item."""
        return self.used & ~np.isnan(self.values[:, item])

    @cached_property
    def _source(self) -> Source:
        """Items and overall; complete responses may still lack overall satisfaction."""
        return products.of(self.values, self.fielding.design, missing="pairwise", used=self.used)

    def _covariance(self, weights: Floats) -> Floats:
        return self._source.moments(weights).covariance

    def _base(self) -> float:
        """Effective base: harmonic mean over all pairs of items, which are all the same where listwise."""
        w = self.fielding.design.weights[self.used]
        there = ~np.isnan(self.values[self.used, :-1]) * 1.0
        total, squares = there.T @ (w[:, None] * there), there.T @ ((w * w)[:, None] * there)
        pairs = np.triu_indices(len(total), 1)
        return float(len(pairs[0]) / (squares[pairs] / total[pairs] ** 2).sum())

    def _varying(self) -> Sample:
        """Without items that do not vary among those who answered all."""
        rows = self.values[self.used, :-1]
        kept = [i for i in range(len(self.items)) if np.ptp(rows[:, i]) > 0]
        _check(kept, self.items)
        return replace(
            self,
            items=tuple(self.items[i] for i in kept),
            left_out=(*self.left_out, *(c for i, c in enumerate(self.items) if i not in set(kept))),
            values=self.values[:, [*kept, -1]],
        )


def _chosen(fielding: Fielding, items: Sequence[str]) -> tuple[Item, ...]:
    questionnaire = fielding.survey.questionnaire
    given = tuple(scores.find(questionnaire, i) for i in items) or scores.attributes(questionnaire, "mean")
    return tuple(i for i in given if fielding.asked(i))


def _together(ratings: Floats, fielding: Fielding) -> list[int]:
    """Items that vary, and of which every two have answers of at least the low base together.

    The item that lacks most others goes first, of several the last.
    """
    least = fielding.survey.edition.low_base
    there = (~np.isnan(ratings) & (fielding.design.weights > 0)[:, None]) * 1.0
    pairs = there.T @ there
    flat = [np.isnan(c).all() or np.nanmin(c) == np.nanmax(c) for c in ratings.T]
    kept = [i for i in range(len(pairs)) if not flat[i]]
    while kept:
        lacks = (pairs[np.ix_(kept, kept)] < least).sum(axis=0)
        if not lacks.any():
            break
        kept.pop(len(kept) - 1 - int(np.argmax(lacks[::-1])))
    return kept


def _overall(fielding: Fielding) -> Floats:
    item = fielding.first("overall")
    if item is None:
        return np.full(len(fielding.responses), np.nan)
    return scores.of_items(fielding.responses, [item], measure="mean")[:, 0]


def _criterion(covariance: Floats) -> Floats:
    own = np.diagonal(covariance, axis1=1, axis2=2)
    product = own[:, :-1] * own[:, -1:]
    return np.asarray(covariance[:, :-1, -1] / np.sqrt(np.where(product > 0, product, np.nan)))


def _check(kept: Sequence[int], items: Sequence[Item]) -> None:
    if len(kept) < _FEWEST:
        raise DataError(
            "too few items for a structure",
            expected="three items or more that vary and that enough customers rated together",
            got=f"{len(kept)} of {len(items)}",
            todo="let the chapter declare the need `structure` in params/book.toml, or declare [structure] items",
        )

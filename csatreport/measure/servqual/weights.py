"""What each SERVQUAL dimension counts in the total: as customers say, as their answers show, or all alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from csatreport.measure import scores
from csatreport.measure.design import Floats
from csatreport.measure.fielding import Fielding
from csatreport.measure.moments import moments
from csatreport.measure.servqual.pairs import Pairs
from csatreport.params import Item

Basis = Literal["stated", "derived", "equal"]
_FEWEST = 3  # respondents that a correlation can be told from


@dataclass(frozen=True)
class Shares:
    """Share of each dimension in the total (they add up to 1), and where the shares come from."""

    of: dict[str, float]
    basis: Basis

    @property
    def values(self) -> Floats:
        """The shares in the order of the dimensions."""
        return np.array(list(self.of.values()))


def shares(fielding: Fielding, pairs: Sequence[tuple[Item, Item]], dimensions: Pairs) -> Shares:
    """Importance of each dimension: stated, else derived, else equal.

    ============ ==================================================================================
    ``stated``   mean stated importance (rescaled to 0-1) of the items with the role ``importance`` and the key
                 of a pair, where every dimension has one
    ``derived``  weighted correlation of the dimension's perception with overall satisfaction (the first item
                 with that role), on respondents who have both; below zero counts as zero
    ``equal``    where neither can be had
    ============ ==================================================================================

    Checked against: R ``survey::svyvar`` (correlations of tests/oracle/design.csv).
    """
    names = [s.item for s in dimensions.subjects]
    for basis, raw in (
        ("stated", _stated(fielding, pairs, names)),
        ("derived", _derived(fielding, dimensions)),
    ):
        if raw is not None and raw.sum() > 0:
            return Shares(dict(zip(names, (raw / raw.sum()).tolist(), strict=True)), basis)  # type: ignore[arg-type]
    return Shares({d: 1 / len(names) for d in names}, "equal")


def _stated(fielding: Fielding, pairs: Sequence[tuple[Item, Item]], names: Sequence[str]) -> Floats | None:
    rated = {i.roles["importance"]: i for i in fielding.survey.questionnaire.with_role("importance")}
    stated: dict[str, list[Item]] = {d: [] for d in names}
    for perception, _ in pairs:
        item = rated.get(perception.roles["perception"])
        if item is not None and perception.dimension in stated:
            stated[perception.dimension].append(item)
    if not all(stated.values()):
        return None
    columns = [scores.of_group(fielding.responses, i, measure="csat_index") for i in stated.values()]
    rated_by = np.column_stack(columns)
    if not _enough(fielding, ~np.isnan(rated_by)):
        return None
    return np.asarray(moments(rated_by, fielding.design.weights, missing="pairwise").mean[0])


def _derived(fielding: Fielding, dimensions: Pairs) -> Floats | None:
    overall = [i for i in fielding.survey.questionnaire.with_role("overall") if i.kind == "rating"][:1]
    if not overall or len(dimensions.subjects) == 1:
        return None
    rating = scores.of_items(fielding.responses, overall, measure="mean")
    if not _enough(fielding, ~np.isnan(rating) & ~np.isnan(dimensions.perception)):
        return None
    pairs = [np.column_stack([rating[:, 0], p]) for p in dimensions.perception.T]
    found = np.array([moments(p, fielding.design.weights).correlation[0, 0, 1] for p in pairs])
    return None if np.isnan(found).any() else np.asarray(np.maximum(found, 0.0))


def _enough(fielding: Fielding, answered: npt.NDArray[np.bool_]) -> bool:
    """Whether every dimension has a base that may be shown."""
    return int(answered.sum(axis=0).min()) >= max(_FEWEST, fielding.survey.edition.minimum_base)

"""What sets segments apart: the mean of every answer they were found from, against all other customers."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from csatreport.compare.domains import of_levels
from csatreport.measure import contrast
from csatreport.measure.segments.named import Segments
from csatreport.results import Contrasts, Estimates


@dataclass(frozen=True)
class Profile:
    """Every feature by segment.

    Attributes
    ----------
    contrasts : Contrasts
        Of each feature: every segment (``second``) against all other customers (``first``); one family.
    spread : dict
        Standard deviation of each feature among all customers, by item.
    """

    contrasts: Contrasts
    spread: dict[str, float]

    @property
    def means(self) -> Estimates:
        """Mean of every feature in every segment, feature by feature."""
        return Estimates(tuple(c.second for c in self.contrasts))

    def of(self, level: str) -> Contrasts:
        """The features of one segment, by how far it lies from all others in standard deviations."""
        rows = [c for c in self.contrasts if c.second.level == level and c.shown]
        return Contrasts(tuple(sorted(rows, key=lambda c: -abs(c.value) / self.spread[c.second.item])))


def profile(found: Segments) -> Profile:
    """Weighted means of the ratings that segments were found from, with intervals, tested with the design (Holm).

    Ratings keep their units; where one's own mean was taken off, they are points above or below it. The test says in what
    a segment differs clearly, not that there are segments: they were made to differ in these answers. Features that are
    categories are in :func:`~.portrait.portrait`.

    Checked against: R ``survey::svyby`` and ``svyglm`` on a dummy (through ``compare.domains``).
    """
    features, now = found.now.features, found.now
    rated = np.flatnonzero(~features.categories)
    score = features.values[:, rated] * features.spread[rated] + features.mean[rated]
    subjects = [features.subjects[n] for n in rated]
    rows = of_levels(
        found.fielding, found.levels, now.member, subjects, score, measure=_measure(found), unit="score"
    )
    spread = {features.items[n].item: float(features.spread[n]) for n in rated}
    grouped = [replace(c, first=replace(c.first, group=""), second=replace(c.second, group="")) for c in rows]
    return Profile(contrast.family(grouped), spread)


def _measure(found: Segments) -> str:
    return "segment_centred" if found.now.features.centred else "mean"

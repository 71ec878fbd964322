"""What was found: loadings of items on groups, with what they rest on."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from math import nan

import numpy as np

from csatreport.measure.design import Codes, Floats
from csatreport.measure.structure import scores
from csatreport.measure.structure.adequacy import Adequacy
from csatreport.measure.structure.number import Dimensionality
from csatreport.measure.structure.sample import Sample
from csatreport.measure.structure.scale import ALL
from csatreport.measure.subjects import Subject
from csatreport.params.text import Text
from csatreport.results import Contrasts, Estimate, Estimates


@dataclass(frozen=True)
class Group:
    """A factor with the items that load most on it, the largest loading first.

    ``explained`` is its share of the variance of all ratings; ``overall`` the correlation of its score with overall
    satisfaction, None where that was not asked.
    """

    name: Text
    items: tuple[Subject, ...]
    explained: Estimate
    overall: Estimate | None


@dataclass(frozen=True)
class Base:
    """What a structure rests on: the missing policy, how loadings were extracted, and on how many responses.

    ``smoothed``: pairwise correlations were no correlations of any sample and were made so; ``failed``: resamples
    without a solution; ``left_out``: items that do not vary or that too few rated together with others.
    """

    missing: str
    extraction: str
    smoothed: bool
    failed: int
    left_out: tuple[Text, ...]
    used: int
    effective: float


@dataclass(frozen=True, eq=False)
class Structure:
    """Loadings of items on factors, with what they rest on.

    Attributes
    ----------
    loadings : (k, m) float
        After varimax, in the order of ``groups``.
    cells : k tuples of m Estimate
        The same with intervals.
    home : (k,) int
        The group of each item: the factor on which it loads most.
    stays : (k,) float
        In which share of resamples the item has the same home.
    communality : k Estimate
        Share of the item's variance that the factors explain; uniqueness is the rest.
    """

    sample: Sample
    adequacy: Adequacy
    number: Dimensionality
    loadings: Floats
    cells: tuple[tuple[Estimate, ...], ...]
    home: Codes
    stays: Floats
    communality: Estimates
    groups: tuple[Group, ...]
    leads: Contrasts

    @property
    def subjects(self) -> tuple[Subject, ...]:
        """What the items are."""
        return self.sample.subjects

    @property
    def base(self) -> Base:
        """What it rests on."""
        return Base(
            self.sample.missing, self.sample.fielding.survey.analysis.structure.extraction, self.sample.matrix.smoothed,
            self.sample.resamples.failed, tuple(i.label for i in self.sample.left_out), int(self.sample.used.sum()),
            self.sample.matrix.n,
        )  # fmt: skip

    @property
    def large(self) -> float:
        """Loadings from here on are marked."""
        return self.sample.fielding.survey.analysis.structure.large

    @property
    def stable(self) -> tuple[bool, ...]:
        """Whether each item stays in its group in nearly all resamples."""
        return tuple((self.stays >= self.sample.fielding.survey.edition.confidence).tolist())

    @property
    def kmo(self) -> Estimate:
        """Sampling adequacy overall, with the base of the structure; it has no interval."""
        return self.sample.fielding.modelled(
            self.adequacy.kmo, se=nan, interval=(nan, nan), subject=Subject("all", ALL), measure="kmo",
            unit="coefficient", used=self.sample.used,
        )  # fmt: skip

    @property
    def strays(self) -> tuple[Subject, ...]:
        """Services found in another group than most of what their group is made of: not with their own dimension.

        The dimension of a group is the one that most of its services belong to; of several the one with the larger
        loadings.
        """
        found = []
        for group in self.groups:
            counts = Counter(s.group for s in group.items if s.group)
            main = counts.most_common(1)[0][0] if counts else ""
            found += [s for s in group.items if s.group and s.group != main]
        return tuple(found)

    @property
    def closest(self) -> Group | None:
        """The group that goes most closely with overall satisfaction."""
        shown = [g for g in self.groups if g.overall is not None and g.overall.shown]
        return max(shown, key=lambda g: g.overall.value if g.overall else 0.0, default=None)

    def scores(self) -> Floats:
        """Factor scores (n, m) of the respondents of the wave; NaN for those who answered fewer than half."""
        own = np.diagonal(self.sample.matrix.covariance)
        weight = self.sample.fielding.design.weights[:, None]
        ratings = self.sample.values[:, :-1]
        mean = np.nansum(weight * ratings, axis=0) / (weight * ~np.isnan(ratings)).sum(axis=0)
        return scores.scores(ratings, mean, np.sqrt(own), self.sample.matrix.correlation, self.loadings)

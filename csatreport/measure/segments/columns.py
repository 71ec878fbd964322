"""From features to the columns of the space that distances are measured in, and back."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from csatreport.measure.design import Floats
from csatreport.measure.segments.features import Features

GAMMA = 0.5  # what a different category counts, in squared standard deviations of a rating


@dataclass(frozen=True, eq=False)
class Columns:
    """One column for each rating, one for each level of a category (see :class:`Space`).

    γ is Huang's: half the standard deviation of the ratings, which is 1 here.

    Source: Huang, *Clustering large data sets with mixed numeric and categorical values* (1997).
    """

    features: Features

    @classmethod
    def of(cls, features: Features) -> Columns:
        """Columns of these features."""
        return cls(features)

    @property
    def widths(self) -> tuple[int, ...]:
        """Columns of each feature."""
        return tuple(max(len(levels), 1) for levels in self.features.levels)

    @property
    def blocks(self) -> tuple[slice, ...]:
        """Columns of each category."""
        ends = np.cumsum(self.widths).tolist()
        spans = zip(ends, self.widths, self.features.levels, strict=True)
        return tuple(slice(end - width, end) for end, width, levels in spans if levels)

    def points(self, values: Floats) -> Floats:
        """Points (n, q) of the features (n, p); NaN where missing."""
        height, columns = (GAMMA / 2) ** 0.5, []
        for value, levels in zip(values.T, self.features.levels, strict=True):
            if levels:
                corner = (value[:, None] == np.arange(len(levels))) * height
                columns.append(np.where(np.isnan(value)[:, None], np.nan, corner))
            else:
                columns.append(value[:, None])
        return np.concatenate(columns, axis=1)

    def units(self, centres: Floats) -> Floats:
        """Centres (k, p) in the features' own units; of a category the place of its most frequent level."""
        parts = np.split(centres, np.cumsum(self.widths)[:-1], axis=1)
        own = [p.argmax(axis=1) if p.shape[1] > 1 else p[:, 0] for p in parts]
        return np.asarray(np.stack(own, axis=1) * self.features.spread + self.features.mean)

"""The index out of 1,000: ``[thousand]``."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING, Self

from pydantic import Field, model_validator

from csatreport.params.analysis.declared import Table
from csatreport.params.faults import Fault, closest

if TYPE_CHECKING:
    from csatreport.params.questionnaire import Questionnaire


class Factor(Table):
    """A dimension and its share in the index."""

    dimension: str
    weight: float = Field(gt=0, le=1)


class Thousand(Table):
    """Factors with their weights (none: every dimension alike), and the bands that loyalty is shown by.

    ``upper`` and above is the high band, ``lower`` and below the low one; the usual 854 and 793 are those of the
    after-sales studies that the form of this index comes from.
    """

    factor: tuple[Factor, ...] = ()
    upper: int = Field(default=854, ge=1, le=1000)
    lower: int = Field(default=793, ge=0, le=999)

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        total = math.fsum(f.weight for f in self.factor)
        if self.factor and abs(total - 1) > 1e-6:
            raise ValueError(f"weights of the factors that add up to 1; they add up to {total:.6g}")
        names = [f.dimension for f in self.factor]
        if len(set(names)) < len(names):
            raise ValueError("each dimension once")
        if self.lower >= self.upper:
            raise ValueError("a lower band that ends below the upper one")
        return self

    def faults(self, questionnaire: Questionnaire) -> Iterator[Fault]:
        """Factors that no rating belongs to."""
        known = {i.dimension for i in questionnaire.of_kind("rating")} - {""}
        for factor in self.factor:
            if factor.dimension not in known:
                where = "params/analysis.toml, thousand.factor, dimension"
                yield Fault(
                    f"no rating of dimension {factor.dimension!r}",
                    where,
                    todo=closest(factor.dimension, known),
                )

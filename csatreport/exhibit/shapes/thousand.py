"""The index out of 1,000, as exhibits read it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from csatreport.results import Estimate

# ruff: noqa: D102  (each attribute is documented where it is made)


class Factor(Protocol):
    """A factor with its share in the index."""

    @property
    def score(self) -> Estimate: ...
    @property
    def weight(self) -> float: ...
    @property
    def to_gain(self) -> Estimate: ...


class Thousand(Protocol):
    """The index and its factors."""

    @property
    def index(self) -> Estimate: ...
    @property
    def factors(self) -> Sequence[Factor]: ...
    @property
    def declared(self) -> bool: ...

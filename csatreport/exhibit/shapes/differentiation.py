"""What exhibits ask of differences between customers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from csatreport.params.text import Text
from csatreport.results import Contrast, Contrasts, Count, Estimates

# ruff: noqa: D102  (each attribute is documented where it is made)


class Difference(Protocol):
    """One item by one variable."""

    @property
    def kind(self) -> str: ...
    @property
    def variable(self) -> str: ...
    @property
    def label(self) -> Text: ...
    @property
    def levels(self) -> Estimates: ...
    @property
    def contrast(self) -> Contrast: ...
    @property
    def explained(self) -> float: ...
    @property
    def large(self) -> bool: ...
    @property
    def clear(self) -> bool: ...


class Differentiation(Protocol):
    """Every pair of item and variable."""

    @property
    def rows(self) -> Sequence[Difference]: ...
    @property
    def matter(self) -> Sequence[Difference]: ...
    @property
    def contrasts(self) -> Contrasts: ...
    @property
    def large(self) -> Count: ...
    def about(self, item: str = "") -> Sequence[Difference]: ...

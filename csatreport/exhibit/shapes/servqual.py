"""What exhibits ask of SERVQUAL gaps."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from csatreport.results import Contrast, Estimate

# ruff: noqa: D102  (each attribute is documented where it is made)


class Gap(Protocol):
    """Perception minus expectation of a pair or a dimension."""

    @property
    def perception(self) -> Estimate: ...
    @property
    def expectation(self) -> Estimate: ...
    @property
    def gap(self) -> Estimate: ...
    @property
    def met(self) -> Estimate: ...
    @property
    def test(self) -> Contrast: ...
    @property
    def wilcoxon_adjusted(self) -> float | None: ...


class Servqual(Protocol):
    """Gaps of items, dimensions and of all."""

    @property
    def items(self) -> Sequence[Gap]: ...
    @property
    def dimensions(self) -> Sequence[Gap]: ...
    @property
    def total(self) -> Gap: ...
    @property
    def basis(self) -> str: ...

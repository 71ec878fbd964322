"""Standards, their compliance and what customers say of them, as exhibits read them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from csatreport.results import Contrast, Contrasts, Count, Estimate, Estimates

# ruff: noqa: D102  (each attribute is documented where it is made)


class Kept(Protocol):
    """One standard against its target."""

    @property
    def estimate(self) -> Estimate: ...
    @property
    def target(self) -> float: ...
    @property
    def goal(self) -> Count: ...
    @property
    def verdict(self) -> str: ...


class Compliance(Protocol):
    """All standards together, and each."""

    @property
    def total(self) -> Estimate | None: ...
    @property
    def rows(self) -> Sequence[Kept]: ...
    @property
    def by_need(self) -> Sequence[Kept]: ...
    @property
    def departments(self) -> Estimates: ...
    @property
    def visits(self) -> int: ...


class Perceived(Protocol):
    """Branches by compliance and satisfaction."""

    @property
    def points(self) -> Sequence[tuple[Estimate, Estimate]]: ...
    @property
    def correlation(self) -> Contrasts: ...


class Sense(Protocol):
    """What visits and customers say of one standard."""

    @property
    def kept(self) -> Kept: ...
    @property
    def satisfied(self) -> Estimate | None: ...
    @property
    def gap(self) -> Contrast | None: ...
    @property
    def reading(self) -> str: ...

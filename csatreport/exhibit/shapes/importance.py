"""What exhibits of importance and performance ask of the results."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

from csatreport.params.text import Text
from csatreport.results import Estimate

# ruff: noqa: D102  (each attribute is documented where it is made)


class Point(Protocol):
    """One service: how much it matters, how well it is done."""

    @property
    def importance(self) -> Estimate: ...
    @property
    def performance(self) -> Estimate: ...
    @property
    def satisfied(self) -> Estimate: ...
    @property
    def priority(self) -> Estimate: ...
    @property
    def quadrant(self) -> str: ...
    @property
    def uncertain(self) -> bool: ...
    @property
    def certainty(self) -> float | None: ...


class ImportancePerformance(Protocol):
    """Points and the lines that divide them."""

    @property
    def points(self) -> Sequence[Point]: ...
    @property
    def importance(self) -> float: ...
    @property
    def performance(self) -> float: ...
    @property
    def derived(self) -> bool: ...
    @property
    def crosshair(self) -> str: ...


class Both(Protocol):
    """Stated and derived importance of one service."""

    @property
    def stated(self) -> Estimate: ...
    @property
    def derived(self) -> Estimate: ...
    @property
    def kind(self) -> str: ...
    @property
    def certainty(self) -> float | None: ...
    @property
    def uncertain(self) -> bool: ...


class Beside(Protocol):
    """Services with both."""

    @property
    def rows(self) -> Sequence[Both]: ...
    @property
    def correlation(self) -> float | None: ...


@runtime_checkable
class Unfit(Protocol):
    """Why there is no result."""

    @property
    def reason(self) -> Text: ...

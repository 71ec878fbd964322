"""What exhibits of demands ask of their results."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from csatreport.params.text import Text
from csatreport.results import Contrast, Contrasts, Estimate, Estimates

# ruff: noqa: D102  (each attribute is documented where it is made)


class Met(Protocol):
    """Perception minus demand."""

    @property
    def perception(self) -> Estimate: ...
    @property
    def expectation(self) -> Estimate: ...
    @property
    def gap(self) -> Estimate: ...
    @property
    def test(self) -> Contrast: ...


class Gaps(Protocol):
    """All demands that questions measure."""

    @property
    def rows(self) -> Sequence[Met]: ...
    @property
    def tests(self) -> Contrasts: ...


class Decision(Protocol):
    """A demand or a candidate, and what is to become of it."""

    @property
    def label(self) -> Text: ...
    @property
    def need(self) -> Text | None: ...
    @property
    def share(self) -> Estimate: ...
    @property
    def wanted(self) -> Estimate | None: ...
    @property
    def gap(self) -> Estimate | None: ...
    @property
    def naming(self) -> Contrast | None: ...
    @property
    def nearest(self) -> Text | None: ...
    @property
    def overlap(self) -> float: ...
    @property
    def mass(self) -> str: ...
    @property
    def core(self) -> str: ...
    @property
    def verdict(self) -> str: ...


class Demands(Protocol):
    """All decisions."""

    @property
    def declared(self) -> Sequence[Decision]: ...
    @property
    def candidates(self) -> Sequence[Decision]: ...
    @property
    def channels(self) -> Estimates: ...
    @property
    def matched(self) -> Estimate | None: ...
    @property
    def first(self) -> Decision | None: ...

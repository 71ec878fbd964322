"""What exhibits need to know of a branch's own page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, Protocol

from csatreport.exhibit.shapes import Place
from csatreport.params.text import Text
from csatreport.results import Contrast, Contrasts, Count, Estimate, Estimates

# ruff: noqa: D102  (each attribute is documented where it is made)


class Peer(Place, Protocol):
    """A place, and how far it is from all customers."""

    @property
    def gap(self) -> Contrast | None: ...


class Todo(Protocol):
    """One thing to do, and the comparison that says so."""

    @property
    def kind(self) -> Literal["service", "complaints", "standards", "fallen", "everywhere"]: ...
    @property
    def estimate(self) -> Estimate: ...
    @property
    def gap(self) -> Contrast | None: ...
    @property
    def target(self) -> Count | None: ...


class Branch(Protocol):
    """A level among its peers; what cannot be shown is empty."""

    @property
    def label(self) -> Text: ...
    @property
    def place(self) -> Peer: ...
    @property
    def ranked(self) -> int: ...
    @property
    def headline(self) -> Estimates: ...
    @property
    def services(self) -> Contrasts: ...
    @property
    def complaints(self) -> Contrasts: ...
    @property
    def standards(self) -> Estimate | None: ...
    @property
    def changes(self) -> Contrasts: ...
    @property
    def series(self) -> Sequence[Estimates]: ...
    @property
    def todo(self) -> Sequence[Todo]: ...

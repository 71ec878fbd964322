"""Reasons, recovery and complaints, as exhibits read them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from csatreport.params.text import Text
from csatreport.results import Contrasts, Estimate, Estimates

# ruff: noqa: D102  (each attribute is documented where it is made)


class Reason(Protocol):
    """A reason with the share that names it, and the share that names it or one above."""

    @property
    def named(self) -> Estimate: ...
    @property
    def covered(self) -> Estimate: ...


class Reasons(Protocol):
    """Reasons, the most named first."""

    @property
    def rows(self) -> Sequence[Reason]: ...
    @property
    def first(self) -> Estimate: ...
    @property
    def half(self) -> int: ...


class Recovery(Protocol):
    """An outcome by how complaints ended, and gaps to those who never complained."""

    @property
    def levels(self) -> Estimates: ...
    @property
    def gaps(self) -> Contrasts: ...
    @property
    def best(self) -> Contrasts: ...


class Handling(Protocol):
    """Complaints of one cause, or all."""

    @property
    def label(self) -> Text: ...
    @property
    def volume(self) -> Estimate: ...
    @property
    def resolved(self) -> Estimate: ...
    @property
    def repeat(self) -> Estimate: ...
    @property
    def days(self) -> Estimate: ...


class Complaints(Protocol):
    """All complaints first, then by cause."""

    @property
    def rows(self) -> Sequence[Handling]: ...
    @property
    def total(self) -> Handling | None: ...

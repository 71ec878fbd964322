"""What exhibits ask of the results that they show.

The rooms that analyse own these results; exhibits only read them, and may not import those rooms.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from csatreport.params.text import Text
from csatreport.results import Count, Estimate

# ruff: noqa: D102  (each attribute is documented where it is made)


class Goal(Protocol):
    """A headline of ``params/book.toml``."""

    @property
    def item(self) -> str: ...
    @property
    def measure(self) -> str: ...
    @property
    def target(self) -> float | None: ...
    @property
    def warning(self) -> float | None: ...


class Place(Protocol):
    """A level among its peers."""

    @property
    def estimate(self) -> Estimate: ...
    @property
    def rank(self) -> int | None: ...
    @property
    def rank_low(self) -> int | None: ...
    @property
    def rank_high(self) -> int | None: ...


class Ranking(Protocol):
    """Levels best first, and everybody."""

    @property
    def rows(self) -> Sequence[Place]: ...
    @property
    def overall(self) -> Estimate | None: ...


class Indicator(Protocol):
    """A node of the tree; level 1 is the highest."""

    @property
    def level(self) -> int: ...
    @property
    def label(self) -> Text: ...
    @property
    def department_label(self) -> Text | None: ...
    @property
    def estimate(self) -> Estimate: ...


class Mode(Protocol):
    """A survey mode, or all of them."""

    @property
    def label(self) -> Text: ...
    @property
    def received(self) -> Count: ...
    @property
    def accepted(self) -> Count: ...
    @property
    def quarantined(self) -> Count: ...
    @property
    def minutes(self) -> float | None: ...


class SetAside(Protocol):
    """What one cleaning rule put aside; ``item_label`` is None for whole responses."""

    @property
    def label(self) -> Text: ...
    @property
    def item_label(self) -> Text | None: ...
    @property
    def count(self) -> Count: ...


class Fieldwork(Protocol):
    """Modes and their total."""

    @property
    def modes(self) -> Sequence[Mode]: ...
    @property
    def total(self) -> Mode: ...
    @property
    def responses(self) -> Sequence[SetAside]: ...
    @property
    def answers(self) -> Sequence[SetAside]: ...
    @property
    def missing(self) -> Sequence[Count]: ...


class Source(Protocol):
    """One delivery of answers or records."""

    @property
    def label(self) -> Text: ...
    @property
    def files(self) -> int: ...
    @property
    def received(self) -> Count: ...
    @property
    def accepted(self) -> Count: ...
    @property
    def quarantined(self) -> Count: ...


class Stratum(Protocol):
    """People of a stratum on their way to an accepted response."""

    @property
    def label(self) -> Text: ...
    @property
    def population(self) -> float | None: ...
    @property
    def drawn(self) -> float | None: ...
    @property
    def received(self) -> float | None: ...
    @property
    def accepted(self) -> float | None: ...
    @property
    def response(self) -> float | None: ...
    @property
    def validity(self) -> float | None: ...


class Step(Protocol):
    """Weights after a step of weighting."""

    @property
    def label(self) -> Text: ...
    @property
    def lowest(self) -> float: ...
    @property
    def median(self) -> float: ...
    @property
    def highest(self) -> float: ...
    @property
    def effective(self) -> float: ...
    @property
    def deff(self) -> float: ...


class Unmatched(Protocol):
    """Keys of a table that lead nowhere."""

    @property
    def table(self) -> Text: ...
    @property
    def field(self) -> Text: ...
    @property
    def keys(self) -> int: ...
    @property
    def rows(self) -> int: ...


class Received(Protocol):
    """Everything that came in."""

    @property
    def sources(self) -> Sequence[Source]: ...
    @property
    def total(self) -> Source: ...
    @property
    def strata(self) -> Sequence[Stratum]: ...
    @property
    def steps(self) -> Sequence[Step]: ...
    @property
    def unmatched(self) -> Sequence[Unmatched]: ...

"""What exhibits of the customer journey ask of its results."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from csatreport.params.text import Text
from csatreport.results import Count, Estimate, Estimates

# ruff: noqa: D102  (each attribute is documented where it is made)


class Stage(Protocol):
    """A stage of the journey."""

    @property
    def label(self) -> Text: ...
    @property
    def satisfaction(self) -> Estimate: ...
    @property
    def volume(self) -> Estimate | None: ...
    @property
    def failure(self) -> Estimate | None: ...
    @property
    def pain(self) -> Estimate: ...
    @property
    def services(self) -> Estimates: ...


class Journey(Protocol):
    """All stages, in order."""

    @property
    def stages(self) -> Sequence[Stage]: ...


class Layer(Protocol):
    """A stage of the blueprint."""

    @property
    def stage(self) -> Text: ...
    @property
    def does(self) -> Text | None: ...
    @property
    def touchpoints(self) -> Sequence[Text]: ...
    @property
    def departments(self) -> Sequence[Text]: ...
    @property
    def support(self) -> Text | None: ...
    @property
    def steps(self) -> Sequence[Text]: ...


class Step(Protocol):
    """A step of the lifecycle."""

    @property
    def label(self) -> Text: ...
    @property
    def stage(self) -> Text: ...
    @property
    def done(self) -> Count: ...
    @property
    def on_time(self) -> Estimate | None: ...
    @property
    def rework(self) -> Estimate | None: ...
    @property
    def days(self) -> Estimate | None: ...


class Steps(Protocol):
    """Steps in the order of the journey."""

    @property
    def rows(self) -> Sequence[Step]: ...
    @property
    def on_time(self) -> Estimates: ...

"""What goes with satisfaction: ``[drivers]``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal

from pydantic import Field

from csatreport.params.analysis.declared import Table
from csatreport.params.faults import Fault, closest

if TYPE_CHECKING:
    from csatreport.params.questionnaire import Item, Questionnaire

_WHERE = "params/analysis.toml [drivers]"


class Drivers(Table):
    """What goes with satisfaction: ``[drivers]``.

    ``outcome`` is the rating explained (none: the first with the role `overall`), as its ``mean`` (linear) or
    as the share ``satisfied`` (logistic); ``items`` are the drivers (none: every service of a dimension).

    ``missing``: `listwise` uses answers that are complete, `pairwise` for each pair those that have both;
    `auto` is listwise unless that keeps fewer than the share ``keep`` of those who rated the outcome.

    The ``top`` drivers are called stable where a share ``stable`` of the ``resamples`` finds the same ones.
    ``crosshair`` divides maps of importance and performance at the means of the items or at the middle of the
    scale.
    """

    outcome: str = ""
    kind: Literal["mean", "satisfied"] = "mean"
    items: tuple[str, ...] = ()
    missing: Literal["auto", "listwise", "pairwise"] = "auto"
    keep: float = Field(0.5, ge=0, le=1)
    resamples: int = Field(500, ge=100, le=20_000)
    top: int = Field(3, ge=1, le=10)
    stable: float = Field(0.8, gt=0.5, le=1)
    crosshair: Literal["mean", "midpoint"] = "mean"

    def faults(self, questionnaire: Questionnaire) -> Iterator[Fault]:
        """Find what the questionnaire does not bear out."""
        known = {i.item: i for i in questionnaire.items}
        if self.outcome:
            yield from _rating(self.outcome, "outcome", known)
        for n, item in enumerate(self.items, 1):
            yield from _rating(item, f"items[{n}]", known)
        yield from self._choice()

    def _choice(self) -> Iterator[Fault]:
        twice = sorted({i for i in self.items if self.items.count(i) > 1})
        if twice:
            yield Fault("a driver named twice", f"{_WHERE} items", got=", ".join(twice), todo="name it once")
        if self.outcome in self.items and self.outcome:
            yield Fault(
                "the outcome is among its drivers", f"{_WHERE} items", got=self.outcome, todo="leave it out"
            )
        if len(self.items) == 1:
            yield Fault("one driver alone", f"{_WHERE} items", "at least two, or none for all", self.items[0])
        if self.kind == "satisfied" and self.missing == "pairwise":
            yield Fault(
                "a logistic regression cannot use pairs",
                f"{_WHERE} missing",
                expected='`listwise` or `auto` with kind = "satisfied"',
                got="pairwise",
                todo="change one of the two",
            )


def _rating(name: str, key: str, known: dict[str, Item]) -> Iterator[Fault]:
    where = f"{_WHERE} {key}"
    if name not in known:
        yield Fault(f"no item {name!r} in the questionnaire", where, todo=closest(name, known))
    elif known[name].kind != "rating" or known[name].scale is None:
        yield Fault(
            f"item {name!r} is no rating", where, "an item of kind rating with a scale", known[name].kind,
            "choose another item",
        )  # fmt: skip

"""Peers among each other: ``[standing]``."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from pydantic import Field

from csatreport.params.analysis.declared import Table
from csatreport.params.faults import Fault, closest

if TYPE_CHECKING:
    from csatreport.params.questionnaire import Item, Questionnaire

_WHERE = "params/analysis.toml [standing]"


class Standing(Table):
    """Peers among each other: ``[standing]``.

    ``item`` and ``measure`` are what peers are ranked by (none: the first headline of the book). ``types`` are the items
    whose groups are customer types that the mix is adjusted for (none: every one with the role `domain` that is no
    `standing`); ``limits`` the confidences of the lines of the funnel, the narrowest first.
    """

    item: str = ""
    measure: Literal["", "csat", "csat_index", "mean", "nps", "score"] = ""
    types: tuple[str, ...] = ()
    limits: tuple[float, ...] = Field((0.95, 0.998), min_length=1, max_length=3)

    def faults(self, questionnaire: Questionnaire) -> Iterator[Fault]:
        """Find what the questionnaire does not bear out."""
        known = {i.item: i for i in questionnaire.items}
        if self.item:
            yield from _rating(self.item, known)
        if bool(self.item) != bool(self.measure):
            yield Fault(
                "an item without a measure" if self.item else "a measure without an item", _WHERE,
                "both `item` and `measure`, or none of them", self.item or self.measure, "add the other",
            )  # fmt: skip
        for n, name in enumerate(self.types, 1):
            yield from _type(name, f"{_WHERE} types[{n}]", known)
        grow = all(a < b for a, b in pairwise(self.limits))
        if not grow or not all(0.5 < c < 1 for c in self.limits):
            yield Fault(
                "limits of the funnel that cannot be drawn", f"{_WHERE} limits",
                "confidences between 0.5 and 1, the narrowest first", ", ".join(map(str, self.limits)),
                "give for example [0.95, 0.998]",
            )  # fmt: skip


def _rating(name: str, known: dict[str, Item]) -> Iterator[Fault]:
    where = f"{_WHERE} item"
    if name not in known:
        yield Fault(f"no item {name!r} in the questionnaire", where, todo=closest(name, known))
    elif known[name].kind != "rating":
        yield Fault(
            f"item {name!r} is no rating", where, "an item of kind rating", known[name].kind, "choose another item"
        )  # fmt: skip


def _type(name: str, where: str, known: dict[str, Item]) -> Iterator[Fault]:
    if name not in known:
        yield Fault(f"no item {name!r} in the questionnaire", where, todo=closest(name, known))
    elif known[name].kind != "category":
        yield Fault(
            f"item {name!r} has no groups", where, "an item of kind category", known[name].kind, "choose another item"
        )  # fmt: skip
    elif "standing" in known[name].roles:
        yield Fault(
            "peers are adjusted for themselves", where, "items that tell customers of one level apart", name,
            "leave it out",
        )  # fmt: skip

"""Segments of customers: ``[segments]``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from csatreport.params.analysis.declared import Table
from csatreport.params.analysis.segmentname import SegmentName, twice
from csatreport.params.faults import Fault, closest

if TYPE_CHECKING:
    from csatreport.params.questionnaire import Questionnaire

Source = Literal["auto", "attitude", "importance", "satisfaction"]
Method = Literal["kmeans", "mixture", "prototypes"]
_WHERE = "params/analysis.toml [segments]"


class Segments(Table):
    """Which answers segments are found from, how many there may be, and what they are called: ``[segments]``.

    ``items`` are ratings, and categories for the method `prototypes`. None: the items of the role ``source``;
    `auto` takes attitudes, else stated importance, else the single services. ``centred`` takes the mean of
    one's own answers off each of them, so that what counts is the pattern and not the tone; left out: centred
    but for attitudes. Who answered less than the share ``answered`` of the items is not placed.

    ``common``: in a mixture each answer spreads alike in every segment; else each segment has spreads of its
    own, which answers on a short scale may not bear.

    ``fewest`` and ``most`` bound the number of segments; ``number`` fixes it. ``starts`` solutions are tried
    for each number, ``references`` samples without segments drawn for the gap, ``times`` resamples for
    stability; a segment is stable from a mean Jaccard similarity of ``stable`` on. ``name`` says what a segment
    is called that is like it.
    """

    source: Source = "auto"
    items: tuple[str, ...] = ()
    centred: bool | None = None
    answered: float = Field(0.75, gt=0, le=1)
    method: Method = "kmeans"
    common: bool = True
    fewest: int = Field(2, ge=2, le=20)
    most: int = Field(8, ge=2, le=20)
    number: Annotated[int, Field(ge=2, le=20)] | None = None
    starts: int = Field(20, ge=1, le=100)
    references: int = Field(20, ge=5, le=500)
    times: int = Field(100, ge=20, le=2_000)
    stable: float = Field(0.75, gt=0.5, le=1)
    name: tuple[SegmentName, ...] = ()

    def faults(self, questionnaire: Questionnaire) -> Iterator[Fault]:
        """Find what the questionnaire does not bear out."""
        kinds = {i.item: i.kind for i in questionnaire.items}
        fit = ("rating", "category") if self.method == "prototypes" else ("rating",)
        for n, item in enumerate(self.items, 1):
            where = f"{_WHERE} items[{n}]"
            if item not in kinds:
                yield Fault(f"no item {item!r} in the questionnaire", where, todo=closest(item, kinds))
            elif kinds[item] not in fit:
                todo = 'choose another item, or method = "prototypes"'
                yield Fault(
                    f"segments by {self.method} cannot use {item!r}",
                    where,
                    " or ".join(fit),
                    kinds[item],
                    todo,
                )
        yield from self._choice()
        yield from twice(self.name)
        for name in self.name:
            yield from name.faults(questionnaire)

    def _choice(self) -> Iterator[Fault]:
        twice = sorted({i for i in self.items if self.items.count(i) > 1})
        if twice:
            yield Fault("an item named twice", f"{_WHERE} items", got=", ".join(twice), todo="name it once")
        if len(self.items) == 1:
            yield Fault("one item alone", f"{_WHERE} items", "at least two, or none for all", self.items[0])
        if self.fewest > self.most:
            yield Fault(
                "no number of segments is possible",
                f"{_WHERE} most",
                f"{self.fewest} or more",
                str(self.most),
            )

"""What the analyst calls a segment: by what it is like, so that the name finds it wherever it stands."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Self

from pydantic import Field, model_validator

from csatreport.params.analysis.declared import Table
from csatreport.params.text import Text

if TYPE_CHECKING:
    from csatreport.params.faults import Fault
    from csatreport.params.questionnaire import Questionnaire

_WHERE = "params/analysis.toml [segments] name"


class SegmentName(Table):
    """The name of the segment that lies above the average in all of ``high`` and below it in all of ``low``."""

    high: tuple[str, ...] = ()
    low: tuple[str, ...] = ()
    en: str = Field(pattern=r"\S")
    zh: str = Field(pattern=r"\S")

    @property
    def text(self) -> Text:
        """The name in both languages."""
        return Text(en=self.en, zh=self.zh)

    @model_validator(mode="after")
    def _told_by_something(self) -> Self:
        named = (*self.high, *self.low)
        if not named:
            raise ValueError("at least one item in `high` or `low`, by which the segment is known")
        if len(set(named)) < len(named):
            raise ValueError("each item once, in `high` or in `low`")
        return self

    def faults(self, questionnaire: Questionnaire) -> Iterator[Fault]:
        """Items that are no ratings of the questionnaire."""
        from csatreport.params.faults import Fault, closest

        ratings = {i.item for i in questionnaire.of_kind("rating")}
        for item in (*self.high, *self.low):
            if item not in ratings:
                where = f"{_WHERE} {self.en!r}"
                yield Fault(f"{item!r} is no rating of the questionnaire", where, todo=closest(item, ratings))


def twice(names: tuple[SegmentName, ...]) -> Iterator[Fault]:
    """Names that two segments would have."""
    from csatreport.params.faults import Fault

    for texts in ([n.en for n in names], [n.zh for n in names]):
        for name in dict.fromkeys(t for t in texts if texts.count(t) > 1):
            yield Fault(f"two segments called {name!r}", _WHERE, todo="give each a name of its own")

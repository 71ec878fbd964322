"""The book: its title, parts and chapters, headline figures and their targets."""

from __future__ import annotations

import math
from collections import Counter
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from csatreport.params.text import Text

Declared = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

Measure = Literal["csat", "csat_index", "mean", "nps", "score"]
Need = Literal[
    "responses",  # answers of respondents in the edition's wave
    "published",  # scores published by others
    "previous",  # the wave compared with
    "year_ago",  # the same wave of the year before
    "waves",  # at least three waves, for a trend
    "overall",  # an item with the role `overall`
    "dimensions",  # at least two dimensions
    "indicators",  # indicator levels 1-3
    "domains",  # items with the role `domain`
    "servqual",  # expectation/perception pairs
    "importance",  # importance/satisfaction pairs
    "standing",  # a domain item with the role `standing`, or published levels
    "loyalty",  # an item with that role
    "structure",  # at least six services rated by the same people
    "drivers",  # an overall rating and at least three services
    "constructs",  # at least two constructs of the satisfaction index
    "kano",  # pairs of questions about having and lacking a feature
    "dissatisfied",  # an overall rating with the reasons of the dissatisfied
    "stages",  # at least two stages of the journey rated as a whole
    "standards",  # mystery visits of the wave
    "comments",  # comments of the wave
    "demands",  # declared demands, or a question about needs
    "segments",  # questions that segments of customers are found from
    "value",  # customers and what they bought
    "churn",  # customers and when they left
    "improvements",  # declared improvements
    "cases",  # declared cases with their measures
    "studies",  # two declared studies with their scores
    "level",  # answers of the level, or a score of it: not written, every page of a level needs it
]
_RANGE: dict[Measure, tuple[float, float]] = {"csat": (0, 1), "csat_index": (0, 100), "nps": (-100, 100)}


class Chapter(BaseModel):
    """A notebook of the book and what it cannot do without.

    With ``each``, an item of the questionnaire, the notebook is run once for every level of it, with the level's code as its
    parameter ``level``. What stands in the file as one chapter is then as many, each with its ``level``.
    """

    model_config = Declared

    notebook: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]*\.ipynb$")
    needs: tuple[Need, ...] = ()
    each: str = ""
    title: Text | None = None  # the notebook's own; written here only for what a list of pages is called
    level: str = ""  # not written here either, as is what it is called
    level_label: Text | None = None

    @model_validator(mode="after")
    def _of_levels_only_with_each(self) -> Self:
        if "level" in self.needs:
            raise ValueError("needs without 'level': where `each` is given, every page has it")
        if self.title is not None and not self.each:
            raise ValueError("no title without `each`: a chapter is called what its notebook begins with")
        return self

    @property
    def stem(self) -> str:
        """The notebook's stem: what exhibits' names begin with."""
        return self.notebook.removesuffix(".ipynb")

    @property
    def name(self) -> str:
        """The page's name in the site: the notebook's stem, and the level where there is one."""
        return f"{self.stem}-{self.level}" if self.level else self.stem

    @property
    def file(self) -> str:
        """What the executed notebook is called."""
        return f"{self.name}.ipynb"

    def parameters(self, edition: str) -> dict[str, str]:
        """What the notebook is run with."""
        return {"edition": edition, **({"level": self.level} if self.level else {})}


class Part(BaseModel):
    """A named group of chapters."""

    model_config = Declared

    title: Text
    chapters: tuple[Chapter, ...] = Field(min_length=1)


class Headline(BaseModel):
    """A figure on the cover. ``target`` and ``warning`` are in the measure's own unit (shares 0-1)."""

    model_config = Declared

    item: str
    measure: Measure
    target: float | None = None
    warning: float | None = None

    @model_validator(mode="after")
    def _in_its_own_unit(self) -> Self:
        low, high = _RANGE.get(self.measure, (-math.inf, math.inf))
        for key in ("target", "warning"):
            value = getattr(self, key)
            if value is not None and not low <= value <= high:
                raise ValueError(f"a {key} from {low} to {high}, the unit of {self.measure!r}")
        if self.target is not None and self.warning is not None and self.warning > self.target:
            raise ValueError("a warning that is not above the target")
        return self


class Book(BaseModel):
    """``params/book.toml``. The first chapter of the first part is the cover."""

    model_config = Declared

    title: Text
    organisation: Text
    source: Text  # who asked whom; printed under every exhibit
    currency: Text = Text(en="units of money", zh="货币单位")  # that amounts are in
    headline: tuple[Headline, ...] = ()
    part: tuple[Part, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _each_chapter_once(self) -> Self:
        counted = Counter(chapter.notebook for chapter in self.chapters)
        twice = [notebook for notebook, times in counted.items() if times > 1]
        if twice:
            raise ValueError(f"each notebook once; there is more than one {twice[0]!r}")
        return self

    @property
    def chapters(self) -> tuple[Chapter, ...]:
        """All chapters in reading order."""
        return tuple(chapter for part in self.part for chapter in part.chapters)

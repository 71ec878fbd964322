"""The questionnaire: what was asked, on which scale, and what each item is used for."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, WithJsonSchema

from csatreport import reads
from csatreport.params.text import Text
from csatreport.params.wave import Wave

Kind = Literal[
    "rating",  # a number on a scale
    "category",  # one of a list of labels
    "multiple",  # several of a list of labels
    "text",  # free text, stored only after personal data were removed
    "other",  # the words of somebody who chose "other"; `codes` names the list that they may be coded to
    "respondent", "customer", "mode", "interviewer", "place", "device", "start", "end", "minutes", "test",  # of the response
    "weight", "replicate", "stratum", "cluster",  # of the sample design
]  # fmt: skip
Role = Literal[
    "overall", "nps", "domain", "standing",
    "expectation", "perception", "importance", "satisfaction",  # halves of a pair, with its key
    "functional", "dysfunctional",  # of a Kano pair: how somebody feels with, and without
    "loyalty",  # whether somebody means to come back or to stay
    "reason", "complaint", "resolution",  # why dissatisfied; whether complained (yes/no); how it ended
    "need",  # the kind of need that matters most
    "behaviour",  # what somebody does, as far as it may divide customers
    "stage_overall", "used", "failed",  # of the journey: a stage as a whole; stages gone through; stages that failed
    "construct",  # of the satisfaction-index model, with the construct's name as key
    "attitude",  # what somebody thinks of the world, not of the service
]  # fmt: skip
PAIRED: frozenset[Role] = frozenset(
    {"expectation", "perception", "importance", "satisfaction", "functional", "dysfunctional"}
)
KEYED: frozenset[Role] = PAIRED | {"construct"}


class Scale(BaseModel):
    """Lowest and highest answer; ``top`` is the lowest answer that counts as satisfied."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    low: int
    high: int

    @property
    def top(self) -> int:
        """The lower of the top two boxes."""
        return self.high - 1


_SOURCES = WithJsonSchema({"type": "object", "additionalProperties": {"type": "string"}})


class Item(BaseModel):
    """One row of ``params/questionnaire.csv``.

    ``roles`` maps a role to its pair key, or to "" where the role needs none. ``sources`` maps a wave
    (or None for every other wave) to the column header or question text in the export; "-" = not asked.
    ``codes`` names the list in ``params/labels.csv`` that a category's answers come from.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    item: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    kind: Kind
    label: Text
    wording: Text
    scale: Scale | None = None
    codes: str = ""
    direction: Literal["higher", "lower"] = "higher"
    missing: tuple[str, ...] = ()
    dimension: str = ""
    indicator1: str = ""
    indicator2: str = ""
    indicator3: str = ""
    department: str = ""
    stage: str = ""
    roles: dict[Role, str] = {}
    sources: Annotated[dict[Wave | None, str], _SOURCES] = {}
    row: int = 0  # line of the file, for messages

    def source(self, wave: Wave) -> str | None:
        """Header or question text in the export of ``wave``; None where it was not asked.

        Several names are separated by ``|``: exports of other platforms may call the item otherwise.
        """
        header = self.sources.get(wave, self.sources.get(None, ""))
        return None if header in ("", "-") else header


@dataclass(frozen=True)
class Questionnaire:
    """All items in questionnaire order, and the labels of every list.

    ``answers`` says which code an answer in the export stands for, ``coding`` which code somebody gave to
    an answer in people's own words; both texts are normalised.
    """

    items: tuple[Item, ...]
    labels: dict[str, dict[str, Text]]  # list -> code -> label
    answers: dict[str, dict[str, str]] = field(default_factory=dict)  # list -> answer -> code
    coding: dict[str, dict[str, str]] = field(default_factory=dict)  # item -> answer -> code

    @reads.question
    def __getitem__(self, item: str) -> Item:
        return next(i for i in self.items if i.item == item)

    @reads.question
    def get(self, item: str) -> Item | None:
        """The item of this name; None where there is none."""
        return next((i for i in self.items if i.item == item), None)

    @reads.question
    def of_kind(self, *kinds: Kind) -> tuple[Item, ...]:
        """Items of these kinds, in questionnaire order."""
        return tuple(i for i in self.items if i.kind in kinds)

    @reads.question
    def with_role(self, role: Role) -> tuple[Item, ...]:
        """Items that play ``role``, in questionnaire order."""
        return tuple(i for i in self.items if role in i.roles)

    @reads.question
    def pairs(self, first: Role, second: Role) -> tuple[tuple[Item, Item], ...]:
        """Items paired by their key: (first, second), in the order of the first."""
        seconds = {i.roles[second]: i for i in self.with_role(second)}
        return tuple((i, seconds[i.roles[first]]) for i in self.with_role(first) if i.roles[first] in seconds)

"""Rules that put whole responses aside: ``params/cleaning.toml``, and what an edition says otherwise."""

from __future__ import annotations

import json
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    ValidationError,
    model_validator,
)
from pydantic_core import CoreSchema, core_schema

from csatreport.errors import ParamsError
from csatreport.params.condition import Condition, faults_of
from csatreport.params.faults import Fault, closest, from_pydantic, refuse
from csatreport.params.files import text
from csatreport.params.questionnaire import Questionnaire
from csatreport.params.text import Text

FILE = "params/cleaning.toml"
Declared = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)
LimitName = Literal[
    "minimum_minutes",
    "minimum_seconds_per_rating",
    "straight_line_items",
    "minimum_answered",
    "maximum_faulty",
    "unique_content",
    "device_minutes",
]


class _OrFalse:
    """Mark a key that ``false`` turns off, since TOML cannot say None."""

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_before_validator_function(
            lambda value: None if value is False else value, handler(source)
        )

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {"anyOf": [handler(schema), {"const": False}]}


def _condition(written: str) -> str:
    Condition.parse(written)
    return written


Minutes = Annotated[Annotated[float, Field(ge=0)] | None, _OrFalse()]
Share = Annotated[Annotated[float, Field(gt=0, le=1)] | None, _OrFalse()]
Several = Annotated[Annotated[int, Field(ge=3)] | None, _OrFalse()]
Written = Annotated[str, AfterValidator(_condition)]


class Limits(BaseModel):
    """Limits that may differ from mode to mode. A rule whose limit is absent or ``false`` does not run."""

    model_config = Declared

    minimum_minutes: Minutes = None
    minimum_seconds_per_rating: Minutes = None
    straight_line_items: Several = None
    minimum_answered: Annotated[Annotated[float, Field(ge=0, le=1)] | None, _OrFalse()] = None
    maximum_faulty: Annotated[Annotated[int, Field(ge=0)] | None, _OrFalse()] = None
    unique_content: Several = None
    device_minutes: Minutes = None


class Contradiction(BaseModel):
    """Answers that cannot all be meant: a response in which every condition of ``when`` holds."""

    model_config = Declared

    name: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    label: Text
    when: tuple[Written, ...] = Field(min_length=1)

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """The conditions, read."""
        return tuple(map(Condition.parse, self.when))


class Interviewer(BaseModel):
    """What one interviewer cannot have done, within one wave and mode.

    More than ``per_day`` interviews on a day. One that begins more than ``overlap`` minutes before another
    ends. Two with at least ``sameness`` of their answers alike, of those with ``sameness_ratings`` ratings
    in common or more. ``share``: when so many of the interviewer's interviews are anomalous, all go.
    """

    model_config = Declared

    per_day: Annotated[Annotated[int, Field(ge=1)] | None, _OrFalse()] = None
    overlap: Minutes = None
    sameness: Share = None
    sameness_ratings: int = Field(default=10, ge=3)
    share: Share = None


class Cleaning(Limits):
    """Rules that put a whole response aside. A rule that is absent does not run.

    ``unique_respondent`` compares the responses of a wave, whatever the file; with ``"file"`` only those
    of one file, for keys that a platform counts from 1. ``mode`` holds the limits that differ for a mode.
    """

    unique_respondent: bool | Literal["file"] = True
    window: bool = False  # start must lie inside the wave
    impossible_times: bool = False  # put aside what ended before it began
    test: bool = True  # put aside what the platform marks as a test or preview
    test_words: tuple[str, ...] = ()  # respondent keys of people who try the questionnaire out
    contradiction: tuple[Contradiction, ...] = ()
    interviewer: Interviewer = Interviewer()
    mode: dict[str, Limits] = {}

    @model_validator(mode="after")
    def _names(self) -> Cleaning:
        twice = [name for name, n in Counter(c.name for c in self.contradiction).items() if n > 1]
        if twice:
            raise ValueError(f"each contradiction with a name of its own; {twice[0]!r} is there twice")
        return self

    def limit(self, key: LimitName) -> dict[str, float | None]:
        """Limits by mode; that of "" holds for every mode that has none of its own. None: no limit."""
        own = {m: getattr(limits, key) for m, limits in self.mode.items() if key in limits.model_fields_set}
        return {"": getattr(self, key)} | own


def project_table(project: Path) -> dict[str, Any]:
    """``params/cleaning.toml`` as it stands, checked on its own; empty where there is none.

    Raises
    ------
    ParamsError
        It is not TOML, or holds what :class:`Cleaning` does not; naming every fault with its line.
    """
    if not (project / FILE).exists():
        return {}
    content = text(project, FILE)
    try:
        table = tomllib.loads(content)
        Cleaning.model_validate_json(json.dumps(table, default=str), strict=True)
    except tomllib.TOMLDecodeError as error:
        raise ParamsError(
            "not readable as TOML", where=FILE, got=str(error), todo="correct the line named"
        ) from error
    except ValidationError as error:
        refuse(from_pydantic(error, Cleaning, where=FILE, text=content))
        raise
    return table


def merged(project_table: Mapping[str, Any], edition_table: Mapping[str, Any]) -> dict[str, Any]:
    """Lay the ``[cleaning]`` of an edition over the project's, key by key.

    Tables such as ``[mode.telephone]`` are merged key by key as well. A contradiction replaces the one of
    the same name; others are added after the project's.
    """
    result = dict(project_table)
    for key, value in edition_table.items():
        below = result.get(key)
        if isinstance(below, Mapping) and isinstance(value, Mapping):
            result[key] = merged(below, value)
        elif key == "contradiction" and isinstance(below, list) and isinstance(value, list):
            result[key] = _by_name(below, value)
        else:
            result[key] = value
    return result


def _by_name(below: list[Any], above: list[Any]) -> list[Any]:
    """Entries of both; one that is no table with a name stays, to be refused by the model."""
    named = {e["name"]: e for e in above if isinstance(e, dict) and isinstance(e.get("name"), str)}
    kept = [named.get(e.get("name"), e) if isinstance(e, dict) else e for e in below]
    return [*kept, *(e for e in above if e not in kept)]


def faults_in(cleaning: Cleaning, questionnaire: Questionnaire, *, where: str = FILE) -> Iterator[Fault]:
    """Find modes and contradictions that the questionnaire does not bear out."""
    known = _modes(questionnaire)
    for mode in cleaning.mode:
        if mode not in known:
            yield Fault(f"no mode {mode!r}", f"{where}, mode.{mode}", todo=closest(mode, known))
    for contradiction in cleaning.contradiction:
        for n, condition in enumerate(contradiction.conditions, 1):
            place = f"{where}, contradiction {contradiction.name!r}, when[{n}]"
            yield from faults_of(condition, questionnaire, place)


def _modes(questionnaire: Questionnaire) -> set[str]:
    lists = [i.codes for i in questionnaire.of_kind("mode") if i.codes] or ["mode"]
    return {code for name in lists for code in questionnaire.labels.get(name, {})}

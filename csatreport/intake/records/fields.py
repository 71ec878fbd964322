"""What a table of records holds: its fields, their kinds, what makes a row unique."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal, get_args

from csatreport.params.edition import TableName
from csatreport.params.text import Text

Kind = Literal[
    "key",  # what the company calls the row
    "reference",  # the key of a row of another table, or an item of the questionnaire
    "customer", "staff",  # keys of people, stored as pseudonyms
    "code",  # one of a list of params/labels.csv
    "date", "month", "moment",
    "number", "count", "money", "share", "rating",
    "flag",  # yes or no
    "text", "title",  # words, stored only after personal data were removed; a title is short
    "personal",  # never stored
]  # fmt: skip
DTYPES: Final[dict[Kind, str]] = {
    "key": "string",
    "reference": "string",
    "customer": "string",
    "staff": "string",
    "code": "string",
    "date": "datetime64[s]",
    "month": "datetime64[s]",
    "moment": "datetime64[s]",
    "number": "float64",
    "count": "Int64",
    "money": "float64",
    "share": "float64",
    "rating": "float64",
    "flag": "boolean",
    "text": "string",
    "title": "string",
    "personal": "string",
}
_LISTS = ("branch", "product", "department")  # kinds that are codes of the list of the same name
_KIND = re.compile(r"(?P<kind>[a-z]+)(?::(?:(?P<low>\d+)-(?P<high>\d*)|(?P<name>[a-z_]+)))?(?P<required>\*?)")


@dataclass(frozen=True)
class Field:
    """One column of a table.

    ``codes`` names the list of ``params/labels.csv`` of a code. ``refers`` names the table whose key a
    reference holds, or ``"questionnaire"``. ``low`` and ``high`` bound a number. ``names`` says that a
    personal field holds the name of a person, which is then removed from every text.
    """

    name: str
    kind: Kind
    label: Text
    required: bool = False
    codes: str = ""
    refers: str = ""
    low: float | None = None
    high: float | None = None
    names: bool = False


@dataclass(frozen=True)
class Schema:
    """A table: its fields; the fields that no two rows share; the date that says to which wave a row belongs.

    Of each pair in ``order`` the first date is never later than the second.
    """

    table: TableName
    label: Text
    fields: tuple[Field, ...]
    unique: tuple[str, ...]
    date: str
    order: tuple[tuple[str, str], ...] = ()

    def __getitem__(self, name: str) -> Field:
        return next(f for f in self.fields if f.name == name)

    @property
    def stored(self) -> tuple[Field, ...]:
        """The fields that a prepared table holds."""
        return tuple(f for f in self.fields if f.kind != "personal")

    def of_kind(self, *kinds: Kind) -> tuple[Field, ...]:
        """Fields of these kinds, in their order."""
        return tuple(f for f in self.fields if f.kind in kinds)


def field(name: str, kind: str, en: str, zh: str) -> Field:
    """A field in the notation of ``docs/records.md``.

    ``kind`` is a kind, the name of one of the lists branch, product and department, or a kind with more
    after a colon: ``code:cause``, ``rating:1-5``, ``count:0-``, ``reference:tasks``, ``personal:name``.
    A star at the end means that every row must have it.
    """
    match = _KIND.fullmatch(kind)
    if match is None or match["kind"] not in {*get_args(Kind), *_LISTS}:
        raise ValueError(f"no kind of field: {kind!r}")
    word, after = match["kind"], match["name"] or ""
    found: Kind = "code" if word in _LISTS else word  # type: ignore[assignment]  # checked above
    low, high = (0.0, 1.0) if word == "share" else (_bound(match["low"]), _bound(match["high"]))
    return Field(
        name,
        found,
        Text(en=en, zh=zh),
        required=bool(match["required"]),
        codes=word if word in _LISTS else after * (found == "code"),
        refers=after * (found == "reference"),
        low=low,
        high=high,
        names=found == "personal" and after == "name",
    )


def _bound(digits: str | None) -> float | None:
    return float(digits) if digits else None

"""What a chapter leaves behind: records of claims, charts, tables and cards.

Exhibits make them, the book reads them; neither knows the other. A record travels inside an executed
notebook as one output of type :data:`MIME`, holds every language, and needs no library to be read:
:func:`to_json` and :func:`from_json` are inverse.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

MIME = "application/vnd.csatreport+json"

Words = dict[str, str]  # language -> text
Status = Literal["good", "warn", "bad", "unsure", "none"]


@dataclass(frozen=True)
class Value:
    """One number of a claim and all that it depends on; ``text`` is what is printed."""

    name: str  # placeholder in the sentence
    value: float | None  # None: suppressed
    text: Words
    unit: str
    measure: str = ""
    item: str = ""
    wave: str = ""
    compared: str = ""  # the other wave or level of a contrast
    domain: str = ""
    level: str = ""
    n: int | None = None
    effective_n: float | None = None
    se: float | None = None
    low: float | None = None
    high: float | None = None
    confidence: float | None = None
    p: float | None = None  # adjusted
    family: int | None = None
    weight: str = ""
    data: str = ""
    flag: str = ""


@dataclass(frozen=True)
class Claim:
    """A sentence bound to its numbers. ``note`` says base, effective base, interval, source.

    ``text`` is plain text. ``spans`` says where in it each value stands, per language, as (start, end,
    value name), so that the book can link a number to its record.
    """

    id: str
    text: Words
    spans: dict[str, list[tuple[int, int, str]]]
    values: tuple[Value, ...]
    note: Words
    kind: Literal["claim"] = "claim"


@dataclass(frozen=True)
class Chart:
    """A figure in every language. ``data`` is what it draws, header first."""

    id: str
    title: Words
    alt: Words
    svg: Words  # drawn for a light page
    note: Words
    data: dict[str, list[list[str | float | int | None]]]  # language -> rows, header first
    width: float = 1.0  # share of the text width
    kind: Literal["chart"] = "chart"


@dataclass(frozen=True)
class Column:
    """A column of a table. ``unit`` is printed under the label; numbers are aligned right."""

    label: Words
    unit: Words
    align: Literal["left", "right", "center"] = "right"

    def heading(self, language: str) -> str:
        """The label with its unit in brackets."""
        label, unit = self.label[language], self.unit[language]
        return f"{label} ({unit})" if unit else label


@dataclass(frozen=True)
class Cell:
    """A cell: what is printed, the bare value for CSV and Excel, and a mark ("low", "suppressed")."""

    text: Words
    value: str | float | int | None = None
    mark: str = ""
    status: Status = "none"


@dataclass(frozen=True)
class Table:
    """A table in every language; ``groups`` puts a sub-heading before the row with that index."""

    id: str
    title: Words
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: Words
    groups: dict[str, Words]  # str(row index) -> heading
    kind: Literal["table"] = "table"

    @property
    def group_of_rows(self) -> list[Words]:
        """The sub-heading that each row stands under; "" above the first one."""
        found: Words = {"en": "", "zh": ""}
        return [found := self.groups.get(str(row), found) for row in range(len(self.rows))]


@dataclass(frozen=True)
class Card:
    """A headline figure with its target and traffic light."""

    label: Words
    text: Words  # the figure
    detail: Words  # interval, target, change
    status: Status
    status_text: Words
    value: Value


@dataclass(frozen=True)
class Cards:
    """The headline figures of the cover."""

    id: str
    cards: tuple[Card, ...]
    note: Words
    kind: Literal["cards"] = "cards"


@dataclass(frozen=True)
class Prose:
    """Text that code has to write (what was left out of the book, a glossary entry): Markdown."""

    id: str
    text: Words
    kind: Literal["prose"] = "prose"


Record = Claim | Chart | Table | Cards | Prose


def to_json(record: Record) -> dict[str, Any]:
    """A record as plain JSON values."""
    return asdict(record)


def from_json(data: dict[str, Any]) -> Record:
    """The record that :func:`to_json` was given.

    Raises
    ------
    KeyError, TypeError
        ``data`` is not a record.
    """
    rest = {k: v for k, v in data.items() if k != "kind"}
    match data["kind"]:
        case "claim":
            spans = {k: [(s[0], s[1], s[2]) for s in v] for k, v in rest.pop("spans").items()}
            return Claim(values=tuple(Value(**v) for v in rest.pop("values")), spans=spans, **rest)
        case "chart":
            return Chart(**rest)
        case "table":
            columns = tuple(Column(**c) for c in rest.pop("columns"))
            rows = tuple(tuple(Cell(**c) for c in row) for row in rest.pop("rows"))
            return Table(columns=columns, rows=rows, **rest)
        case "cards":
            cards = tuple(Card(value=Value(**c.pop("value")), **c) for c in map(dict, rest.pop("cards")))
            return Cards(cards=cards, **rest)
        case "prose":
            return Prose(**rest)
    raise KeyError(f"unknown record kind {data['kind']!r}")

"""The questionnaire as it was put: ``items.csv`` (questions) and ``options.csv`` (answers to choose from)."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from csatreport.simulate import company
from csatreport.simulate.company import Named


@dataclass(frozen=True)
class Question:
    """A question: its number, its kind and block, its options or its scale, its first wave."""

    item: str
    number: int
    kind: str
    block: str
    options: Mapping[str, Named]
    low: int
    high: int
    since: str
    english: str
    chinese: str

    @property
    def tag(self) -> str:
        """Name of its column in exports that number their columns."""
        return f"Q{self.number}"


@cache
def questions() -> dict[str, Question]:
    """Every question in the order in which it is put."""
    known = options()
    return {
        row["item"]: Question(
            item=row["item"],
            number=int(row["number"]),
            kind=row["kind"],
            block=row["block"],
            options=known.get(row["options"], {}),
            low=int(row["low"] or 0),
            high=int(row["high"] or 0),
            since=row["since"],
            english=row["english"],
            chinese=row["chinese"],
        )
        for row in _rows("items.csv")
    }


@cache
def options() -> dict[str, dict[str, Named]]:
    """Lists of answers: code to wording; those of the company's own groups among them."""
    lists: dict[str, dict[str, Named]] = {}
    for row in _rows("options.csv"):
        lists.setdefault(row["list"], {})[row["code"]] = Named(row["english"], row["chinese"])
    groups: dict[str, Mapping[str, Named]] = {
        "tenure": company.TENURES, "age": company.AGES, "customer_type": company.TYPES,
        "branch": company.BRANCHES, "stratum": company.STRATA, "region": company.REGIONS,
    }  # fmt: skip
    return lists | {name: dict(group) for name, group in groups.items()}


def asked(mode: str, wave: str) -> tuple[Question, ...]:
    """Questions put in ``mode`` in ``wave``, in order."""
    left_out = TOO_LONG_TO_LISTEN if mode == "telephone" else ()
    return tuple(q for q in questions().values() if q.since <= wave and q.block not in left_out)


TOO_LONG_TO_LISTEN = ("servqual", "kano", "view")  # blocks that the telephone leaves out


def _rows(name: str) -> list[dict[str, str]]:
    text = files("csatreport.simulate").joinpath(name).read_text(encoding="utf-8")
    return list(csv.DictReader(io.StringIO(text)))

"""A condition on one answer, as people write it: ``overall <= 2``, ``region == north``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, cast

from csatreport.params.faults import Fault, closest
from csatreport.params.questionnaire import Item, Questionnaire

Operator = Literal["<=", ">=", "==", "!=", "<", ">"]
_FORM = re.compile(r"\s*([a-z][a-z0-9_]*)(?:\.(\S+))?\s*(<=|>=|==|!=|<|>)\s*([^\s<>=!]\S*)\s*")
_ONE_SIGN = re.compile(r"[^<>=!]*=[^<>=!]*")
_NUMBER = re.compile(r"-?\d+(\.\d+)?")


@dataclass(frozen=True)
class Condition:
    """``item operator value``; ``choice`` is the choice of a question with several, else ""."""

    item: str
    choice: str
    operator: Operator
    value: str

    @classmethod
    def parse(cls, text: str) -> Condition:
        """Read one condition.

        Raises
        ------
        ValueError
            Saying what a condition looks like.
        """
        found = _FORM.fullmatch(text)
        if found is None:
            example = '"overall == 2", with two signs =' if _ONE_SIGN.fullmatch(text) else '"overall <= 2"'
            raise ValueError(
                f"a condition such as {example}: an item, one of <= >= < > == != and a number or a code"
            )
        item, choice, operator, value = found.groups()
        return cls(item, choice or "", cast(Operator, operator), value)

    @property
    def column(self) -> str:
        """The column of answers that the condition is about."""
        return f"{self.item}.{self.choice}" if self.choice else self.item

    @property
    def orders(self) -> bool:
        """Whether more and less matter, which codes do not know."""
        return self.operator not in ("==", "!=")

    @property
    def number(self) -> float | None:
        """The value as a number; None where it is a code."""
        return float(self.value) if _NUMBER.fullmatch(self.value) else None


def faults_of(condition: Condition, questionnaire: Questionnaire, where: str) -> Iterator[Fault]:
    """Find what the questionnaire does not bear out: item, choice, code, number."""
    asked = {i.item: i for i in questionnaire.of_kind("rating", "category", "multiple")}
    item = asked.get(condition.item)
    if item is None:
        todo = closest(condition.item, asked)
        yield Fault(
            f"no item {condition.item!r} that is rated or chosen from a list",
            where,
            got=condition.item,
            todo=todo,
        )
    elif bool(condition.choice) != (item.kind == "multiple"):
        yield Fault(
            "a choice belongs to a question with several choices, and to no other", where,
            "item.code" if item.kind == "multiple" else item.item, condition.column, "correct it",
        )  # fmt: skip
    elif item.kind == "category":
        yield from _category(condition, item, questionnaire, where)
    else:
        yield from _number(condition, item, questionnaire, where)


def _category(condition: Condition, item: Item, questionnaire: Questionnaire, where: str) -> Iterator[Fault]:
    codes = questionnaire.labels.get(item.codes, {})
    if condition.orders:
        yield Fault("codes know no more and less", where, "== or !=", condition.operator, "correct it")
    if condition.value not in codes:
        yield Fault(
            f"no code {condition.value!r} in list {item.codes!r}", where, todo=closest(condition.value, codes)
        )


def _number(condition: Condition, item: Item, questionnaire: Questionnaire, where: str) -> Iterator[Fault]:
    codes = questionnaire.labels.get(item.codes, {})
    if condition.choice and condition.choice not in codes:
        todo = closest(condition.choice, codes)
        yield Fault(f"no code {condition.choice!r} in list {item.codes!r}", where, todo=todo)
    low, high = (item.scale.low, item.scale.high) if item.scale else (0, 1)
    if condition.number is None or not low <= condition.number <= high:
        yield Fault(
            "not an answer to this item",
            where,
            f"a number from {low} to {high}",
            condition.value,
            "correct it",
        )

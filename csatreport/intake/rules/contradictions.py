"""Rules on answers that cannot all be meant: impossible ones, and such as contradict each other."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

import numpy as np

from csatreport.intake.rules.received import (
    Marks,
    Reasons,
    Received,
    known,
    nobody,
    reasons,
    same,
    where,
)
from csatreport.params.cleaning import Contradiction
from csatreport.params.condition import Condition, Operator

_COMPARE: dict[Operator, Callable[[Any, Any], Any]] = {
    "<=": operator.le,
    ">=": operator.ge,
    "<": operator.lt,
    ">": operator.gt,
    "==": operator.eq,
    "!=": operator.ne,
}


def impossible(received: Received) -> Reasons:
    """Responses of which more single answers than allowed were set aside."""
    faulty, most = received.responses["faulty"].to_numpy(dtype="int64"), received.limit("maximum_faulty")
    rows = where(faulty > most)
    said = [f"{faulty[r]} answers set aside as impossible, more than {most[r]:.0f}" for r in rows]
    return reasons(rows, said)


def contradictory(received: Received) -> Reasons:
    """Responses to which every condition of a contradiction applies; the first one is the reason."""
    said: dict[int, str] = {}
    for contradiction in received.cleaning.contradiction:
        every = np.ones(len(received.responses), dtype=bool)
        for condition in contradiction.conditions:
            every &= holds(received, condition)
        for r in where(every):
            said.setdefault(int(r), _told(received, contradiction, int(r)))
    return reasons(np.array(list(said), dtype="int64"), list(said.values())) if said else nobody()


def holds(received: Received, condition: Condition) -> Marks:
    """Mark responses for which a condition holds; an unknown answer meets none."""
    answers = received.answers[condition.column]
    if received.questionnaire[condition.item].kind == "category":
        equal = same(answers, condition.value)
        return equal if condition.operator == "==" else known(answers) & ~equal
    numbers = answers.to_numpy(dtype="float64", na_value=np.nan)
    met: Marks = _COMPARE[condition.operator](numbers, condition.number) & ~np.isnan(numbers)
    return met


def _told(received: Received, contradiction: Contradiction, row: int) -> str:
    """Say the answers against the conditions; they are numbers and codes."""
    parts = []
    for condition in contradiction.conditions:
        answer = received.answers[condition.column].iloc[row]
        shown = answer if isinstance(answer, str) else f"{answer:g}"
        parts.append(f"{condition.column} {shown} ({condition.operator} {condition.value})")
    return f"{contradiction.label.en}: {', '.join(parts)}"

"""What goes wrong: rows that cleaning must put aside, and single answers that cannot be ratings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from csatreport.simulate.answers import Answers

# Rule of cleaning -> rows a quarter that break it and no other rule.
ROWS: Final = {
    "duplicate respondent": 6,
    "too fast": 9,
    "straight-lining": 7,
    "too few answers": 8,
    "outside the wave": 5,
}
OUT_OF_RANGE: Final = ("6", "55", "11", "-1")
NOT_A_NUMBER: Final = ("good", "n/a", "满意", "4 or 5")
DAYS_LATE: Final = 12  # a row outside the window starts this long after the quarter


@dataclass(frozen=True)
class Faults:
    """Positions of the rows that break a rule: the last rows of the quarter, a rule after the other."""

    rows: dict[str, NDArray[np.int64]]

    @property
    def total(self) -> int:
        """All rows that cleaning must put aside."""
        return sum(len(rows) for rows in self.rows.values())


def plan(answers: int) -> Faults:
    """Where the bad rows of a quarter with ``answers`` valid answers stand."""
    ends = answers + np.cumsum(list(ROWS.values()))
    return Faults({rule: np.arange(end - ROWS[rule], end) for rule, end in zip(ROWS, ends, strict=True)})


def spoil_rows(answers: Answers, faults: Faults) -> Answers:
    """Give one answer to everything where a straight line is planned, hardly any where few are."""
    return {
        item: _spoiled(raw, faults, kept=number < 3)
        for number, (item, raw) in enumerate(answers.items())
    }  # fmt: skip


def _spoiled(raw: NDArray[np.object_], faults: Faults, *, kept: bool) -> NDArray[np.object_]:
    spoiled = raw.copy()
    spoiled[faults.rows["straight-lining"]] = "5"
    if not kept:
        spoiled[faults.rows["too few answers"]] = ""
    return spoiled


def spoil_answers(answers: Answers, rng: np.random.Generator, *, size: int) -> dict[str, int]:
    """Put impossible answers into single cells of the first ``size`` rows; how many of each kind."""
    items = [item for item in ("speed", "stability", "wifi", "price", "bill_right") if item in answers]
    impossible = (*OUT_OF_RANGE, *NOT_A_NUMBER)
    rows = rng.permutation(size)[: len(impossible)]
    for number, (row, text) in enumerate(zip(rows, impossible, strict=True)):
        answers[items[number % len(items)]][row] = text
    return {"out_of_range": len(OUT_OF_RANGE), "not_a_number": len(NOT_A_NUMBER)}

"""What a survey platform delivered, in its own words: the same thing whatever the platform."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

Fact = Literal[
    "respondent",
    "customer",
    "mode",
    "interviewer",
    "place",
    "device",  # address or id of the device that answered
    "start",
    "end",
    "minutes",
    "test",  # not empty where the platform marks the response as a test or preview
]
CHOICE = "┋"  # between the choices of a cell that holds several


@dataclass(frozen=True)
class Column:
    """A column of answers.

    ``names`` are all names that the export gives it, such as code, question text, and both together; the
    questionnaire may use any of them. ``separator`` is what stands between several choices in one cell,
    "" where no cell holds several; it says nothing where the question takes one answer. ``labels`` maps a
    code in the cells to its label where the export carries both.
    """

    names: tuple[str, ...]
    separator: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Export:
    """An export as delivered: one row per response.

    ``cells`` holds text in columns 0, 1, 2 ... (pandas strings or categories of strings, "" for blank), in
    the order of ``columns``; ``row`` says in which row of the file each response stands, as a spreadsheet
    counts. ``facts`` are the columns in which the platform itself says who answered, when, where and how.
    ``spoilt`` maps the position of a response that cannot be used, such as a line that was cut off, to the
    reason.
    """

    file: str
    format: str
    columns: tuple[Column, ...]
    cells: pd.DataFrame
    row: npt.NDArray[np.int64]
    sha256: str
    facts: Mapping[Fact, int] = field(default_factory=dict)
    spoilt: Mapping[int, str] = field(default_factory=dict)

    @property
    def header(self) -> tuple[str, ...]:
        """The first name of each column."""
        return tuple(column.names[0] if column.names else "" for column in self.columns)

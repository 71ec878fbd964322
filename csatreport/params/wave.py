"""A wave: one fielding of the survey in a quarter, half-year or year, calendar or fiscal."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import total_ordering

from csatreport.errors import ParamsError
from csatreport.params.text import Text

_PATTERN = re.compile(r"^(FY)?\s*(\d{4})(?:/(\d{2}))?\s*(?:(Q|QTR|H)\s*(\d))?$", re.IGNORECASE)
_PARTS = {"Q": 4, "H": 2, "": 1}


@total_ordering
@dataclass(frozen=True)
class Wave:
    """``2026Q3``, ``2026H1``, ``2026``, ``FY2018/19Q1``, ``FY2018/19``; ordered in time.

    Only waves of one kind (length and calendar) are comparable.
    """

    year: int
    part: int = 1
    length: str = ""  # "Q" quarter, "H" half-year, "" year
    fiscal: bool = False

    @classmethod
    def parse(cls, text: object) -> Wave:
        """Read a wave as people write it.

        Raises
        ------
        ParamsError
            The text is not one of the forms above.
        """
        match = _PATTERN.match(str(text).strip())
        expected = "2026Q3, 2026H1, 2026, FY2018/19Q1 or FY2018/19"
        if match is None:
            raise ParamsError("not a wave", expected=expected, got=repr(text))
        fy, year, second, kind, part = match.groups()
        length = (kind or "").upper().replace("QTR", "Q")
        wave = cls(int(year), int(part or 1), length, bool(fy or second))
        if not 1 <= wave.part <= _PARTS[length] or (second and int(second) != (wave.year + 1) % 100):
            raise ParamsError("not a wave", expected=expected, got=repr(text))
        return wave

    @property
    def kind(self) -> tuple[str, bool]:
        """Length and calendar: only waves of one kind are comparable."""
        return (self.length, self.fiscal)

    @property
    def index(self) -> int:
        """Position in time, in steps of the wave's own length."""
        return self.year * _PARTS[self.length] + self.part - 1

    def shifted(self, steps: int) -> Wave:
        """Give the wave so many steps later (earlier when negative)."""
        year, part = divmod(self.index + steps, _PARTS[self.length])
        return Wave(year, part + 1, self.length, self.fiscal)

    @property
    def start(self) -> date:
        """First day; a fiscal year begins on 1 April of the year it is named after."""
        months = self.index * (12 // _PARTS[self.length]) + (3 if self.fiscal else 0)
        return date(months // 12, months % 12 + 1, 1)

    @property
    def end(self) -> date:
        """Last day."""
        return self.shifted(1).start - timedelta(days=1)

    @property
    def label(self) -> Text:
        """The wave as it is printed."""
        year = f"{self.year}/{(self.year + 1) % 100:02d}" if self.fiscal else str(self.year)
        zh_year = f"{year}财年" if self.fiscal else f"{year}年"
        if self.length == "Q":
            return Text(en=f"Q{self.part} {year}", zh=f"{zh_year}第{'一二三四'[self.part - 1]}季度")
        if self.length == "H":
            return Text(en=f"H{self.part} {year}", zh=f"{zh_year}{'上下'[self.part - 1]}半年")
        return Text(en=year, zh=zh_year)

    def __lt__(self, other: Wave) -> bool:
        if self.kind != other.kind:
            raise ParamsError(
                "waves of different length cannot be put in order",
                got=f"{self} and {other}",
                expected="waves of one length and one calendar in an edition",
            )
        return self.index < other.index

    def __str__(self) -> str:
        year = f"FY{self.year}/{(self.year + 1) % 100:02d}" if self.fiscal else str(self.year)
        return year + (f"{self.length}{self.part}" if self.length else "")

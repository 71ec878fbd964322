"""Two invented firms outside the company: one that served better and grew, one that did neither. Same measures of both.

A firm's figure stands at one level until its first action; from that quarter on it moves in a straight line to another
level, and stays there. Shares are drawn from their base, hours around their mean.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from csatreport.simulate.happenings import delivery, faults
from csatreport.simulate.happenings.chance import Numbers, Texts
from csatreport.simulate.happenings.delivery import Sheet
from csatreport.simulate.happenings.scene import Scene
from csatreport.simulate.happenings.words import written

FILE: Final = "cases.csv"
FAULTS: Final = {faults.DUPLICATE: 1}


@dataclass(frozen=True)
class Course:
    """A measure of one firm: its level before and after, how many quarters the way takes, and what it rests on."""

    before: float
    after: float
    over: int
    base: int = 0  # people or contacts counted in a quarter; 0: a figure of the books
    spread: float = 0.0  # standard deviation among them (hours), or of a figure of the books

    def at(self, since: Numbers) -> Numbers:
        """The level so many quarters after the first action."""
        way = np.clip((since + 0.5) / self.over, 0, 1)
        level: Numbers = self.before + (self.after - self.before) * way
        return level


@dataclass(frozen=True)
class Firm:
    """A firm: first and last quarter of its figures, that of its first action (years × 4 + quarter), its courses."""

    first: int
    last: int
    acted: int
    courses: Mapping[str, Course]


def _quarter(year: int, quarter: int) -> int:
    return 4 * year + quarter - 1


FIRMS: Final[Mapping[str, Firm]] = {
    "appliances": Firm(
        _quarter(2023, 3), _quarter(2026, 1), _quarter(2024, 3),
        {
            "satisfied": Course(0.735, 0.880, 5, base=820),
            "complaint_rate": Course(0.062, 0.030, 5, base=9400),
            "response_hours": Course(26.0, 6.5, 4, base=640, spread=19.0),
            "repurchase": Course(0.310, 0.402, 6, base=1150),
            "refund_rate": Course(0.024, 0.017, 4, base=9400),
            "growth": Course(0.035, 0.125, 6, spread=0.008),
            "service_cost": Course(92.0, 104.0, 3, spread=0.9),
        },
    ),
    "tutoring": Firm(
        _quarter(2022, 4), _quarter(2025, 1), _quarter(2023, 4),
        {
            "satisfied": Course(0.790, 0.585, 5, base=540),
            "complaint_rate": Course(0.041, 0.098, 4, base=5200),
            "response_hours": Course(9.0, 33.0, 4, base=410, spread=14.0),
            "repurchase": Course(0.470, 0.265, 5, base=760),
            "refund_rate": Course(0.036, 0.118, 4, base=5200),
            "growth": Course(0.360, -0.240, 5, spread=0.020),
            "service_cost": Course(71.0, 55.0, 2, spread=0.9),
        },
    ),
}  # fmt: skip


def export(scene: Scene) -> tuple[str, bytes, dict[str, Any]]:
    """Name, content and truth of the file: a figure of every firm, measure and quarter."""
    rows = [row for code, firm in FIRMS.items() for row in _rows(code, firm, scene)]
    names = ("case", "measure", "date", "value", "n", "se")
    columns = {name: _text(column) for name, column in zip(names, zip(*rows, strict=True), strict=True)}
    sheet = Sheet("cases", columns | {"measure": written("case_measure", columns["measure"])})
    bad = faults.planned(scene.rng("cases", "file"), len(sheet), FAULTS)
    whole = faults.repeated(sheet, bad[faults.DUPLICATE])
    truth = {"rows": len(whole), "planted": dict(FAULTS), "firms": {c: _truth(f) for c, f in FIRMS.items()}}
    return FILE, delivery.as_csv(whole.headed(), ends="\n"), truth


def _rows(code: str, firm: Firm, scene: Scene) -> list[tuple[str, ...]]:
    since = np.arange(firm.first, firm.last + 1, dtype=np.float64) - firm.acted
    days = [_last_day(firm.acted + int(k)) for k in since]
    found: list[tuple[str, ...]] = []
    for measure, course in firm.courses.items():
        drawn = _drawn(measure, course, course.at(since), scene.rng("cases", code, measure))
        found += [(code, measure, day, *cells) for day, cells in zip(days, drawn, strict=True)]
    return found


def _drawn(
    measure: str, course: Course, level: Numbers, rng: np.random.Generator
) -> list[tuple[str, str, str]]:
    """Value, base and standard error as somebody types them."""
    noise = rng.standard_normal(len(level))
    if not course.base:
        form = "{:.1f}" if measure == "service_cost" else "{:.1%}"
        return [(form.format(x), "", "") for x in (level + course.spread * noise).tolist()]
    base = np.rint(course.base * (1 + 0.06 * rng.standard_normal(len(level)))).astype(np.int64)
    if course.spread:
        se = course.spread / np.sqrt(base)
        told = zip((level + se * noise).tolist(), base.tolist(), se.tolist(), strict=True)
        return [(f"{x:.1f}", str(n), f"{s:.2f}") for x, n, s in told]
    counted = rng.binomial(base, level) / base
    return [(f"{x:.2%}", str(n), "") for x, n in zip(counted.tolist(), base.tolist(), strict=True)]


def _text(values: tuple[str, ...]) -> Texts:
    return np.array(values, dtype=object)


def _last_day(quarter: int) -> str:
    year, part = divmod(quarter, 4)
    return f"{year}-{('03-31', '06-30', '09-30', '12-31')[part]}"


def _truth(firm: Firm) -> dict[str, Any]:
    since = np.arange(firm.first, firm.last + 1, dtype=np.float64) - firm.acted
    told = {m: [round(x, 6) for x in c.at(since).tolist()] for m, c in firm.courses.items()}
    year, part = divmod(firm.acted, 4)
    return {"first_action": f"{year}Q{part + 1}", "since": since.astype(int).tolist(), "levels": told}

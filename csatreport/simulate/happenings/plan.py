"""The plan: eight improvement projects, forty tasks, twelve risks, as they stand on the day of the export."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from importlib.resources import files
from typing import Any, Final

import numpy as np

from csatreport.simulate import events
from csatreport.simulate.events import IMPROVEMENTS
from csatreport.simulate.happenings import delivery
from csatreport.simulate.happenings.chance import Moments, Texts
from csatreport.simulate.happenings.delivery import Sheet
from csatreport.simulate.happenings.scene import Scene
from csatreport.simulate.happenings.words import written

RUNNING: Final = ("night_network", "install_slots", "callback", "dispatch", "new_app")
STOPPED: Final = ("loyalty_gifts",)
TARGET: Final = 0.35  # points of a five-point scale that a project was to win
LAUNCH: Final = np.datetime64("2026-04-01")

Row = Mapping[str, str]


def _rows(name: str) -> list[dict[str, str]]:
    text = files(__package__).joinpath(name).read_text(encoding="utf-8")
    return list(csv.DictReader(io.StringIO(text)))


def _column(rows: list[dict[str, str]], name: str) -> Texts:
    return np.array([row[name] for row in rows], dtype=object)


def _days(rows: list[dict[str, str]], name: str) -> Moments:
    return np.array([row[name] or "NaT" for row in rows], dtype="datetime64[D]")


def numbers() -> dict[str, str]:
    """Project number of every improvement."""
    return {code: f"GJ{place:02d}" for place, code in enumerate(IMPROVEMENTS, 1)}


def _spent(code: str, rows: list[dict[str, str]]) -> float:
    own = [row for row in rows if row["project"] == code]
    return sum(_budget(code) * float(row["share"]) * float(row["used"]) for row in own)


def _budget(code: str) -> float:
    return float(round(IMPROVEMENTS[code].cost, -4))


def projects() -> tuple[str, bytes, dict[str, Any]]:
    """Name, content and truth of the list of projects."""
    rows = _rows("tasks.csv")
    own = {code: [row for row in rows if row["project"] == code] for code in IMPROVEMENTS}
    status = np.array(
        ["running" if c in RUNNING else "stopped" if c in STOPPED else "done" for c in IMPROVEMENTS],
        dtype=object,
    )
    last = [max(row["finished"] for row in tasks) for tasks in own.values()]
    finished = np.array(
        ["NaT" if s == "running" else day for s, day in zip(status, last, strict=True)], "M8[D]"
    )
    sheet = Sheet(
        "projects",
        {
            "project": np.array(list(numbers().values()), dtype=object),
            "title": np.array([i.chinese for i in IMPROVEMENTS.values()], dtype=object),
            "item": np.array([next(iter(i.effect)) for i in IMPROVEMENTS.values()], dtype=object),
            "branch": np.full(len(own), "", dtype=object),
            "department": written("department", [i.department for i in IMPROVEMENTS.values()]),
            "start": delivery.days(np.array([min(r["start"] for r in t) for t in own.values()], "M8[D]")),
            "due": delivery.days(np.array([max(r["due"] for r in t) for t in own.values()], "M8[D]")),
            "finished": delivery.days(finished),
            "target": np.full(len(own), TARGET),
            "budget": delivery.money(np.array([_budget(code) for code in own])),
            "spent": delivery.money(np.array([_spent(code, rows) for code in own])),
            "status": written("status", status),
        },
    )
    truth = {
        "rows": len(sheet),
        "did_nothing": [c for c, i in IMPROVEMENTS.items() if not any(i.effect.values())],
    }
    return "projects.csv", delivery.as_csv(sheet.headed(), encoding="utf-8-sig"), truth


def tasks() -> tuple[str, bytes, dict[str, Any]]:
    """Name, content and truth of the workbook of tasks: one of every project, and its parts."""
    rows = [row for code in IMPROVEMENTS for row in _family(code)]
    finished = _days(rows, "finished")
    sheet = Sheet(
        "tasks",
        {
            "task": _column(rows, "task"),
            "parent": _column(rows, "parent"),
            "project": np.array([numbers()[row["project"]] for row in rows], dtype=object),
            "title": _column(rows, "title"),
            "department": written("department", _column(rows, "department")),
            "start": _days(rows, "start"),
            "due": _days(rows, "due"),
            "finished": finished,
            "progress": _column(rows, "progress").astype(float),
            "budget": np.round(_column(rows, "budget").astype(float), 2),
            "spent": np.round(_column(rows, "spent").astype(float), 2),
            "milestone": np.where(_column(rows, "milestone") == "是", "是", "否").astype(object),
        },
    )
    late = _column(rows, "task")[
        np.nan_to_num(finished.astype(float), nan=np.inf) > _days(rows, "due").astype(float)
    ]
    return (
        "tasks.xlsx",
        delivery.as_excel(sheet.headed(), sheet="任务分解"),
        {"rows": len(rows), "late": late.tolist()},
    )


def _family(code: str) -> list[dict[str, str]]:
    """The task of a project, and the parts that add up to it."""
    number, budget = numbers()[code], _budget(code)
    parts = [row for row in _rows("tasks.csv") if row["project"] == code]
    whole = {
        "task": f"{number}-0", "parent": "", "project": code, "title": IMPROVEMENTS[code].chinese,
        "department": IMPROVEMENTS[code].department, "milestone": "",
        "start": min(row["start"] for row in parts), "due": max(row["due"] for row in parts),
        "finished": max(row["finished"] for row in parts) if all(row["finished"] for row in parts) else "",
        "progress": str(round(sum(float(row["progress"]) * float(row["share"]) for row in parts), 2)),
        "budget": str(budget), "spent": str(_spent(code, parts)),
    }  # fmt: skip
    return [whole] + [
        row | {
            "task": f"{number}-{place}", "parent": f"{number}-0",
            "budget": str(budget * float(row["share"])),
            "spent": str(budget * float(row["share"]) * float(row["used"])),
        }
        for place, row in enumerate(parts, 1)
    ]  # fmt: skip


def risks(scene: Scene) -> tuple[str, bytes, dict[str, Any]]:
    """Name, content and truth of the register: every risk as it was assessed at the end of each quarter."""
    known, ends = _rows("risks.csv"), np.array([q.last for q in scene.quarters], dtype="datetime64[D]")
    quarter, place = np.indices((len(ends), len(known))).reshape(2, -1)
    rows = [known[p] for p in place.tolist()]
    when = ends[quarter]
    likelihood = np.array([_likelihood(row, day) for row, day in zip(rows, when, strict=True)])
    sheet = Sheet(
        "risks",
        {
            "risk": _column(rows, "risk"),
            "date": delivery.days(when),
            "title": _column(rows, "title"),
            "department": written("department", _column(rows, "department")),
            "likelihood": likelihood,
            "impact": _column(rows, "impact"),
            "due": delivery.days(_days(rows, "due")),
            "contingency": _column(rows, "contingency"),
            "status": written(
                "status", ["occurred" if n == 5 else "watched" if n > 2 else "open" for n in likelihood]
            ),
        },
    )
    return "risks.csv", delivery.as_csv(sheet.headed(), encoding="gb18030"), {"rows": len(sheet)}


def _likelihood(row: Row, day: np.datetime64) -> int:
    drifts: Mapping[str, Callable[[np.datetime64], int]] = {
        "flat": lambda day: 0,  # noqa: ARG005
        "up": lambda day: int((day - np.datetime64("2024-06-30")).astype(int) // 365),
        "down": lambda day: -int((day - np.datetime64("2024-06-30")).astype(int) // 365),
        "season": lambda day: 1 if day.astype("datetime64[M]").astype(int) % 12 in (5, 8) else 0,
        "decline": lambda day: 3 if day >= np.datetime64(events.DECLINE.monday) else 0,
        "bill": lambda day: 4 if day >= np.datetime64(events.NEW_BILL.date) else 1 if day >= LAUNCH else 0,
        "launch": lambda day: 2 if day >= LAUNCH else 0,
    }
    return int(np.clip(int(row["likelihood"]) + drifts[row["drift"]](day), 1, 5))

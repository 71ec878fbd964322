"""The way of a customer: first contact, upkeep, needs, proposal, contract, delivery, after-service, leaving."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from csatreport.simulate.happenings import delivery, faults
from csatreport.simulate.happenings.chance import Flags, Moments, Rows, Texts
from csatreport.simulate.happenings.delivery import Sheet
from csatreport.simulate.happenings.scene import BRANCHES, Scene, change, gone_bad
from csatreport.simulate.happenings.words import written


@dataclass(frozen=True)
class Stage:
    """A stage before after-service: mean days it takes, days it may take, share done again, who does it."""

    days: float
    due: int
    again: float
    department: str
    reached: float = 1.0  # of those who came to the stage before


STAGES: Final = {
    "contact": Stage(0.0, 0, 0.0, "shops_online"),
    "upkeep": Stage(3.5, 7, 0.02, "shops_online", 0.86),
    "needs": Stage(2.5, 5, 0.04, "shops_online", 0.80),
    "proposal": Stage(2.2, 4, 0.07, "shops_online", 0.78),
    "contract": Stage(2.8, 5, 0.03, "shops_online", 0.72),
    "delivery": Stage(8.5, 7, 0.09, "field_service", 0.97),  # the bottleneck
}
SYSTEM_SINCE: Final = date(2021, 9, 1)  # earlier customers have no steps before after-service
SLOTS: Final = -1.1  # log of days for delivery, by point that an improvement lifts `install_wait`
SLOWER: Final = 1.5  # delivery in the branch that goes bad, in proportion to others
CARE_A_YEAR: Final = 0.55  # visits of after-service to a customer of middling satisfaction
CARE_DUE: Final = 3
PROSPECTS: Final = 3600  # people who never signed: no customers
OWNERS: Final = 6  # people responsible in a branch and department; the first of them has twice the work
FAULTS: Final = {faults.STRANGER: 60, faults.CODE: 30, faults.LONG_AGO: 25, faults.DUPLICATE: 40}
FILE: Final = "lifecycle.parquet"
Spans = NDArray[np.timedelta64]


@dataclass(frozen=True)
class Steps:
    """One entry per step: whose (a place in the list of keys), which, when done and due, done again."""

    key: Rows
    event: Texts
    date: Moments
    due: Moments
    again: Flags

    @classmethod
    def joined(cls, parts: list[Steps]) -> Steps:
        """All steps, part after part."""
        return cls(*(np.concatenate([getattr(p, n) for p in parts]) for n in cls.__dataclass_fields__))

    def only(self, rows: Rows | Flags) -> Steps:
        """These steps, in this order."""
        return Steps(*(getattr(self, name)[rows] for name in self.__dataclass_fields__))


def export(scene: Scene) -> tuple[str, bytes, dict[str, Any]]:
    """Name, content and truth of the file."""
    rng = scene.rng("lifecycle")
    first, last = np.datetime64(scene.quarters[0].first), np.datetime64(scene.quarters[-1].last)
    prospects = first + rng.integers(0, (last - first).astype(int), PROSPECTS).astype("timedelta64[D]")
    steps = Steps.joined(
        [_signed(scene, rng), *_prospects(rng, prospects, len(scene.people)), _care(scene, rng), _left(scene)]
    )
    keys = np.concatenate([scene.people.number, _prospect_keys(rng)])
    place = np.concatenate([scene.place, rng.integers(0, len(BRANCHES), PROSPECTS)])
    content, truth = _file(rng, steps.only(steps.date <= last), keys=keys, place=place)
    stages = {name: {"days": s.days, "due": s.due, "again": s.again} for name, s in STAGES.items()}
    return FILE, content, {**truth, "stages": stages, "bottleneck": "delivery", "prospects": PROSPECTS}


def _signed(scene: Scene, rng: np.random.Generator) -> Steps:
    """Steps of those who became customers, backwards from the day on which they did."""
    rows = np.flatnonzero(scene.people.joined >= np.datetime64(SYSTEM_SINCE))
    day = scene.people.joined[rows].astype("datetime64[D]")
    parts = []
    for name in reversed(STAGES):
        taken = _taken(rng, name, scene.place[rows], day)
        before: Moments = np.subtract(day, taken)
        parts.append(_steps(rng, name, rows, day, start=before))
        day = before
    whole = Steps.joined(parts)
    return whole.only((whole.event != "upkeep") | (rng.random(len(whole.key)) < STAGES["upkeep"].reached))


def _prospects(rng: np.random.Generator, came: Moments, offset: int) -> list[Steps]:
    """Steps of those who never signed: each stage is the last one for some."""
    key, day, parts = np.arange(len(came)) + offset, came, []
    for name in list(STAGES)[:4]:
        stays = rng.random(len(key)) < STAGES[name].reached
        key, day = key[stays], day[stays]
        done = day + _taken(rng, name, np.full(len(key), -1), day)
        parts.append(_steps(rng, name, key, done, start=day))
        day = done
    return parts


def _prospect_keys(rng: np.random.Generator) -> Texts:
    return np.array([f"P{n}" for n in (300_000 + rng.permutation(PROSPECTS) * 7).tolist()], dtype=object)


def _taken(rng: np.random.Generator, name: str, place: Rows, day: Moments) -> Spans:
    """Days a stage takes: half of its mean at least, and what chance adds."""
    mean = np.full(len(day), STAGES[name].days)
    if name == "delivery":
        mean *= np.exp(SLOTS * change("install_wait", place, day)) * np.where(
            gone_bad(place, day), SLOWER, 1.0
        )
    days = 0.5 * mean + rng.gamma(2.0, 1.0, len(day)) * 0.25 * mean
    taken: Spans = np.rint(days).astype("timedelta64[D]")
    return taken


def _steps(rng: np.random.Generator, name: str, key: Rows, done: Moments, *, start: Moments) -> Steps:
    stage = STAGES[name]
    return Steps(
        key,
        np.full(len(key), name, dtype=object),
        done,
        start + np.timedelta64(stage.due, "D"),
        rng.random(len(key)) < stage.again,
    )


def _care(scene: Scene, rng: np.random.Generator) -> Steps:
    """After-service of every quarter: who is less satisfied needs more of it; improvements make it faster."""
    parts = [_cared(scene, rng, n) for n in range(len(scene.quarters))]
    return Steps.joined(parts)


def _cared(scene: Scene, rng: np.random.Generator, number: int) -> Steps:
    felt = scene.people.satisfaction[:, number]
    chance = CARE_A_YEAR / 4 * np.exp(-0.4 * felt) * scene.active[:, number]
    rows = np.flatnonzero(rng.random(len(felt)) < chance)
    asked = scene.days(number)[rng.integers(0, len(scene.days(number)), len(rows))]
    place = scene.place[rows]
    mean = (
        2.4 * np.exp(-0.9 * change("repair_speed", place, asked)) * np.where(gone_bad(place, asked), 1.8, 1.0)
    )
    done = asked + np.floor(rng.exponential(mean)).astype("timedelta64[D]")
    return Steps(
        rows,
        np.full(len(rows), "after_service", dtype=object),
        done,
        asked + np.timedelta64(CARE_DUE, "D"),
        rng.random(len(rows)) < np.where(gone_bad(place, asked), 0.22, 0.11),
    )


def _left(scene: Scene) -> Steps:
    left = scene.people.left
    there = left >= np.datetime64(scene.quarters[0].first)
    rows = np.flatnonzero(there)
    size = len(rows)
    return Steps(
        rows,
        np.full(size, "left", dtype=object),
        left[rows].astype("datetime64[D]"),
        np.full(size, "NaT", dtype="datetime64[D]"),
        np.zeros(size, dtype=bool),
    )


def _file(
    rng: np.random.Generator, steps: Steps, *, keys: Texts, place: Rows
) -> tuple[bytes, dict[str, Any]]:
    order = np.lexsort((steps.key, steps.date))
    steps = steps.only(order)
    bad = faults.planned(rng, len(order), FAULTS)
    done = steps.date.astype("datetime64[D]").copy()
    done[bad[faults.LONG_AGO]] = faults.NO_DAY
    departments = {name: stage.department for name, stage in STAGES.items()}
    departments |= {"after_service": "field_service", "left": "service_desk"}
    department = np.array([departments[event] for event in steps.event], dtype=object)
    sheet = Sheet(
        "lifecycle",
        {
            "customer": faults.strangers(keys[steps.key], bad[faults.STRANGER]),
            "event": faults.nonsense(written("lifecycle", steps.event, chinese=False), bad[faults.CODE]),
            "date": done,
            "due": steps.due.astype("datetime64[D]"),
            "owner": _owners(rng, place[steps.key], department),
            "department": written("department", department, chinese=False),
            "rework": steps.again,
        },
    )
    whole = faults.repeated(sheet, bad[faults.DUPLICATE])
    return delivery.as_parquet(whole.headed()), {"rows": len(whole), "planted": dict(FAULTS)}


def _owners(rng: np.random.Generator, place: Rows, department: Texts) -> Texts:
    """Numbers of staff: branch, department, person."""
    person = np.maximum(rng.integers(0, OWNERS + 1, len(place)) - 1, 0)
    digit = {"shops_online": 1, "field_service": 2, "service_desk": 3}
    known = np.array(
        [
            [[f"E{number}{branch:02d}{one}" for one in range(OWNERS)] for branch in range(len(BRANCHES))]
            for number in digit.values()
        ],
        dtype=object,
    )
    row = np.array([digit[code] - 1 for code in department], dtype=np.int64)
    owners: Texts = known[row, place, person]
    return owners

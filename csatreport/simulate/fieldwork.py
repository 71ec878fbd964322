"""When, where, on which device and by whom people were asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Final

import numpy as np
from numpy.typing import NDArray

from csatreport.simulate import company
from csatreport.simulate.company import Quarter
from csatreport.simulate.draws import Codes
from csatreport.simulate.sampling import Crowd

Texts = NDArray[np.object_]
Moments = NDArray[np.datetime64]
Whole = NDArray[np.int64]

SECONDS: Final = {
    "web": (840, 230, 480),
    "paper": (740, 200, 420),
    "telephone": (800, 170, 420),
    "field": (1300, 260, 720),
}
OPENS: Final = {"web": 7.0, "paper": 7.0, "telephone": 9.0, "field": 9.0}  # o'clock
HOURS: Final = {"web": 15.5, "paper": 15.5}
SLOTS: Final = {"telephone": 40, "field": 70}  # minutes from the begin of one interview to that of the next
CALLERS: Final = 16  # interviewers on the telephone; in the field there is one for each branch
PLACES: Final = ("营业厅", "社区服务站", "商圈街访点", "入户访问")
NETWORKS: Final = {"web": "198.18", "paper": "198.19"}  # addresses that belong to nobody
NEVER: Final = np.datetime64("NaT")


@dataclass(frozen=True, eq=False)
class Fieldwork:
    """One entry per response; "" where a mode knows nothing of it."""

    start: Moments
    seconds: Whole
    device: Texts
    interviewer: Texts
    place: Texts

    @property
    def end(self) -> Moments:
        """When it was over."""
        over: Moments = self.start + self.seconds.astype("timedelta64[s]")
        return over

    def __getitem__(self, rows: Whole) -> Fieldwork:
        return Fieldwork(**{f.name: getattr(self, f.name)[rows] for f in fields(self)})

    def joined(self, others: Sequence[Fieldwork]) -> Fieldwork:
        """Those of several deliveries as one."""
        parts = [self, *others]
        return Fieldwork(
            **{f.name: np.concatenate([getattr(p, f.name) for p in parts]) for f in fields(self)}
        )


def plan(rng: np.random.Generator, crowd: Crowd, *, crew: int = 0) -> Fieldwork:
    """Give every respondent a time of his own; nobody asks two people at once.

    ``crew`` counts crews of interviewers who work side by side.
    """
    size = len(crowd)
    mean, spread, least = (np.array([SECONDS[m][n] for m in SECONDS])[_mode(crowd.mode)] for n in range(3))
    seconds = np.rint(np.clip(mean + spread * rng.standard_normal(size), least, 2.2 * mean)).astype(np.int64)
    interviewer, branch = _interviewers(rng, crowd, crew)
    clock = np.zeros(size, dtype=np.int64)
    alone = np.isin(crowd.mode, list(HOURS))
    clock[alone] = np.floor((OPENS["web"] + HOURS["web"] * rng.random(int(alone.sum()))) * 3600).astype(
        np.int64
    )
    jitter = rng.integers(0, 600, size)
    for mode, minutes in SLOTS.items():
        own = np.flatnonzero(crowd.mode == mode)
        turn = _turns(interviewer[own], crowd.day[own])
        clock[own] = int(OPENS[mode] * 3600) + turn * minutes * 60 + jitter[own]
        seconds[own] = np.minimum(seconds[own], minutes * 60 - 660)
    place = np.array(PLACES, dtype=object)[rng.integers(0, len(PLACES), size)]
    names = np.array([b.chinese for b in company.BRANCHES.values()], dtype=object)
    return Fieldwork(
        start=np.datetime64(crowd.quarter.first).astype("datetime64[s]") + (crowd.day * 86_400 + clock),
        seconds=seconds,
        device=_devices(rng, crowd.mode),
        interviewer=interviewer,
        place=np.where(crowd.mode == "field", names[branch] + place, ""),
    )


def after(quarter: Quarter, days: Whole) -> Whole:
    """Days of the quarter, counted on from its end."""
    return (quarter.last - quarter.first).days + days


def _mode(modes: Codes) -> Whole:
    order = np.argsort(list(SECONDS))
    found: Whole = order[np.searchsorted(np.array(sorted(SECONDS)), modes)]
    return found


def _interviewers(rng: np.random.Generator, crowd: Crowd, crew: int) -> tuple[Texts, Whole]:
    branches = np.array(list(company.BRANCHES))
    order = np.argsort(branches)
    branch = order[np.searchsorted(branches, crowd.branch, sorter=order)]
    caller = rng.integers(1, CALLERS + 1, len(crowd))
    names = np.array(
        [
            f"T{c + 100 * crew:02d}"
            if m == "telephone"
            else f"F{b + 1 + 100 * crew:02d}"
            if m == "field"
            else ""
            for m, c, b in zip(crowd.mode.tolist(), caller.tolist(), branch.tolist(), strict=True)
        ],
        dtype=object,
    )
    return names, branch


def _turns(interviewer: Texts, day: Whole) -> Whole:
    """How many interviews of the same day and interviewer come before each."""
    _, group = np.unique(
        np.array([f"{i} {d}" for i, d in zip(interviewer, day, strict=True)]), return_inverse=True
    )
    order = np.argsort(group, kind="stable")
    first = np.searchsorted(group[order], group[order], side="left")
    turns = np.empty(len(group), dtype=np.int64)
    turns[order] = np.arange(len(group)) - first
    return turns


def _devices(rng: np.random.Generator, mode: Codes) -> Texts:
    numbers = rng.permutation(250 * 250)[: len(mode)]
    return np.array(
        [
            f"{NETWORKS[m]}.{n // 250 + 1}.{n % 250 + 2}" if m in NETWORKS else ""
            for m, n in zip(mode.tolist(), numbers.tolist(), strict=True)
        ],
        dtype=object,
    )

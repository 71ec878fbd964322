"""Early warnings: raised when a series of the company crossed its threshold; some answered late, some false."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from csatreport.simulate.happenings import chance, contacts, delivery, faults
from csatreport.simulate.happenings.chance import Moments, Rows, Texts
from csatreport.simulate.happenings.delivery import Sheet
from csatreport.simulate.happenings.handling import Cases
from csatreport.simulate.happenings.phrases import Speaker
from csatreport.simulate.happenings.scene import BRANCHES, TODAY, Scene, gone_bad
from csatreport.simulate.happenings.series import Series, watched
from csatreport.simulate.happenings.words import written

LEVELS: Final = ("blue", "yellow", "orange", "red")
STEPS: Final = (1.15, 1.35, 1.7)  # times the threshold from which the next level holds
ANSWER_HOURS: Final = {"blue": 20.0, "yellow": 9.0, "orange": 5.0, "red": 2.0}
LATE: Final = 0.14  # of the warnings are answered days after they were raised
LATE_HOURS: Final = 80.0
BACK: Final = 0.7  # of the threshold: a series that is so low a period later went back by itself
QUIET: Final = 28  # days in which the same series raises no second warning
ENGLISH: Final = 0.1
FAULTS: Final = {faults.CODE: 2, faults.DATE: 2, faults.ORDER: 2, faults.DUPLICATE: 2}
FILE: Final = "warnings.csv"


@dataclass(frozen=True)
class Alarm:
    """A warning: which series, in which branch, when; ``false`` where the series went back by itself."""

    series: Series
    branch: int
    day: np.datetime64
    value: float
    false: bool


def raised(scene: Scene, cases: Cases) -> list[Alarm]:
    """All warnings, in order of time."""
    found = [w for series in watched(scene, cases) for w in _crossings(series)]
    return sorted(found, key=lambda w: (w.day, w.series.indicator, w.branch))


def _crossings(series: Series) -> Iterator[Alarm]:
    over = np.nan_to_num(series.exceeds(), nan=0.0)
    for branch in range(over.shape[0]):
        quiet = np.datetime64("1970-01-01")
        for period in np.flatnonzero(over[branch] > 1.0).tolist():
            day = series.ends[period] + np.timedelta64(1, "D")
            if day < quiet:
                continue
            quiet = day + np.timedelta64(QUIET, "D")
            after = over[branch, period + 1 : period + 2]
            bad = bool(gone_bad(np.array([branch]), np.array([day]))[0])
            value = round(float(series.values[branch, period]), 4)
            yield Alarm(series, branch, day, value, false=not bad and bool((after < BACK).any()))


def export(scene: Scene, cases: Cases) -> tuple[str, bytes, dict[str, Any]]:
    """Name, content and truth of the file."""
    rng = scene.rng("warnings")
    warnings = raised(scene, cases)
    planted = faults.spread(FAULTS, len(scene.quarters))
    bad = faults.planned(rng, len(warnings), planted)
    level = np.array([_level(w) for w in warnings], dtype=object)
    when = chance.working(rng, np.array([w.day for w in warnings]), opens=7.5, closes=9.5)
    answered, closed, late = _handled(rng, when, level)
    closed[bad[faults.ORDER]] = when[bad[faults.ORDER]] - np.timedelta64(1, "D")
    sheet = _sheet(rng, warnings, level, times=(when, answered, closed), bad=bad)
    whole = faults.repeated(sheet, bad[faults.DUPLICATE])
    truth = {
        "rows": len(whole),
        "planted": planted,
        "personal": contacts.staff_phones(sheet.columns["action"], np.arange(len(warnings))),
        "false": [f"YJ{n:04d}" for n, w in enumerate(warnings, 1) if w.false],
        "late": [f"YJ{n:04d}" for n in (np.flatnonzero(late) + 1).tolist()],
    }
    return FILE, delivery.as_csv(whole.headed(), encoding="utf-8-sig"), truth


def _level(warning: Alarm) -> str:
    over = warning.series.excess(warning.value)
    return LEVELS[sum(over >= step for step in STEPS)]


def _handled(rng: np.random.Generator, when: Moments, level: Texts) -> tuple[Moments, Moments, chance.Flags]:
    """When warnings were answered and closed, and which of them late."""
    size = len(when)
    late = rng.random(size) < LATE
    usual = np.array([ANSWER_HOURS[code] for code in level])
    answered = chance.later(when, chance.around(rng, np.where(late, LATE_HOURS, usual), size, spread=0.5))
    closed = chance.later(answered, 24 * chance.around(rng, 7.0, size, spread=0.6))
    end = np.datetime64(TODAY)
    answered[answered >= end] = chance.NEVER
    closed[(closed >= end) | np.isnat(answered)] = chance.NEVER
    return answered, closed, late


def _sheet(
    rng: np.random.Generator,
    warnings: list[Alarm],
    level: Texts,
    *,
    times: tuple[Moments, Moments, Moments],
    bad: faults.Faults,
) -> Sheet:
    when, answered, closed = times
    indicator = written("indicator_warning", [w.series.indicator for w in warnings])
    return Sheet(
        "warnings",
        {
            "warning": np.array([f"YJ{n:04d}" for n in range(1, len(warnings) + 1)], dtype=object),
            "raised": faults.impossible(delivery.clock(when, "%Y-%m-%d %H:%M"), bad[faults.DATE]),
            "indicator": faults.nonsense(indicator, bad[faults.CODE]),
            "branch": written("branch", [BRANCHES[w.branch] for w in warnings]),
            "level": written("level", level),
            "department": written("department", [w.series.department for w in warnings]),
            "value": np.array([w.value for w in warnings]),
            "threshold": np.array([w.series.threshold for w in warnings]),
            "answered": delivery.clock(answered, "%Y-%m-%d %H:%M"),
            "closed": delivery.clock(closed, "%Y-%m-%d %H:%M"),
            "action": _actions(rng, warnings, np.flatnonzero(np.isnat(answered))),
        },
    )


def _actions(rng: np.random.Generator, warnings: list[Alarm], unanswered: Rows) -> Texts:
    """What was done: nothing yet where nobody answered, and little where it was a false alarm."""
    speakers = {language: Speaker("notes", language, rng) for language in ("zh", "en")}
    english = rng.random(len(warnings)) < ENGLISH
    phones = rng.integers(10_000_000, 99_999_999, len(warnings)).tolist()
    actions = np.array(
        [
            speakers["en" if foreign else "zh"].say(
                "false" if w.false else "action",
                w.series.indicator,
                given={"phone": contacts.staff_phone(phone)},
            )
            for w, foreign, phone in zip(warnings, english.tolist(), phones, strict=True)
        ],
        dtype=object,
    )
    actions[unanswered] = ""
    return actions

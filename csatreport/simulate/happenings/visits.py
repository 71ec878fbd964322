"""Mystery visits: in every quarter each branch is checked against ten standards, the large ones twice."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from csatreport.simulate.happenings import chance, delivery, faults
from csatreport.simulate.happenings.chance import Flags, Numbers, Rows, Texts
from csatreport.simulate.happenings.delivery import Sheet
from csatreport.simulate.happenings.phrases import Speaker
from csatreport.simulate.happenings.scene import BRANCHES, Scene
from csatreport.simulate.happenings.words import written

STANDARDS: Final = {  # log-odds that it is met where customers are of middling satisfaction, who answers for it
    "on_time": (1.3, "field_service"), "badge": (2.4, "field_service"), "greeting": (1.9, "shops_online"),
    "tidy": (1.8, "field_service"), "speed_test": (0.9, "field_service"), "explained": (1.1, "field_service"),
    "receipt": (2.1, "field_service"), "price_list": (2.2, "shops_online"), "queue": (1.2, "shops_online"),
    "callback": (0.8, "service_desk"),
}  # fmt: skip
BY_SATISFACTION: Final = 1.9  # log-odds, by point of the branch's satisfaction
TWICE: Final = 6  # branches with a second visit
NOTED: Final = 0.55
ENGLISH: Final = 0.12
FAULTS: Final = {faults.CODE: 8, faults.DATE: 6, faults.HOSTILE: 4, faults.DUPLICATE: 10}
FILE: Final = "visits.csv"


def passes(scene: Scene) -> Numbers:
    """Chance to pass, by branch, quarter and standard."""
    level = np.array([odds for odds, _ in STANDARDS.values()])
    return chance.logistic(level + BY_SATISFACTION * scene.satisfaction[:, :, None])


def checked(scene: Scene) -> tuple[Rows, Rows, Rows, Flags]:
    """Branch, quarter, standard and result of every check."""
    large = np.argsort(-scene.customers[:, -1], kind="stable")[:TWICE]
    visited = np.concatenate([np.arange(len(BRANCHES)), np.sort(large)])
    quarter, visit, standard = np.indices((len(scene.quarters), len(visited), len(STANDARDS))).reshape(3, -1)
    branch = visited[visit]
    passed = scene.rng("visits", "results").random(len(branch)) < passes(scene)[branch, quarter, standard]
    return branch, quarter, standard, passed


def export(scene: Scene) -> tuple[str, bytes, dict[str, Any]]:
    """Name, content and truth of the file."""
    rng = scene.rng("visits", "file")
    branch, quarter, standard, passed = checked(scene)
    size = len(branch)
    planted = faults.spread(FAULTS, len(scene.quarters))
    bad = faults.planned(rng, size, planted)
    codes = np.array(list(STANDARDS), dtype=object)[standard]
    departments = np.array([department for _, department in STANDARDS.values()], dtype=object)[standard]
    visit = np.arange(size) // len(STANDARDS)  # the ten checks of a visit are of one day and one visitor
    days = np.concatenate([_days(rng, scene, n, visit[quarter == n]) for n in range(len(scene.quarters))])
    sheet = Sheet(
        "visits",
        {
            "visit": np.array([f"SM{n:05d}" for n in range(1, size + 1)], dtype=object),
            "date": faults.impossible(delivery.days(days, "{0}年{1}月{2}日"), bad[faults.DATE]),
            "branch": written("branch", np.array(BRANCHES, dtype=object)[branch]),
            "standard": faults.nonsense(written("standard", codes), bad[faults.CODE]),
            "department": written("department", departments),
            "visitor": np.array([f"V{n % 9 + 1:02d}" for n in visit.tolist()], dtype=object),
            "passed": delivery.answers(passed, yes="达标", no="不达标"),
            "note": faults.attacks(_notes(rng, codes, passed), bad[faults.HOSTILE]),
        },
    )
    whole = faults.repeated(sheet, bad[faults.DUPLICATE])
    truth = {"rows": len(whole), "planted": planted, "passed": int(passed.sum())}
    return FILE, delivery.as_csv(whole.headed(), encoding="gb18030"), truth


def _days(rng: np.random.Generator, scene: Scene, number: int, visit: Rows) -> chance.Moments:
    days = scene.days(number)
    drawn = days[rng.integers(0, len(days), len(visit) // len(STANDARDS))]
    when: chance.Moments = drawn[visit - visit[0]]
    return when


def _notes(rng: np.random.Generator, standard: Texts, passed: Flags) -> Texts:
    """What visitors wrote: nearly always where a standard was missed."""
    speakers = {language: Speaker("notes", language, rng) for language in ("zh", "en")}
    noted = ~passed | (rng.random(len(passed)) < NOTED)
    english = rng.random(len(passed)) < ENGLISH
    notes = [
        speakers["en" if foreign else "zh"].say("passed" if good else "failed", code) if writes else ""
        for code, good, writes, foreign in zip(
            standard, passed.tolist(), noted.tolist(), english.tolist(), strict=True
        )
    ]
    return np.array(notes, dtype=object)

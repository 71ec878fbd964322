"""What the staff does beside its work: training and suggestions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import numpy as np

from csatreport.simulate import events, names
from csatreport.simulate.happenings import chance, contacts, delivery, faults
from csatreport.simulate.happenings.chance import Rows, Texts
from csatreport.simulate.happenings.delivery import Sheet
from csatreport.simulate.happenings.phrases import Speaker
from csatreport.simulate.happenings.scene import BRANCHES, TODAY, Scene
from csatreport.simulate.happenings.words import written

SESSIONS: Final = 17  # a quarter
COURSES: Final = {  # who attends, hours, points that it adds to a test of 100
    "manner": ("service_desk", 4, 9.0), "complaints": ("service_desk", 8, 12.0),
    "installation": ("field_service", 16, 11.0), "wifi": ("field_service", 8, 15.0),
    "repair": ("field_service", 16, 13.0), "billing": ("billing", 4, 14.0), "products": ("shops_online", 6, 8.0),
    "safety": ("network", 8, 5.0), "privacy": ("service_desk", 4, 10.0), "leading": ("field_service", 12, 3.0),
}  # fmt: skip
BEFORE: Final = 67.0
TRAINING_FAULTS: Final = {faults.CODE: 2, faults.DATE: 2, faults.DUPLICATE: 3}
SUGGESTIONS: Final = 50  # a quarter
DEPARTMENTS: Final = {
    "field_service": 0.34, "service_desk": 0.26, "shops_online": 0.18, "network": 0.13, "billing": 0.09,
}  # fmt: skip
STATUS: Final = {"adopted": 0.38, "rejected": 0.62}
UNDECIDED_DAYS: Final = 45  # a suggestion made so shortly before the export is not decided
ENGLISH: Final = 0.12
SUGGESTION_FAULTS: Final = {faults.CODE: 5, faults.DATE: 3, faults.HOSTILE: 4, faults.DUPLICATE: 5}


def training(scene: Scene) -> tuple[str, bytes, dict[str, Any]]:
    """Name, content and truth of the list of training sessions."""
    rng = scene.rng("training")
    branch, days = _sessions(scene, rng)
    size = len(days)
    course = np.array(list(COURSES), dtype=object)[rng.integers(0, len(COURSES), size)]
    gain = np.array([COURSES[code][2] for code in course])
    before = np.round(BEFORE + 5 * rng.standard_normal(size), 1)
    after = np.round(np.minimum(before + gain + 3 * rng.standard_normal(size), 99.0), 1)
    planted = faults.spread(TRAINING_FAULTS, len(scene.quarters))
    bad = faults.planned(rng, size, planted)
    sheet = Sheet(
        "training",
        {
            "session": np.array([f"PX{n:04d}" for n in range(1, size + 1)], dtype=object),
            "date": faults.impossible(delivery.days(days, "{0}/{1}/{2}"), bad[faults.DATE]),
            "department": written("department", [COURSES[code][0] for code in course]),
            "branch": written("branch", np.array(BRANCHES, dtype=object)[branch]),
            "course": faults.nonsense(written("course", course), bad[faults.CODE]),
            "hours": np.array([COURSES[code][1] for code in course]),
            "trained": rng.integers(6, 31, size),
            "before": np.where(rng.random(size) < 0.06, "", before.astype(str)).astype(object),
            "after": after,
        },
    )
    whole = faults.repeated(sheet, bad[faults.DUPLICATE])
    gains = {code: added for code, (_, _, added) in COURSES.items()}
    truth = {"rows": len(whole), "planted": planted, "gain": gains}
    return "training.csv", delivery.as_csv(whole.headed(), encoding="gb18030"), truth


def _sessions(scene: Scene, rng: np.random.Generator) -> tuple[Rows, chance.Moments]:
    """Branch and day: where more is spent on training there is more of it."""
    line = list(events.COSTS).index("staff_training")
    branch, days = [], []
    for n in range(len(scene.quarters)):
        weights = np.sqrt(scene.customers[:, n]) * np.exp(2 * scene.people.spending[line, :, n])
        branch.append(chance.place(rng, weights, SESSIONS))
        days.append(np.sort(scene.days(n)[rng.integers(0, len(scene.days(n)), SESSIONS)]))
    return np.concatenate(branch), np.concatenate(days)


def suggestions(scene: Scene) -> tuple[str, bytes, dict[str, Any]]:
    """Name, content and truth of the list of suggestions."""
    rng = scene.rng("suggestions")
    days = np.concatenate(
        [np.sort(scene.days(n)[rng.integers(0, len(scene.days(n)), SUGGESTIONS)]) for n in range(len(scene.quarters))]
    )  # fmt: skip
    size = len(days)
    department = chance.pick(rng, DEPARTMENTS, size)
    open_still = days > np.datetime64(TODAY) - np.timedelta64(UNDECIDED_DAYS, "D")
    status = np.where(open_still, "submitted", chance.pick(rng, STATUS, size)).astype(object)
    value = np.where(status == "adopted", np.round(chance.around(rng, 9000.0, size, spread=0.9), -2), np.nan)
    language = np.where(rng.random(size) < ENGLISH, "en", "zh")
    author, _ = names.people(rng, language)
    planted = faults.spread(SUGGESTION_FAULTS, len(scene.quarters))
    bad = faults.planned(rng, size, planted)
    texts = _texts(rng, department, language)
    sheet = Sheet(
        "suggestions",
        {
            "suggestion": np.array([f"JY{n:04d}" for n in range(1, size + 1)], dtype=object),
            "date": faults.impossible(delivery.days(days), bad[faults.DATE]),
            "department": written("department", department),
            "branch": written(
                "branch", np.array(BRANCHES, dtype=object)[rng.integers(0, len(BRANCHES), size)]
            ),
            "author": author,
            "status": faults.nonsense(written("suggestion", status), bad[faults.CODE]),
            "value": delivery.money(value),
            "text": faults.attacks(texts, bad[faults.HOSTILE]),
        },
    )
    whole = faults.repeated(sheet, bad[faults.DUPLICATE])
    truth = {
        "rows": len(whole),
        "planted": planted,
        "personal": contacts.staff_phones(texts, np.setdiff1d(np.arange(size), bad[faults.HOSTILE])),
        "adopted": int((status == "adopted").sum()),
        "value": float(np.nansum(value)),
    }
    return "suggestions.csv", delivery.as_csv(whole.headed(), encoding="utf-8-sig"), truth


def _texts(rng: np.random.Generator, department: Texts, language: Texts) -> Texts:
    speakers: Mapping[str, Speaker] = {code: Speaker("suggestions", code, rng) for code in ("zh", "en")}
    phones = rng.integers(10_000_000, 99_999_999, len(department)).tolist()
    return np.array(
        [
            speakers[code].say("text", one, given={"phone": contacts.staff_phone(phone)})
            for one, code, phone in zip(department, language.tolist(), phones, strict=True)
        ],
        dtype=object,
    )

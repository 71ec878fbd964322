"""Complaints, one file per quarter: Chinese headers, UTF-8 with BOM, as the ticket system exports them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

import numpy as np

from csatreport.simulate.happenings import chance, contacts, delivery, faults, grievance, handling
from csatreport.simulate.happenings.chance import Texts
from csatreport.simulate.happenings.delivery import Sheet
from csatreport.simulate.happenings.handling import Cases
from csatreport.simulate.happenings.phrases import Speaker
from csatreport.simulate.happenings.scene import Scene
from csatreport.simulate.happenings.words import written

FAULTS: Final = {
    faults.STRANGER: 12, faults.CODE: 6, faults.DATE: 4, faults.ORDER: 5, faults.HOSTILE: 10, faults.DUPLICATE: 8,
}  # fmt: skip
CHANNELS: Final = {
    "hotline": 0.46, "app": 0.17, "wechat": 0.12, "shop": 0.08, "website": 0.05, "visit": 0.04,
    "email": 0.03, "social": 0.03, "regulator": 0.02,
}  # fmt: skip
SIGNED: Final = 0.06  # of the texts, which then tell who wrote them


def exports(scene: Scene, cases: Cases) -> Iterator[tuple[str, bytes, dict[str, Any]]]:
    """Name, content and truth of every file."""
    quarter = scene.quarter(cases.opened)
    for number, fielding in enumerate(scene.quarters):
        own = cases.rows(np.flatnonzero(quarter == number))
        content, truth = _file(scene, own, fielding.wave)
        yield f"complaints-{fielding.wave}.csv", content, truth


def _file(scene: Scene, cases: Cases, wave: str) -> tuple[bytes, dict[str, Any]]:
    rng = scene.rng("complaints", "texts", wave)
    bad = faults.planned(rng, len(cases), FAULTS)
    texts = _texts(scene, rng, cases)
    sheet = _sheet(scene, rng, cases, wave=wave, bad=bad).but(text=faults.attacks(texts, bad[faults.HOSTILE]))
    kept = np.setdiff1d(np.arange(len(cases)), bad[faults.HOSTILE])
    truth = {
        "rows": len(cases) + FAULTS[faults.DUPLICATE],
        "planted": dict(FAULTS),
        "personal": contacts.told(scene.people, cases.customer[kept], texts[kept]),
    }
    whole = faults.repeated(sheet, bad[faults.DUPLICATE])
    return delivery.as_csv(whole.headed(), encoding="utf-8-sig"), truth


def _sheet(scene: Scene, rng: np.random.Generator, cases: Cases, *, wave: str, bad: faults.Faults) -> Sheet:
    people, who, size = scene.people, cases.customer, len(cases)
    early = bad[faults.ORDER]
    closed = cases.closed.copy()
    closed[early] = cases.opened[early] - np.timedelta64(26, "h")
    known = rng.random(size) > 0.02  # of some callers the ticket names no customer
    numbers = np.where(known, people.number[who], "").astype(object)
    opened = delivery.clock(cases.opened, "%Y/%m/%d %H:%M")
    return Sheet(
        "complaints",
        {
            "complaint": np.array([f"TS{wave}{n:05d}" for n in range(1, size + 1)], dtype=object),
            "customer": faults.strangers(numbers, bad[faults.STRANGER]),
            "branch": written("branch", people.branch[who]),
            "product": written("product", people.product[who]),
            "channel": written("channel", chance.pick(rng, CHANNELS, size)),
            "cause": faults.nonsense(written("cause", handling.names_of(cases.cause)), bad[faults.CODE]),
            "opened": faults.impossible(opened, bad[faults.DATE]),
            "answered": delivery.clock(cases.answered, "%Y/%m/%d %H:%M"),
            "closed": delivery.clock(closed, "%Y/%m/%d %H:%M"),
            "department": written("department", cases.department),
            "repeat": delivery.answers(cases.repeat),
            "resolved": np.where(np.isnat(cases.closed), "", delivery.answers(cases.resolved)).astype(object),
            "rating": np.array([f"{r:.0f}" if r == r else "" for r in cases.rating.tolist()], dtype=object),  # noqa: PLR0124 -- NaN
        },
    )


def _texts(scene: Scene, rng: np.random.Generator, cases: Cases) -> Texts:
    """What the customers said, in their language; some sign it."""
    speakers = {language: Speaker("complaints", language, rng) for language in ("zh", "en")}
    signs = rng.random(len(cases)) < SIGNED
    languages = scene.people.language[cases.customer].tolist()
    said = [
        _text(speakers[language], grievance.NAMES[cause], contacts.known(scene.people, row), signed=sign)
        for row, cause, language, sign in zip(
            cases.customer.tolist(), cases.cause.tolist(), languages, signs.tolist(), strict=True
        )
    ]
    return np.array(said, dtype=object)


def _text(speaker: Speaker, cause: str, given: Mapping[str, str], *, signed: bool) -> str:
    text = speaker.say("text", cause, given=given)
    return f"{text} {speaker.say('signature', cause, given=given)}" if signed else text

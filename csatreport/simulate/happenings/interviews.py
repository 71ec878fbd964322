"""Interview notes, one workbook: what interviewers wrote down in both languages."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from csatreport.simulate.happenings import chance, contacts, delivery, faults
from csatreport.simulate.happenings.chance import Moments, Rows, Texts
from csatreport.simulate.happenings.delivery import Sheet
from csatreport.simulate.happenings.phrases import Speaker
from csatreport.simulate.happenings.scene import Scene
from csatreport.simulate.happenings.words import written

A_QUARTER: Final = 25
ENGLISH: Final = 0.25
FAULTS: Final = {faults.STRANGER: 4, faults.CODE: 2, faults.HOSTILE: 2, faults.DUPLICATE: 2}
TOPICS: Final = {
    "network": 0.17, "installation": 0.10, "repair": 0.14, "support": 0.12, "billing": 0.12, "home_service": 0.07,
    "digital": 0.09, "new_needs": 0.08, "competitors": 0.05, "staying": 0.06,
}  # fmt: skip
FILE: Final = "interviews.xlsx"


def export(scene: Scene) -> tuple[str, bytes, dict[str, Any]]:
    """Name, content and truth of the file."""
    rng = scene.rng("interviews")
    customer, day = _held(scene, rng)
    topic = chance.pick(rng, TOPICS, len(customer))
    texts = _texts(scene, rng, customer, day, topic)
    planted = faults.spread(FAULTS, len(scene.quarters))
    bad = faults.planned(rng, len(customer), planted)
    sheet = _sheet(scene, customer, day, topic=topic, texts=texts, bad=bad)
    kept = np.setdiff1d(np.arange(len(customer)), bad[faults.HOSTILE])
    truth = {
        "rows": len(customer) + planted[faults.DUPLICATE],
        "planted": planted,
        "personal": contacts.told(scene.people, customer[kept], texts[kept]),
    }
    whole = faults.repeated(sheet, bad[faults.DUPLICATE])
    return FILE, delivery.as_excel(whole.headed(), sheet="访谈记录"), truth


def _held(scene: Scene, rng: np.random.Generator) -> tuple[Rows, Moments]:
    """Whom was spoken to and when, in order of time."""
    found = [
        (
            chance.place(rng, scene.active[:, n], A_QUARTER),
            np.sort(scene.days(n)[rng.integers(5, len(scene.days(n)), A_QUARTER)]),
        )
        for n in range(len(scene.quarters))
    ]
    customer, day = (np.concatenate(parts) for parts in zip(*found, strict=True))
    return customer, day


def _texts(scene: Scene, rng: np.random.Generator, customer: Rows, day: Moments, topic: Texts) -> Texts:
    """Who is content says something good more often."""
    speakers = {language: Speaker("interviews", language, rng) for language in ("zh", "en")}
    felt = scene.people.satisfaction[customer, scene.quarter(day)]
    good = rng.random(len(customer)) < chance.logistic(0.2 + 1.6 * felt)
    english = rng.random(len(customer)) < ENGLISH
    said = [
        speakers["en" if foreign else "zh"].say(
            "text", f"{'good' if content else 'bad'}.{about}", given=contacts.known(scene.people, row)
        )
        for row, about, content, foreign in zip(
            customer.tolist(), topic, good.tolist(), english.tolist(), strict=True
        )
    ]
    return np.array([" ".join(text.split()) for text in said], dtype=object)


def _sheet(
    scene: Scene, customer: Rows, day: Moments, *, topic: Texts, texts: Texts, bad: faults.Faults
) -> Sheet:
    people, size = scene.people, len(customer)
    return Sheet(
        "interviews",
        {
            "interview": np.array([f"FT{n:04d}" for n in range(1, size + 1)], dtype=object),
            "date": day.astype("datetime64[D]"),
            "customer": faults.strangers(people.number[customer], bad[faults.STRANGER]),
            "branch": written("branch", people.branch[customer]),
            "interviewer": np.array([f"E5{place % 7:02d}" for place in customer.tolist()], dtype=object),
            "topic": faults.nonsense(written("topic", topic), bad[faults.CODE]),
            "text": faults.attacks(texts, bad[faults.HOSTILE]),
        },
    )

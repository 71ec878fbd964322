"""The list of customers: GB18030, Chinese headers, personal data in full, as the billing system exports it."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from csatreport.simulate.happenings import delivery, faults
from csatreport.simulate.happenings.chance import Texts
from csatreport.simulate.happenings.delivery import Sheet
from csatreport.simulate.happenings.scene import Scene
from csatreport.simulate.happenings.words import written

FAULTS: Final = {faults.CODE: 25, faults.DATE: 15, faults.DUPLICATE: 40}
FILE: Final = "customers.csv"


def export(scene: Scene) -> tuple[str, bytes, dict[str, Any]]:
    """Name, content and truth of the file."""
    people, rng = scene.people, scene.rng("customers")
    bad = faults.planned(rng, len(people), FAULTS)
    since = delivery.days(people.joined, "{0}/{1}/{2}")
    sheet = Sheet(
        "customers",
        {
            "customer": people.number,
            "name": people.name,
            "phone": _phones(people.phone),
            "email": people.email,
            "id_number": people.id_number,
            "address": people.address,
            "type": written("customer_type", people.type),
            "branch": written("branch", people.branch),
            "product": faults.nonsense(written("product", people.product), bad[faults.CODE]),
            "since": faults.impossible(since, bad[faults.DATE]),
            "born": people.born,
            "language": written("language", people.language),
        },
    )
    whole = faults.repeated(sheet, bad[faults.DUPLICATE])
    truth = {"rows": len(whole), "planted": dict(FAULTS)}
    return FILE, delivery.as_csv(whole.headed(), encoding="gb18030"), truth


def _phones(phones: Texts) -> Texts:
    """Every fifth mobile telephone is written in groups."""
    grouped = [
        f"{p[:3]} {p[3:7]} {p[7:]}" if n % 5 == 0 and len(p) == 11 and p.isdigit() else p
        for n, p in enumerate(phones)
    ]
    return np.array(grouped, dtype=object)

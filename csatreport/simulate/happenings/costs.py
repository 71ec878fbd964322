"""What the company spends on satisfaction, by month, line and branch: one workbook of the accounts."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from csatreport.simulate import events
from csatreport.simulate.happenings import delivery, faults
from csatreport.simulate.happenings.chance import Moments, Numbers
from csatreport.simulate.happenings.delivery import Sheet
from csatreport.simulate.happenings.scene import BRANCHES, Scene
from csatreport.simulate.happenings.words import written

HEAD_OFFICE: Final = {  # lines of the whole company: department, yuan a month
    "compensation": ("service_desk", 86_000.0),
    "communication": ("shops_online", 54_000.0),
    "research": ("service_desk", 72_000.0),
    "loyalty": ("shops_online", 95_000.0),
}
FAULTS: Final = {faults.CODE: 12, faults.DUPLICATE: 10}
FILE: Final = "costs.xlsx"


def export(scene: Scene) -> tuple[str, bytes, dict[str, Any]]:
    """Name, content and truth of the file."""
    rng = scene.rng("costs")
    months = np.array([m for q in scene.quarters for m in q.months], dtype="datetime64[D]")
    sheet = _sorted(_joined(_by_branch(scene, rng, months), _head_office(rng, months)))
    planted = faults.spread(FAULTS, len(scene.quarters))
    bad = faults.planned(rng, len(sheet), planted)
    sheet = sheet.but(action=faults.nonsense(sheet.columns["action"], bad[faults.CODE]))
    whole = faults.repeated(sheet, bad[faults.DUPLICATE])
    elasticity = {code: line.elasticity for code, line in events.COSTS.items()}
    truth = {"rows": len(whole), "planted": planted, "elasticity": elasticity}
    return FILE, delivery.as_excel(whole.headed(), sheet="费用明细"), truth


def _by_branch(scene: Scene, rng: np.random.Generator, months: Moments) -> Sheet:
    """Spending of branches: what the customers' satisfaction followed, spread over the months of a quarter."""
    lines, quarters = list(events.COSTS.values()), len(scene.quarters)
    usual = np.array([line.amount for line in lines])[:, None, None] * 3 * scene.customers
    parts = np.exp(0.08 * rng.standard_normal((*scene.people.spending.shape, 3)))
    amount = (usual * np.exp(scene.people.spending))[..., None] * parts / parts.sum(axis=-1, keepdims=True)
    line, branch, month = np.indices((len(lines), len(BRANCHES), quarters * 3)).reshape(3, -1)
    codes = np.array(list(events.COSTS), dtype=object)
    departments = np.array([one.department for one in lines], dtype=object)
    return Sheet(
        "costs",
        {
            "month": months[month],
            "action": written("action", codes[line]),
            "department": written("department", departments[line]),
            "branch": written("branch", np.array(BRANCHES, dtype=object)[branch]),
            "amount": np.round(amount.reshape(-1), 2),
        },
    )


def _head_office(rng: np.random.Generator, months: Moments) -> Sheet:
    line, month = np.indices((len(HEAD_OFFICE), len(months))).reshape(2, -1)
    usual: Numbers = np.array([amount for _, amount in HEAD_OFFICE.values()])
    codes = np.array(list(HEAD_OFFICE), dtype=object)
    departments = np.array([department for department, _ in HEAD_OFFICE.values()], dtype=object)
    return Sheet(
        "costs",
        {
            "month": months[month],
            "action": written("action", codes[line]),
            "department": written("department", departments[line]),
            "branch": np.full(len(line), "", dtype=object),
            "amount": np.round(usual[line] * np.exp(0.15 * rng.standard_normal(len(line))), 2),
        },
    )


def _joined(first: Sheet, second: Sheet) -> Sheet:
    return first.but(**{f: np.concatenate([c, second.columns[f]]) for f, c in first.columns.items()})


def _sorted(sheet: Sheet) -> Sheet:
    return sheet.rows(np.argsort(sheet.columns["month"], kind="stable"))

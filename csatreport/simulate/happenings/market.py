"""Market figures bought from a research house: ourselves and three competitors, by quarter and region."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from csatreport.simulate import company, events
from csatreport.simulate.happenings import delivery, faults
from csatreport.simulate.happenings.chance import Numbers, Texts
from csatreport.simulate.happenings.delivery import Sheet
from csatreport.simulate.happenings.scene import Scene
from csatreport.simulate.happenings.words import written

COMPANIES: Final = ("own", *company.COMPETITORS)
SHARE: Final = (0.36, 0.28, 0.21, 0.15)  # of the market when it began, in the order of COMPANIES
AWARENESS: Final = (0.86, 0.91, 0.74, 0.58)
SCORE: Final = (0.0, 79.0, 76.5, 78.0)  # of 100; our own follows what our customers feel
PRICE: Final = (109.0, 119.0, 99.0, 89.0)
TREND: Final = (0.0, -0.2, 0.1, 0.5)  # points of the score a quarter
SHARE_BY_SCORE: Final = 0.004  # log of the share gained a quarter, by point of score above the others
POINTS: Final = 1 / events.INDEX_POINT
FAULTS: Final = {faults.CODE: 2, faults.DUPLICATE: 2}
FILE: Final = "market.csv"


def scores(scene: Scene) -> Numbers:
    """Satisfaction of 100, by quarter, region and company."""
    regions = np.array([branch.region for branch in company.BRANCHES.values()])
    found = np.zeros((len(scene.quarters), len(company.REGIONS), len(COMPANIES)))
    for place, region in enumerate(company.REGIONS):
        weights = scene.customers[regions == region]
        felt = (scene.satisfaction[regions == region] * weights).sum(axis=0) / weights.sum(axis=0)
        found[:, place, 0] = events.INDEX_LEVEL + POINTS * felt
    found[:, :, 1:] = np.array(SCORE[1:]) + np.arange(len(scene.quarters))[:, None, None] * np.array(
        TREND[1:]
    )
    return found


def shares(scene: Scene, score: Numbers) -> Numbers:
    """Share of the market: who satisfies better than the others gains, slowly."""
    lead = score - score.mean(axis=2, keepdims=True)
    start = np.array(SHARE) * np.exp(
        0.08 * scene.rng("market", "start").standard_normal((len(company.REGIONS), 4))
    )
    grown = start * np.exp(SHARE_BY_SCORE * np.cumsum(lead, axis=0))
    share: Numbers = grown / grown.sum(axis=2, keepdims=True)
    return share


def export(scene: Scene) -> tuple[str, bytes, dict[str, Any]]:
    """Name, content and truth of the file."""
    rng, score = scene.rng("market", "file"), scores(scene)
    share = shares(scene, score)
    quarter, region, firm = np.indices(score.shape).reshape(3, -1)
    size = len(quarter)
    measured = score.reshape(-1) + 0.6 * rng.standard_normal(size)
    known = np.clip(np.array(AWARENESS)[firm] + 0.015 * rng.standard_normal(size), 0, 0.99)
    price = np.array(PRICE)[firm] - 2.0 * ((quarter > 5) & (firm > 0))
    ends = np.array([q.last for q in scene.quarters], dtype="datetime64[D]")
    planted = faults.spread(FAULTS, len(scene.quarters))
    bad = faults.planned(rng, size, planted)
    competitor = written("competitor", np.array(COMPANIES, dtype=object)[firm], chinese=False)
    sheet = Sheet(
        "market",
        {
            "date": delivery.days(ends[quarter]),
            "competitor": faults.nonsense(competitor, bad[faults.CODE], words=("New entrant", "Others")),
            "region": written("region", np.array(list(company.REGIONS), dtype=object)[region], chinese=False),
            "share": _percent(share.reshape(-1)),
            "awareness": _percent(known),
            "score": np.round(measured, 1),
            "price": price,
        },
    )
    whole = faults.repeated(sheet, bad[faults.DUPLICATE])
    own = {q.wave: np.round(share[n, :, 0], 4).tolist() for n, q in enumerate(scene.quarters)}
    truth = {"rows": len(whole), "planted": planted, "own_share": own}
    return FILE, delivery.as_csv(whole.headed(), ends="\n"), truth


def _percent(values: Numbers) -> Texts:
    return np.array([f"{value:.1%}" for value in values.tolist()], dtype=object)

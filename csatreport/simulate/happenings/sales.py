"""Sales, one file per quarter: new contracts, renewals, upgrades, and what is sold to customers besides."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from csatreport.simulate import company
from csatreport.simulate.happenings import chance, delivery, faults
from csatreport.simulate.happenings.chance import Moments, Numbers, Rows, Texts
from csatreport.simulate.happenings.delivery import Sheet
from csatreport.simulate.happenings.scene import Scene
from csatreport.simulate.happenings.words import written

HALF_YEARS: Final = 0.56  # of customers pay half a year in advance, the others a year
UPGRADES: Final = {"fibre500": "fibre300", "gigabit": "fibre500", "bundle": "fibre300", "leased": "shopline"}
UPGRADED: Final = -4.1  # log-odds within a quarter, for a customer of middling satisfaction
CROSS_SOLD: Final = -3.4
BY_SATISFACTION: Final = {"upgrade": 0.45, "cross_sell": 0.60}  # log-odds, by point
EXTRAS: Final = {
    "wifi": (0.55, 239.0, 0.38),
    "smart_home": (0.30, 599.0, 0.27),
    "homecare": (0.15, 398.0, 0.33),
}
DISCOUNT: Final = 0.06  # of a renewal, at most
FAULTS: Final = {faults.STRANGER: 40, faults.CODE: 20, faults.LONG_AGO: 10, faults.DUPLICATE: 25}


@dataclass(frozen=True)
class Sales:
    """One entry per sale: the customer's row, day, kind, product, months paid for, price a month, margin."""

    customer: Rows
    day: Moments
    kind: Texts
    product: Texts
    amount: Numbers
    margin: Numbers

    def only(self, rows: Rows) -> Sales:
        """These sales, in this order."""
        return Sales(*(getattr(self, name)[rows] for name in self.__dataclass_fields__))


def exports(scene: Scene) -> Iterator[tuple[str, bytes, dict[str, Any]]]:
    """Name, content and truth of every file."""
    rng = scene.rng("sales", "contracts")
    size = len(scene.people)
    months = np.where(rng.random(size) < HALF_YEARS, 6, 12)
    upgraded = _upgrade_days(scene)
    for number, quarter in enumerate(scene.quarters):
        sold = _quarter(scene, number, months=months, upgraded=upgraded)
        content, truth = _file(scene, sold, quarter.wave)
        yield f"sales-{quarter.wave}.parquet", content, truth


def _upgrade_days(scene: Scene) -> Moments:
    """The day on which a customer came to the product there is now; NaT where it was never another."""
    rng = scene.rng("sales", "upgrades")
    found = np.full(len(scene.people), np.datetime64("NaT", "D"))
    may = np.isin(scene.people.product, list(UPGRADES))
    for number in range(len(scene.quarters)):
        odds = UPGRADED + BY_SATISFACTION["upgrade"] * scene.people.satisfaction[:, number]
        does = (
            may
            & scene.active[:, number]
            & np.isnat(found)
            & (rng.random(len(odds)) < chance.logistic(odds) * 2)
        )
        days = scene.days(number)[rng.integers(0, len(scene.days(number)), len(odds))]
        does &= np.isnat(scene.people.left) | (days < scene.people.left)
        found[does] = days[does]
    return found


def _quarter(scene: Scene, number: int, *, months: Rows, upgraded: Moments) -> Sales:
    rng = scene.rng("sales", scene.quarters[number].wave)
    parts = [
        _new(scene, number, months),
        _renewals(scene, number, months, upgraded=upgraded),
        _upgrades(scene, number, months, upgraded=upgraded),
        _extras(scene, rng, number),
    ]
    sold = Sales(*(np.concatenate([getattr(p, n) for p in parts]) for n in Sales.__dataclass_fields__))
    less = np.where(sold.kind == "renewal", 1 - DISCOUNT * rng.random(len(sold.day)), 1.0)
    sold = Sales(
        sold.customer, sold.day, sold.kind, sold.product, np.round(sold.amount * less, 2), sold.margin
    )
    return sold.only(np.lexsort((sold.customer, sold.day)))


def _new(scene: Scene, number: int, months: Rows) -> Sales:
    days = scene.days(number)
    rows = np.flatnonzero((scene.people.joined >= days[0]) & (scene.people.joined <= days[-1]))
    return _sales(
        "new", rows, scene.people.joined[rows], scene.people.product[rows].astype(object), months[rows]
    )


def _renewals(scene: Scene, number: int, months: Rows, *, upgraded: Moments) -> Sales:
    """Everybody renews when the time paid for is over, unless she has left."""
    people, days = scene.people, scene.days(number)
    joined = people.joined.astype("datetime64[M]").astype(int)
    first = days[0].astype("datetime64[M]").astype(int)
    wait = -(first - joined) % months
    month = (first + wait).astype("datetime64[M]")
    since = (people.joined - people.joined.astype("datetime64[M]")).astype("timedelta64[D]")
    day = np.minimum(month.astype("datetime64[D]") + since, (month + 1).astype("datetime64[D]") - 1)
    due = (wait < 3) & (joined < first) & ~(people.left <= day)
    rows = np.flatnonzero(due)
    return _sales(
        "renewal",
        rows,
        day[rows],
        _product(people.product.astype(object), upgraded, rows, day[rows]),
        months[rows],
    )


def _product(product: Texts, upgraded: Moments, rows: Rows, day: Moments) -> Texts:
    """What the customer had on the day: before an upgrade the smaller product."""
    before = np.array([UPGRADES.get(code, code) for code in product[rows].tolist()], dtype=object)
    had: Texts = np.where(day < upgraded[rows], before, product[rows])
    return had


def _upgrades(scene: Scene, number: int, months: Rows, *, upgraded: Moments) -> Sales:
    days = scene.days(number)
    rows = np.flatnonzero((upgraded >= days[0]) & (upgraded <= days[-1]))
    return _sales("upgrade", rows, upgraded[rows], scene.people.product[rows].astype(object), months[rows])


def _extras(scene: Scene, rng: np.random.Generator, number: int) -> Sales:
    felt = scene.people.satisfaction[:, number]
    odds = CROSS_SOLD + BY_SATISFACTION["cross_sell"] * felt
    rows = np.flatnonzero((rng.random(len(felt)) < chance.logistic(odds)) & scene.active[:, number])
    days = scene.days(number)[rng.integers(0, len(scene.days(number)), len(rows))]
    there = ~(scene.people.left[rows] <= days)
    rows, days = rows[there], days[there]
    sold = chance.pick(rng, {code: share for code, (share, _, _) in EXTRAS.items()}, len(rows))
    amount = np.array([EXTRAS[code][1] for code in sold])
    margin = np.array([EXTRAS[code][2] for code in sold])
    return Sales(rows, days, np.full(len(rows), "cross_sell", dtype=object), sold, amount, margin)


def _sales(kind: str, rows: Rows, day: Moments, product: Texts, months: Rows) -> Sales:
    known: Mapping[str, company.Product] = company.PRODUCTS
    price = np.array([known[code].price for code in product.tolist()])
    margin = np.array([known[code].profit for code in product.tolist()])
    kinds = np.full(len(rows), kind, dtype=object)
    return Sales(rows, day.astype("datetime64[D]"), kinds, product, price * months, margin)


def _file(scene: Scene, sold: Sales, wave: str) -> tuple[bytes, dict[str, Any]]:
    rng = scene.rng("sales", "file", wave)
    size = len(sold.day)
    bad = faults.planned(rng, size, FAULTS)
    day = sold.day.copy()
    day[bad[faults.LONG_AGO]] = faults.NO_DAY
    profit = sold.amount * (sold.margin + 0.03 * rng.standard_normal(size))
    sheet = Sheet(
        "sales",
        {
            "sale": np.array([f"XS{wave}{n:06d}" for n in range(1, size + 1)], dtype=object),
            "customer": faults.strangers(scene.people.number[sold.customer], bad[faults.STRANGER]),
            "branch": written("branch", scene.people.branch[sold.customer], chinese=False),
            "product": faults.nonsense(written("product", sold.product, chinese=False), bad[faults.CODE]),
            "date": day,
            "kind": written("sale", sold.kind, chinese=False),
            "amount": sold.amount,
            "profit": np.round(profit, 2),
        },
    )
    whole = faults.repeated(sheet, bad[faults.DUPLICATE])
    kinds, counts = np.unique(sold.kind.astype(str), return_counts=True)
    truth = {
        "rows": len(whole),
        "planted": dict(FAULTS),
        "kinds": dict(zip(kinds.tolist(), counts.tolist(), strict=True)),
        "amount": round(float(sold.amount.sum()), 2),
    }
    return delivery.as_parquet(whole.headed()), truth

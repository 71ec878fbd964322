"""Purchases of each customer that were known when a quarter began: how long ago, upgrades, extras, the product then."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from csatreport.measure.churn.clock import Clock
from csatreport.measure.churn.factor import UNKNOWN, Factor, Known, Small, coded
from csatreport.measure.churn.traits import LASTING
from csatreport.measure.customers import Customers, Days
from csatreport.params import Text
from csatreport.survey import Survey

PURCHASE = Factor.of(
    "purchase",
    Text(en="Last purchase", zh="最近一次购买或续约"),
    [
        ("none", Text(en="Nothing bought or renewed", zh="期内无购买或续约")),
        ("recent", Text(en="Bought or renewed recently", zh="近期购买或续约")),
        ("earlier", Text(en="Bought or renewed earlier", zh="较早购买或续约")),
    ],
)
UPGRADE = Factor.of(
    "upgrade",
    Text(en="Upgrades", zh="套餐升级"),
    [
        ("none", Text(en="No upgrade", zh="未升级")),
        ("recent", Text(en="Upgraded recently", zh="近期升级")),
        ("earlier", Text(en="Upgraded earlier", zh="较早升级")),
    ],
)
EXTRA = Factor.of(
    "extra",
    Text(en="Bought besides", zh="加购"),
    [
        ("none", Text(en="Nothing bought besides", zh="无加购")),
        ("recent", Text(en="Bought besides recently", zh="近期加购")),
        ("earlier", Text(en="Bought besides earlier", zh="较早加购")),
    ],
)


@dataclass(frozen=True, eq=False)
class Sold:
    """Sales in the order of their days: the customer's row, the day."""

    rows: npt.NDArray[np.intp]
    day: Days

    def only(self, which: npt.NDArray[np.bool_]) -> Sold:
        """Some of the sales."""
        return Sold(self.rows[which], self.day[which])


def purchases(survey: Survey, customers: Customers, clock: Clock) -> Iterator[Known]:
    """Sales of the waves looked back over; nothing where there is no such table."""
    if "sales" not in survey.records or not len(survey.records["sales"]):
        return
    table, declared, size = survey.records["sales"], survey.analysis.churn, len(customers)
    rows, day = customers.rows(table["customer"]), table["date"].to_numpy("datetime64[D]")
    order = np.argsort(day, kind="stable")
    order = order[rows[order] >= 0]
    sold = Sold(rows[order], day[order])
    kind = pd.Categorical(table["kind"])
    upgraded, extra = (
        np.isin(kind.codes, kind.categories.get_indexer(pd.Index(codes)))[order]
        for codes in (declared.upgrades, declared.extras)
    )
    for factor, some in ((PURCHASE, sold), (UPGRADE, sold.only(upgraded)), (EXTRA, sold.only(extra))):
        yield Known(factor, _latest(some, clock, size))
    if "product" in table and table["product"].notna().any():
        levels = coded(table["product"], survey.questionnaire.labels.get("product", {}))
        codes = pd.Categorical(table["product"], categories=list(levels)).codes[order]
        contract = ~extra & (codes >= 0)
        yield _product(codes[contract], sold.only(contract), levels, clock, size=size)


def _latest(sold: Sold, clock: Clock, size: int) -> Small:
    """Level (customers, places): 0 nothing, 1 something in the quarter before, 2 earlier."""
    found = np.zeros((size, len(clock) + 1), dtype=np.int16)
    starts = (np.searchsorted(sold.day, clock.before(k)) for k in (clock.history, 1))
    ends = np.searchsorted(sold.day, clock.begins)
    for t, (first, recent, end) in enumerate(zip(*starts, ends, strict=True)):
        found[sold.rows[first:recent], t] = 2
        found[sold.rows[recent:end], t] = 1
    return found


def _product(codes: Small, sold: Sold, levels: dict[str, Text], clock: Clock, *, size: int) -> Known:
    """What the last contract before the quarter was about: today's product says who stayed long enough to upgrade."""
    found = np.full((size, len(clock) + 1), len(levels), dtype=np.int16)
    now, start = found[:, 0].copy(), 0
    for t, end in enumerate(np.searchsorted(sold.day, clock.begins)):
        now[sold.rows[start:end]] = codes[start:end]  # in the order of days: the last one stays
        found[:, t], start = now, int(end)
    levels = levels | ({"unknown": UNKNOWN} if (found == len(levels)).any() else {})
    return Known(Factor.of("product", LASTING["product"][1], list(levels.items())), found)

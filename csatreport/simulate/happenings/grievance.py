"""Who complains, when, and what about: the rates that are true."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from csatreport.simulate import company, events
from csatreport.simulate.happenings import chance
from csatreport.simulate.happenings.chance import Moments, Numbers, Rows, Texts
from csatreport.simulate.happenings.scene import BRANCHES, Scene, change, gone_bad

RATE: Final = 0.00036  # complaints a day of a customer of middling satisfaction
BY_SATISFACTION: Final = -0.55  # log of the rate, by point of satisfaction
SURGE: Final = 2.1  # of the rate in the branch that goes bad, from its week on
BY_ITEM: Final = -1.6  # log of the rate of a cause, by point that an improvement lifts its item
MONTHS: Final = (1.02, 0.82, 0.94, 0.98, 1.0, 1.10, 1.22, 1.18, 1.02, 0.98, 0.96, 0.98)
WEEKDAYS: Final = (1.22, 1.12, 1.06, 1.02, 1.0, 0.86, 0.72)  # Monday first
BY_TYPE: Final = {"household": 1.0, "business": 1.55, "institution": 0.9}


@dataclass(frozen=True)
class Cause:
    """A cause of complaints: its share, who answers for it, the item that it shows in, where it is usual."""

    share: float
    department: str
    item: str = ""
    products: tuple[tuple[str, float], ...] = ()
    bad: float = 1.0  # times as usual in the branch that goes bad
    rain: float = 1.0  # times as usual in June, July and August


_TV: Final = (("bundle", 4.0), ("shopline", 0.2), ("leased", 0.0))
_FIRM: Final = (("shopline", 1.4), ("leased", 1.8))
CAUSES: Final = {
    "outage": Cause(0.15, "network", "stability", _FIRM, rain=1.6),
    "slow_speed": Cause(0.11, "network", "speed", (("fibre300", 1.4), ("gigabit", 0.8))),
    "wifi": Cause(0.08, "field_service", "wifi", (("gigabit", 1.5), ("leased", 0.1))),
    "video": Cause(0.04, "network", "video", _TV),
    "install_delay": Cause(0.06, "field_service", "install_wait", bad=1.6),
    "install_work": Cause(0.03, "field_service", "install_work"),
    "repair_delay": Cause(0.10, "field_service", "repair_speed", _FIRM, bad=2.6),
    "repair_again": Cause(0.05, "field_service", "repair_once", bad=1.8),
    "missed_visit": Cause(0.04, "field_service", "install_wait", bad=2.4),
    "hotline_wait": Cause(0.06, "service_desk", "hotline_wait"),
    "not_solved": Cause(0.05, "service_desk", "hotline_answer", bad=1.4),
    "manner": Cause(0.03, "service_desk", "hotline_manner", bad=1.5),
    "bill_error": Cause(0.06, "billing", "bill_right"),
    "bill_unclear": Cause(0.035, "billing", "bill_clear"),
    "price": Cause(0.05, "billing", "price"),
    "contract_terms": Cause(0.035, "shops_online"),
    "promise": Cause(0.025, "shops_online", "shop"),
    "home_service": Cause(0.02, "field_service", "", (("homecare", 6.0), ("leased", 0.0))),
    "other": Cause(0.035, "shops_online", "app"),
}
NAMES: Final = tuple(CAUSES)


@dataclass(frozen=True)
class Grievances:
    """One entry per complaint: the customer's row, the day, the cause as a place in :data:`NAMES`."""

    customer: Rows
    day: Moments
    cause: Rows


def drawn(scene: Scene) -> Grievances:
    """Complaints that come of themselves, quarter by quarter."""
    found = [_quarter(scene, n) for n in range(len(scene.quarters))]
    customer, day = (np.concatenate(parts) for parts in zip(*found, strict=True))
    rng = scene.rng("complaints", "causes")
    return Grievances(customer, day, chance.place_each(rng, _weights(scene, customer, day)))


def _quarter(scene: Scene, number: int) -> tuple[Rows, Moments]:
    """Poisson numbers by branch and day; then who it was, by the customer's own rate."""
    rng = scene.rng("complaints", scene.quarters[number].wave)
    own = rates(scene, number)
    days = scene.days(number)
    expected = np.bincount(scene.place, weights=own, minlength=len(BRANCHES))[:, None] * season(days)
    expected[BRANCHES.index(events.DECLINE.branch)] *= _turn(scene.quarters[number], days)
    counts = rng.poisson(expected)
    customers = [
        np.flatnonzero(scene.place == b)[chance.place(rng, own[scene.place == b], counts[b].sum())]
        for b in range(len(BRANCHES))
    ]
    return np.concatenate(customers), np.concatenate([np.repeat(days, row) for row in counts])


def _turn(quarter: company.Quarter, days: Moments) -> Numbers:
    """Times the rate of the branch that goes bad: nothing of it before its week, all of it after, and a surge."""
    since = days >= np.datetime64(events.DECLINE.monday)
    shift = np.where(since, events.DECLINE.effect, 0.0) - events.DECLINE.felt(quarter)
    times: Numbers = np.exp(BY_SATISFACTION * shift) * np.where(since, SURGE, 1.0)
    return times


def rates(scene: Scene, number: int) -> Numbers:
    """Complaints a day of every customer, season aside; 0 for who is none."""
    people = scene.people
    kind = np.array([BY_TYPE[k] for k in people.type.tolist()])
    rate: Numbers = RATE * kind * np.exp(BY_SATISFACTION * people.satisfaction[:, number])
    return rate * scene.active[:, number]


def season(days: Moments) -> Numbers:
    """Times the usual rate, by month and weekday."""
    months = days.astype("datetime64[M]").astype(int) % 12
    weekdays = (days.astype("datetime64[D]").astype(int) + 3) % 7
    times: Numbers = np.array(MONTHS)[months] * np.array(WEEKDAYS)[weekdays]
    return times


def _weights(scene: Scene, customer: Rows, day: Moments) -> Numbers:
    """How usual every cause is for each complaint: by product, rain, improvements, the bad branch."""
    place, product = scene.place[customer], scene.people.product[customer].astype(object)
    rain = np.isin(day.astype("datetime64[M]").astype(int) % 12, (5, 6, 7))
    bad = gone_bad(place, day)
    columns = [
        cause.share
        * _by_product(cause.products, product)
        * np.where(rain, cause.rain, 1.0)
        * np.where(bad, cause.bad, 1.0)
        * np.exp(BY_ITEM * change(cause.item, place, day))
        for cause in CAUSES.values()
    ]
    return np.stack(columns, axis=1)


def _by_product(times: tuple[tuple[str, float], ...], product: Texts) -> Numbers:
    known: Mapping[str, float] = dict(times)
    return np.array([known.get(code, 1.0) for code in product.tolist()])

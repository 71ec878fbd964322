"""Sixty thousand customers: who they are, when they came and left, how satisfied they are in each quarter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
from numpy.typing import NDArray

from csatreport.simulate import company, events, names
from csatreport.simulate.draws import Codes, Numbers, effects, pick, stream

Days = NDArray[np.datetime64]
Texts = NDArray[np.object_]
Whole = NDArray[np.int64]

SEED: Final = 20250401
CUSTOMERS: Final = 60_000
AT_FIRST: Final = 44_000  # customers when the first quarter begins; the others come later
PERSON_SPREAD: Final = 0.45  # of satisfaction between customers of one group, lasting
MOOD_SPREAD: Final = 0.30  # of what changes from quarter to quarter
MOOD_STAYS: Final = 0.5


@dataclass(frozen=True, eq=False)
class Population:
    """Customers, one entry in every array; the second axis of a matrix is ``quarters``.

    ``left`` is NaT for those who are still there. ``satisfaction`` is in points of a five-point scale, 0
    for the average customer; ``segment`` counts within :data:`company.SEGMENTS`. ``mode`` is how the
    survey reaches the customer. ``spending`` is the log of what was spent in proportion to what is usual,
    by cost line, branch and quarter.
    """

    quarters: tuple[company.Quarter, ...]
    number: Texts
    name: Texts
    phone: Texts
    email: Texts
    address: Texts
    id_number: Texts
    born: Whole
    type: Codes
    branch: Codes
    region: Codes
    stratum: Codes
    product: Codes
    age: Codes
    language: Codes
    mode: Codes
    joined: Days
    left: Days
    segment: NDArray[np.int8]
    satisfaction: Numbers
    spending: Numbers

    def __len__(self) -> int:
        return len(self.number)

    def active(self, quarter: int) -> NDArray[np.bool_]:
        """Who is a customer when the quarter in this place of ``quarters`` begins."""
        first = np.datetime64(self.quarters[quarter].first)
        there: NDArray[np.bool_] = (self.joined < first) & ~(self.left < first)
        return there

    def tenure(self, quarter: int) -> Codes:
        """How long everybody has been a customer when the quarter begins."""
        return tenures(self.joined, self.quarters[quarter].first)


def tenures(joined: Days, on: date) -> Codes:
    """Code of the time since ``joined``; who comes later counts as new."""
    years = (np.datetime64(on) - joined).astype("int64") / 365.25
    codes: Codes = np.array(list(company.TENURES))[np.searchsorted([1.0, 3.0, 5.0], years, side="right")]
    return codes


def draw(seed: int = SEED, quarters: int = len(company.QUARTERS)) -> Population:
    """The customers of the ``quarters`` newest quarters; who they are does not depend on how many."""
    rng = stream(seed, "population")
    kept = company.newest(quarters)
    branch = pick(rng, company.BRANCHES, CUSTOMERS)
    stratum = _strata(rng, branch)
    kind = pick(rng, company.TYPES, CUSTOMERS)
    age = pick(rng, company.AGES, CUSTOMERS)
    born = _born(rng, age)
    english = rng.random(CUSTOMERS) < np.where(kind == "household", 0.06, 0.12)
    language = np.where(english, "en", "zh")
    name, latin = names.people(rng, language)
    segment = _segments(rng)
    joined = _joined(rng)
    spending = events.SPENDING_SPREAD * rng.standard_normal(
        (len(events.COSTS), len(company.BRANCHES), len(company.QUARTERS))
    )
    lasting = (
        effects(company.STRATA, stratum) + effects(company.TYPES, kind) + effects(company.AGES, age)
        + effects(company.BRANCHES, branch) + PERSON_SPREAD * rng.standard_normal(CUSTOMERS)
    )  # fmt: skip
    satisfaction, left = _through_time(
        rng, lasting, branch=branch, kind=kind, age=age, joined=joined, segment=segment, spending=spending
    )
    return Population(
        quarters=kept,
        number=np.array(
            [f"M{n}" for n in (20_000_000 + rng.permutation(CUSTOMERS) * 13).tolist()], dtype=object
        ),
        name=name,
        phone=names.phones(rng, kind),
        email=names.mails(rng, latin),
        address=names.addresses(rng, branch, stratum),
        id_number=names.ids(rng, born, branch),
        born=born,
        type=kind,
        branch=branch,
        region=np.array([b.region for b in company.BRANCHES.values()])[_places(branch)],
        stratum=stratum,
        product=_products(rng, kind),
        age=age,
        language=language,
        mode=_modes(rng, age),
        joined=joined,
        left=left,
        segment=segment[:, -quarters:],
        satisfaction=satisfaction[:, -quarters:],
        spending=spending[:, :, -quarters:],
    )


def _through_time(
    rng: np.random.Generator,
    lasting: Numbers,
    *,
    branch: Codes,
    kind: Codes,
    age: Codes,
    joined: Days,
    segment: NDArray[np.int8],
    spending: Numbers,
) -> tuple[Numbers, Days]:
    """Satisfaction in every quarter, and the day on which a customer leaves."""
    size, place = len(lasting), _places(branch)
    by_segment = np.array([s.effect for s in company.SEGMENTS.values()])
    shifts = _shifts(spending)
    satisfaction = np.empty((size, len(company.QUARTERS)))
    left = np.full(size, np.datetime64("NaT", "D"))
    mood = MOOD_SPREAD * rng.standard_normal(size)
    for n, quarter in enumerate(company.QUARTERS):
        tenure = tenures(joined, quarter.first)
        felt = (
            lasting + mood + effects(company.TENURES, tenure) + by_segment[segment[:, n]] + shifts[place, n]
        )
        satisfaction[:, n] = felt
        first, days = np.datetime64(quarter.first), (quarter.last - quarter.first).days + 1
        leaves = rng.random(size) < hazard(felt, tenure=tenure, kind=kind, age=age)
        day = first + rng.integers(1, days, size)
        left[leaves & (joined < first) & np.isnat(left)] = day[leaves & (joined < first) & np.isnat(left)]
        fresh = MOOD_SPREAD * np.sqrt(1 - MOOD_STAYS**2) * rng.standard_normal(size)
        mood = MOOD_STAYS * mood + fresh
    return satisfaction, left


def hazard(satisfaction: Numbers, *, tenure: Codes, kind: Codes, age: Codes) -> Numbers:
    """Chance of a customer to leave within the quarter."""
    odds = events.CHURN_BASE + events.CHURN_SATISFACTION * satisfaction
    for code, effect in events.CHURN_GROUPS.items():
        odds = odds + effect * ((tenure == code) | (kind == code) | (age == code))
    chance: Numbers = 1 / (1 + np.exp(-odds))
    return chance


def _shifts(spending: Numbers) -> Numbers:
    """What a quarter does to the satisfaction of every branch: spending, and one branch that goes bad."""
    elasticity = np.array([line.elasticity for line in events.COSTS.values()])
    points = events.INDEX_LEVEL * events.INDEX_POINT
    shifts: Numbers = points * np.tensordot(elasticity, spending, axes=1)
    bad = list(company.BRANCHES).index(events.DECLINE.branch)
    shifts[bad] += [events.DECLINE.felt(quarter) for quarter in company.QUARTERS]
    return shifts


def _places(branch: Codes) -> Whole:
    codes = np.array(list(company.BRANCHES))
    order = np.argsort(codes)
    places: Whole = order[np.searchsorted(codes, branch, sorter=order)]
    return places


def _strata(rng: np.random.Generator, branch: Codes) -> Codes:
    codes = np.array(list(company.STRATA))
    edges = np.cumsum([b.areas for b in company.BRANCHES.values()], axis=1)[_places(branch)]
    strata: Codes = codes[(rng.random(len(branch))[:, None] >= edges[:, :-1]).sum(axis=1)]
    return strata


def _born(rng: np.random.Generator, age: Codes) -> Whole:
    youngest = {"a18": 18, "a30": 30, "a40": 40, "a50": 50, "a60": 60}
    start = np.array([youngest[a] for a in age.tolist()])
    born: Whole = 2026 - start - np.floor(rng.random(len(age)) * np.where(age == "a60", 22, 10)).astype(int)
    return born


def _joined(rng: np.random.Generator) -> Days:
    """Days of joining: those of the first customers as their tenures want it, the others evenly since."""
    first = np.datetime64(company.QUARTERS[0].first)
    tenure = pick(rng, company.TENURES, AT_FIRST)
    spans = {"under1": (0.0, 1.0), "y1to3": (1.0, 3.0), "y3to5": (3.0, 5.0), "over5": (5.0, 12.0)}
    low, high = np.array([spans[t] for t in tenure.tolist()]).T
    years = low + (high - low) * rng.random(AT_FIRST)
    span = (np.datetime64(company.QUARTERS[-1].last) - first).astype("int64")
    later = first + np.floor(rng.random(CUSTOMERS - AT_FIRST) * span).astype("timedelta64[D]")
    joined = np.concatenate([first - np.ceil(years * 365.25).astype("timedelta64[D]"), later])
    return joined[rng.permutation(CUSTOMERS)]


def _segments(rng: np.random.Generator) -> NDArray[np.int8]:
    """Segment in every quarter: most stay, the others go to any segment by its size."""
    quarters = len(company.QUARTERS)
    codes = list(company.SEGMENTS)
    now = np.searchsorted(np.array(codes), pick(rng, company.SEGMENTS, CUSTOMERS), sorter=np.argsort(codes))
    now = np.argsort(codes)[now].astype(np.int8)
    share = np.cumsum([s.share for s in company.SEGMENTS.values()])
    segments = np.empty((CUSTOMERS, quarters), dtype=np.int8)
    for n in range(quarters):
        segments[:, n] = now
        goes = rng.random(CUSTOMERS) >= events.SEGMENT_STAYS
        to = np.searchsorted(share / share[-1], rng.random(CUSTOMERS), side="right").astype(np.int8)
        now = np.where(goes, to, now)
    return segments


def _products(rng: np.random.Generator, kind: Codes) -> Codes:
    homes = {c: p for c, p in company.PRODUCTS.items() if p.of == "household"}
    firms = {c: p for c, p in company.PRODUCTS.items() if p.of == "business"}
    return np.where(kind == "household", pick(rng, homes, len(kind)), pick(rng, firms, len(kind)))


def _modes(rng: np.random.Generator, age: Codes) -> Codes:
    """The young answer on the web, the old on the telephone and at the door."""
    lean = {"a18": 0.9, "a30": 0.5, "a40": 0.0, "a50": -0.5, "a60": -1.1}
    codes = np.array(list(company.MODES))
    share = np.array([m.share for m in company.MODES.values()])
    away = np.array([0.6, 0.3, -0.5, -0.6])
    table = {a: share * np.exp(x * away) for a, x in lean.items()}
    edges = np.array([np.cumsum(table[a] / table[a].sum())[:-1] for a in lean])
    place = np.searchsorted(np.array(list(lean)), age)
    modes: Codes = codes[(rng.random(len(age))[:, None] >= edges[place]).sum(axis=1)]
    return modes

"""Tiers of customers by what they bring, how much of it comes from few, and who moved between tiers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from csatreport.measure.customers import Flags
from csatreport.measure.design import Floats
from csatreport.measure.subjects import Level, Subject
from csatreport.measure.value import census
from csatreport.measure.value.measures import SCORES, Measures
from csatreport.measure.value.moves import Moves, moves
from csatreport.measure.value.portfolio import Moment, Portfolio
from csatreport.params import Text
from csatreport.results import EVERYBODY, Count, Estimate, Unit

_CUSTOMERS = Subject("customers", Text(en="Customers", zh="客户数"))
_POINTS = 101  # of the curve


@dataclass(frozen=True)
class Tier:
    """One tier, or all customers: how many, what they bring over the window, its share of all, a customer's usual measures.

    ``earlier`` is what the tier brought at the wave compared with; None where there is none.
    """

    level: Level
    customers: Estimate
    worth: Estimate
    share: Estimate
    each: Estimate
    recency: Estimate
    frequency: Estimate
    earlier: Estimate | None = None


@dataclass(frozen=True)
class Tiers:
    """Tiers from the most valuable down, then all customers.

    ``curve`` is the share of customers, the most valuable first, and the share of worth that they bring; ``half`` the
    customers who bring half of it, None where they are few. ``moves`` is who came from which tier.
    """

    rows: tuple[Tier, ...]
    total: Tier
    curve: tuple[tuple[float, float], ...]
    half: Count | None
    moves: Moves | None
    worth: Text
    months: Count
    currency: Text

    @property
    def top(self) -> Tier:
        """The most valuable tier."""
        return self.rows[0]


def tiers(portfolio: Portfolio) -> Tiers:
    """Cut the customers at the end of the wave into tiers.

    A customer's place is the share of customers who are worth more, equals counted half; tiers take the declared shares
    from the top. Equal customers are never torn apart, so that tiers may take somewhat more or less than declared.

    Checked against: sums by hand (tests); the sales of the simulated company, file by file.
    """
    now, before = portfolio.now, portfolio.before
    there = [k for k in range(len(portfolio.tiers)) if (now.measures.tier == k).any()]
    levels = [portfolio.tiers[k] for k in there]
    rows = _rows(portfolio, now.measures, [*levels, Level("tier", "", EVERYBODY)], there)
    if before is not None:
        earlier = _rows(portfolio, before.measures, levels, there, moment=before)
        rows = [*(_with(a, b.worth) for a, b in zip(rows, earlier, strict=False)), rows[-1]]
    worth, minimum = now.measures.worth[now.measures.active], portfolio.survey.edition.minimum_base
    return Tiers(
        tuple(rows[:-1]), rows[-1], curve(worth, minimum=minimum), _half(worth, minimum), _moved(portfolio), portfolio.worth,
        portfolio.months, portfolio.currency,
    )  # fmt: skip


def scores(portfolio: Portfolio) -> tuple[tuple[Estimate, ...], ...]:
    """Customers by score of recency (rows, 5 first) and of money (columns, 1 first): fifths, ties together."""
    m = portfolio.now.measures
    recent, much = m.score(m.recency, low=True), m.score(m.money)
    n = np.array(
        [
            [int(((recent == r) & (much == k)).sum()) for k in range(1, SCORES + 1)]
            for r in range(SCORES, 0, -1)
        ]
    )
    secret = census.crossed(n, minimum=portfolio.survey.edition.minimum_base)
    levels = [Level("money", str(k), Text.same(str(k))) for k in range(1, SCORES + 1)]
    return tuple(
        census.estimates(
            portfolio.survey, portfolio.survey.wave, row, row, levels=levels, subject=Subject(f"recency_{r}", Text.same(str(r))),
            measure="customers", unit="count", secret=hide,
        ).rows
        for r, row, hide in zip(range(SCORES, 0, -1), n, secret, strict=True)
    )  # fmt: skip


def curve(worth: Floats, *, minimum: int) -> tuple[tuple[float, float], ...]:
    """Share of customers, the most valuable first, and of all worth (n,); empty where worth sums to nothing.

    At most 101 points, ``minimum`` customers or more between two of them, so that none tells what one customer brings.
    With customers who cost money it climbs above the whole before it comes back to it.
    """
    total = float(worth.sum())
    if not total > 0:
        return ()
    risen = np.concatenate([[0.0], np.cumsum(np.sort(worth)[::-1])]) / total
    points = min(_POINTS, len(worth) // max(minimum, 1) + 1)
    at = np.unique(np.linspace(0, len(worth), max(points, 2)).round().astype(int))
    return tuple((float(k / len(worth)), float(risen[k])) for k in at)


def _half(worth: Floats, minimum: int) -> Count | None:
    """The fewest customers who bring half of all worth; None where they are fewer than ``minimum``."""
    total = float(worth.sum())
    if not total > 0:
        return None
    most = int(np.searchsorted(np.cumsum(np.sort(worth)[::-1]), total / 2) + 1)
    if most < minimum:
        return None
    return Count(
        most, Text(en="Customers who bring half", zh="贡献一半的客户数"), of=len(worth), unit="share"
    )


def _rows(
    portfolio: Portfolio, m: Measures, levels: list[Level], there: list[int], *, moment: Moment | None = None
) -> list[Tier]:
    """A tier for each level; beyond those ``there`` all customers."""
    members = [*(m.tier == k for k in there), m.active][: len(levels)]
    wave = portfolio.survey.wave if moment is None else moment.wave
    n = np.array([part.sum() for part in members])
    found = [
        census.estimates(
            portfolio.survey,
            wave,
            values,
            n,
            levels=levels,
            subject=Subject(name, label),
            measure=name,
            unit=unit,
        ).rows
        for name, unit, label, values in _usual(portfolio, m, members, n)
    ]
    return [Tier(level, *each) for level, each in zip(levels, zip(*found, strict=True), strict=True)]


def _usual(
    portfolio: Portfolio, m: Measures, members: list[Flags], n: Floats
) -> list[tuple[str, Unit, Text, Floats]]:
    """Name, unit, label and numbers of what is said of every tier."""
    sums, size = np.array([m.worth[part].sum() for part in members]), np.maximum(n, 1)
    total = float(m.worth[m.active].sum())
    bought = np.array([m.frequency[part].sum() for part in members])
    return [
        ("customers", "count", _CUSTOMERS.label, n),
        ("brought", "money", portfolio.worth, sums),
        ("share_worth", "share", portfolio.worth, sums / total if total > 0 else np.full(len(n), np.nan)),
        ("each", "money", portfolio.worth, sums / size),
        ("recency", "days", Text(en="Since last purchase", zh="距上次购买"), _medians(m.recency, members)),
        ("purchases", "ratio", Text(en="Purchases", zh="购买次数"), bought / size),
    ]


def _medians(values: Floats, members: list[Flags]) -> Floats:
    """Medians of what is known; NaN where nothing is."""
    known = [values[part & ~np.isnan(values)] for part in members]
    return np.array([np.median(v) if len(v) else np.nan for v in known])


def _with(tier: Tier, earlier: Estimate) -> Tier:
    return Tier(
        tier.level, tier.customers, tier.worth, tier.share, tier.each, tier.recency, tier.frequency, earlier
    )


def _moved(portfolio: Portfolio) -> Moves | None:
    before = portfolio.before
    if before is None:
        return None
    return moves(portfolio, before, lambda moment: moment.measures.tier, portfolio.tiers)

"""Which groups of customers to call first: tier × state, by what one call is likely to save.

The expected loss of a group is the lifetime value of its customers times their chance of leaving within a wave
(:mod:`.chance`). Groups are put in order by the expected loss of one customer: the price at which a call pays. It is what is at
stake, not what a call saves: nobody knows from this how many stay for having been called.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from csatreport.measure.design import Codes, Floats
from csatreport.measure.subjects import Level
from csatreport.measure.value import census, states
from csatreport.measure.value.answered import SUBJECTS, Answered
from csatreport.measure.value.chance import Chances, chances
from csatreport.measure.value.inventory import made
from csatreport.measure.value.portfolio import DRAWS, Moment, Portfolio
from csatreport.measure.value.worth import spread
from csatreport.params import Text
from csatreport.results import Estimate

_SIZE = len(states.LEVELS)


@dataclass(frozen=True)
class Group:
    """Customers of a tier in a state; ``lost`` is the expected loss of all of them, ``each`` that of one.

    What is not known is None: chances and losses where nobody is known to have left, ``dissatisfied`` without answers.
    """

    tier: Text
    state: Text
    customers: Estimate
    worth: Estimate
    lifetime: Estimate | None = None
    chance: Estimate | None = None
    lost: Estimate | None = None
    each: Estimate | None = None
    dissatisfied: Estimate | None = None

    @property
    def name(self) -> Text:
        """Tier and state."""
        return Text(en=f"{self.tier.en}, {self.state.en.lower()}", zh=f"{self.tier.zh}（{self.state.zh}）")


@dataclass(frozen=True)
class Groups:
    """Groups that may be shown, those that a call is worth most to first."""

    rows: tuple[Group, ...]
    worth: Text
    currency: Text


def groups(portfolio: Portfolio) -> Groups:
    """Put the groups of tier × state in order of what one call is worth."""
    code, size = _codes(portfolio.now), len(portfolio.tiers) * _SIZE
    n = np.bincount(code[code >= 0], minlength=size)
    secret = census.crossed(n.reshape(-1, _SIZE), minimum=portfolio.survey.edition.minimum_base).ravel()
    yearly = portfolio.by_cell(code, size)
    risk = chances(portfolio, _codes, size)
    levels = _levels(portfolio)
    parts = {
        "customers": made(portfolio, n, n, levels, secret, measure="customers", unit="count"),
        "worth": made(portfolio, yearly.sum(axis=1), n, levels, secret, measure="brought", unit="money"),
        "dissatisfied": _dissatisfied(portfolio, code, size),
        **(_losses(portfolio, yearly, n, secret, risk) if portfolio.kept.known else {}),
    }
    found = [
        Group(t.label, s.label, **{name: made[k * _SIZE + j] for name, made in parts.items()})  # type: ignore[arg-type]
        for k, t in enumerate(portfolio.tiers)
        for j, s in enumerate(states.LEVELS)
    ]
    shown = sorted((g for g in found if g.customers.shown and g.customers.n), key=_urgency, reverse=True)
    return Groups(tuple(shown), portfolio.worth, portfolio.currency)


def chance_of(portfolio: Portfolio, moment: Moment) -> Floats:
    """Share (n,) of customers like each who left within a wave; NaN where that is not known, or of too few."""
    size = len(portfolio.tiers) * _SIZE
    risk = chances(portfolio, _codes, size)
    few = (risk.n < portfolio.survey.edition.minimum_base) | (not risk.left.any())
    code = _codes(moment)
    return np.where(code >= 0, np.where(few, np.nan, risk.share)[code], np.nan)


def _codes(moment: Moment) -> Codes:
    """Group (n,) of each customer at a moment: tier × state, −1 for who is none."""
    tier = moment.measures.tier
    return np.where(tier >= 0, tier * _SIZE + moment.state, -1)


def _losses(
    portfolio: Portfolio,
    yearly: Floats,
    n: Codes,
    secret: np.ndarray,
    risk: Chances,
) -> dict[str, tuple[Estimate, ...]]:
    """Lifetime value of each group, and, where leavers are known, chance and expected loss."""
    levels = _levels(portfolio)
    worth, drawn = yearly @ portfolio.multiples.ravel(), portfolio.drawn @ yearly.T
    value = made(
        portfolio, worth, n, levels, secret, measure="lifetime", unit="money", spread=spread(portfolio, drawn)
    )
    if not risk.left.any():
        return {"lifetime": value}
    survey, confidence = portfolio.survey, portfolio.survey.edition.confidence
    few = secret | (risk.n < survey.edition.minimum_base)
    share, size = np.where(few, np.nan, risk.share), np.maximum(n, 1)
    ends = census.of_draws(drawn * risk.draws(portfolio.generator("chance"), DRAWS), confidence)
    one = ends[0] / size, ends[1] / size, ends[2] / size
    odds = risk.spread(confidence=confidence)
    return {
        "lifetime": value,
        "chance": made(portfolio, share, risk.n, levels, few, measure="left", unit="share", spread=odds),
        "lost": made(portfolio, worth * share, n, levels, few, measure="lost", unit="money", spread=ends),
        "each": made(
            portfolio, worth * share / size, n, levels, few, measure="lost_each", unit="money", spread=one
        ),
    }


def _levels(portfolio: Portfolio) -> list[Level]:
    """Tier × state, in the order of their codes."""
    return [
        Level("group", f"{t.code}.{s.code}", Text(en=f"{t.label.en}, {s.label.en.lower()}", zh=f"{t.label.zh}（{s.label.zh}）"))
        for t in portfolio.tiers
        for s in states.LEVELS
    ]  # fmt: skip


def _dissatisfied(portfolio: Portfolio, code: Codes, size: int) -> tuple[Estimate | None, ...]:
    """Share dissatisfied of those of each group who answered; None where nobody's satisfaction is known."""
    found: list[Estimate | None] = [None] * size
    answered = Answered.of(portfolio.survey, portfolio.sold, portfolio.survey.wave)
    if answered is None:
        return tuple(found)
    there, codes = answered.grouped(code)
    levels, every = tuple(Level("group", str(k)) for k in there), answered.moods[:, -1:]
    for k, e in zip(
        there,
        answered.fielding.estimates(
            every, SUBJECTS[-1:], measure="dissatisfied", unit="share", levels=levels, codes=codes
        ),
        strict=True,
    ):
        found[k] = e
    return tuple(found)


def _urgency(group: Group) -> tuple[float, float]:
    """Expected loss of one customer where it is known, else what one brings a year."""
    each = group.each.value if group.each is not None and group.each.shown else -np.inf
    return each, group.worth.value / max(group.customers.value, 1)

"""How many customers are in each state, what they bring, and what they are worth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from csatreport.measure.subjects import Level, Subject
from csatreport.measure.value import census, states
from csatreport.measure.value.moves import Moves, states_moved
from csatreport.measure.value.portfolio import Portfolio
from csatreport.measure.value.worth import spread as drawn
from csatreport.params import Text
from csatreport.results import EVERYBODY, Count, Estimate, Unit

_SIZE = len(states.LEVELS)
_LABELS = {
    "customers": Text(en="Customers", zh="客户数"),
    "left": Text(en="Left within a wave", zh="一期内流失率"),
    "lifetime": Text(en="Lifetime value", zh="客户终身价值"),
    "lost": Text(en="Expected loss", zh="预期损失"),
    "lost_each": Text(en="Expected loss of one customer", zh="单客预期损失"),
}


@dataclass(frozen=True)
class State:
    """A state, or all customers: how many, what they bring a year, and their lifetime value (None: unknown).

    ``earlier`` are the customers in the state at the wave compared with; None where there is none.
    """

    level: Level
    customers: Estimate
    worth: Estimate
    lifetime: Estimate | None
    earlier: Estimate | None


@dataclass(frozen=True)
class States:
    """States that have customers, all customers, who moved, and the rules in force: code and the numbers declared."""

    rows: tuple[State, ...]
    total: State
    moves: Moves | None
    rules: tuple[tuple[str, tuple[Count, ...]], ...]
    worth: Text
    currency: Text

    @property
    def leaving(self) -> State | None:
        """Customers at risk of leaving, where there are any that may be shown."""
        risk = states.LEVELS[states.LEAVING].code
        return next((r for r in self.rows if r.level.code == risk and r.customers.shown), None)


def by_state(portfolio: Portfolio) -> States:
    """Count the customers of each state at the end of the wave, with their money."""
    state, minimum = portfolio.now.state, portfolio.survey.edition.minimum_base
    codes = [*(np.where(state == k, 0, -1) for k in range(_SIZE)), np.where(state >= 0, 0, -1)]
    levels = [*states.LEVELS, Level("state", "", EVERYBODY)]
    n = np.array([(c == 0).sum() for c in codes])
    yearly = np.vstack([portfolio.by_cell(c, 1) for c in codes])
    secret = np.append(census.crossed(n[None, :-1], minimum=minimum)[0], False)
    customers = made(portfolio, n, n, levels, secret, measure="customers", unit="count")
    worth = made(portfolio, yearly.sum(axis=1), n, levels, secret, measure="brought", unit="money")
    lifetime: Sequence[Estimate | None] = (None,) * len(n)
    if portfolio.kept.known:
        lifetime = made(
            portfolio, yearly @ portfolio.multiples.ravel(), n, levels, secret, measure="lifetime", unit="money",
            spread=drawn(portfolio, portfolio.drawn @ yearly.T),
        )  # fmt: skip
    rows = [
        State(*row)
        for row in zip(levels, customers, worth, lifetime, _earlier(portfolio, levels), strict=True)
    ]
    there = tuple(row for row in rows[:-1] if row.customers.n)
    return States(
        there, rows[-1], states_moved(portfolio), _rules(portfolio), portfolio.worth, portfolio.currency
    )


def made(
    portfolio: Portfolio,
    values: npt.ArrayLike,
    n: npt.ArrayLike,
    levels: Sequence[Level],
    secret: npt.NDArray[np.bool_],
    *,
    measure: str,
    unit: Unit,
    spread: census.Spread | None = None,
) -> tuple[Estimate, ...]:
    """Estimates of groups of customers at the end of the wave, those that are ``secret`` hidden."""
    subject = Subject(measure, _LABELS.get(measure, portfolio.worth))
    return census.estimates(
        portfolio.survey, portfolio.survey.wave, values, n, levels=levels, subject=subject, measure=measure, unit=unit,
        spread=spread, secret=secret,
    ).rows  # fmt: skip


def _earlier(portfolio: Portfolio, levels: Sequence[Level]) -> Sequence[Estimate | None]:
    """Customers in each state at the wave compared with."""
    before = portfolio.before
    if before is None:
        return (None,) * len(levels)
    n = np.bincount(before.state[before.state >= 0], minlength=_SIZE)
    secret = np.append(census.crossed(n[None], minimum=portfolio.survey.edition.minimum_base)[0], False)
    n = np.append(n, n.sum())
    subject = Subject("customers", _LABELS["customers"])
    return census.estimates(
        portfolio.survey, before.wave, n, n, levels=levels, subject=subject, measure="customers", unit="count", secret=secret
    ).rows  # fmt: skip


def _rules(portfolio: Portfolio) -> tuple[tuple[str, tuple[Count, ...]], ...]:
    """Code of each rule in force, in the order they are tried, with its numbers."""
    rule = portfolio.declared.state
    found: list[tuple[str, tuple[Count, ...]]] = [
        ("complaints", (_count(rule.complaints), _count(rule.complaint_months)))
    ]
    if rule.drop:
        found.append(("drop", (_part(rule.drop),)))
    if rule.answers:
        found.append(("answers", ()))
    if np.isfinite(portfolio.pause):
        found.append(("dormant", (_count(portfolio.pause),)))
    found += [("prime", (_count(rule.prime),)), ("new", (_count(rule.new * 12),))]
    if rule.rise:
        found.append(("rise", (_part(rule.rise),)))
    return (*found, ("kinds", ()), ("steady", ())) if rule.kinds else (*found, ("steady", ()))


def _count(number: float) -> Count:
    return Count(number, Text(en="Declared", zh="设定值"))


def _part(share: float) -> Count:
    return Count(share, Text(en="Declared", zh="设定值"), of=1.0, unit="share")

"""Lifetime value of tiers with everything it assumes, and how far it moves with the assumptions."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from csatreport.measure.design import Codes, Floats
from csatreport.measure.subjects import Level, Subject
from csatreport.measure.value import census
from csatreport.measure.value.portfolio import Portfolio
from csatreport.params import Text
from csatreport.results import EVERYBODY, Count, Estimate, Estimates

STEP = 0.05  # by which interest and the share who stay are moved to see what follows
_LIFETIME = Subject("lifetime", Text(en="Lifetime value", zh="客户终身价值"))
_YEARS = {
    "first": Text(en="Under {high} year", zh="不满{high}年"),
    "between": Text(en="{low}–{high} years", zh="{low}—{high}年"),
    "last": Text(en="{low} years and over", zh="{low}年及以上"),
}


@dataclass(frozen=True)
class Case:
    """Lifetime value of all customers under another discount rate, or another share who stay a year."""

    discount: Count
    stays: float
    total: Estimate


@dataclass(frozen=True)
class Lifetime:
    """What customers are worth until the horizon, by tier and in all, and what is assumed.

    ``retention`` are shares who stay a year by group and tenure, with exact intervals; empty where retention was declared
    (``fixed``). ``cases`` are in rows of one discount rate, ``STEP`` below, at and above the one declared.
    """

    tiers: Estimates
    total: Estimate
    each: Estimates
    retention: Estimates
    overall: Count
    horizon: Count
    discount: Count
    months: Count
    fixed: bool
    cases: tuple[tuple[Case, ...], ...]
    worth: Text
    currency: Text


def lifetime(portfolio: Portfolio) -> Lifetime | None:
    """Lifetime value by tier; None where nothing says how long customers stay.

    Profit over the window, by the year, times the multiple of the customer's group and tenure (:mod:`.multiples`). Intervals hold
    what chance leaves open about retention (draws of all cells together, percentiles); that profit goes on as it was is assumed.
    """
    if not portfolio.kept.known:
        return None
    tier, levels = portfolio.now.measures.tier, portfolio.tiers
    yearly = portfolio.by_cell(tier, len(levels))
    whole = np.vstack([yearly, yearly.sum(axis=0)])
    n = np.bincount(tier[tier >= 0], minlength=len(levels))
    n = np.append(n, n.sum())
    found = _estimates(portfolio, whole, n, (*levels, Level("tier", "", EVERYBODY)))
    declared = portfolio.declared.lifetime
    each = census.estimates(
        portfolio.survey, portfolio.survey.wave, [e.value / max(k, 1) for e, k in zip(found, n, strict=True)], n,
        levels=(*levels, Level("tier", "", EVERYBODY)), subject=_LIFETIME, measure="lifetime_each", unit="money",
    )  # fmt: skip
    return Lifetime(
        Estimates(tuple(e for e in found.rows[:-1] if e.n)), found.rows[-1], each, _retention(portfolio),
        Count(portfolio.kept.overall, Text(en="Customers who stay a year", zh="年保留率"), of=1.0, unit="share"),
        Count(declared.horizon, Text(en="Coming years that count", zh="计算年限")),
        Count(declared.discount, Text(en="Discount rate a year", zh="年折现率"), of=1.0, unit="share"),
        portfolio.months, declared.retention is not None, _cases(portfolio, whole[-1]), portfolio.worth, portfolio.currency,
    )  # fmt: skip


def spread(portfolio: Portfolio, drawn: Floats) -> census.Spread:
    """Standard error and percentile interval of each column of draws (draws, levels); none where retention was declared."""
    if portfolio.kept.fixed is not None:
        nothing = np.full(drawn.shape[1], np.nan)
        return nothing, nothing, nothing
    return census.of_draws(drawn, portfolio.survey.edition.confidence)


def _estimates(portfolio: Portfolio, yearly: Floats, n: Codes, levels: tuple[Level, ...]) -> Estimates:
    """Lifetime value of customers who bring ``yearly`` (levels, cells) a year."""
    return census.estimates(
        portfolio.survey, portfolio.survey.wave, yearly @ portfolio.multiples.ravel(), n, levels=levels,
        subject=_LIFETIME, measure="lifetime", unit="money", spread=spread(portfolio, portfolio.drawn @ yearly.T),
    )  # fmt: skip


def _retention(portfolio: Portfolio) -> Estimates:
    """Share who stay a year, by group (headings) and tenure."""
    kept, survey = portfolio.kept, portfolio.survey
    if kept.fixed is not None:
        return Estimates()
    low, high = kept.interval(confidence=survey.edition.confidence)
    pieces = [Level("tenure", str(k), label) for k, label in enumerate(_pieces(kept.cuts))]
    share = np.where(kept.years >= kept.least, kept.kept, np.nan)
    error = share * np.sqrt(kept.left) / np.maximum(kept.years, 1e-9)
    rows = []
    for g, group in enumerate(portfolio.groups):
        subject = Subject("retention", group.label, group.code, group.label)
        found = census.estimates(
            survey, survey.wave, share[g], kept.people[g], levels=pieces, subject=subject, measure="retention",
            unit="share", spread=(error[g], low[g], high[g]),
        )  # fmt: skip
        rows += [e for e in found if e.n]
    return Estimates(tuple(rows))


def _pieces(cuts: tuple[float, ...]) -> list[Text]:
    """What the pieces of tenure are called."""
    if not cuts:
        return [Text(en="Any time", zh="不分年限")]
    edges = [(None, cuts[0]), *pairwise(cuts), (cuts[-1], None)]
    return [_named(low, high) for low, high in edges]


def _named(low: float | None, high: float | None) -> Text:
    form = _YEARS["first" if low is None else "last" if high is None else "between"]
    ends = {"low": f"{low:g}" if low is not None else "", "high": f"{high:g}" if high is not None else ""}
    return Text(en=form.en.format(**ends), zh=form.zh.format(**ends))


def _cases(portfolio: Portfolio, yearly: Floats) -> tuple[tuple[Case, ...], ...]:
    """Lifetime value of all customers with interest and retention moved by a step."""
    rate = portfolio.declared.lifetime.discount
    return tuple(
        tuple(_case(portfolio, yearly, discount, stays) for stays in (-STEP, 0.0, STEP))
        for discount in dict.fromkeys(max(0.0, rate + move) for move in (-STEP, 0.0, STEP))
    )


def _case(portfolio: Portfolio, yearly: Floats, discount: float, stays: float) -> Case:
    kept = np.clip(portfolio.kept.kept + stays, 0.0, 1.0)
    value = float(yearly @ portfolio.multiplied(kept, discount=discount).ravel())
    n = int(portfolio.now.measures.active.sum())
    total = census.estimates(
        portfolio.survey, portfolio.survey.wave, [value], [n], levels=(Level("stays", f"{stays:+g}"),),
        subject=Subject(f"discount_{discount:g}", _LIFETIME.label), measure="lifetime", unit="money",
    ).rows[0]  # fmt: skip
    return Case(Count(discount, Text(en="Discount rate", zh="折现率"), of=1.0, unit="share"), stays, total)

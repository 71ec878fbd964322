"""Tier × satisfaction: how many customers of each tier are satisfied, neutral, dissatisfied, and what they bring.

Satisfaction is known of those who answered. Within a tier the share in a mood is the weighted mean of 0 and 1 over its
answers, a domain of the whole design (the one estimator); times the customers of the tier, which are known, it is their number.
So every row adds up to what the records say. Money: :mod:`.stakes`.

Checked against: R survey ``svyby`` and ``svyratio`` (tests/oracle/value.R).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from csatreport.measure import breaks, contrast
from csatreport.measure.design import Codes
from csatreport.measure.fielding import suppressed
from csatreport.measure.linearisation import apart
from csatreport.measure.rescale import rescaled
from csatreport.measure.subjects import Level
from csatreport.measure.value import stakes
from csatreport.measure.value.answered import LABELS, SUBJECTS, Answered
from csatreport.measure.value.portfolio import Portfolio
from csatreport.params import Text, Wave
from csatreport.results import OTHERS, Contrast, Contrasts, Estimate


@dataclass(frozen=True)
class Cell:
    """Customers of a tier in a mood: their share of the tier, their number, what they bring a year, their lifetime value."""

    share: Estimate
    customers: Estimate
    worth: Estimate
    lifetime: Estimate | None


@dataclass(frozen=True)
class Matrix:
    """Rows of tiers, each with a cell for every mood; no rows where nobody's satisfaction is known.

    ``gaps`` compare the share satisfied of each tier (second) with that of all other customers (first); Holm over the tiers.
    ``answered`` are the customers whose answers could be placed.
    """

    worth: Text
    currency: Text
    rows: tuple[tuple[Cell, ...], ...] = ()
    gaps: Contrasts = field(default_factory=Contrasts)
    answered: int = 0
    moods: tuple[Text, ...] = LABELS


def matrix(portfolio: Portfolio) -> Matrix:
    """Estimate the matrix for the customers at the end of the wave."""
    answered = Answered.of(portfolio.survey, portfolio.sold, portfolio.survey.wave)
    if answered is None:
        return Matrix(portfolio.worth, portfolio.currency)
    there, codes = answered.grouped(portfolio.now.measures.tier)
    shares = _shares(portfolio, answered, there, codes)
    rows = [_row(portfolio, answered, k, row) for k, row in zip(there, shares, strict=True)]
    gaps = contrast.family(_gaps(answered, codes, [row[0] for row in shares]))
    return Matrix(portfolio.worth, portfolio.currency, tuple(rows), gaps, int((codes >= 0).sum()))


def changes(portfolio: Portfolio) -> Contrasts:
    """Change of the share satisfied in each tier since the wave compared with; Holm over all tiers.

    A customer's tier is that at the end of the wave in which he was asked. Across a break it is stated, not tested.
    """

    def made(wave: Wave) -> list[Estimate]:
        moment = portfolio.now if wave == portfolio.survey.wave else portfolio.at(wave)
        answered = Answered.of(portfolio.survey, portfolio.sold, wave)
        if answered is None or moment is None:
            return []
        there, codes = answered.grouped(moment.measures.tier)
        found = [row[0] for row in _shares(portfolio, answered, there, codes)]
        return [replace(e, measure="satisfied") for e in found if e.shown]

    overall = portfolio.survey.questionnaire.with_role("overall")
    return breaks.since(portfolio.survey, made, rests=lambda _: [i.item for i in overall[:1]])


def _shares(
    portfolio: Portfolio, answered: Answered, there: list[int], codes: Codes
) -> list[tuple[Estimate, ...]]:
    """Share in each mood, by tier."""
    levels, size = tuple(portfolio.tiers[k] for k in there), len(SUBJECTS)
    found = answered.fielding.estimates(
        answered.moods, SUBJECTS, measure="share", unit="share", levels=levels, codes=codes
    )
    return [found[i : i + size] for i in range(0, len(found), size)]


def _row(
    portfolio: Portfolio, answered: Answered, tier: int, shares: tuple[Estimate, ...]
) -> tuple[Cell, ...]:
    """The cells of a tier."""
    inside = portfolio.now.measures.tier == tier
    customers = [replace(rescaled(e, float(inside.sum())), measure="customers", unit="count") for e in shares]
    parts = stakes.parts(answered, np.where(inside, portfolio.yearly, np.nan), shares)
    yearly = float(portfolio.yearly[inside].sum())
    worth = [replace(rescaled(e, yearly), measure="brought", unit="money") for e in parts]
    lifetime: list[Estimate | None] = [None] * len(shares)
    if portfolio.kept.known:
        parts = stakes.parts(answered, np.where(inside, portfolio.lifetime, np.nan), shares)
        lifetime = list(stakes.lifetime(portfolio, parts, inside))
    return tuple(map(Cell, shares, customers, worth, lifetime))


def _gaps(answered: Answered, codes: Codes, satisfied: list[Estimate]) -> list[Contrast]:
    """Share satisfied in each tier against all others who answered; those of a hidden tier would give it away."""
    fielding, scores = answered.fielding, answered.moods[:, :1]
    level, found = (Level("tier", "others", OTHERS),), []
    for k, e in enumerate(satisfied):
        inside, outside = codes == k, (codes >= 0) & (codes != k)
        if not outside.any():
            continue
        rest = fielding.estimates(
            scores,
            SUBJECTS[:1],
            measure="satisfied",
            unit="share",
            levels=level,
            codes=np.where(outside, 0, -1),
        )[0]
        se = float(apart(scores, fielding.design, outside, inside)[0])
        first = rest if e.shown else suppressed(rest)
        found.append(contrast.joint(first, replace(e, measure="satisfied"), se=se, df=fielding.design.df))
    return found

"""What customers in a mood bring: the known money of their tier, divided as those who answered divide theirs.

The share of money in a mood is the ratio ``R = Σ w m y / Σ w m`` over the answers of a tier (``m`` money of the customer, ``y``
1 in the mood), the weighted mean of ``y`` with weights ``w m``: its influence is ``w m (y − R) / Σ w m``, and the design gives
the variance as for any mean. Times the tier's money, which is known, it is an amount.

Source: Särndal, Swensson and Wretman (1992), 5.6. Checked against: R survey ``svyratio`` (tests/oracle/value.R).
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from csatreport.measure import interval
from csatreport.measure.customers import Flags
from csatreport.measure.design import Design, Floats, effective_base
from csatreport.measure.fielding import known, suppressed
from csatreport.measure.linearisation import errors, influence
from csatreport.measure.value.answered import Answered
from csatreport.measure.value.portfolio import Portfolio
from csatreport.measure.value.worth import spread
from csatreport.results import Estimate


def parts(answered: Answered, money: Floats, shares: tuple[Estimate, ...]) -> list[Estimate]:
    """Share of money in each mood, with intervals: logit, or t where somebody brings less than nothing.

    Parameters
    ----------
    money : (customers,) float
        What each customer of the tier brings, NaN for all others.
    shares : tuple of Estimate
        Shares of customers, whose labels and bases these take; where one is hidden, or there is no money, the part is hidden.
    """
    of = np.where(answered.rated, money[answered.who], np.nan)
    inside = ~np.isnan(of)
    design = _weighed(answered.fielding.design, np.nan_to_num(of))
    base = design.weights[inside]
    total = float(base.sum())
    if not total > 0:
        return [suppressed(e) for e in shares]
    value = base @ answered.moods[inside] / total
    se = errors(influence(answered.moods, design, member=inside), design)
    low, high = _ends(answered, value, se, base)
    return [
        replace(e, value=float(v), se=known(s), low=known(a), high=known(b)) if e.shown else e
        for e, v, s, a, b in zip(shares, value, se, low, high, strict=True)
    ]


def _weighed(design: Design, money: Floats) -> Design:
    """The design in which an answer counts for the money of its customer."""
    replicates = design.replicates
    if replicates is not None:
        replicates = replace(replicates, weights=replicates.weights * money[:, None])
    return replace(design, weights=design.weights * money, replicates=replicates)


def lifetime(portfolio: Portfolio, shares: list[Estimate], inside: Flags) -> list[Estimate]:
    """Lifetime value of customers in each mood: that of their tier times their ``shares`` of it, both estimated.

    The distances to both ends are added as squares, the two being independent.

    Source: Zou and Donner, *Construction of confidence limits about effect measures* (2008).
    """
    yearly = portfolio.by_cell(np.where(inside, 0, -1), 1)
    total = float((yearly @ portfolio.multiples.ravel())[0])
    ends = spread(portfolio, portfolio.drawn @ yearly.T)
    whole = [float(np.nan_to_num(x[0], nan=d)) for x, d in zip(ends, (0.0, total, total), strict=True)]
    return [_times(e, total, (whole[0], whole[1], whole[2])) for e in shares]


def _times(e: Estimate, total: float, whole: tuple[float, float, float]) -> Estimate:
    """``e × total``, with the standard error and the ends of ``total``."""
    if not e.shown or e.low is None or e.high is None or e.se is None:
        return replace(e, measure="lifetime", unit="money")
    se, low, high = whole
    value = e.value * total
    below = float(np.hypot((e.value - e.low) * total, e.value * (total - low)))
    above = float(np.hypot((e.high - e.value) * total, e.value * (high - total)))
    error = float(np.hypot(e.se * total, e.value * se))
    return replace(
        e, value=value, se=error, low=value - below, high=value + above, measure="lifetime", unit="money"
    )


def _ends(answered: Answered, value: Floats, se: Floats, base: Floats) -> tuple[Floats, Floats]:
    """Ends of the intervals of shares of money, whose weights are ``base``."""
    fielding = answered.fielding
    confidence, df = fielding.survey.edition.confidence, fielding.design.df
    if (base < 0).any():
        return interval.of_mean(value, se, df=df, confidence=confidence)
    n = np.full(len(value), int((base > 0).sum()))
    effective = np.full(len(value), effective_base(base))
    return interval.of_share(value, se, df=df, n=n, effective_n=effective, confidence=confidence)

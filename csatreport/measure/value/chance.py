"""How likely customers of a group are to leave within a wave: what happened to those who were in it before.

Every customer at the end of an earlier wave either left during the next one or did not. Over several waves this is the
likelihood of a life table in discrete time: who leaves, leaves once. Intervals are those of shares (logit, exact where nobody
left).

Source: Allison, *Discrete-time methods for the analysis of event histories* (1982). Checked against: the one estimator on the
same customers (``measure/cases.py``).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from math import hypot

import numpy as np

from csatreport.measure import contrast, interval
from csatreport.measure.customers import Flags
from csatreport.measure.design import Codes, Floats
from csatreport.measure.ratio import ratio
from csatreport.measure.subjects import Level, Subject
from csatreport.measure.value import census, states
from csatreport.measure.value.portfolio import Moment, Portfolio
from csatreport.measure.value.sold import after, plain
from csatreport.params import Text, Wave
from csatreport.results import EVERYBODY, OTHERS, Contrasts, Count, Estimates

_WAVES = Text(en="Waves", zh="调查期数")
_LEFT = Subject("left", Text(en="Left within a wave", zh="一期内流失率"))
Into = Callable[[Moment], Codes]


@dataclass(frozen=True, eq=False)
class Chances:
    """Customers (groups,) of earlier waves, and those of them who left within the next."""

    left: Codes
    n: Codes
    waves: int

    @property
    def share(self) -> Floats:
        """Share who left; NaN for a group that nobody was in."""
        return ratio(self.left.astype(np.float64), self.n.astype(np.float64))

    def draws(self, rng: np.random.Generator, times: int) -> Floats:
        """Shares (times, groups) that the records could as well have come from (Jeffreys)."""
        return rng.beta(self.left + 0.5, self.n - self.left + 0.5, size=(times, len(self.n)))

    def spread(self, *, confidence: float) -> census.Spread:
        """Standard errors and ends of intervals of the shares, each with the degrees of freedom of its own customers."""
        p, n = np.nan_to_num(self.share), np.maximum(self.n, 2)
        se = np.sqrt(p * (1 - p) / (n - 1))
        ends = [_ends(p[k], se[k], int(n[k]), confidence=confidence) for k in range(len(n))]
        low, high = np.array(ends).T
        there = self.n > 1
        return np.where(there, se, np.nan), np.where(there, low, np.nan), np.where(there, high, np.nan)


def _ends(p: float, se: float, n: int, *, confidence: float) -> tuple[float, float]:
    low, high = interval.of_share(
        np.array([p]), np.array([se]), df=n - 1.0, n=np.array([n]), effective_n=np.array([float(n)]), confidence=confidence,
    )  # fmt: skip
    return float(low[0]), float(high[0])


def chances(portfolio: Portfolio, into: Into, size: int) -> Chances:
    """Who left, over as many earlier waves as declared and known.

    Parameters
    ----------
    into : callable
        From customers at an earlier moment to their groups (n,), 0 … size−1, −1 for none.
    """
    left, n, waves = np.zeros(size, np.intp), np.zeros(size, np.intp), 0
    for back in range(1, portfolio.declared.waves + 1):
        moment = portfolio.at(portfolio.survey.wave.shifted(-back))
        if moment is None:
            break
        code, gone = into(moment), _gone(portfolio, moment.wave)
        n += np.bincount(code[code >= 0], minlength=size)
        left += np.bincount(code[(code >= 0) & gone], minlength=size)
        waves += 1
    return Chances(left, n, waves)


@dataclass(frozen=True)
class Foretold:
    """Share of customers in each state who left within the next wave, over ``waves`` waves.

    ``gap`` compares those at risk of leaving (second) with all others (first), as a family of one. Empty where nobody is
    known to leave, or no earlier wave is known well enough.
    """

    states: Estimates = field(default_factory=Estimates)
    gap: Contrasts = field(default_factory=Contrasts)
    waves: Count = field(default_factory=lambda: Count(0, _WAVES))


def foretold(portfolio: Portfolio) -> Foretold:
    """What the states foretell: who of them left within the next wave."""
    found = chances(portfolio, lambda moment: moment.state, len(states.LEVELS))
    if not found.left.any():
        return Foretold()
    rows = _estimates(portfolio, found, states.LEVELS, portfolio.survey.wave)
    risk = np.arange(len(states.LEVELS)) == states.LEAVING
    left, n = (np.array([x[~risk].sum(), x[risk].sum()]) for x in (found.left, found.n))
    sides = Chances(left, n, found.waves)
    levels = (Level("state", "others", OTHERS), states.LEVELS[states.LEAVING])
    first, second = _estimates(portfolio, sides, levels, portfolio.survey.wave)
    gap = contrast.joint(first, second, se=hypot(first.se or 0, second.se or 0), df=float(sides.n.sum() - 2))
    told = Estimates(tuple(e for e in rows if e.n))
    return Foretold(told, contrast.family([gap] if gap.shown else []), Count(found.waves, _WAVES))


def changes(portfolio: Portfolio) -> Contrasts:
    """Change of the share who left during the wave since the wave before, of all customers and of each tier; Holm over all.

    Tiers are those at the beginning of each wave. Waves are independent: who left in the first is not in the second.
    """
    then, now = (
        _during(portfolio, wave) for wave in (portfolio.survey.edition.previous, portfolio.survey.wave)
    )
    if then is None or now is None:
        return Contrasts()
    pairs = [(a, b) for a, b in zip(then, now, strict=True) if a.shown and b.shown]
    return contrast.family([contrast.independent(a, b) for a, b in pairs])


def _during(portfolio: Portfolio, wave: Wave | None) -> Estimates | None:
    """Share who left during a wave, of all customers at its beginning and of each tier."""
    moment = None if wave is None else portfolio.at(wave.shifted(-1))
    if wave is None or moment is None or not portfolio.kept.left.any():
        return None
    tier, gone = moment.measures.tier, _gone(portfolio, moment.wave)
    there, size = tier >= 0, len(portfolio.tiers)
    n = np.array([there.sum(), *np.bincount(tier[there], minlength=size)])
    left = np.array([(there & gone).sum(), *np.bincount(tier[there & gone], minlength=size)])
    levels = (Level("tier", "", EVERYBODY), *portfolio.tiers)
    return _estimates(portfolio, Chances(left, n, 1), levels, wave)


def _gone(portfolio: Portfolio, wave: Wave) -> Flags:
    """Who (n,) left during the wave after ``wave``."""
    following = wave.shifted(1)
    return portfolio.sold.customers.leaves(plain(after(wave)), following.end)


def _estimates(portfolio: Portfolio, found: Chances, levels: Sequence[Level], wave: Wave) -> Estimates:
    survey = portfolio.survey
    return census.estimates(
        survey, wave, found.share, found.n, levels=levels, subject=_LEFT, measure="left", unit="share",
        spread=found.spread(confidence=survey.edition.confidence), df=np.maximum(found.n - 1, 1),
    )  # fmt: skip

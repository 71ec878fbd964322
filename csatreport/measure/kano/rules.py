"""From shares of categories to the class of a feature, and whether two classes can be told apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import sqrt
from typing import Literal

from csatreport.measure.kano.evaluation import CATEGORIES, Category

Rule = Literal["evaluation", "plain"]
Class = Literal["M", "O", "A", "I", "R", "Q", ""]  # "" = too few answers to say
_FONG = 1.65  # one-sided 5 % of the normal distribution, as published


def classified(shares: Mapping[Category, float], rule: Rule) -> Category:
    """The class of a feature by the shares of its categories.

    ``evaluation``: where A + O + M > I + R + Q the largest of A, O, M, else the largest of I, R, Q. ``plain``:
    the most frequent. Equal shares are settled in the order M, O, A, I, R, Q (the one that asks most of a company first).

    Source: Berger et al. (1993); Matzler and Hinterhuber (1998) for the order.
    """
    wanted, rest = CATEGORIES[:3], CATEGORIES[3:]
    if rule == "plain":
        return largest(shares, CATEGORIES)
    matters = sum(shares[c] for c in wanted) > sum(shares[c] for c in rest)
    return largest(shares, wanted if matters else rest)


def largest(shares: Mapping[Category, float], among: Sequence[Category]) -> Category:
    """The category with the largest share, the first of equal ones."""
    return max(among, key=lambda c: shares[c])


def top(shares: Mapping[Category, float]) -> tuple[Category, Category]:
    """The two most frequent categories; questionable answers are no class to compare with."""
    sensible = [c for c in CATEGORIES if c != "Q"]
    first = largest(shares, sensible)
    return first, largest(shares, [c for c in sensible if c != first])


def fong(first: float, second: float, n: float) -> float:
    """Smallest difference of two counts that tells two categories apart.

    Parameters
    ----------
    first, second : float
        Answers in the two most frequent categories; of weighted data share × effective base.
    n : float
        All answers (effective base of weighted data).

    Returns
    -------
    float
        ``1.65 √((a + b)(2n − a − b) / 2n)``; the class is mixed where ``|a − b|`` is smaller.

    Notes
    -----
    Source: Fong, *Using the self-stated importance questionnaire to interpret Kano questionnaire results*, Center
    for Quality Management Journal 5, 1996. Checked against: five features of Peter's stp25kano.
    """
    return _FONG * sqrt((first + second) * (2 * n - first - second) / (2 * n)) if n > 0 else 0.0


def mixed(shares: Mapping[Category, float], n: float) -> bool:
    """Whether the two most frequent categories cannot be told apart (:func:`fong`)."""
    one, other = (shares[c] * n for c in top(shares))
    return one - other < fong(one, other, n)

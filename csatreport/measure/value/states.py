"""States of customers by declared rules over their records: leaving, dormant, prime, potential, and steady.

The rules are tried in that order (``[value.state]``), so that a valuable customer who shows a sign of leaving is leaving.
They are rules, not a model; what they foretell is measured in :mod:`.chance`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from csatreport.measure.customers import Flags
from csatreport.measure.design import Codes
from csatreport.measure.subjects import Level
from csatreport.measure.value.measures import Measures
from csatreport.measure.value.sold import Sold
from csatreport.params import Text
from csatreport.params.analysis.value import States

LEVELS = tuple(
    Level("state", code, Text(en=en, zh=zh))
    for code, en, zh in (
        ("prime", "Prime", "优质"),
        ("potential", "Potential", "潜力"),
        ("steady", "Steady", "稳定"),
        ("dormant", "Dormant", "沉睡"),
        ("leaving", "At risk of leaving", "流失风险"),
    )
)
PRIME, POTENTIAL, STEADY, DORMANT, LEAVING = range(len(LEVELS))
LEFT = Level("state", "left", Text(en="Have left", zh="已流失"))
CAME = Level("state", "came", Text(en="Came since", zh="本期新增"))


@dataclass(frozen=True, eq=False)
class Signs:
    """Which rules each customer (n,) meets."""

    complained: Flags
    unresolved: Flags
    dropped: Flags
    unhappy: Flags
    dormant: Flags
    prime: Flags
    growing: Flags

    @property
    def leaving(self) -> Flags:
        """Any sign of leaving."""
        return self.complained | self.unresolved | self.dropped | self.unhappy

    @property
    def state(self) -> Codes:
        """State (n,) by the first rule met; of everybody, customer or not."""
        found = np.full(len(self.prime), STEADY, np.intp)
        for state, rule in (
            (POTENTIAL, self.growing), (PRIME, self.prime), (DORMANT, self.dormant), (LEAVING, self.leaving),
        ):  # fmt: skip
            found[rule] = state
        return found


def signs(measures: Measures, rules: States, *, pause: float, unhappy: Flags) -> Signs:
    """Apply the rules to customers as they were on a day.

    Parameters
    ----------
    pause : float
        Days without a purchase from which on a customer is dormant (:func:`longest`).
    unhappy : (n,) bool
        Customers who said in the survey of the wave that they are dissatisfied; used only where declared.
    """
    change = np.nan_to_num(measures.change)
    grown = (change >= rules.rise) if rules.rise else np.zeros(len(change), np.bool_)
    return Signs(
        complained=measures.complaints >= rules.complaints,
        unresolved=measures.unresolved > 0,
        dropped=(change <= -rules.drop) if rules.drop else np.zeros(len(change), np.bool_),
        unhappy=unhappy & rules.answers,
        dormant=np.nan_to_num(measures.recency, nan=np.inf) > pause,
        prime=(measures.tier >= 0) & (measures.tier < rules.prime),
        growing=grown | (measures.years < rules.new) | (measures.wanted > 0),
    )


def longest(sold: Sold, rules: States, end: np.datetime64) -> float:
    """Days without a purchase from which on a customer is dormant: declared, or those that few pauses exceed.

    Infinite where nobody bought twice.
    """
    if rules.dormant:
        return float(rules.dormant)
    pauses = sold.pauses(end)
    return float(np.quantile(pauses, rules.rare)) if len(pauses) else np.inf

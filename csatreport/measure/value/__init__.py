"""The value of customers: tiers, states, lifetime value, satisfaction by tier, and who to call first (docs/methods/value.md)."""

from csatreport.measure.value.chance import changes as leaving_changes
from csatreport.measure.value.chance import foretold
from csatreport.measure.value.groups import groups
from csatreport.measure.value.inventory import by_state
from csatreport.measure.value.matrix import changes as mood_changes
from csatreport.measure.value.matrix import matrix
from csatreport.measure.value.moves import states_moved
from csatreport.measure.value.portfolio import Portfolio
from csatreport.measure.value.tiers import scores, tiers
from csatreport.measure.value.worth import lifetime

__all__ = [
    "Portfolio", "by_state", "foretold", "groups", "leaving_changes", "lifetime", "matrix", "mood_changes", "scores",
    "states_moved", "tiers",
]  # fmt: skip

"""Where money goes first: must-be, then one-dimensional, then attractive; inside a class by what money buys."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from csatreport.measure.kano.features import Feature
from csatreport.measure.rescale import rescaled
from csatreport.results import Estimate

Action = Literal["secure", "compete", "delight", "nothing", "stop", "ask", ""]
_ACTIONS: dict[str, Action] = {
    "M": "secure", "O": "compete", "A": "delight", "I": "nothing", "R": "stop", "Q": "ask",
}  # fmt: skip
_ORDER: tuple[Action, ...] = (*_ACTIONS.values(), "")


@dataclass(frozen=True)
class Step:
    """One feature in the order of money.

    ``gain`` is what the feature does for satisfaction, by its class; ``bought`` the gain for the declared amount
    of money. Both are None for a feature that no money should go to, ``bought`` also where no cost is declared.
    """

    feature: Feature
    action: Action
    gain: Estimate | None
    bought: Estimate | None


def order(features: Sequence[Feature], *, per: float) -> tuple[Step, ...]:
    """Features in the order in which money goes to them.

    The gain is |worse| of a must-be feature (dissatisfaction that it spares), better − worse of a one-dimensional
    one, better of an attractive one. Inside a class the largest gain for ``per`` units of money comes first;
    features without a cost follow, by their gain. Indifferent features get nothing, reverse ones are to be
    stopped, questionable ones asked again. The cost is taken as known: it adds nothing to the interval.

    Source: the order of Berger et al. (1993) and Matzler and Hinterhuber (1998). Checked against: the definition.
    """
    steps = [_step(f, per) for f in features]
    return tuple(sorted(steps, key=lambda s: (_ORDER.index(s.action), *_urgency(s))))


def _step(feature: Feature, per: float) -> Step:
    action = _ACTIONS.get(feature.category, "")
    gain = _gain(feature)
    bought = (
        None
        if gain is None or feature.cost is None
        else replace(rescaled(gain, per / feature.cost), measure="kano_bought")
    )
    return Step(feature, action, gain, bought)


def _gain(feature: Feature) -> Estimate | None:
    """What the feature does for satisfaction, by its class."""
    match feature.category:
        case "M":
            found = rescaled(feature.worse, -1)
        case "O":
            found = feature.both
        case "A":
            found = feature.better
        case _:
            return None
    return replace(found, measure="kano_gain") if found.shown else None


def _urgency(step: Step) -> tuple[bool, float]:
    if step.bought is not None:
        return False, -step.bought.value
    return True, -step.gain.value if step.gain is not None else 0.0

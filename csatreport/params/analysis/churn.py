"""Customers who leave: ``[churn]``."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from csatreport.params.analysis.declared import Table

if TYPE_CHECKING:
    from csatreport.params.faults import Fault
    from csatreport.params.questionnaire import Questionnaire

_FILE = "params/analysis.toml [churn]"


class Churn(Table):
    """The event of the list ``lifecycle`` that ends a customer's time, and how risk is modelled.

    Attributes
    ----------
    event : str
        Code of the event.
    history : int
        Waves that are looked back over for complaints, purchases and answers. The first waves whose leavers are known
        serve as history only.
    held_out : int
        The newest waves, each predicted from those before it alone, that the model has to prove itself on.
    ridge : float
        Weight of the penalty ``ridge / 2 × Σ β²`` on log-odds: 1 expects log-odds of standard deviation 1.
    tenure, age : tuple of number
        Years at which groups of tenure, and of age, begin.
    upgrades, extras : tuple of str
        Codes of the list ``sale``: a larger contract; what is sold beside the contract.
    first : float
        Share of the customers, those with the highest risk, whose share of all leavers is stated.
    """

    event: str = "left"
    history: int = Field(default=4, ge=1, le=12)
    held_out: int = Field(default=4, ge=1, le=12)
    ridge: float = Field(default=1.0, gt=0)
    tenure: tuple[Annotated[float, Field(gt=0)], ...] = (1, 3, 5)
    age: tuple[Annotated[int, Field(gt=0)], ...] = (30, 40, 50, 60)
    upgrades: tuple[str, ...] = ("upgrade",)
    extras: tuple[str, ...] = ("cross_sell",)
    first: float = Field(default=0.1, gt=0, lt=1)

    def faults(self, questionnaire: Questionnaire) -> Iterator[Fault]:
        """Groups out of order, and codes that their lists do not have."""
        from csatreport.params.faults import Fault

        for name, years in (("tenure", self.tenure), ("age", self.age)):
            if any(a >= b for a, b in pairwise(years)):
                got = ", ".join(f"{y:g}" for y in years)
                yield Fault(f"years of {name} out of order", _FILE, "each year after the one before", got)
        yield from _unknown(questionnaire, "lifecycle", (self.event,))
        given = self.model_fields_set & {"upgrades", "extras"}
        for name in sorted(given):
            yield from _unknown(questionnaire, "sale", getattr(self, name))


def _unknown(questionnaire: Questionnaire, name: str, codes: tuple[str, ...]) -> Iterator[Fault]:
    """Codes that a list does not have, where there is such a list."""
    from csatreport.params.faults import Fault, closest

    known = questionnaire.labels.get(name, {})
    for code in codes:
        if known and code not in known:
            expected = f"a code of the list {name!r} in params/labels.csv"
            yield Fault("no such code", _FILE, expected, code, closest(code, known))

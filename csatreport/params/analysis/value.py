"""The value of customers: ``[value]``."""

from __future__ import annotations

from collections.abc import Iterator
from math import fsum, isclose
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from csatreport.params.analysis.declared import Table
from csatreport.params.text import Text

if TYPE_CHECKING:
    from csatreport.params.faults import Fault
    from csatreport.params.questionnaire import Questionnaire

_WHERE = "params/analysis.toml [value]"


class Tier(Table):
    """A tier: what it is called, and the share of customers it takes, counted from the most valuable down."""

    code: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    label: Text
    share: float = Field(gt=0, le=1)


class Lifetime(Table):
    """What lifetime value assumes.

    Attributes
    ----------
    horizon : int
        Coming years that count.
    discount : float
        Interest a year at which coming profit is worth less (0.10: ten percent).
    by : str
        Column of ``customers`` whose groups have a retention of their own; "" for one retention of all.
    tenure : tuple of float
        Years at which the time a customer has been there is cut: each piece has a retention of its own.
    retention : float, optional
        Share of customers who stay a year, where nobody records who leaves. None: estimated from ``lifecycle``.
    """

    horizon: int = Field(default=5, ge=1, le=30)
    discount: float = Field(default=0.10, ge=0, lt=1)
    by: Literal["", "type", "branch", "product", "language"] = "type"
    tenure: tuple[Annotated[float, Field(gt=0)], ...] = (1.0, 3.0, 5.0)
    retention: float | None = Field(default=None, gt=0, lt=1)


class States(Table):
    """Rules of the states, tried in this order: leaving, dormant, prime, potential; who meets none is steady.

    Attributes
    ----------
    complaints, complaint_months : int
        Leaving: so many complaints, or one that was not resolved, in the last so many months.
    drop : float
        Leaving: bought less than the window before by this share or more (0.5: half). 0 switches the rule off.
    answers : bool
        Leaving: was dissatisfied in the survey of the wave. Only where people were told that answers are followed up.
    dormant : int
        Dormant: bought nothing for longer than so many days. 0: longer than ``rare`` of all pauses between two
        purchases of one customer.
    prime : int
        Prime: in the first so many tiers.
    new : float
        Potential: came less than so many years ago.
    rise : float
        Potential: bought more than the window before by this share or more. 0 switches the rule off.
    kinds : tuple of str
        Potential: bought something of these kinds in the window.
    """

    complaints: int = Field(default=2, ge=1)
    complaint_months: int = Field(default=6, ge=1, le=60)
    drop: float = Field(default=0.5, ge=0, le=1)
    answers: bool = False
    dormant: int = Field(default=0, ge=0)
    rare: float = Field(default=0.95, gt=0.5, lt=1)
    prime: int = Field(default=2, ge=1)
    new: float = Field(default=1.0, ge=0)
    rise: float = Field(default=0.5, ge=0)
    kinds: tuple[str, ...] = ("upgrade", "cross_sell")


class Value(Table):
    """How tiers are cut, what states mean, and what lifetime value assumes.

    Attributes
    ----------
    months : int
        The window: months before the end of the wave over which purchases are summed.
    by : {"profit", "amount"}
        What a customer is worth; ``amount`` too where profit was not delivered.
    tier : tuple of Tier
        From the most valuable down; shares sum to 1.
    waves : int
        Waves whose leavers tell how likely each group is to lose a customer within a wave.
    """

    months: int = Field(default=12, ge=1, le=60)
    by: Literal["profit", "amount"] = "profit"
    tier: tuple[Tier, ...] = Field(
        default=(
            Tier(code="core", label=Text(en="Core customers", zh="核心客户"), share=0.05),
            Tier(code="major", label=Text(en="Major customers", zh="重点客户"), share=0.15),
            Tier(code="regular", label=Text(en="Regular customers", zh="一般客户"), share=0.30),
            Tier(code="small", label=Text(en="Small customers", zh="小额客户"), share=0.50),
        ),
        min_length=2,
    )
    waves: int = Field(default=4, ge=1, le=40)
    lifetime: Lifetime = Lifetime()
    state: States = States()

    def faults(self, questionnaire: Questionnaire) -> Iterator[Fault]:  # noqa: ARG002 - it names no item
        """Tiers that are no division of all customers, cuts out of order, more prime tiers than there are."""
        from csatreport.params.faults import Fault

        codes = [t.code for t in self.tier]
        for code in sorted({c for c in codes if codes.count(c) > 1}):
            yield Fault(f"tier {code!r} is declared twice", f"{_WHERE} tier", todo="keep one")
        total = fsum(t.share for t in self.tier)
        if not isclose(total, 1, abs_tol=1e-6):
            yield Fault(
                "tiers do not take all customers", f"{_WHERE} tier, share", "a sum of 1", f"{total:g}"
            )
        cuts = self.lifetime.tenure
        if sorted(set(cuts)) != list(cuts):
            yield Fault("tenure is not in order", f"{_WHERE} lifetime, tenure", "years that rise", str(cuts))
        if self.state.prime >= len(codes):
            most = f"fewer than {len(codes)}, the number of tiers"
            yield Fault("every tier is prime", f"{_WHERE} state, prime", most, str(self.state.prime))

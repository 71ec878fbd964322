"""What is found of an improvement."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from csatreport.params import Text
from csatreport.results import Contrast, Contrasts, Estimate, Estimates

Verdict = Literal["worked", "harmed", "unseen", "doubtful", "everywhere", "waiting", "untold"]


@dataclass(frozen=True)
class Leads:
    """Whether the groups moved alike before: ``p`` of the joint test over ``waves`` leads, corrected over improvements.

    ``p`` is None where there are too few waves before, or too few sets of other levels, to tell.
    """

    waves: int
    p: float | None
    apart: bool


@dataclass(frozen=True)
class Rank:
    """How many of ``sets`` placebo sets of other levels moved at least as far as those really treated."""

    larger: int
    sets: int


@dataclass(frozen=True)
class Money:
    """What it cost and what that bought.

    ``per_point`` is the cost of one point of the item, ``payback`` in years where the ``worth`` of a point was declared.
    Both are None where it did not work: then ``least`` is what a point would have cost at the upper end of the effect's
    interval, and no payback can be told.
    """

    cost: Estimate
    worth: Estimate | None = None
    per_point: Estimate | None = None
    payback: Estimate | None = None
    least: Estimate | None = None


@dataclass(frozen=True, kw_only=True)
class Found:
    """One item of one improvement.

    Attributes
    ----------
    effect, share : Contrast, optional
        What was seen where it was done, since it began, against what the comparison group lets expect: of the mean of
        the item, and of its share satisfied. None without a comparison group.
    change : Contrast, optional
        Without a comparison group: the wave before against the edition's. Says nothing of cause.
    events : Estimates
        The effect in each wave, from the last wave before (``base``) on; waves before it should show none.
    trends : tuple of Estimates
        Both groups, wave by wave: treated, compared.
    earlier : Contrasts
        Placebo quarters: effects found when it is pretended that it began in an earlier wave.
    reason : Text, optional
        Why no effect, or no test, can be told.
    few : bool
        Whether the error comes from how far other levels moved, since fewer than three were treated.
    """

    code: str
    title: Text
    item: str
    label: Text
    since: date
    verdict: Verdict
    effect: Contrast | None = None
    share: Contrast | None = None
    change: Contrast | None = None
    events: Estimates = field(default_factory=Estimates)
    base: str = ""
    trends: tuple[Estimates, ...] = ()
    leads: Leads | None = None
    earlier: Contrasts = field(default_factory=Contrasts)
    rank: Rank | None = None
    money: Money | None = None
    reach: tuple[int, int] = (0, 0)  # levels that it reached, of how many
    treated: int = 0
    compared: int = 0
    few: bool = False
    reason: Text | None = None


@dataclass(frozen=True)
class BeforeAfter:
    """Every item of every improvement, in the order declared; amounts are in ``currency``."""

    rows: tuple[Found, ...]
    currency: Text

    @property
    def effects(self) -> Contrasts:
        """Effects on mean scores that could be estimated: one family."""
        return Contrasts(tuple(r.effect for r in self.rows if r.effect is not None))

    @property
    def shares(self) -> Contrasts:
        """Effects on shares satisfied: one family."""
        return Contrasts(tuple(r.share for r in self.rows if r.share is not None))

    @property
    def changes(self) -> Contrasts:
        """Changes where an improvement began everywhere at once: one family."""
        return Contrasts(tuple(r.change for r in self.rows if r.change is not None))

    @property
    def compared(self) -> tuple[Found, ...]:
        """Those with a comparison group whose effect may be shown."""
        return tuple(r for r in self.rows if r.effect is not None and r.effect.shown)

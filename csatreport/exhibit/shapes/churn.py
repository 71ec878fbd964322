"""What exhibits ask of results about customers who leave."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from csatreport.params.text import Text
from csatreport.results import Contrast, Contrasts, Count, Estimate, Estimates


class Sign(Protocol):
    """Something seen before customers left, and how often it was seen of those who stayed; the last quarter first."""

    @property
    def label(self) -> Text:
        """What it is called."""

    @property
    def left(self) -> Estimates:
        """Share of those who left."""

    @property
    def stayed(self) -> Estimates:
        """Share of those who stayed."""

    @property
    def gaps(self) -> Contrasts:
        """Left minus stayed, tested with those of all signs."""


class Driver(Protocol):
    """A level against the usual one, all else equal."""

    @property
    def gap(self) -> Contrast:
        """The two risks compared."""

    @property
    def ratio(self) -> Estimate:
        """Odds ratio."""

    @property
    def customers(self) -> int:
        """How many come into the next quarter at this level."""


class Proof(Protocol):
    """How the model fared on quarters held out."""

    @property
    def waves(self) -> Sequence[Text]:
        """The quarters held out."""

    @property
    def figures(self) -> Sequence[Estimate]:
        """What the table of proofs lists."""

    @property
    def log_skill(self) -> Estimate:
        """Skill over the leave rate, by log loss."""

    @property
    def auc(self) -> Estimate:
        """Chance that who left ranked above who stayed."""

    @property
    def ratio(self) -> Estimate:
        """How many left for each one foretold."""

    @property
    def ece_relative(self) -> Estimate:
        """Error of calibration in proportion to the leave rate."""

    @property
    def ece_chance(self) -> Count:
        """Error that perfect risks would have."""

    @property
    def ece_relative_chance(self) -> Count:
        """The same in proportion to the leave rate."""

    @property
    def calibration(self) -> Sequence[tuple[Estimate, Estimate]]:
        """Risk foretold and share that left, of each tenth by risk."""

    @property
    def gains(self) -> Estimates:
        """Share of all leavers among the first of the customers by risk."""

    @property
    def first(self) -> Estimate:
        """The same of the share declared."""


class Outlook(Protocol):
    """The next quarter."""

    @property
    def everybody(self) -> Estimate:
        """Mean risk."""

    @property
    def leavers(self) -> Estimate:
        """How many will leave."""

    @property
    def first(self) -> Estimate:
        """Mean risk of the riskiest."""

    @property
    def customers(self) -> Count:
        """How many customers there are."""

    @property
    def groups(self) -> Sequence[Estimates]:
        """Mean risk of groups, one series per factor."""

    @property
    def drivers(self) -> Sequence[Driver]:
        """What goes together with leaving."""

    @property
    def act(self) -> Driver | None:
        """What to look after first."""


class Churn(Protocol):
    """The whole analysis; no outlook where no model proved itself."""

    @property
    def rates(self) -> Estimates:
        """Leave rate of every quarter."""

    @property
    def changes(self) -> Contrasts:
        """Its change since the wave before: one, or none."""

    @property
    def groups(self) -> Sequence[Estimates]:
        """Leave rate of groups over the newest quarters."""

    @property
    def signs(self) -> Sequence[Sign]:
        """What was seen before customers left."""

    @property
    def proof(self) -> Proof | None:
        """How the model fared; None where it could not be tried."""

    @property
    def outlook(self) -> Outlook | None:
        """The next quarter; None where no model proved itself."""

    @property
    def used(self) -> Sequence[Text]:
        """What the model knows."""

    @property
    def without(self) -> Sequence[Text]:
        """Records that were not there."""

    @property
    def left_out(self) -> Sequence[Text]:
        """What other facts tell as well."""

    @property
    def base(self) -> Count:
        """Rows learnt from."""

    @property
    def over(self) -> Text:
        """The newest quarters."""

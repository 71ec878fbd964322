"""What the analysis of leaving returns."""

from __future__ import annotations

from dataclasses import dataclass

from csatreport.measure.churn.drivers import Driver
from csatreport.measure.churn.signs import Sign
from csatreport.params import Text
from csatreport.results import Contrasts, Count, Estimate, Estimates


@dataclass(frozen=True)
class Proof:
    """How the chances of quarters held out fared against who left.

    Attributes
    ----------
    waves : tuple of Text
        The quarters held out.
    log_skill, brier_skill, auc, slope, large, ratio : Estimate
        See :mod:`.accuracy`.
    ece, ece_relative : Estimate
        Error of calibration, and the same in proportion to the share that left; see :mod:`.calibration`.
    ece_chance, ece_relative_chance : Count
        What perfect chances would have had in a sample like this.
    calibration : tuple of (Estimate, Estimate)
        Of each tenth of the customers by risk, lowest first: mean chance foretold, share that left.
    gains : Estimates
        Share of all leavers among the first 5, 10, 20 ... per cent by risk, coded by that share.
    first : Estimate
        The same of the share declared as ``first``.
    """

    waves: tuple[Text, ...]
    log_skill: Estimate
    brier_skill: Estimate
    auc: Estimate
    slope: Estimate
    large: Estimate
    ratio: Estimate
    ece: Estimate
    ece_relative: Estimate
    ece_chance: Count
    ece_relative_chance: Count
    calibration: tuple[tuple[Estimate, Estimate], ...]
    gains: Estimates
    first: Estimate

    @property
    def figures(self) -> tuple[Estimate, ...]:
        """What the table of proofs lists."""
        ece = (self.ece, self.ece_relative)
        return (self.log_skill, self.brier_skill, self.auc, self.slope, self.large, self.ratio, *ece)

    @property
    def beats(self) -> bool:
        """Whether chances foretold more than the share that left before, beyond doubt."""
        return self.log_skill.low is not None and self.log_skill.low > 0


@dataclass(frozen=True)
class Outlook:
    """The next quarter under the model: risk by group (one series per factor), and how many will leave."""

    everybody: Estimate
    leavers: Estimate
    first: Estimate
    customers: Count
    groups: tuple[Estimates, ...]
    drivers: tuple[Driver, ...]

    @property
    def act(self) -> Driver | None:
        """What to look after first: of clear, actionable levels, the one with the most leavers beyond those of the usual."""
        clear = [d for d in self.drivers if d.actionable and d.gap.direction == "up"]
        return max(clear, key=lambda d: d.customers * d.gap.value) if clear else None


@dataclass(frozen=True)
class Churn:
    """Who left, what could be seen before, and who may leave next.

    ``outlook`` is None unless the model beat the share that left before on the quarters held out; ``proof`` is None where no
    quarter could be held out.

    Attributes
    ----------
    rates : Estimates
        Leave rate of every quarter.
    changes : Contrasts
        Change since the wave before: one, or none.
    groups : tuple of Estimates
        Leave rate of each level of type, tenure, branch ... over the newest quarters.
    signs : tuple of Sign
        What could be seen before customers left.
    used, without, left_out : tuple of Text
        Factors of the model; kinds of records that were not there; factors that others tell entirely.
    base : Count
        Rows learnt from, of how many customers.
    """

    rates: Estimates
    changes: Contrasts
    groups: tuple[Estimates, ...]
    signs: tuple[Sign, ...]
    proof: Proof | None
    outlook: Outlook | None
    used: tuple[Text, ...]
    without: tuple[Text, ...]
    left_out: tuple[Text, ...]
    base: Count
    over: Text  # the newest quarters that groups and signs are about

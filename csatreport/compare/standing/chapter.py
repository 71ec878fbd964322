"""Everything that a chapter on standing says, and whom it says to visit first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from csatreport.compare.standing.adjusted import Adjusted, Mix, mix
from csatreport.compare.standing.limits import Dot, Funnel, funnel
from csatreport.compare.standing.moves import Mover, Movers, movers
from csatreport.compare.standing.places import Standing, standing
from csatreport.compare.standing.shrunken import Shrinkage, shrinkage
from csatreport.measure import headline
from csatreport.measure.scores import find
from csatreport.params import Measure, Text
from csatreport.survey import Survey

Why = Literal["below", "fell", "none"]


@dataclass(frozen=True)
class Findings:
    """Standing with all that qualifies it; None where the data do not bear it (published scores, too few levels)."""

    domain: Text
    ranks: Standing
    shrinkage: Shrinkage | None
    funnel: Funnel | None
    mix: Mix | None
    movers: Movers
    year: Movers

    @property
    def why(self) -> Why:
        """Why the level in :attr:`first` comes first."""
        if self.funnel is not None and self.funnel.below:
            return "below"
        return "fell" if self.movers.fallen else "none"

    @property
    def first(self) -> Dot | Mover | None:
        """The level to visit first: the furthest below the limits of chance, else the one that clearly fell most."""
        if self.why == "below" and self.funnel is not None:
            return self.funnel.below[0]
        return self.movers.fallen[0] if self.movers.fallen else None

    @property
    def adjusted(self) -> Adjusted | None:
        """That level at the mix of all customers."""
        if self.mix is None or self.first is None:
            return None
        level = self.first.estimate.level
        return next((r for r in self.mix.rows if r.estimate.level == level), None)

    @property
    def model(self) -> Dot | None:
        """The level to learn from: the furthest above the limits of chance."""
        return self.funnel.above[0] if self.funnel is not None and self.funnel.above else None


def findings(survey: Survey, *, domain: str = "") -> Findings:
    """Standing by the item and measure declared, else by the first headline of the book.

    Raises
    ------
    UsageError
        There is no domain to rank; the book has no headline and nothing is declared.
    """
    item, measure = _declared(survey)
    ranks = standing(survey, item, measure, domain=domain)
    name = ranks.domain
    return Findings(
        find(survey.questionnaire, name).label,
        ranks,
        shrinkage(ranks),
        funnel(ranks, survey.analysis.standing.limits),
        mix(survey, item, measure, domain=name),
        movers(survey, item, measure, domain=name),
        movers(survey, item, measure, domain=name, to="year_ago"),
    )


def _declared(survey: Survey) -> tuple[str, Measure]:
    declared = survey.analysis.standing
    if declared.item and declared.measure:
        return declared.item, declared.measure
    overall = headline.overall(survey)
    return overall.item, next(h.measure for h in survey.book.headline)

"""What an improvement cost, and what the cost bought.

The cost is known, so that the interval of cost over effect is that of the effect turned round (Fieller's for a certain
numerator): ``cost / high`` to ``cost / low``. Where the interval of the effect includes none, there is no upper end, and
no payback is told.
"""

from __future__ import annotations

from dataclasses import replace

from csatreport.compare.beforeafter.found import Money, Verdict
from csatreport.errors import DataError
from csatreport.params.analysis.improvement import Improvement
from csatreport.results import Contrast, Estimate, Unit
from csatreport.survey import Survey


def money(
    survey: Survey, improvement: Improvement, effect: Contrast, verdict: Verdict, *, first: bool
) -> Money | None:
    """Cost, cost of a point, payback; None where no cost is known.

    ``first``: whether the effect is on the item that the worth of a point is declared of.
    """
    cost = spent(survey, improvement)
    if cost is None or not effect.shown:
        return None
    worth = improvement.worth if first else None
    low, high = effect.low, effect.high
    if verdict != "worked" or low is None or high is None or low <= 0:
        above = high if high is not None and high > 0 else None
        return Money(
            _amount(effect, cost, "cost"), None if worth is None else _amount(effect, worth, "worth"),
            least=None if above is None else _amount(effect, cost / above, "least"),
        )  # fmt: skip
    per = _over(effect, cost, "cost_per_point", "money", (low, high))
    back = None if worth is None else _over(effect, cost / worth, "payback", "years", (low, high))
    value = None if worth is None else _amount(effect, worth, "worth")
    return Money(_amount(effect, cost, "cost"), value, per, back)


def spent(survey: Survey, improvement: Improvement) -> float | None:
    """Cost declared, or the spending of its project so far (its budget where nothing was booked).

    Raises
    ------
    DataError
        The table ``projects`` has no such project.
    """
    if not improvement.project or "projects" not in survey.records:
        return improvement.cost
    projects = survey.records["projects"]
    rows = projects[projects["project"] == improvement.project]
    if rows.empty:
        raise DataError(
            f"no project {improvement.project!r}",
            where=f"params/analysis.toml, improvement {improvement.code!r}, project",
            expected="a number of the table `projects`",
            got=", ".join(map(str, projects["project"][:10])) or "an empty table",
            todo="correct the number, or declare `cost` instead",
        )
    known = rows[["spent", "budget"]].iloc[0].dropna()
    return None if known.empty else float(known.iloc[0])


def _amount(effect: Contrast, value: float, measure: str) -> Estimate:
    """A known amount of money: no error, no interval."""
    return replace(effect.second, value=value, unit="money", measure=measure, se=None, low=None, high=None)


def _over(effect: Contrast, amount: float, measure: str, unit: Unit, ends: tuple[float, float]) -> Estimate:
    """``amount / effect``, its interval that of the effect turned round."""
    low, high = amount / ends[1], amount / ends[0]
    return replace(
        effect.second, value=amount / effect.value, unit=unit, measure=measure, se=None, low=low, high=high
    )

"""Delighted customers: what goes with "very satisfied" rather than "satisfied", and how much more loyal they are.

*Very satisfied* gave overall satisfaction (item with the role ``overall``) the highest answer of its scale, *satisfied*
the one below it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

import numpy as np
from scipy import stats

from csatreport.measure import breaks, contrast, scores
from csatreport.measure.design import Codes, Floats
from csatreport.measure.fielding import Fielding, suppressed
from csatreport.measure.linearisation import apart, errors, influence
from csatreport.measure.moods.mood import only
from csatreport.measure.subjects import Level, Subject
from csatreport.params import Item, Text, Wave
from csatreport.results import Contrasts, Estimate, Estimates
from csatreport.survey import Survey

Of = Literal["loyalty", "nps"]
SATISFIED = Text(en="Satisfied customers", zh="比较满意的客户")
VERY = Text(en="Very satisfied customers", zh="非常满意的客户")


def lifts(survey: Survey, *, wave: Wave | None = None) -> Contrasts:
    """Every single service: share that rates it highest among the very satisfied minus that among the satisfied.

    Services are the rated items with a dimension, each on the answers it has. Both groups are domains of the whole design,
    the variance is that of the difference of their influences; Holm over all services. Largest gap first. A gap says
    that the two go together; which of several services that hang together it is, only a model of them all can say.

    Checked against: R survey ``svyglm`` on a dummy (tests/oracle/dissatisfied.R).

    Raises
    ------
    ParamsError
        No item has the role ``overall``.
    """
    fielding = Fielding.of(survey, wave)
    codes, levels = _groups(fielding)
    services = fielding.services("csat")
    if not services:
        return Contrasts()
    score = np.hstack([highest(fielding, i) for i in services])
    subjects = [Subject.of(i, survey.questionnaire) for i in services]
    found = fielding.estimates(score, subjects, measure="top_box", unit="share", levels=levels, codes=codes)
    se = apart(score, fielding.design, codes == 0, codes == 1)
    pairs = zip(found[: len(services)], found[len(services) :], se, strict=True)
    rows = contrast.family([contrast.joint(a, b, se=float(s), df=fielding.design.df) for a, b, s in pairs])
    return Contrasts(tuple(sorted(rows, key=lambda c: -c.value if c.shown else np.inf)))


def multiple(survey: Survey, of: Of = "loyalty", *, wave: Wave | None = None) -> Estimates:
    """Loyalty multiple: share certain to stay among the very satisfied ÷ that among the satisfied.

    ``of`` "loyalty" is the highest answer to the item with that role, "nps" a recommendation of 9 or 10. With the shares
    p₁, p₂ of two domains of one design, ``R = p₁/p₂`` and the influence of log R is ``z₁/p₁ − z₂/p₂``. The interval is
    ``R exp(± t se(log R))``, which stays above 0; ``se`` is ``R se(log R)``. One estimate; none where the item was not
    asked; hidden where one of the groups is small or nobody of the satisfied is certain, so that there is no ratio.

    Checked against: R survey ``svyratio`` and ``svycontrast(log)`` (tests/oracle/dissatisfied.R).
    """
    fielding = Fielding.of(survey, wave)
    item = fielding.first(of)
    return Estimates() if item is None else Estimates((_ratio(fielding, item),))


def multiples(survey: Survey, of: Of = "loyalty") -> Estimates:
    """The multiple in every wave that can show one, oldest first, breaks marked."""
    return breaks.series(
        survey, lambda wave: [e for e in multiple(survey, of, wave=wave) if e.shown], rests=_questions(survey)
    )


def changes(survey: Survey, of: Of = "loyalty") -> Contrasts:
    """Change of the multiple since the previous wave, tested; none where one of the waves has none."""
    return breaks.since(survey, lambda wave: multiple(survey, of, wave=wave), rests=_questions(survey))


def _questions(survey: Survey) -> breaks.Rests:
    """A multiple rests on overall satisfaction too, which says who is very satisfied."""
    overall = only(survey.questionnaire, "overall").item
    return lambda e: (e.item, overall)


def highest(fielding: Fielding, item: Item) -> Floats:
    """1 where the item got the highest answer (a recommendation: 9 or 10), else 0; NaN unanswered: (n, 1)."""
    rating = scores.of_items(fielding.responses, [item], measure="mean")
    assert item.scale is not None  # noqa: S101 - of_items has refused an item without one
    top = 9 if "nps" in item.roles else item.scale.high
    return np.where(np.isnan(rating), np.nan, (rating >= top) * 1.0)


def _groups(fielding: Fielding) -> tuple[Codes, tuple[Level, Level]]:
    """0 satisfied, 1 very satisfied, −1 neither."""
    item = only(fielding.survey.questionnaire, "overall")
    rating = scores.of_items(fielding.responses, [item], measure="mean")[:, 0]
    assert item.scale is not None  # noqa: S101 - of_items has refused an item without one
    codes = np.select([rating == item.scale.high, rating == item.scale.high - 1], [1, 0], -1)
    return codes.astype(np.intp), (Level(item.item, "satisfied", SATISFIED), Level(item.item, "very", VERY))


def _ratio(fielding: Fielding, item: Item) -> Estimate:
    codes, levels = _groups(fielding)
    certain = highest(fielding, item)
    subject = Subject.of(item, fielding.survey.questionnaire)
    less, more = fielding.estimates(
        certain, [subject], measure="multiple", unit="share", levels=levels, codes=codes
    )
    smaller = min(less, more, key=lambda e: e.n or 0)
    empty = replace(smaller, unit="ratio", domain="", level="", level_label=Level().label)
    if not (less.shown and more.shown) or not less.value > 0:
        return suppressed(empty)
    value = more.value / less.value
    made = replace(empty, value=value, se=None, low=None, high=None, deff=None)
    if not more.value > 0:
        return made
    z = [influence(certain, fielding.design, member=codes == k) for k in (0, 1)]
    se = float(errors(z[1] / more.value - z[0] / less.value, fielding.design)[0])
    reach = float(stats.t.ppf(0.5 + less.confidence / 2, fielding.design.df)) * se
    return replace(made, se=value * se, low=value * float(np.exp(-reach)), high=value * float(np.exp(reach)))

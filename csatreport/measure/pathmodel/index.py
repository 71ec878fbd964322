"""The index of a construct: 0-100, from the outer weights of unstandardised items.

``100 · Σ u (x̄ − min) / Σ u (max − min)`` with ``u = w / sd``. It is the weighted mean of the respondents' own scores
(each on the questions he answered), so its standard error is the design's. The weights are those of the edition's wave
and count as fixed, in other waves and in groups too: a change of the index is one of the answers, never of the weights.

Source: Fornell et al., *The American Customer Satisfaction Index* (1996). Checked against: the formula worked out on item
means; what is true of the simulated company in every quarter.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from csatreport.errors import DataError
from csatreport.measure import breaks, scores
from csatreport.measure.design import Codes, Floats
from csatreport.measure.fielding import Fielding
from csatreport.measure.pathmodel.results import PathModel
from csatreport.measure.pathmodel.structure import Model
from csatreport.measure.subjects import Level, Subject
from csatreport.params import Wave
from csatreport.results import Contrasts, Estimate, Estimates
from csatreport.survey import Survey

MEASURE = "construct_index"


def shares(weights: Floats, sd: Floats, model: Model) -> Floats:
    """Part (k,) of each item in the index of its construct: ``u (max − min)``, adding up to 1.

    Raises
    ------
    DataError
        The weights of a construct add up to nothing positive.
    """
    reach = np.array([i.scale.high - i.scale.low for i in model.items if i.scale], dtype=np.float64)
    each = weights / sd * reach
    total = each @ model.structure.member
    if not (total > 0).all():
        wrong = [name for name, t in zip(model.names, total.tolist(), strict=True) if not t > 0]
        raise DataError(
            "no index of a construct whose weights cancel out",
            where=f"construct {', '.join(wrong)}",
            expected="items that agree on what is better",
            got="outer weights that do not add up to a positive number",
            todo="give items that are asked the other way round the direction `lower`",
        )
    return np.asarray(each / total[model.structure.of])


def respondents(fielding: Fielding, model: Model, share: Floats) -> Floats:
    """Score (n, L) of every respondent on every construct, on the items answered; NaN where none was."""
    rescaled = scores.of_items(fielding.responses, model.items, measure="csat_index")
    there = share * ~np.isnan(rescaled)
    base = there @ model.structure.member
    top = (there * np.nan_to_num(rescaled)) @ model.structure.member
    return np.asarray(np.divide(top, base, out=np.full(base.shape, np.nan), where=base > 0))


def estimates(
    fielding: Fielding, model: Model, share: Floats, *,
    constructs: Sequence[str] | None = None, levels: tuple[Level, ...] = (Level(),), codes: Codes | None = None,
) -> tuple[Estimate, ...]:  # fmt: skip
    """The index of every construct, or of those named, in every level."""
    chosen = [n for n, name in enumerate(model.names) if constructs is None or name in constructs]
    subjects = [Subject(model.names[n], model.labels[n]) for n in chosen]
    found = respondents(fielding, model, share)[:, chosen]
    return fielding.estimates(found, subjects, measure=MEASURE, unit="index", levels=levels, codes=codes)


def changes(survey: Survey, found: PathModel) -> Contrasts:
    """Every construct now against the previous wave; Holm over all. Empty where there is none to compare with.

    A construct that the earlier wave asked about with fewer questions is left out; one whose question has a break
    since is stated without a test.
    """
    return breaks.since(survey, lambda wave: _in(survey, found, wave), rests=_questions(found.model))


def series(survey: Survey, found: PathModel, construct: str) -> Estimates:
    """The index of a construct in every wave that asked all its questions, oldest first, breaks marked."""
    return breaks.series(
        survey, lambda wave: _in(survey, found, wave, [construct]), rests=_questions(found.model)
    )


def _in(
    survey: Survey, found: PathModel, wave: Wave, constructs: Sequence[str] | None = None
) -> tuple[Estimate, ...]:
    """The index in a wave with answers, of constructs whose questions were all asked."""
    fielding, model = Fielding.of(survey, wave), found.model
    asked = [n for n in constructs or model.names if all(map(fielding.asked, model.questions(n)))]
    return estimates(fielding, model, found.shares, constructs=asked) if asked else ()


def _questions(model: Model) -> breaks.Rests:
    """An index rests on the questions of its construct."""
    return lambda e: [i.item for i in model.questions(e.item)]

"""Factors of the index out of 1,000: their weights, the scores of respondents, and the score whose mean is the index."""

from __future__ import annotations

import numpy as np

from csatreport.errors import ParamsError
from csatreport.measure import scores
from csatreport.measure.design import Codes, Floats
from csatreport.measure.fielding import Fielding
from csatreport.params import Item


def factors(fielding: Fielding, *, strict: bool = True) -> dict[str, float]:
    """Weight of each factor that the wave asked: as declared, or all alike; they add up to 1."""
    survey = fielding.survey
    asked = dict.fromkeys(i.dimension for i in fielding.services("csat_index"))
    declared = {f.dimension: f.weight for f in survey.analysis.thousand.factor}
    weights = {d: declared.get(d, 0.0) if declared else 1.0 for d in asked}
    total = sum(weights.values())
    if not total and strict:
        raise ParamsError(
            "no factor of the index out of 1,000 was asked",
            where="params/analysis.toml, thousand.factor",
            expected="dimensions with ratings",
            got=", ".join(declared) or "no dimension in the questionnaire",
            todo="declare factors of dimensions that were asked, or leave the chapter out",
        )
    return {d: w / total for d, w in weights.items() if w}


def values(fielding: Fielding, dimensions: list[str]) -> Floats:
    """Factor scores (n, f) of every respondent, 0-1,000, NaN where he rated nothing of a factor."""
    chosen = scores.attributes(fielding.survey.questionnaire, "csat_index")
    groups: list[list[Item]] = [[i for i in chosen if i.dimension == d] for d in dimensions]
    found = [scores.of_group(fielding.responses, g, measure="csat_index") for g in groups]
    return 10.0 * np.column_stack(found)


def composite(columns: Floats, weights: Floats, w: Floats, codes: Codes, groups: int) -> Floats:
    """A score (n, 1) whose weighted mean in each group is the index, and whose influence is the index's.

    With ``m_f`` the mean and ``W_f`` the weight of those in the group who have factor ``f``, ``v_f`` its weight and ``M`` the
    index: ``u = M + Σ_f v_f (W / W_f) (y_f − m_f)`` over the factors that a respondent has.
    """
    there = ~np.isnan(columns)
    score = np.full(len(columns), np.nan)
    for group in range(groups):
        inside = (codes == group) & there.any(axis=1)
        y, has = columns[inside], there[inside]
        each = (w[inside, None] * has).sum(axis=0)
        rated = each > 0
        v = np.where(rated, weights, 0.0)
        v = v / v.sum() if v.any() else v
        means = np.divide(
            (w[inside, None] * np.nan_to_num(y)).sum(axis=0), each, out=np.zeros_like(each), where=rated
        )
        times = np.divide(v * w[inside].sum(), each, out=np.zeros_like(each), where=rated)
        score[inside] = v @ means + (np.where(has, y - means, 0.0) @ times)
    return score[:, None]

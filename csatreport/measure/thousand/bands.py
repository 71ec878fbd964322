"""Loyalty by band of the index out of 1,000."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from csatreport.errors import ParamsError
from csatreport.measure import contrast, scores
from csatreport.measure.design import Codes, Floats
from csatreport.measure.fielding import Fielding
from csatreport.measure.linearisation import apart
from csatreport.measure.ratio import available_mean
from csatreport.measure.subjects import Level, Subject
from csatreport.measure.thousand.parts import factors, values
from csatreport.params import Text
from csatreport.results import Contrast, Estimate, Estimates
from csatreport.survey import Survey


@dataclass(frozen=True)
class Loyalty:
    """Loyalty by band of the index: how many are in each, how loyal they are, the high band against the low one.

    ``gap`` has no test where one of the two bands is too small to show.
    """

    bands: Estimates
    loyal: Estimates
    gap: Contrast


def loyalty(survey: Survey) -> Loyalty:
    """Share who mean to stay (role ``loyalty``, top two boxes) by band of each respondent's own index.

    A respondent's own index takes the factors he rated. The gap between high and low band is tested in one design.

    Raises
    ------
    ParamsError
        No item has the role ``loyalty``.
    """
    fielding = Fielding.of(survey)
    item = fielding.first("loyalty")
    if item is None:
        raise ParamsError(
            "no question about loyalty was asked",
            where="params/questionnaire.csv, column `roles`",
            expected="a rating with the role `loyalty`",
            got="none",
            todo="give the role, or leave the chapter out",
        )
    names, codes = _bands(fielding)
    score = scores.of_items(fielding.responses, [item], measure="csat")
    loyal = fielding.estimates(
        score, [Subject.of(item, survey.questionnaire)], measure="top_two", unit="share", levels=names, codes=codes
    )  # fmt: skip
    inside = np.where(codes[:, None] < 0, np.nan, (codes[:, None] == np.arange(len(names))) * 1.0)
    bands = fielding.estimates(
        inside, [Subject(b.code, b.label) for b in names], measure="share", unit="share"
    )
    return Loyalty(Estimates(bands), Estimates(loyal), _gap(fielding, score, codes, loyal))


def _bands(fielding: Fielding) -> tuple[tuple[Level, ...], Codes]:
    """Levels high, middle and low, and the band (n,) of each respondent; -1 who rated nothing."""
    weights, declared = factors(fielding), fielding.survey.analysis.thousand
    columns = values(fielding, list(weights))
    own = available_mean(columns, np.array(list(weights.values())))
    upper, lower = declared.upper, declared.lower
    names = (
        Level("band", "high", Text(en=f"{upper} and above", zh=f"{upper}分及以上")),
        Level("band", "middle", Text(en=f"between {lower} and {upper}", zh=f"{lower}至{upper}分之间")),
        Level("band", "low", Text(en=f"{lower} and below", zh=f"{lower}分及以下")),
    )
    codes = np.select([np.isnan(own), own >= upper, own > lower], [-1, 0, 1], default=2)
    return names, codes.astype(np.intp)


def _gap(fielding: Fielding, score: Floats, codes: Codes, loyal: tuple[Estimate, ...]) -> Contrast:
    high, _, low = loyal
    (se,) = apart(score, fielding.design, codes == 2, codes == 0)
    return contrast.family([contrast.joint(low, high, se=float(se), df=fielding.design.df)]).rows[0]

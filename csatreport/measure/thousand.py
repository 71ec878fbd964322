"""The index out of 1,000: factors (dimensions) with weights, as studies of many brands publish it.

A factor is, for each respondent, the mean of the ratings he gave in it, rescaled to 0-1,000; its score is the weighted mean
over those who rated it. The index is the sum of factor scores times factor weights, in every group: weights of factors
that nobody of the group rated are shared out over the others.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from csatreport.errors import ParamsError, UsageError
from csatreport.measure import breaks, contrast, scores
from csatreport.measure.design import Codes, Floats
from csatreport.measure.fielding import Fielding
from csatreport.measure.linearisation import apart
from csatreport.measure.ratio import available_mean
from csatreport.measure.rescale import rescaled
from csatreport.measure.subjects import Level, Subject, name
from csatreport.params import Item, Text, Wave
from csatreport.results import Contrast, Estimate, Estimates, some
from csatreport.survey import Survey

SUBJECT = Subject("thousand", Text(en="Index out of 1,000", zh="千分制指数"))


@dataclass(frozen=True)
class Factor:
    """A factor: its score (0-1,000), its share in the index, and what the index would gain if it were perfect."""

    score: Estimate
    weight: float
    to_gain: Estimate


@dataclass(frozen=True)
class Thousand:
    """The index of everybody and its factors in questionnaire order; ``declared``: weights are not all alike."""

    index: Estimate
    factors: tuple[Factor, ...]
    declared: bool

    @property
    def scores(self) -> Estimates:
        """Factor scores."""
        return Estimates(tuple(f.score for f in self.factors))

    @property
    def most_to_gain(self) -> Factor:
        """The factor that would add most to the index; UsageError where none may be shown."""
        shown = some((f for f in self.factors if f.score.shown), of=len(self.factors))
        return max(shown, key=lambda f: f.to_gain.value)


@dataclass(frozen=True)
class Loyalty:
    """Loyalty by band of the index: how many are in each, how loyal they are, the high band against the low one.

    ``gap`` has no test where one of the two bands is too small to show.
    """

    bands: Estimates
    loyal: Estimates
    gap: Contrast


def index(survey: Survey, *, wave: Wave | None = None) -> Thousand:
    """The index of everybody in a wave, with its factors.

    Standard errors are linearised: the influence on the index is the weighted sum of the influences on the factors.
    Checked against: the sum of factors times weights; the bootstrap of the design.

    Raises
    ------
    ParamsError
        No dimension has a rating that the wave asked.
    """
    fielding = Fielding.of(survey, wave)
    weights = factors(fielding)
    columns = values(fielding, list(weights))
    subjects = [Subject(d, name(survey.questionnaire, "dimension", d)) for d in weights]
    found = fielding.estimates(columns, subjects, measure="thousand", unit="thousand")
    rows = tuple(Factor(e, w, _to_gain(e, w)) for e, w in zip(found, weights.values(), strict=True))
    return Thousand(_estimates(fielding, columns, weights)[0], rows, bool(survey.analysis.thousand.factor))


def levels(survey: Survey, domain: str, *, wave: Wave | None = None) -> Estimates:
    """The index of every level of a domain, small bases suppressed."""
    fielding = Fielding.of(survey, wave)
    weights = factors(fielding)
    names, codes = fielding.levels(domain)
    return Estimates(_estimates(fielding, values(fielding, list(weights)), weights, names, codes))


def _factors(survey: Survey) -> breaks.Rests:
    """The index rests on every rating of its factors."""
    every = list(factors(Fielding.of(survey), strict=False))
    return lambda _: every


def series(survey: Survey) -> Estimates:
    """The index of everybody in every wave that asked its factors."""
    return breaks.series(survey, lambda wave: _of_wave(survey, wave), rests=_factors(survey))


def _of_wave(survey: Survey, wave: Wave) -> tuple[Estimate, ...]:
    """The index of a wave, where it asked any factor."""
    return (index(survey, wave=wave).index,) if factors(Fielding.of(survey, wave), strict=False) else ()


def change(survey: Survey, *, to: breaks.To = "previous") -> Contrast:
    """The index against the wave compared with: a family of its own.

    Raises
    ------
    UsageError
        The edition has no such wave with answers, or one of the waves asked no factor.
    """
    found = breaks.since(survey, lambda wave: _of_wave(survey, wave), to=to, rests=_factors(survey))
    if not found.rows:
        raise UsageError(
            "no change of the index out of 1,000 to compute",
            where=f"params/editions/{survey.edition.name}.toml",
            expected=f"{to} = a wave that asked its factors",
            got=f"{to} = {getattr(survey.edition, to)}; waves with answers: {', '.join(map(str, breaks.answered(survey)))}",
            todo=f"declare {to} and a source for that wave, or leave the claim out",
        )
    return found.rows[0]


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


def _estimates(
    fielding: Fielding,
    columns: Floats,
    weights: dict[str, float],
    names: tuple[Level, ...] = (Level(),),
    codes: Codes | None = None,
) -> tuple[Estimate, ...]:
    inside = np.zeros(len(columns), dtype=np.intp) if codes is None else codes
    score = composite(columns, np.array(list(weights.values())), fielding.design.weights, inside, len(names))
    return fielding.estimates(
        score, [SUBJECT], measure="thousand", unit="thousand", levels=names, codes=inside
    )  # fmt: skip


def _to_gain(score: Estimate, weight: float) -> Estimate:
    return replace(rescaled(score, -weight, 1000 * weight), measure="to_gain")


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

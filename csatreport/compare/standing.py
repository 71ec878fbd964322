"""Standing: levels among their peers, with the uncertainty of their rank."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from csatreport.errors import UsageError
from csatreport.measure import contrast, estimate, scores, thousand
from csatreport.measure.design import Floats
from csatreport.measure.fielding import Fielding
from csatreport.measure.linearisation import errors, influence
from csatreport.measure.subjects import Subject
from csatreport.params import Measure
from csatreport.results import Contrast, Estimate, Estimates, Unit, some
from csatreport.survey import Survey

DRAWS = 10_000
_UNKNOWN: tuple[int | None, int | None] = (None, None)


@dataclass(frozen=True)
class Place:
    """A level among its peers. Rank 1 is the highest value; equal values share the better rank.

    ``rank`` is None where the level is suppressed; ``rank_low`` (best) and ``rank_high`` (worst) are None
    where the scores have no standard error. ``gap`` is the level minus all customers.
    """

    estimate: Estimate
    rank: int | None
    rank_low: int | None
    rank_high: int | None
    gap: Contrast | None


@dataclass(frozen=True)
class Standing:
    """Levels best first, suppressed ones last; ``spread`` is best minus worst, picked and so untested."""

    rows: tuple[Place, ...]
    overall: Estimate | None
    spread: Contrast | None

    @property
    def best(self) -> Estimate:
        """The level that stands first; UsageError where none may be shown."""
        return self._ranked[0].estimate

    @property
    def worst(self) -> Estimate:
        """The level that stands last of those shown."""
        return self._ranked[-1].estimate

    @property
    def _ranked(self) -> list[Place]:
        return some((p for p in self.rows if p.rank is not None), of=len(self.rows))


def standing(survey: Survey, item: str, measure: Measure) -> Standing:
    """Levels of the standing domain by one item.

    The rank interval holds the middle ``confidence`` of ranks over 10,000 draws of all levels from normal
    distributions with their estimates and standard errors, taken as independent, from a generator with the
    edition's seed. Gaps to all customers use the joint linearisation; Holm over the levels.

    Source: Goldstein and Spiegelhalter (1996). Checked against: the normal probability that two levels change
    places; the gaps' standard errors against the textbook sum of influences.

    Raises
    ------
    UsageError
        No item has the role ``standing``, and no domain is published alone.
    """
    domain = _domain(survey, measure)
    if measure == "score":
        return _published(survey, item, domain)
    fielding = Fielding.of(survey)
    chosen = scores.find(survey.questionnaire, item)
    score = scores.of_items(fielding.responses, [chosen], measure=measure)
    subject = Subject.of(chosen, survey.questionnaire)
    return of_scores(
        fielding, domain, subject, within=score, whole=score, measure=measure, unit=scores.UNITS[measure]
    )


def of_index(survey: Survey) -> Standing:
    """Levels of the standing domain by the index out of 1,000 (:mod:`csatreport.measure.thousand`)."""
    fielding, domain = Fielding.of(survey), _domain(survey, "csat")
    weights = thousand.factors(fielding)
    columns, shares = thousand.values(fielding, list(weights)), np.array(list(weights.values()))
    names, codes = fielding.levels(domain)
    w, nobody = fielding.design.weights, np.zeros(len(columns), dtype=np.intp)
    within = thousand.composite(columns, shares, w, codes, len(names))
    whole = thousand.composite(columns, shares, w, nobody, 1)
    return of_scores(
        fielding, domain, thousand.SUBJECT, within=within, whole=whole, measure="thousand", unit="thousand"
    )


def of_scores(
    fielding: Fielding,
    domain: str,
    subject: Subject,
    *,
    within: Floats,
    whole: Floats,
    measure: str,
    unit: Unit,
) -> Standing:
    """Levels of a domain by any score (n, 1).

    ``within`` is the score whose mean is a level's, ``whole`` the one whose mean is everybody's; they differ where the
    measure is not the mean of one score for all.
    """
    names, codes = fielding.levels(domain)
    found = fielding.estimates(within, [subject], measure=measure, unit=unit, levels=names, codes=codes)
    levels = tuple(Estimates(found).ordered())
    overall = fielding.estimates(whole, [subject], measure=measure, unit=unit)[0]
    everybody = influence(whole, fielding.design)
    places = {level.code: code for code, level in enumerate(names)}
    columns = [
        influence(within, fielding.design, member=codes == places[e.level]) - everybody for e in levels
    ]
    se = errors(np.hstack(columns), fielding.design) if columns else np.empty(0)
    df = fielding.design.df
    gaps = contrast.family(
        [contrast.joint(overall, e, se=float(s), df=df) for e, s in zip(levels, se, strict=True)]
    )
    return _placed(levels, overall, {c.second.level: c for c in gaps}, fielding.survey.edition.seed)


def _published(survey: Survey, item: str, domain: str) -> Standing:
    levels = tuple(estimate.levels(survey, item, "score", domain).ordered())
    everybody = estimate.items(survey, "score", items=[item]).rows
    overall = everybody[0] if everybody else None
    gaps = {e.level: contrast.untested(overall, e) for e in levels} if overall else {}
    return _placed(levels, overall, gaps, survey.edition.seed)


def _placed(
    levels: tuple[Estimate, ...], overall: Estimate | None, gaps: dict[str, Contrast], seed: int
) -> Standing:
    shown = [e for e in levels if e.shown]
    intervals = _rank_intervals(shown, seed)
    places = tuple(
        Place(e, _rank(e, shown), *intervals.get(e.level, _UNKNOWN), gap=gaps.get(e.level)) for e in levels
    )
    spread = contrast.untested(shown[-1], shown[0]) if len(shown) > 1 else None
    return Standing(places, overall, spread)


def _domain(survey: Survey, measure: Measure) -> str:
    declared = survey.questionnaire.with_role("standing")
    if declared:
        return declared[0].item
    published = sorted(set(survey.published["domain"]) - {""}) if measure == "score" else []
    if len(published) == 1:
        return str(published[0])
    raise UsageError(
        "no domain to rank",
        where="params/questionnaire.csv, column `roles`",
        expected="one item with the role `standing`",
        got=f"none; published domains: {', '.join(published) or 'none'}",
        todo="give the role to the item whose levels are peers (branch, line, brand)",
    )


def _rank(of: Estimate, among: list[Estimate]) -> int | None:
    return 1 + sum(e.value > of.value for e in among) if of.shown else None


def _rank_intervals(levels: list[Estimate], seed: int) -> dict[str, tuple[int, int]]:
    """Best and worst rank of each level inside the confidence; empty without standard errors."""
    se = [e.se for e in levels if e.se is not None]
    if len(se) < max(len(levels), 1):
        return {}
    values = np.array([e.value for e in levels])
    draws = np.random.default_rng(seed).normal(values, se, size=(DRAWS, len(levels)))
    ranks = 1 + np.argsort(np.argsort(-draws, axis=1), axis=1)
    tail = (1 - levels[0].confidence) / 2
    best = np.quantile(ranks, tail, axis=0, method="lower")
    worst = np.quantile(ranks, 1 - tail, axis=0, method="higher")
    return {e.level: (int(b), int(w)) for e, b, w in zip(levels, best, worst, strict=True)}

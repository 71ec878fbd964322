"""Places: levels in their order, with the uncertainty of their rank and their gap to all customers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from csatreport.compare.standing.peers import Peers
from csatreport.compare.standing.ranks import intervals
from csatreport.errors import UsageError
from csatreport.measure import contrast, estimate, scores, thousand
from csatreport.measure.design import Codes, Design, Floats
from csatreport.measure.fielding import Fielding
from csatreport.measure.linearisation import errors, influence
from csatreport.measure.subjects import Level, Subject
from csatreport.params import Measure, Text, Wave
from csatreport.results import Contrast, Estimate, Estimates, Unit, some
from csatreport.survey import Survey

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
    """Levels best first, suppressed ones last.

    ``spread`` is best minus worst, picked and so untested; how far levels truly are apart says :mod:`.shrunken`.
    ``peers`` is None where there are no standard errors, or nobody differs from anybody.
    """

    domain: str
    rows: tuple[Place, ...]
    overall: Estimate | None
    spread: Contrast | None
    peers: Peers | None = field(default=None, compare=False, repr=False)

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


def standing(
    survey: Survey, item: str, measure: Measure, *, domain: str = "", wave: Wave | None = None
) -> Standing:
    """Levels of a domain by one item, best first; of the standing domain unless another is named.

    Rank intervals: :mod:`.ranks`. Gaps to all customers use the joint linearisation; Holm over the levels. Two levels of
    one name are told apart by their codes.

    Checked against: the gaps' standard errors against the textbook sum of influences.

    Raises
    ------
    UsageError
        No item has the role ``standing``, and no domain is published alone; ``domain`` is no domain.
    DataError
        The wave has no responses.
    """
    domain = domain or peers_of(survey, measure)
    if measure == "score":
        return _published(survey, item, domain, wave or survey.wave)
    fielding = Fielding.of(survey, wave)
    chosen = scores.find(survey.questionnaire, item)
    score = scores.of_items(fielding.responses, [chosen], measure=measure)
    subject = Subject.of(chosen, survey.questionnaire)
    return of_scores(
        fielding, domain, subject, within=score, whole=score, measure=measure, unit=scores.UNITS[measure]
    )


def of_index(survey: Survey) -> Standing:
    """Levels of the standing domain by the index out of 1,000 (:mod:`csatreport.measure.thousand`)."""
    fielding, domain = Fielding.of(survey), peers_of(survey, "csat")
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
    names = told_apart(names)
    found = fielding.estimates(within, [subject], measure=measure, unit=unit, levels=names, codes=codes)
    levels = tuple(Estimates(found).ordered())
    overall = fielding.estimates(whole, [subject], measure=measure, unit=unit)[0]
    places = {level.code: code for code, level in enumerate(names)}
    order = [places[e.level] for e in levels]
    everybody = influence(whole, fielding.design)
    columns = [influence(within, fielding.design, member=codes == code) - everybody for code in order]
    gaps = _gaps(levels, overall, columns, fielding.design)
    shown = [e for e in levels if e.shown]
    units = _units(fielding.design, np.where(np.isnan(within[:, 0]), -1, codes), len(names))
    prior = fielding.survey.edition.low_base
    peers = Peers.of(shown, [int(units[places[e.level]]) for e in shown], prior=prior)
    return _placed(domain, levels, overall, gaps, peers)


def told_apart(levels: Sequence[Level]) -> tuple[Level, ...]:
    """The same levels; those that share a name are followed by their code."""
    twice = {k: Counter(level.label[k] for level in levels) for k in ("en", "zh")}
    return tuple(
        replace(
            level,
            label=Text(en=f"{level.label.en} ({level.code})", zh=f"{level.label.zh}（{level.code}）"),
        )
        if any(twice[k][level.label[k]] > 1 for k in ("en", "zh"))
        else level
        for level in levels
    )


def _gaps(
    levels: Sequence[Estimate], overall: Estimate, influences: Sequence[Floats], design: Design
) -> dict[str, Contrast]:
    """Each level minus all customers, in one design."""
    se = errors(np.hstack(influences), design) if influences else np.empty(0)
    rows = [contrast.joint(overall, e, se=float(s), df=design.df) for e, s in zip(levels, se, strict=True)]
    return {c.second.level: c for c in contrast.family(rows)}


def _units(design: Design, codes: Codes, levels: int) -> Codes:
    """First-stage units that each level has answers from."""
    at = codes >= 0
    pairs = np.unique(codes[at] * len(design.stratum) + design.unit[at])
    return np.bincount(pairs // len(design.stratum), minlength=levels)


def _published(survey: Survey, item: str, domain: str, wave: Wave) -> Standing:
    levels = tuple(estimate.levels(survey, item, "score", domain, wave=wave).ordered())
    everybody = estimate.items(survey, "score", items=[item], wave=wave).rows
    overall = everybody[0] if everybody else None
    gaps = {e.level: contrast.untested(overall, e) for e in levels} if overall else {}
    return _placed(domain, levels, overall, gaps, None)


def _placed(
    domain: str,
    levels: tuple[Estimate, ...],
    overall: Estimate | None,
    gaps: dict[str, Contrast],
    peers: Peers | None,
) -> Standing:
    shown = [e for e in levels if e.shown]
    ends = {}
    if peers is not None:
        best, worst = intervals(peers)
        ends = {e.level: (int(b), int(w)) for e, b, w in zip(shown, best, worst, strict=True)}
    places = tuple(
        Place(e, _rank(e, shown), *ends.get(e.level, _UNKNOWN), gap=gaps.get(e.level)) for e in levels
    )
    spread = contrast.untested(shown[-1], shown[0]) if len(shown) > 1 else None
    return Standing(domain, places, overall, spread, peers)


def peers_of(survey: Survey, measure: Measure) -> str:
    """The domain whose levels are peers: the item with the role ``standing``, or the only one published.

    Raises
    ------
    UsageError
        There is none.
    """
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

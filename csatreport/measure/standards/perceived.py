"""Compliance against satisfaction: by branch, and standard by standard."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from math import atanh, sqrt, tanh
from typing import Literal

import numpy as np
from scipy import stats

from csatreport.measure import contrast, scores
from csatreport.measure.fielding import Fielding
from csatreport.measure.linearisation import errors, influence
from csatreport.measure.moods.mood import moods, only
from csatreport.measure.standards.compliance import Kept, branches, compliance
from csatreport.measure.subjects import Subject
from csatreport.params import Item, Text
from csatreport.results import Contrast, Contrasts, Estimate
from csatreport.survey import Survey

Reading = Literal["works", "doubt", "spare", "act", "open", "unasked"]
_FEWEST = 4  # branches that a correlation needs
_CERTAIN = 1 - 1e-12  # the nearest to ±1 that has an interval
_SERVICES = Subject("services", Text(en="All services", zh="全部服务项目"))
_TOGETHER = Subject("compliance", Text(en="Compliance and satisfaction", zh="达标率与满意率"))


@dataclass(frozen=True)
class Perceived:
    """Branches with their compliance and their satisfaction, and how the two go together across them.

    ``correlation`` compares it (second) with none (first); empty with fewer than four branches, or where one of the two is
    the same everywhere.
    """

    points: tuple[tuple[Estimate, Estimate], ...] = ()
    correlation: Contrasts = field(default_factory=Contrasts)


@dataclass(frozen=True)
class Sense:
    """A standard: what visits find, what customers say, and what the two together suggest.

    ``satisfied`` and ``gap`` (against the mean of all services) are None where customers are not asked.
    """

    kept: Kept
    satisfied: Estimate | None = None
    gap: Contrast | None = None

    @property
    def reading(self) -> Reading:
        """``doubt``: kept, yet customers are less satisfied with it than with other services; ``spare``: missed, yet more."""
        if self.gap is None:
            return "unasked"
        pair = (self.kept.verdict, self.gap.direction)
        known: dict[tuple[str, str], Reading] = {
            ("met", "up"): "works", ("met", "down"): "doubt", ("missed", "up"): "spare", ("missed", "down"): "act",
        }  # fmt: skip
        return known.get(pair, "open")


def perceived(survey: Survey) -> Perceived:
    """Each branch's compliance over its waves against its share satisfied overall in the edition's wave.

    Pearson's r across branches, each counting once: branches are what is compared, and they are visited about as often. Interval
    by Fisher's ``atanh r ± z/√(n−3)``, test by ``t = r √((n−2)/(1−r²))`` with n − 2 degrees of freedom. Both are measured
    with error, which draws r towards 0: the true relation is closer than it looks.

    Checked against: scipy ``pearsonr`` (value, p, interval).
    """
    kept = {e.level: e for e in branches(survey)}
    fielding = Fielding.of(survey)
    if not kept or "branch" not in fielding.responses:
        return Perceived()
    levels, codes = fielding.levels("branch")
    subject = Subject.of(only(survey.questionnaire, "overall"), survey.questionnaire)
    satisfied = fielding.estimates(
        moods(fielding, "satisfied"), [subject], measure="csat", unit="share", levels=levels, codes=codes
    )
    points = tuple((kept[e.level], e) for e in satisfied if e.shown and e.level in kept)
    return Perceived(points, _correlation(fielding, points))


def senses(survey: Survey) -> tuple[Sense, ...]:
    """Every standard with the share satisfied with the items that ``[standards]`` names for it.

    Compliance is that of the waves that ``[standards] waves`` names, so that verdicts can be told; satisfaction that of the wave.

    The share is the mean, by customer, of the items he rated; it is compared with the same mean over all single
    services in one sample (variance of the difference of influences), Holm over the standards. Reading: ``works`` kept and
    more satisfied than with services at large, ``doubt`` kept and less (the standard may be the wrong one), ``spare`` missed
    and more (it may not matter), ``act`` missed and less, ``open`` where one of the two cannot be told.
    """
    fielding = Fielding.of(survey)
    rows = compliance(survey, waves=survey.analysis.standards.waves).rows
    asked = {r.estimate.item: _items(fielding, r.estimate.item) for r in rows}
    rated = [r for r in rows if asked[r.estimate.item]]
    everything = fielding.services("csat")
    if not rated or not everything:
        return tuple(Sense(r) for r in rows)
    columns = [scores.of_group(fielding.responses, asked[r.estimate.item], measure="csat") for r in rated]
    columns.append(scores.of_group(fielding.responses, everything, measure="csat"))
    score = np.column_stack(columns)
    subjects = [Subject(r.estimate.item, r.estimate.label) for r in rated]
    *own, middle = fielding.estimates(score, [*subjects, _SERVICES], measure="csat", unit="share")
    z = influence(score, fielding.design)
    se = errors(z[:, :-1] - z[:, -1:], fielding.design)
    pairs = [
        contrast.joint(middle, e, se=float(s), df=fielding.design.df) for e, s in zip(own, se, strict=True)
    ]
    gaps = {c.second.item: c for c in contrast.family(pairs)}
    return tuple(_sense(r, gaps.get(r.estimate.item)) for r in rows)


def _sense(kept: Kept, gap: Contrast | None) -> Sense:
    return Sense(kept) if gap is None or not gap.shown else Sense(kept, gap.second, gap)


def _items(fielding: Fielding, code: str) -> list[Item]:
    names = fielding.survey.analysis.standards.of(code).items
    found = (scores.find(fielding.survey.questionnaire, n) for n in names)
    return [i for i in found if fielding.asked(i)]


def _correlation(fielding: Fielding, points: tuple[tuple[Estimate, Estimate], ...]) -> Contrasts:
    n = len(points)
    x, y = (np.array([p[k].value for p in points]) for k in (0, 1))
    if n < _FEWEST or np.ptp(x) == 0 or np.ptp(y) == 0:
        return Contrasts()
    r = min(max(float(np.corrcoef(x, y)[0, 1]), -_CERTAIN), _CERTAIN)
    confidence = fielding.survey.edition.confidence
    low, high = _interval(r, n, confidence=confidence)
    se = sqrt((1 - r**2) / (n - 2))
    base = points[0][1]
    made = Estimate(
        value=r, unit="coefficient", measure="correlation", item=_TOGETHER.item, label=_TOGETHER.label, wave=base.wave,
        wave_label=base.wave_label, se=se, low=low, high=high, confidence=confidence, df=n - 2.0, n=n, data=base.data,
    )  # fmt: skip
    none = replace(made, value=0.0, se=0.0, low=None, high=None, level="none")
    tested = contrast.joint(none, made, se=se, df=n - 2.0)
    return contrast.family([replace(tested, low=low, high=high)])


def _interval(r: float, n: int, *, confidence: float) -> tuple[float, float]:
    reach = float(stats.norm.ppf(0.5 + confidence / 2)) / sqrt(n - 3)
    return tanh(atanh(r) - reach), tanh(atanh(r) + reach)

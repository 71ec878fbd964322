"""The index of groups of customers: only groups in which the construct is the same thing are compared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import nan
from typing import Literal

import numpy as np

from csatreport.measure import contrast, scores
from csatreport.measure.design import Codes, Floats
from csatreport.measure.fielding import Fielding
from csatreport.measure.linearisation import apart
from csatreport.measure.moments import complete
from csatreport.measure.pathmodel import index
from csatreport.measure.pathmodel.invariance import Invariance, invariance
from csatreport.measure.pathmodel.results import PathModel
from csatreport.measure.pathmodel.structure import Bools
from csatreport.measure.subjects import Level, Subject
from csatreport.results import OTHERS, Contrast, Contrasts, Estimate, Estimates
from csatreport.survey import Survey

Verdict = Literal["full", "partial", "differs", "small"]


@dataclass(frozen=True)
class Group:
    """A group and whether the construct is the same thing in it as among all others.

    ``verdict``: "full" (same composition, mean and variance), "partial" (same composition: the index may be
    compared), "differs" (it may not), "small" (too few complete answers, or no solution, to tell: it is not compared).
    ``correlation`` is that of the scores by both sets of weights; the ``p`` are corrected over the groups of the
    question. NaN where nothing was tested.
    """

    index: Estimate
    verdict: Verdict
    correlation: float = nan
    p_correlation: float = nan
    p_mean: float = nan
    p_variance: float = nan

    @property
    def comparable(self) -> bool:
        """Whether its index may be compared with that of others."""
        return self.verdict in ("full", "partial") and self.index.shown


@dataclass(frozen=True)
class Groups:
    """All groups of all questions, and the gap of each comparable one to all others (Holm over all)."""

    rows: tuple[Group, ...]
    gaps: Contrasts

    @property
    def comparable(self) -> Estimates:
        """The index of the groups that may be compared."""
        return Estimates(tuple(g.index for g in self.rows if g.comparable))

    @property
    def differing(self) -> Estimates:
        """The index of groups in which the construct is something else."""
        return Estimates(tuple(g.index for g in self.rows if g.verdict == "differs"))

    @property
    def tested(self) -> Estimates:
        """The index of the groups that were tested."""
        return Estimates(tuple(g.index for g in self.rows if g.verdict != "small"))


def groups(survey: Survey, found: PathModel, construct: str | None = None) -> Groups:
    """The index of one construct (None: the focus) by every group of the declared background questions.

    Invariance is tested on complete answers of respondents whose group is known; groups with fewer than the
    edition's ``low_base`` of them are not. The level of the test is one minus the edition's confidence.
    """
    fielding = Fielding.of(survey)
    name = construct or found.model.focus
    every = [_of_domain(fielding, found, name, domain) for domain in _declared(fielding)]
    return Groups(
        tuple(g for rows, _ in every for g in rows), contrast.family([c for _, gaps in every for c in gaps])
    )


def _declared(fielding: Fielding) -> Sequence[str]:
    named = fielding.survey.analysis.path_model.groups
    return [d for d in named if d in fielding.responses] or fielding.domains()


def _of_domain(
    fielding: Fielding, found: PathModel, construct: str, domain: str
) -> tuple[list[Group], list[Contrast]]:
    levels, codes = fielding.levels(domain)
    if len(levels) < 2:
        return [], []
    heading = scores.find(fielding.survey.questionnaire, domain).label
    rows = [
        replace(e, group=domain, group_label=heading)
        for e in index.estimates(
            fielding, found.model, found.shares, constructs=[construct], levels=levels, codes=codes
        )
    ]
    tested = _tested(fielding, found, rows, codes, domain)
    return tested, _gaps(fielding, found, construct, tested, codes)


def _tested(
    fielding: Fielding, found: PathModel, rows: list[Estimate], codes: Codes, domain: str
) -> list[Group]:
    """Verdicts: each group against the others; the one that differs most is put aside, and the rest tested again.

    Otherwise a group in which the construct is something else would make all others differ from "the others".
    """
    named = found.model
    values = scores.of_items(fielding.responses, named.items, measure="mean")
    there = complete(values) & (codes >= 0) & (fielding.design.weights > 0)
    n = np.bincount(codes[there], minlength=len(rows))
    left = [g for g, e in enumerate(rows) if e.shown and n[g] >= fielding.survey.edition.low_base]
    told = {g: Group(e, "small") for g, e in enumerate(rows)}
    rng = fielding.generator(f"invariance of {domain}")
    while len(left) >= 2:
        place = np.full(len(rows) + 1, -1)
        place[left] = np.arange(len(left))
        keep = there & (place[codes] >= 0)
        checked = _checked(fielding, found, values, codes=place[codes], keep=keep, rng=rng)
        at = named.numbers[rows[0].item]
        told |= {
            g: _group(rows[g], checked, (place[g], at), 1 - fielding.survey.edition.confidence) for g in left
        }
        differing = [g for g in left if told[g].verdict == "differs"]
        if not differing:
            break
        left.remove(max(differing, key=lambda g: checked.excess[place[g], at]))
    return [told[g] for g in range(len(rows))]


def _checked(
    fielding: Fielding,
    found: PathModel,
    values: Floats,
    *,
    codes: Codes,
    keep: Bools,
    rng: np.random.Generator,
) -> Invariance:
    declared = fielding.survey.analysis.path_model
    return invariance(
        values[keep], fielding.design.weights[keep], codes[keep], found.model.structure, rng,
        scheme=declared.scheme, times=declared.permutations,
    )  # fmt: skip


def _group(e: Estimate, checked: Invariance, at: tuple[int, int], level: float) -> Group:
    every = (checked.correlation, checked.p_correlation, checked.p_mean, checked.p_variance)
    correlation, p_correlation, p_mean, p_variance = (float(part[at]) for part in every)
    if np.isnan(correlation):
        return Group(e, "small")
    verdict: Verdict = "differs" if p_correlation < level else "full"
    if verdict == "full" and min(p_mean, p_variance) < level:
        verdict = "partial"
    return Group(e, verdict, correlation, p_correlation, p_mean, p_variance)


def _gaps(
    fielding: Fielding, found: PathModel, construct: str, rows: list[Group], codes: Codes
) -> list[Contrast]:
    """Each comparable group minus all other comparable ones, in one design."""
    compared = [g for g, row in enumerate(rows) if row.comparable]
    if len(compared) < 2:
        return []
    at = found.model.numbers[construct]
    score = index.respondents(fielding, found.model, found.shares)[:, [at]]
    others = [np.isin(codes, compared) & (codes != g) for g in compared]
    return [
        _gap(fielding, score, codes == g, rest, rows[g].index)
        for g, rest in zip(compared, others, strict=True)
    ]


def _gap(fielding: Fielding, score: Floats, group: Bools, rest: Bools, own: Estimate) -> Contrast:
    (se,) = apart(score, fielding.design, rest, group)
    others = fielding.estimates(
        score, [Subject(own.item, own.label)], measure=own.measure, unit=own.unit,
        levels=(Level(own.domain, "other", OTHERS),), codes=np.where(rest, 0, -1),
    )[0]  # fmt: skip
    first = replace(others, group=own.group, group_label=own.group_label)
    return contrast.joint(first, own, se=float(se), df=fielding.design.df)

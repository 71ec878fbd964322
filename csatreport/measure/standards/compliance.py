"""Compliance: the share of checks that visits found passed, by standard, department, branch and wave."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from math import sqrt
from typing import Literal

import numpy as np

from csatreport.measure import contrast, interval
from csatreport.measure.design import Floats
from csatreport.measure.fielding import Fielding
from csatreport.measure.standards.visits import Visits
from csatreport.measure.subjects import Subject, name
from csatreport.params import Text, Wave
from csatreport.results import Contrast, Contrasts, Count, Estimate, Estimates, Flag
from csatreport.survey import Survey

Verdict = Literal["met", "missed", "unsure"]
ALL = Subject("all", Text(en="All standards", zh="全部标准"))


@dataclass(frozen=True)
class Kept:
    """One standard against its target: met or missed only when the whole interval says so."""

    estimate: Estimate
    target: float

    @property
    def goal(self) -> Count:
        """The target as a number that a claim can print."""
        return Count(self.target, Text(en="Target", zh="目标"), of=1.0, unit="share", data=self.estimate.data)

    @property
    def verdict(self) -> Verdict:
        """What the interval says of the target."""
        e = self.estimate
        low, high = (e.value if end is None else end for end in (e.low, e.high))
        return "met" if low >= self.target else "missed" if high < self.target else "unsure"


@dataclass(frozen=True)
class Compliance:
    """Compliance of all standards, of each (by department, then as listed), and of each department; nothing without visits."""

    total: Estimate | None = None
    rows: tuple[Kept, ...] = ()
    departments: Estimates = field(default_factory=Estimates)
    visits: int = 0

    @property
    def standards(self) -> Estimates:
        """Share passed of each."""
        return Estimates(tuple(r.estimate for r in self.rows))

    @property
    def by_need(self) -> tuple[Kept, ...]:
        """Standards, clearly missed ones first, then those that cannot be told; the furthest below its target first."""
        order = ("missed", "unsure", "met")
        return tuple(sorted(self.rows, key=lambda r: (order.index(r.verdict), r.estimate.value - r.target)))


def compliance(survey: Survey, *, wave: Wave | None = None, waves: int = 1) -> Compliance:
    """Share of checks passed in a wave (None: the edition's), or in so many ``waves`` up to it.

    Every check counts once. Visits are the sample: first-stage units are visits (branch, day, visitor), so the standard error
    is linearised with the checks of a visit as one cluster; logit interval, exact where a standard was never or always
    met. A group without checks is left out. ``Kept.verdict`` compares the interval with the target of ``[standards]``.

    Checked against: R survey ``svyciprop`` with visits as clusters (tests/oracle/standards.R).
    """
    seen = Visits.of(survey, wave, waves=waves)
    if seen is None:
        return Compliance()
    standards, departments = _subjects(seen)
    rows = _estimates(seen, seen.columns(seen.standard, len(standards)), standards)
    owner = seen.fielding.responses["department"].fillna("").to_numpy(object)
    codes = np.select([owner == s.item for s in departments], range(len(departments)), -1)
    by_department = (
        _estimates(seen, seen.columns(codes, len(departments)), departments) if departments else ()
    )
    aims, owners = survey.analysis.standards, [s.group for s in standards]
    return Compliance(
        _estimates(seen, seen.passed[:, None], (ALL,))[0],
        tuple(Kept(e, aims.aim(e.item)) for e in sorted(rows, key=lambda e: owners.index(e.group))),
        Estimates(by_department),
        seen.number,
    )


def changes(survey: Survey) -> Contrasts:
    """Change of all standards together and of each since the previous wave; Holm over all; empty without its visits.

    Few checks, and shares near 1: a standard's change is tested with one success and one failure added to each wave
    (checks divided by the design effect), which also holds where all checks of a wave were passed.

    Source: Agresti and Caffo (2000). Checked against: their definition, and its rate of false alarms over all outcomes.
    """
    before = survey.edition.previous
    now, then = compliance(survey), compliance(survey, wave=before) if before else Compliance()
    if now.total is None or then.total is None:
        return Contrasts()
    earlier = {e.item: e for e in then.standards}
    pairs = [(earlier[e.item], e) for e in now.standards if e.item in earlier]
    together = contrast.independent(then.total, now.total)
    return contrast.family([together, *(change(first, second) for first, second in pairs)])


def series(survey: Survey) -> Estimates:
    """All standards together, wave by wave."""
    found = [compliance(survey, wave=w).total for w in survey.waves]
    return Estimates(tuple(e for e in found if e is not None))


def branches(survey: Survey) -> Estimates:
    """Share of checks passed in every branch over the waves that ``[standards] waves`` names, the highest first.

    A branch has so few visits that its own cannot say how much visits vary. That is taken from all visits of all
    waves: the standard error is that of independent checks times the root of their dispersion (:meth:`Visits.dispersion`).
    """
    seen = Visits.of(survey, waves=survey.analysis.standards.waves)
    every = Visits.of(survey, waves=max(len(survey.waves), survey.analysis.standards.waves))
    if seen is None or every is None:
        return Estimates()
    found = seen.fielding.estimates(
        seen.passed[:, None],
        [ALL],
        measure="compliance",
        unit="share",
        levels=seen.branches,
        codes=seen.branch,
    )
    return Estimates(tuple(_dispersed(seen.fielding, e, every.dispersion()) for e in found)).ordered()


def cells(survey: Survey) -> Estimates:
    """Every standard in every branch over the same waves; few checks each, with the interval of independent ones."""
    seen = Visits.of(survey, waves=survey.analysis.standards.waves)
    if seen is None:
        return Estimates()
    subjects, _ = _subjects(seen)
    found = seen.fielding.estimates(
        seen.columns(seen.standard, len(subjects)), subjects, measure="compliance", unit="share",
        levels=seen.branches, codes=seen.branch,
    )  # fmt: skip
    return Estimates(tuple(_dispersed(seen.fielding, e, 1.0) for e in found if e.shown))


def change(first: Estimate, second: Estimate) -> Contrast:
    """``second − first`` of two shares, tested with a success and a failure added to each."""
    one, two = _added(first), _added(second)
    tested = contrast.joint(
        one,
        two,
        se=sqrt((one.se or 0) ** 2 + (two.se or 0) ** 2),
        df=(first.df or 0) + (second.df or 0),
        kind="change",
    )
    return replace(tested, first=first, second=second, value=second.value - first.value)


def _added(e: Estimate) -> Estimate:
    checks = (e.n or 0) / max(1.0, e.deff or 1.0)
    share = (e.value * checks + 1) / (checks + 2)
    return replace(e, value=share, se=sqrt(share * (1 - share) / (checks + 2)))


def _dispersed(fielding: Fielding, e: Estimate, dispersion: float) -> Estimate:
    """The share with the standard error and interval of independent checks, as many as the dispersion leaves."""
    n = e.n or 0
    base = n / dispersion
    se = sqrt(e.value * (1 - e.value) / max(base - 1, 1))
    low, high = interval.of_share(
        np.array(e.value), np.array(se), df=fielding.design.df, n=np.array(n), effective_n=np.array(base),
        confidence=e.confidence,
    )  # fmt: skip
    flag: Flag = "low" if base < fielding.survey.edition.low_base else ""
    return replace(e, se=se, low=float(low), high=float(high), effective_n=base, deff=dispersion, flag=flag)


def _estimates(seen: Visits, scores: Floats, subjects: tuple[Subject, ...]) -> tuple[Estimate, ...]:
    return seen.fielding.estimates(scores, subjects, measure="compliance", unit="share")


def _subjects(seen: Visits) -> tuple[tuple[Subject, ...], tuple[Subject, ...]]:
    """Standards, each in the group of the department that mostly answers for it, and departments."""
    sheet = seen.fielding.survey.questionnaire
    owner = seen.fielding.responses["department"]
    standards = []
    for k, level in enumerate(seen.standards):
        modes = owner[seen.standard == k].dropna().mode()
        code = str(modes.iloc[0]) if len(modes) else ""
        standards.append(
            Subject(level.code, level.label, code, name(sheet, "department", code) if code else None)
        )
    codes = dict.fromkeys(s.group for s in standards if s.group)
    return tuple(standards), tuple(Subject(c, name(sheet, "department", c)) for c in codes)

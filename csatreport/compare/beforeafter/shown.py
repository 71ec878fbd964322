"""Effects as results: estimates with their bases, contrasts with their tests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import isnan, nan

import numpy as np

from csatreport.compare.beforeafter.cells import Cells, Panel
from csatreport.compare.beforeafter.groups import Groups
from csatreport.measure import contrast, interval, scores
from csatreport.measure.fielding import Fielding, known, suppressed
from csatreport.measure.linearisation import Flags
from csatreport.measure.subjects import Level, Subject
from csatreport.params import Item, Measure, Text, Wave
from csatreport.results import Contrast, Estimate, Estimates
from csatreport.survey import Survey

SEEN = Text(en="Seen", zh="实际")
EXPECTED = Text(en="Expected without it", zh="若未实施的预计值")
TREATED = Text(en="Where it was done", zh="实施组")
COMPARED = Text(en="Comparison group", zh="对照组")


@dataclass(frozen=True)
class About:
    """What an effect is about: the item, under the name of its improvement, and the groups of a domain.

    ``rng`` draws its placebo groups: what is found of one effect does not depend on the others declared.
    """

    survey: Survey
    item: Item
    subject: Subject
    domain: str
    groups: Groups
    rng: np.random.Generator


@dataclass(frozen=True)
class Number:
    """A coefficient with its standard error and degrees of freedom; NaN where they are not known."""

    value: float
    se: float = nan
    df: float = nan

    def interval(self, confidence: float) -> tuple[float, float]:
        """Ends of its t interval; NaN without degrees of freedom."""
        return interval.of_mean(self.value, self.se, df=self.df, confidence=confidence)


def difference(
    about: About, cells: Cells, treated: Flags, after: Flags, found: Number, *,
    measure: Measure, wave: Wave, kind: contrast.Kind = "effect",
) -> Contrast:  # fmt: skip
    """What was seen among the treated in all waves after, against what was to be expected without the effect ``found``."""
    at = cells.of(treated & after)
    share = at.weight / at.weight.sum()
    seen = Number(float(share @ at.value), float(np.sqrt(share**2 @ at.variance)), np.inf)
    second = _estimate(about, seen, at, Level(about.domain, "seen", SEEN), measure=measure, wave=wave)
    expected = replace(found, value=seen.value - found.value, df=nan)
    first = _estimate(
        about, expected, cells, Level(about.domain, "expected", EXPECTED), measure=measure, wave=wave
    )
    return contrast.joint(first, second, se=found.se, df=found.df, kind=kind)


def event(about: About, cells: Cells, treated: Flags, found: Number, *, wave: Wave) -> Estimate:
    """The effect in the wave of ``cells``; 0 without an interval in the wave that it is measured from.

    Hidden where either group is small in the wave: beside the course of the other it would give the group's mean away.
    """
    made = replace(_estimate(about, found, cells, Level(), measure="mean", wave=wave), measure="did")
    fewest = min(cells.n[treated].sum(), cells.n[~treated].sum())
    return suppressed(made) if fewest < about.survey.edition.minimum_base else made


def trends(
    about: About, panel: Panel, fieldings: Sequence[Fielding], *, measure: Measure
) -> tuple[Estimates, Estimates]:
    """Weighted means of both groups wave by wave, with the one estimator's intervals."""
    sides = Level(about.domain, "treated", TREATED), Level(about.domain, "compared", COMPARED)
    of_level = [
        0 if c in about.groups.treated else 1 if c in about.groups.compared else -1 for c in panel.levels
    ]
    of_code = np.array([*of_level, -1], dtype=np.intp)  # the last: no level
    rows = [
        f.estimates(
            scores.of_items(f.responses, [about.item], measure=measure), [about.subject], measure=measure,
            unit=scores.UNITS[measure], levels=sides, codes=of_code[panel.codes[panel.waves.index(f.wave)]],
        )
        for f in fieldings
    ]  # fmt: skip
    return Estimates(tuple(r[0] for r in rows)), Estimates(tuple(r[1] for r in rows))


def _estimate(
    about: About, found: Number, cells: Cells, level: Level, *, measure: Measure, wave: Wave
) -> Estimate:
    """A number with the base of ``cells``; hidden where that is small, or where there is no such number."""
    edition = about.survey.edition
    low, high = found.interval(edition.confidence)
    n, total = int(cells.n.sum()), cells.weight.sum()
    effective = float(total**2 / (cells.weight**2 / cells.effective).sum()) if n else 0.0
    made = Estimate(
        value=found.value, unit=scores.UNITS[measure], measure=measure, item=about.subject.item,
        label=about.subject.label, group=about.subject.group, group_label=about.subject.group_label,
        wave=str(wave), wave_label=wave.label, domain=level.domain, level=level.code, level_label=level.label,
        se=known(found.se), low=known(low), high=known(high),
        confidence=edition.confidence, df=known(found.df), n=n, effective_n=known(effective),
        weight=about.survey.weights, data=about.survey.data, flag="low" if effective < edition.low_base else "",
    )  # fmt: skip
    return suppressed(made) if n < edition.minimum_base or isnan(found.value) else made

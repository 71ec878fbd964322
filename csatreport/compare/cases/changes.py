"""Changes of the figures of a case from before its first action to its last waves, and how two cases differ in them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import hypot, inf, nan

from csatreport.compare.cases.figures import Line, estimate, last_of
from csatreport.compare.cases.pooling import pooled
from csatreport.measure.contrast import family, joint, untested
from csatreport.params import Text, Wave
from csatreport.params.analysis.case import Case
from csatreport.results import Contrast, Contrasts, Estimate
from csatreport.survey import Survey

_YEAR = {"Q": 4, "H": 2, "": 1}  # waves of a year: both sides hold every season once


@dataclass(frozen=True)
class Windows:
    """Waves since the first action that are compared, first and last of each side; ``after`` is None where there are none."""

    before: tuple[int, int]
    after: tuple[int, int] | None


def windows(found: Iterable[Sequence[Line]], wave: Wave) -> Windows:
    """The year before the wave of the first action, and the last year after it that every case has.

    The wave of the first action belongs to neither. A case without any figure after it does not shorten the others' year.
    """
    year = _YEAR[wave.length]
    lasts = [last for lines in found if (last := last_of(lines)) is not None]
    after = (max(1, min(lasts) - year + 1), min(lasts)) if lasts else None
    return Windows((-year, -1), after)


def change(survey: Survey, case: Case, line: Line, spans: Windows) -> Contrast | None:
    """``after − before``; None where either side has no figure.

    Two independent samples: the variances add. Normal test and interval, of a share the interval of R
    ``prop.test(correct = FALSE)``; without standard errors there is no test.
    """
    if spans.after is None:
        return None
    sides = [_side(survey, case, line, span) for span in (spans.before, spans.after)]
    before, after = sides
    if before is None or after is None:
        return None
    if before.se is None or after.se is None:
        return untested(before, after, kind="change")
    return joint(before, after, se=hypot(before.se, after.se), df=inf, kind="change")


def _side(survey: Survey, case: Case, line: Line, span: tuple[int, int]) -> Estimate | None:
    figures = line.between(*span)
    if not figures:
        return None
    waves = [Wave.parse(f.estimate.wave) for f in figures]
    told = pooled([f.told for f in figures], line.measure.unit)
    return estimate(survey, case, line, told, wave=waves[-1], span=_named(waves))


def _named(waves: Sequence[Wave]) -> Text:
    first, last = waves[0].label, waves[-1].label
    if first == last:
        return first
    return Text(en=f"{first.en} to {last.en}", zh=f"{first.zh}至{last.zh}")


def differences(lead: Iterable[Contrast], other: Iterable[Contrast]) -> Contrasts:
    """Of each measure that both cases have: the change of ``lead`` minus that of ``other``, one family.

    The two firms are independent: the variances add. Nothing is compared with a comparison group of the same market,
    so this is a gap between two stories, never an effect.
    """
    of = {c.second.item: c for c in other}
    return family([_difference(of[c.second.item], c) for c in lead if c.second.item in of])


def _difference(other: Contrast, lead: Contrast) -> Contrast:
    first, second = _as_estimate(other), _as_estimate(lead)
    if first.se is None or second.se is None:
        return untested(first, second)
    return joint(first, second, se=hypot(first.se, second.se), df=inf)


def _as_estimate(change: Contrast) -> Estimate:
    """A change as a number of its own, on the base of both its sides."""
    bases = [e.n for e in (change.first, change.second)]
    n = None if any(b is None for b in bases) else sum(b for b in bases if b is not None)
    return replace(
        change.second, measure="change", value=change.value if change.shown else nan,
        se=change.se, low=change.low, high=change.high, n=n, effective_n=None if n is None else float(n),
        flag="suppressed" if not change.shown else change.second.flag or change.first.flag,
    )  # fmt: skip

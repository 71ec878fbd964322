"""What could be seen in the quarters before customers left, beside those who stayed.

For every quarter looked back at: the share with a sign among customers who left in one of the newest quarters, and among
those who did not. Who was no customer yet does not count. A sign that shows before people leave is no reason why.

Checked against: hand calculations.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from csatreport.measure import contrast, linearisation
from csatreport.measure.churn.observed import fielding
from csatreport.measure.churn.panel import Panel
from csatreport.measure.design import Codes, Floats
from csatreport.measure.subjects import Level, Subject
from csatreport.params import Text
from csatreport.results import Contrasts, Estimate, Estimates
from csatreport.survey import Survey

STAYED = Level("left", "stayed", Text(en="Stayed", zh="留存客户"))
LEFT = Level("left", "left", Text(en="Left", zh="流失客户"))
_OF = {
    "complained": Text(en="Complained", zh="投诉过"),
    "unsolved": Text(en="Complaint not solved", zh="投诉未解决"),
    "unhappy": Text(en="Not satisfied, of those who answered", zh="答卷客户中未表示满意者"),
    "bought": Text(en="Upgraded or bought besides", zh="升级或加购"),
    "silent": Text(en="Silent: nothing said, nothing bought besides", zh="沉默：无反馈、无加购"),
}


@dataclass(frozen=True)
class Sign:
    """One sign.

    ``left`` and ``stayed`` are its shares, the quarter just before first, then the ones before that; ``gaps`` left minus
    stayed, tested together with those of all signs.
    """

    label: Text
    left: Estimates
    stayed: Estimates
    gaps: Contrasts


def signs(survey: Survey, panel: Panel, *, waves: int) -> tuple[Sign, ...]:
    """Every sign that the records can show, over those who left in the newest ``waves`` quarters."""
    last = len(panel.clock)
    first = max(last - waves, panel.clock.usable.start)
    rows = panel.within(range(first, last))
    if not 1 < rows.left.sum() < len(rows) - 1:
        return ()
    at = fielding(survey, survey.wave, rows.customer)
    shown = _shown(panel)
    if not shown:
        return ()
    back = min(panel.clock.history, first) if first else 0
    estimates, gaps = [], []
    for k in range(1, back + 1):
        scores = _scores(rows, shown, k)
        subjects = [Subject(code, _OF[code]) for code in shown]
        found = at.estimates(
            scores,
            subjects,
            measure="sign",
            unit="share",
            levels=(STAYED, LEFT),
            codes=rows.left.astype(np.intp),
        )
        se = linearisation.apart(scores, at.design, ~rows.left, rows.left)
        pairs = list(zip(found[: len(shown)], found[len(shown) :], strict=True))
        estimates.append(pairs)
        gaps += [contrast.joint(*p, se=float(e), df=at.design.df) for p, e in zip(pairs, se, strict=True)]
    return _signs(list(shown), estimates, contrast.family(gaps))


Pair = tuple[Estimate, Estimate]  # those who stayed, those who left


def _signs(codes: list[str], estimates: list[list[Pair]], gaps: Contrasts) -> tuple[Sign, ...]:
    if not estimates:
        return ()
    return tuple(
        Sign(
            _OF[code],
            Estimates(tuple(pairs[s][1] for pairs in estimates)),
            Estimates(tuple(pairs[s][0] for pairs in estimates)),
            Contrasts(gaps.rows[s :: len(codes)]),
        )
        for s, code in enumerate(codes)
    )


Shown = dict[str, Callable[[Codes, Codes], Floats]]


def _shown(panel: Panel) -> Shown:
    """Of each sign whose table is there: whether customers showed it in the quarter before a place."""
    known = {k.factor.code: k for k in panel.known}

    def has(code: str, *levels: str) -> npt.NDArray[np.bool_] | None:
        if code not in known:
            return None
        names = [level.code for level in known[code].factor.levels]
        return np.isin(known[code].codes, [names.index(level) for level in levels])

    moods = ("neutral", "dissatisfied")
    bought = _either([has("upgrade", "recent"), has("extra", "recent")])
    complained = has("complaint", "solved", "open")
    answered, unhappy = has("answer", "satisfied", *moods), has("answer", *moods)
    heard = [part for part in (complained, bought, answered) if part is not None]
    spoke = _either(heard) if len(heard) > 1 else None  # silence is more than one thing not heard
    found = {
        "complained": complained, "unsolved": has("complaint", "open"),
        "unhappy": None if unhappy is None or answered is None else np.where(answered, unhappy, np.nan),
        "bought": bought, "silent": None if spoke is None else ~spoke,
    }  # fmt: skip
    return {code: _read(cells.astype(float)) for code, cells in found.items() if cells is not None}


def _either(parts: Sequence[npt.NDArray[np.bool_] | None]) -> npt.NDArray[np.bool_] | None:
    there = [p for p in parts if p is not None]
    return np.logical_or.reduce(there) if there else None


def _read(cells: Floats) -> Callable[[Codes, Codes], Floats]:
    return lambda customer, place: cells[customer, place]


def _scores(rows: Panel, shown: Shown, back: int) -> Floats:
    """Signs (n, k) in the quarter ``back`` before each row's; NaN for who was no customer when it began."""
    place = rows.place - back
    there = rows.customers.since[rows.customer] < rows.clock.begins[place]
    found = [np.where(there, read(rows.customer, place + 1), np.nan) for read in shown.values()]
    return np.column_stack(found)

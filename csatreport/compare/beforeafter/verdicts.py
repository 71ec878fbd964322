"""What the tests say of every improvement, corrected together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from csatreport.compare.beforeafter.found import BeforeAfter, Found, Leads, Verdict
from csatreport.compare.beforeafter.money import money
from csatreport.measure import contrast
from csatreport.measure.holm import adjust
from csatreport.results import Contrast
from csatreport.survey import Survey

_VERDICTS: dict[str, Verdict] = {"up": "worked", "down": "harmed", "none": "unseen"}


def judged(survey: Survey, rows: Sequence[Found]) -> BeforeAfter:
    """Correct effects, shares, changes and the tests of what came before, each as one family, and conclude.

    Where groups had moved apart before it began, their difference is no effect: it keeps its numbers, and loses the
    words of cause.
    """
    leads = _leads(rows, survey.edition.confidence)
    effects = _family([r.effect for r in rows])
    shares = _family([r.share for r in rows])
    changes = _family([r.change for r in rows])
    found = [
        _concluded(survey, replace(row, effect=effect, share=share, change=change, leads=lead))
        for row, effect, share, change, lead in zip(rows, effects, shares, changes, leads, strict=True)
    ]
    return BeforeAfter(tuple(found), survey.book.currency)


def _family(rows: Sequence[Contrast | None]) -> list[Contrast | None]:
    """Holm over those that are there."""
    corrected = iter(contrast.family([r for r in rows if r is not None]))
    return [None if r is None else next(corrected) for r in rows]


def _leads(rows: Sequence[Found], confidence: float) -> list[Leads | None]:
    tested = [r.leads.p for r in rows if r.leads is not None and r.leads.p is not None]
    corrected = iter(adjust(tested))
    found: list[Leads | None] = []
    for row in rows:
        if row.leads is None or row.leads.p is None:
            found.append(row.leads)
            continue
        p = next(corrected)
        found.append(replace(row.leads, p=p, apart=p < 1 - confidence))
    return found


def _concluded(survey: Survey, row: Found) -> Found:
    effect = row.effect
    if effect is None:
        return row
    if not effect.shown or not effect.tested:
        return replace(row, verdict="untold")
    apart = row.leads is not None and row.leads.apart
    verdict = "doubtful" if apart else _VERDICTS[effect.direction]
    improvement = next(i for i in survey.analysis.improvement if i.code == row.code)
    first = row.item == improvement.items[0]
    row = replace(row, verdict=verdict, money=money(survey, improvement, effect, verdict, first=first))
    if not apart:
        return row
    share = None if row.share is None else replace(row.share, kind="gap")
    return replace(row, effect=replace(effect, kind="gap"), share=share)

"""One item of one improvement, from its answers to everything that is told of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from csatreport.compare.beforeafter.cells import Cells, Panel
from csatreport.compare.beforeafter.estimated import Estimated, estimated, moved_apart
from csatreport.compare.beforeafter.found import Found, Leads, Rank
from csatreport.compare.beforeafter.groups import Groups, groups
from csatreport.compare.beforeafter.periods import Periods, periods
from csatreport.compare.beforeafter.shown import About, Number, difference, event, trends
from csatreport.measure import breaks, contrast, scores
from csatreport.measure.breaks import Breaks
from csatreport.measure.design import Floats
from csatreport.measure.fielding import Fielding
from csatreport.measure.linearisation import Flags
from csatreport.measure.subjects import Subject
from csatreport.params import Item, Text, Wave
from csatreport.params.analysis.improvement import Improvement
from csatreport.results import Contrast, Contrasts, Estimate, Estimates
from csatreport.survey import Survey

LATER = Text(en="it began after this wave, or in the middle of it", zh="改进在本期之后或本期中途才开始")
NO_BEFORE = Text(en="there is no wave from before it began", zh="没有改进前的调查数据")
NOBODY = Text(en="nobody answered the question where it was done", zh="实施范围内无人回答该题")
NONE_LEFT = Text(
    en="nobody else answered the question before and after", zh="改进前后均回答该题的没有其他群体"
)
MIXED = Text(en="another improvement reached the same customers", zh="同一批客户还受到另一项改进的影响")
ALIKE = Text(en="all groups answered alike in all waves", zh="各群体历期回答完全相同")
TOO_FEW = Text(en="too few groups on one side for a test", zh="一方的群体过少，无法检验")
_ALIKE = 1e-9  # points between means that differ by arithmetic alone


@dataclass(frozen=True, eq=False)
class Sources:
    """What every improvement is assessed from: the fielding of each wave, sums of answers by domain."""

    survey: Survey
    fieldings: Mapping[Wave, Fielding]
    means: Mapping[str, Panel]
    shares: Mapping[str, Panel]
    breaks: Breaks


def assess(sources: Sources, improvement: Improvement, item: Item) -> Found:
    """Everything about one item of an improvement, its tests not yet corrected (:mod:`.verdicts`)."""
    survey = sources.survey
    plain = Subject.of(item, survey.questionnaire)
    subject = replace(plain, group=improvement.code, group_label=improvement.title)
    bare = Found(
        code=improvement.code, title=improvement.title, item=item.item, label=item.label,
        since=improvement.since, verdict="untold",
    )  # fmt: skip
    if not improvement.domain or not improvement.levels:
        return _everywhere(sources, improvement, item, subject, bare)
    panel = sources.means[improvement.domain]
    sides = groups(improvement, survey.analysis.improvement, panel.levels, item.item, upto=survey.wave)
    if sides.everywhere:
        return _everywhere(sources, improvement, item, subject, bare)
    when = periods(survey, improvement, panel.asked(item.item), item.item, breaks=sources.breaks)
    why = _untold(when, sides)
    if why is not None:
        return replace(bare, reason=why, verdict="waiting" if why is LATER else "untold")
    drawing = next(iter(sources.fieldings.values())).generator  # the same whichever wave is asked
    rng = drawing(f"beforeafter {improvement.code} {item.item}")
    about = About(survey, item, subject, improvement.domain, sides, rng)
    return _compared(sources, about, when, panel.cells(item.item, when.waves), bare)


def _untold(when: Periods, sides: Groups) -> Text | None:
    """Why nothing can be estimated, before any number is looked at."""
    if when.broken is not None:
        return when.broken
    if not when.after:
        return LATER if when.before else NOBODY
    if not when.before:
        return NO_BEFORE
    if not sides.treated:
        return MIXED if sides.shared else NOBODY
    return None if sides.compared else NONE_LEFT


def _compared(sources: Sources, about: About, when: Periods, cells: Cells, bare: Found) -> Found:
    panel, start = sources.means[about.domain], len(when.before)
    kept, treated = _two_sided(cells, panel.levels, about.groups, start)
    if not treated.any() or treated.all():
        return replace(bare, reason=NONE_LEFT if treated.any() else NOBODY)
    if np.ptp(kept.value) < _ALIKE:
        return replace(bare, reason=ALIKE)
    found = estimated(kept, treated, _since(start, when), about.rng, ranked=True)
    effect = difference(
        about, kept, treated, kept.wave >= start, _number(found), measure="mean", wave=about.survey.wave
    )
    events, leads = _events(about, kept, treated, when)
    return replace(
        bare, effect=effect, share=_share(sources, about, when), events=events, leads=leads,
        base=str(when.base), earlier=_earlier(about, kept, treated, when),
        trends=trends(about, panel, [sources.fieldings[w] for w in when.waves], measure="mean"),
        rank=_rank(found), few=found.few, reach=(len(about.groups.treated | about.groups.shared), len(panel.levels)),
        treated=_levels(kept, treated), compared=_levels(kept, ~treated),
        reason=TOO_FEW if effect.shown and effect.p is None else None,
    )  # fmt: skip


def _two_sided(cells: Cells, levels: tuple[str, ...], sides: Groups, start: int) -> tuple[Cells, Flags]:
    """Cells of levels of either group that answered before and after, and which of them were treated."""
    inside = np.isin(cells.level, [k for k, c in enumerate(levels) if c in sides.treated | sides.compared])
    both = set(cells.level[cells.wave < start]) & set(cells.level[cells.wave >= start])
    kept = cells.of(inside & np.isin(cells.level, list(both)))
    return kept, np.isin(kept.level, [k for k, c in enumerate(levels) if c in sides.treated])


def _levels(cells: Cells, side: Flags) -> int:
    return len(np.unique(cells.level[side]))


def _since(start: int, when: Periods) -> Floats:
    """1 in the waves from ``start`` on."""
    return (np.arange(len(when.waves)) >= start).astype(np.float64)[:, None]


def _number(found: Estimated, k: int = 0) -> Number:
    return Number(float(found.value[k]), float(found.se[k]), float(found.df[k]))


def _share(sources: Sources, about: About, when: Periods) -> Contrast:
    """The effect on the share satisfied."""
    panel, start = sources.shares[about.domain], len(when.before)
    cells, treated = _two_sided(panel.cells(about.item.item, when.waves), panel.levels, about.groups, start)
    found = estimated(cells, treated, _since(start, when), about.rng)
    wave, after = about.survey.wave, cells.wave >= start
    return difference(about, cells, treated, after, _number(found), measure="csat", wave=wave)


def _events(about: About, cells: Cells, treated: Flags, when: Periods) -> tuple[Estimates, Leads]:
    """The effect in every wave from the last one before on, and whether those before it are nothing."""
    count, base = len(when.waves), len(when.before) - 1
    others = [k for k in range(count) if k != base]
    found = estimated(cells, treated, np.eye(count)[:, others], about.rng, ranked=True)
    numbers = {k: _number(found, n) for n, k in enumerate(others)} | {base: Number(0.0)}
    at = [cells.wave == k for k in range(count)]
    rows = [
        event(about, cells.of(a), treated[a], numbers[k], wave=w)
        for k, (a, w) in enumerate(zip(at, when.waves, strict=True))
    ]
    return Estimates(tuple(rows)), Leads(base, moved_apart(found, base), apart=False)


def _earlier(about: About, cells: Cells, treated: Flags, when: Periods) -> Contrasts:
    """Effects that would be found if it had begun in each wave before but the first."""
    last = len(when.before)
    kept, side = cells.of(cells.wave < last), treated[cells.wave < last]
    rows = [
        difference(
            about, kept, side, kept.wave >= start,
            _number(estimated(kept, side, _since(start, replace(when, after=())), about.rng)),
            measure="mean", wave=when.before[start], kind="gap",
        )
        for start in range(1, last)
    ]  # fmt: skip
    return contrast.family(rows)


def _rank(found: Estimated) -> Rank | None:
    sets = found.placebos
    if sets is None or not len(sets.value) or not found.sampling[0] > 0:
        return None
    return Rank(sets.larger(float(found.value[0]), float(found.sampling[0])), len(sets.value))


def _everywhere(
    sources: Sources, improvement: Improvement, item: Item, subject: Subject, bare: Found
) -> Found:
    """Without a comparison group: the last wave before against the newest, a change that may have any reason."""
    survey = sources.survey
    rows = {w: f for w, f in sources.fieldings.items() if f.responses[item.item].notna().any()}
    when = periods(survey, improvement, tuple(rows), item.item, breaks=sources.breaks)
    if not when.before or not (when.after or when.broken):
        why = (NO_BEFORE if when.after else LATER) if rows else NOBODY
        return replace(bare, reason=why, verdict="waiting" if why is LATER else "untold")
    last = when.after[-1] if when.after else max(rows)
    pair = _mean(rows[when.base], item, subject), _mean(rows[last], item, subject)
    return replace(bare, change=breaks.change(survey, *pair), base=str(when.base), verdict="everywhere")


def _mean(f: Fielding, item: Item, subject: Subject) -> Estimate:
    values = scores.of_items(f.responses, [item], measure="mean")
    return f.estimates(values, [subject], measure="mean", unit="score")[0]

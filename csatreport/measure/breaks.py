"""Breaks in series: from which wave on an item is no longer measured as before.

Declared in ``[[breaks]]`` of ``params/analysis.toml`` (wording, scale, mode, frame), or found: a survey mode that
gave at least a twentieth of the answers in one wave and none in the wave before or after it. A change across a break is
stated, but not tested: it may be the change of the instrument.

What rests on several items (an index, a gap, a share of comments) breaks with any of them: whoever compares it says which
(:data:`Rests`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from csatreport.measure import contrast
from csatreport.params import Questionnaire, Text, Wave
from csatreport.results import Contrast, Contrasts, Estimate, Estimates
from csatreport.survey import Survey

To = Literal["previous", "year_ago"]
Rests = Callable[[Estimate], Iterable[str]]  # items, dimensions or constructs that an estimate rests on
Modes = Mapping[Wave, Mapping[str, float]]  # share of each survey mode in each wave
_NOTICED = 0.05  # share of answers that a survey mode must have to be missed
_WHAT = {
    "wording": Text(en="the wording changed", zh="题目措辞有变"),
    "scale": Text(en="the scale changed", zh="评分量表有变"),
    "mode": Text(en="the way of asking changed", zh="调查方式有变"),
    "frame": Text(en="the sampling frame changed", zh="抽样框有变"),
}


def own(e: Estimate) -> tuple[str, str]:
    """What most estimates rest on: their item, and the question that their group comes from."""
    return e.item, e.domain


@dataclass(frozen=True)
class Broken:
    """One break; ``items`` None: every item."""

    wave: Wave
    why: Text
    items: frozenset[str] | None = None


@dataclass(frozen=True)
class Breaks:
    """All breaks of a survey, oldest first; made by :meth:`of`."""

    rows: tuple[Broken, ...]
    questionnaire: Questionnaire

    @classmethod
    def of(cls, survey: Survey, *, modes: Modes | None = None) -> Breaks:
        """Those declared and those found in the answers, or in the ``modes`` that somebody else counted."""
        declared = [
            Broken(b.wave, _why(b.what, b.note), frozenset(b.items) if b.items else None)
            for b in survey.analysis.breaks
        ]
        shares = _modes(survey) if modes is None else modes
        rows = sorted([*declared, *_of_modes(survey, shares)], key=lambda b: b.wave.index)
        return cls(tuple(rows), survey.questionnaire)

    def between(self, item: str, first: Wave, second: Wave) -> Text | None:
        """Why ``item`` (or the dimension or construct of that name) cannot be compared from ``first`` to ``second``."""
        return self.among([item], first, second)

    def among(self, items: Iterable[str], first: Wave, second: Wave) -> Text | None:
        """Why what rests on all these cannot be compared: the newest break of any."""
        names = [i for i in items if i]
        found = [
            b.why
            for b in self.rows
            if first < b.wave <= second and (b.items is None or any(self._concerns(b, i) for i in names))
        ]
        return found[-1] if found else None

    def last(self, item: str, *, upto: Wave) -> Broken | None:
        """The newest break of ``item``, if it has one."""
        found = [b for b in self.rows if b.wave <= upto and self._concerns(b, item)]
        return found[-1] if found else None

    def marked(self, series: Estimates, *, rests: Rests = own) -> Estimates:
        """The series of one or more items, each estimate that follows a break saying why it does."""
        earlier: dict[tuple[str, str], Wave] = {}
        rows = []
        for e in series:
            wave, key = Wave.parse(e.wave), (e.item, e.level)
            before = earlier.get(key)
            rows.append(replace(e, broken=None if before is None else self.among(rests(e), before, wave)))
            earlier[key] = wave
        return Estimates(tuple(rows))

    def _concerns(self, broken: Broken, item: str) -> bool:
        """Whether it breaks the item, a choice of it (``item.code``), or a dimension or construct that it is part of."""
        if broken.items is None or item.partition(".")[0] in broken.items:
            return True
        parts = (i for i in self.questionnaire.items if i.item in broken.items)
        return any(item in (i.dimension, i.roles.get("construct")) for i in parts)


def change(survey: Survey, first: Estimate, second: Estimate, *, rests: Rests = own) -> Contrast:
    """``second − first`` of two waves: tested as independent samples, or not at all across a break."""
    return changes(survey, [(first, second)], rests=rests)[0]


def changes(
    survey: Survey, pairs: Iterable[tuple[Estimate, Estimate]], *, rests: Rests = own
) -> list[Contrast]:
    """The change of each pair of estimates of two waves; correct a family of them with ``contrast.family``."""
    breaks = Breaks.of(survey)
    return [_change(breaks, first, second, rests(second)) for first, second in pairs]


def answered(survey: Survey) -> tuple[Wave, ...]:
    """Waves with responses, oldest first; others may have published scores only."""
    return tuple(w for w in survey.waves if not survey.in_wave(w).responses.empty)


def before(survey: Survey, to: To = "previous") -> Wave | None:
    """The wave compared with, where the edition names one and it has responses."""
    wave: Wave | None = getattr(survey.edition, to)
    return wave if wave in answered(survey) else None


def since(
    survey: Survey,
    made: Callable[[Wave], Iterable[Estimate]],
    *,
    to: To = "previous",
    rests: Rests = own,
) -> Contrasts:
    """Everything that ``made`` estimates, now against the wave compared with; Holm over all of it.

    Estimates of one measure, item and level belong together; one that only one of the waves has, or that nobody
    answered, is left out. Across a break a change is stated, not tested. Empty without an earlier wave.
    """
    wave = before(survey, to)
    if wave is None:
        return Contrasts()
    earlier = {_about(e): e for e in made(wave) if e.n != 0}
    now = [e for e in made(survey.wave) if e.n != 0 and _about(e) in earlier]
    return contrast.family(changes(survey, [(earlier[_about(e)], e) for e in now], rests=rests))


def series(survey: Survey, made: Callable[[Wave], Iterable[Estimate]], *, rests: Rests = own) -> Estimates:
    """What ``made`` estimates in every wave with responses, oldest first, breaks marked; what nobody answered left out."""
    rows = [e for wave in answered(survey) for e in made(wave) if e.n != 0]
    return Breaks.of(survey).marked(Estimates(tuple(rows)), rests=rests)


def _about(e: Estimate) -> tuple[str, ...]:
    return e.measure, e.item, e.domain, e.level


def _change(breaks: Breaks, first: Estimate, second: Estimate, items: Iterable[str]) -> Contrast:
    why = breaks.among(items, Wave.parse(first.wave), Wave.parse(second.wave))
    if why is None:
        return contrast.independent(first, second)
    return replace(contrast.untested(first, second, kind="change"), broken=why)


def _why(what: str, note: Text) -> Text:
    said = _WHAT[what]
    return Text(en=f"{said.en}: {note.en}", zh=f"{said.zh}：{note.zh}")


def _modes(survey: Survey) -> Modes:
    """Share of each survey mode in each wave; empty where modes are not known."""
    asked = survey.answers("wave", "mode")
    if asked["mode"].isna().all():
        return {}
    counts = asked.pivot_table(index="wave", columns="mode", aggfunc="size", fill_value=0, observed=True)
    table = counts.div(counts.sum(axis=1), axis=0)
    return {
        Wave.parse(wave): {str(m): p for m, p in row.items()} for wave, row in table.to_dict("index").items()
    }


def _of_modes(survey: Survey, shares: Modes) -> list[Broken]:
    """Waves from which on people are asked in another way than in the wave before."""
    found = []
    for before, wave in pairwise(sorted(shares)):
        come, gone = (
            [mode for mode, share in shares[a].items() if share >= _NOTICED and not shares[b].get(mode)]
            for a, b in ((wave, before), (before, wave))
        )
        if come or gone:
            found.append(Broken(wave, _of_mode(survey, come, gone)))
    return found


def _of_mode(survey: Survey, come: list[str], gone: list[str]) -> Text:
    labels = survey.questionnaire.labels.get("mode", {})
    said = {
        k: [", ".join(labels.get(m, Text.same(m))[k] for m in modes) for modes in (come, gone)]
        for k in ("en", "zh")
    }
    en = [f"{verb} {names}" for verb, names in zip(("with", "without"), said["en"], strict=True) if names]
    zh = [f"{verb}{names}" for verb, names in zip(("新增", "停用"), said["zh"], strict=True) if names]
    why = _WHAT["mode"]
    return Text(en=f"{why.en}: {', '.join(en)}", zh=f"{why.zh}：{'，'.join(zh).replace(', ', '、')}")

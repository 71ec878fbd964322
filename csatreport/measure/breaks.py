"""Breaks in series: from which wave on an item is no longer measured as before.

Declared in ``[[breaks]]`` of ``params/analysis.toml`` (wording, scale, mode, frame), or found: a survey mode that
gave at least a twentieth of the answers in one wave and none in the wave before or after it. A change across a break is
stated, but not tested: it may be the change of the instrument.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import pandas as pd

from csatreport.measure import contrast
from csatreport.params import Questionnaire, Text, Wave
from csatreport.results import Contrast, Estimate, Estimates
from csatreport.survey import Survey

_NOTICED = 0.05  # share of answers that a survey mode must have to be missed
_WHAT = {
    "wording": Text(en="the wording changed", zh="题目措辞有变"),
    "scale": Text(en="the scale changed", zh="评分量表有变"),
    "mode": Text(en="the way of asking changed", zh="调查方式有变"),
    "frame": Text(en="the sampling frame changed", zh="抽样框有变"),
}


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
    def of(cls, survey: Survey) -> Breaks:
        """Those declared and those found in the answers."""
        declared = [
            Broken(b.wave, _why(b.what, b.note), frozenset(b.items) if b.items else None)
            for b in survey.analysis.breaks
        ]
        rows = sorted([*declared, *_of_modes(survey)], key=lambda b: b.wave.index)
        return cls(tuple(rows), survey.questionnaire)

    def between(self, item: str, first: Wave, second: Wave) -> Text | None:
        """Why ``item`` (or the dimension of that name) cannot be compared from ``first`` to ``second``."""
        found = [b.why for b in self.rows if first < b.wave <= second and self._concerns(b, item)]
        return found[-1] if found else None

    def last(self, item: str, *, upto: Wave) -> Broken | None:
        """The newest break of ``item``, if it has one."""
        found = [b for b in self.rows if b.wave <= upto and self._concerns(b, item)]
        return found[-1] if found else None

    def marked(self, series: Estimates) -> Estimates:
        """The series of one or more items, each estimate that follows a break saying why it does."""
        earlier: dict[tuple[str, str], Wave] = {}
        rows = []
        for e in series:
            wave, key = Wave.parse(e.wave), (e.item, e.level)
            before = earlier.get(key)
            rows.append(replace(e, broken=None if before is None else self.between(e.item, before, wave)))
            earlier[key] = wave
        return Estimates(tuple(rows))

    def _concerns(self, broken: Broken, item: str) -> bool:
        if broken.items is None or item in broken.items:
            return True
        return any(i.item in broken.items for i in self.questionnaire.items if i.dimension == item)


def change(survey: Survey, first: Estimate, second: Estimate) -> Contrast:
    """``second − first`` of two waves: tested as independent samples, or not at all across a break."""
    return changes(survey, [(first, second)])[0]


def changes(survey: Survey, pairs: Sequence[tuple[Estimate, Estimate]]) -> list[Contrast]:
    """The change of each pair of estimates of two waves; correct a family of them with ``contrast.family``."""
    breaks = Breaks.of(survey)
    return [_change(breaks, first, second) for first, second in pairs]


def _change(breaks: Breaks, first: Estimate, second: Estimate) -> Contrast:
    why = breaks.between(second.item, Wave.parse(first.wave), Wave.parse(second.wave))
    if why is None:
        return contrast.independent(first, second)
    return replace(contrast.untested(first, second, kind="change"), broken=why)


def _why(what: str, note: Text) -> Text:
    said = _WHAT[what]
    return Text(en=f"{said.en}: {note.en}", zh=f"{said.zh}：{note.zh}")


def _of_modes(survey: Survey) -> list[Broken]:
    """Waves from which on people are asked in another way than in the wave before."""
    modes = survey.responses["mode"]
    if modes.isna().all():
        return []
    table = pd.crosstab(survey.responses["wave"], modes, normalize="index")
    shares = {Wave.parse(wave): row for wave, row in table.to_dict("index").items()}
    found = []
    for before, wave in pairwise(sorted(shares)):
        come, gone = (
            [str(mode) for mode, share in shares[a].items() if share >= _NOTICED and not shares[b][mode]]
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

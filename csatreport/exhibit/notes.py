"""What stands in small print under an exhibit: base, effective base, weight, tests, marks."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf

from csatreport.exhibit import numbers, words
from csatreport.exhibit.words import both
from csatreport.params.text import LANGUAGES, Text
from csatreport.records import Words
from csatreport.results import Contrast, Estimate

_WIDEST = {"share": 1.0, "index": 100.0, "nps": 200.0}  # a difference that no two levels of the unit have
_BLIND = both(
    "too few waves or groups for any difference to be called clear",
    "期数或群体过少，任何差异均无法判定为显著",
)


def of(rows: Sequence[Estimate], extra: Sequence[Text] = (), *, contrasts: Sequence[Contrast] = ()) -> Words:
    """The note of an exhibit of these estimates and contrasts; ``extra`` comes after the base."""
    every = [*rows, *(e for c in contrasts for e in (c.first, c.second))]
    return words.joined(
        [
            *_base([*rows, *(e for c in contrasts if c.shown for e in (c.first, c.second))]),
            *extra,
            *_weight(every),
            *_tests(contrasts),
            *_visible(contrasts),
            *_breaks(contrasts, every),
            *_marks(every),
        ]
    )


def lines(rows: Sequence[Estimate | Contrast]) -> list[Text]:
    """Says what the lines of a chart are, where it has any."""
    levels = {r.confidence for r in rows if r.shown and r.low is not None}
    if not levels:
        return [both("no intervals are known for these scores", "这些得分没有可用的置信区间")] if rows else []
    level = numbers.percent(max(levels))
    return [both(f"lines show {level} intervals", f"线段表示{level}置信区间")]


def _base(rows: Sequence[Estimate]) -> list[Text]:
    bases = [float(r.n) for r in rows if r.shown and r.n is not None]
    effective = [r.effective_n for r in rows if r.shown and r.effective_n is not None]
    if not bases:
        return (
            [both("published scores; their base is not known", "公开发布的得分，样本量未知")] if rows else []
        )
    base = numbers.spread(bases)
    if not effective or numbers.spread(effective) == base:
        return [both(f"base {base}", f"样本量{base}")]
    kish = numbers.spread(effective)
    return [both(f"base {base}, effective base {kish}", f"样本量{base}，有效样本量{kish}")]


def _weight(rows: Sequence[Estimate]) -> list[Text]:
    names = sorted({r.weight for r in rows if r.weight})
    return [words.WEIGHTS.get(n, both(f"weighted ({n})", f"已加权（{n}）")) for n in names]


def _tests(rows: Sequence[Contrast]) -> list[Text]:
    if not rows:
        return []
    families = [r.family for r in rows if r.tested]
    if not families and all(r.broken for r in rows):
        return []
    if not families and all(e.se is not None for r in rows if r.shown for e in (r.first, r.second)):
        return [
            both(
                "differences were not tested: one that is picked for its size has no fair test",
                "差异未作检验：因差距最大而选出者，无从公正检验",
            )
        ]
    if not families:
        return [both("differences were not tested: no standard errors are known", "差异未作检验：标准误未知")]
    n, level = max(families), numbers.percent(max(r.confidence for r in rows))
    if n == 1:
        return [both(f"tested at {level} confidence", f"在{level}置信水平下检验")]
    chance = numbers.bare(n * (1 - rows[0].confidence), "index")
    return [
        both(
            f"{n} comparisons tested together (Holm), {level} confidence; "
            f"without the correction about {chance} would look clear by chance alone",
            f"共{n}项比较一并检验（Holm校正，{level}置信水平）；若不校正，仅凭偶然约有{chance}项会显得显著",
        )
    ]


def _visible(rows: Sequence[Contrast]) -> list[Text]:
    """What would have been seen, where nothing was: without it "no clear change" says little."""
    unclear = [r for r in rows if r.shown and r.direction == "none" and r.visible is not None]
    if not unclear or len({(r.unit, r.kind) for r in unclear}) > 1:
        return []
    widest = _WIDEST.get(unclear[0].unit, inf)
    sizes = sorted(r.visible for r in unclear if r.visible is not None and r.visible < widest)
    if not sizes:
        return [_BLIND]
    never = len(unclear) - len(sizes)
    unit, change = unclear[0].unit, unclear[0].kind == "change"
    ends = [numbers.bare(x, unit, signed=False) for x in (sizes[0], sizes[-1])]
    said = {k: numbers.difference(sizes[-1], unit, k, signed=False) for k in LANGUAGES}
    if ends[0] != ends[1]:
        said = {k: f"{ends[0]}–{text}" for k, text in said.items()}
    return [
        both(
            f"the smallest {'change' if change else 'difference'} that would have been called clear: {said['en']}"
            + (f"; in {never} of {len(unclear)} none would have been" if never else ""),
            f"可判定为显著的最小{'变化' if change else '差异'}：{said['zh']}"
            + (f"；{len(unclear)}项中有{never}项无论差多少均无法判定" if never else ""),
        )
    ]


def _breaks(rows: Sequence[Contrast], every: Sequence[Estimate]) -> list[Text]:
    found = dict.fromkeys(
        [
            *(
                (words.plain(r.broken.en), words.plain(r.broken.zh), r.second.wave_label)
                for r in rows
                if r.broken
            ),
            *((words.plain(e.broken.en), words.plain(e.broken.zh), e.wave_label) for e in every if e.broken),
        ]
    )
    return [
        both(f"series broken before {wave.en}, {en}", f"{wave.zh}起序列中断，{zh}") for en, zh, wave in found
    ]


def _marks(rows: Sequence[Estimate]) -> list[Text]:
    found = []
    if any(r.flag == "low" for r in rows):
        found.append(
            both("° and hollow marks: small base, read with care", "“°”与空心点表示样本量偏小，请谨慎解读")
        )
    if any(not r.shown for r in rows):
        found.append(
            both(
                "– : base too small to show, or hidden because it would give away one that is",
                "“–”表示样本量不足，或为避免由此推出小样本而不予列示",
            )
        )
    return found

"""What may divide customers: who they are, what they do, what they think."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from csatreport.measure import scores
from csatreport.measure.design import Codes
from csatreport.measure.fielding import Fielding
from csatreport.measure.subjects import Level, name
from csatreport.params import Item, Text

Kind = Literal["background", "behaviour", "attitude"]
KINDS: dict[Kind, Text] = {
    "background": Text(en="Background", zh="客户背景"),
    "behaviour": Text(en="Behaviour", zh="客户行为"),
    "attitude": Text(en="Attitude", zh="客户态度"),
}
YES, NO = Text(en="Yes", zh="是"), Text(en="No", zh="否")
_PARTS = (Text(en="Low", zh="低分"), Text(en="Middle", zh="中间"), Text(en="High", zh="高分"))


@dataclass(frozen=True, eq=False)
class Variable:
    """One thing that customers differ in: its levels, and the level (n,) of each response; −1 = not known."""

    kind: Kind
    code: str
    label: Text
    levels: tuple[Level, ...]
    codes: Codes


def variables(fielding: Fielding) -> tuple[Variable, ...]:
    """Variables that have at least two levels in the wave: attitudes, then behaviours, then backgrounds.

    ============ ========================= ==================================================================
    kind         items with the role       levels
    ============ ========================= ==================================================================
    attitude     ``attitude`` (ratings)    low, middle and high third of the *scale* (of 1-7: 1-2, 3-5, 6-7), so
                                           that a level means the same in every wave
    behaviour    ``behaviour``             of a category its levels; of several choices each choice by itself, yes
                                           or no among those who chose anything
    background   ``domain``                its levels; not items with the role ``standing``, whose levels are
                                           compared as peers, nor those that are behaviour too
    ============ ========================= ==================================================================
    """
    every = [v for kind in ("background", "behaviour", "attitude") for v in _of_kind(fielding, kind)]
    return tuple(v for v in every if len(v.levels) > 1)


def _of_kind(fielding: Fielding, kind: Kind) -> Iterator[Variable]:
    role = {"background": "domain", "behaviour": "behaviour", "attitude": "attitude"}[kind]
    for item in fielding.survey.questionnaire.with_role(role):  # type: ignore[arg-type]
        if kind == "background" and {"standing", "behaviour"} & set(item.roles):
            continue
        if item.kind == "category" and item.item in fielding.responses:
            levels, codes = fielding.levels(item.item)
            yield Variable(kind, item.item, item.label, levels, codes)
        elif item.kind == "multiple":
            yield from _choices(fielding, kind, item)
        elif item.kind == "rating" and kind == "attitude":
            yield _thirds(fielding, item)


def _choices(fielding: Fielding, kind: Kind, item: Item) -> Iterator[Variable]:
    """Each choice of an item of several choices: chosen, or not chosen by somebody who chose others."""
    start = f"{item.item}."
    for column in (c for c in map(str, fielding.responses) if c.startswith(start)):
        label = name(fielding.survey.questionnaire, item.codes, column.removeprefix(start))
        said = Text(en=f"{item.label.en}: {label.en}", zh=f"{item.label.zh}：{label.zh}")
        given = fielding.responses[column].to_numpy(np.float64, na_value=np.nan)
        codes = np.where(np.isnan(given), -1, np.where(given > 0, 0, 1))
        yield _known(kind, column, said, (("yes", YES), ("no", NO)), codes)


def _thirds(fielding: Fielding, item: Item) -> Variable:
    """Answers in the low, middle and high third of the scale."""
    scale, rating = item.scale, scores.of_items(fielding.responses, [item], measure="csat_index")[:, 0]
    assert scale is not None  # noqa: S101 - for the type checker; of_items refuses ratings without a scale
    low, high = 100 / 3 - 1e-9, 200 / 3 + 1e-9
    codes = np.where(np.isnan(rating), -1, (rating > low).astype(int) + (rating > high))
    third = (scale.high - scale.low) / 3
    inner = [x for x in range(scale.low, scale.high + 1) if third <= x - scale.low <= 2 * third]
    ends = ((scale.low, inner[0] - 1), (inner[0], inner[-1]), (inner[-1] + 1, scale.high)) if inner else ()
    parts = [
        (code, Text(en=f"{part.en} ({_span(*end)})", zh=f"{part.zh}（{_span(*end)}）"))
        for code, part, end in zip(("low", "middle", "high"), _PARTS, ends, strict=False)
    ]
    return _known("attitude", item.item, item.label, tuple(parts), codes)


def _span(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}–{last}"


def _known(
    kind: Kind, code: str, label: Text, levels: tuple[tuple[str, Text], ...], codes: Codes
) -> Variable:
    """The variable with the levels that somebody has."""
    present = [k for k in range(len(levels)) if (codes == k).any()]
    renumbered = np.full(max(len(levels), int(codes.max(initial=0)) + 1), -1)
    renumbered[present] = np.arange(len(present))
    kept = tuple(Level(code, levels[k][0], levels[k][1]) for k in present)
    return Variable(kind, code, label, kept, np.where(codes < 0, -1, renumbered[np.maximum(codes, 0)]))

"""What to do about improvements: undo harm, carry on what worked, decide about what did not show."""

from __future__ import annotations

from csatreport.exhibit.claims import claim
from csatreport.exhibit.prose import text
from csatreport.exhibit.shapes.beforeafter import BeforeAfter, Found
from csatreport.records import Claim, Prose, Record
from csatreport.results import Contrast


def first(name: str, found: BeforeAfter) -> tuple[Record, ...]:
    """What to do first: undo harm, look at what fell, carry on what worked, or decide about what did not show."""
    made = [do for do in (_harm(name, found), _fell(name, found), _spread(f"{name}-next", found)) if do]
    return tuple(made) or (_decide(name, found),)


def _harm(name: str, found: BeforeAfter) -> Claim | None:
    rows = _with(found, "harmed")
    if not rows:
        return None
    row, c = min(rows, key=lambda pair: pair[1].value)
    return claim(
        name,
        en="To do first: stop “{title}”, or change it; “{c.label}” fell by {c.size} because of it.",
        zh="应首先停止或调整“{title}”：“{c.label}”因此降低{c.size}。",
        title=row.title, c=c,
    )  # fmt: skip


def _fell(name: str, found: BeforeAfter) -> Claim | None:
    rows = [(row, row.change) for row in found.rows if row.change is not None]
    fallen = [(row, c) for row, c in rows if c.shown and c.direction == "down"]
    if not fallen or _with(found, "harmed"):
        return None
    row, c = min(fallen, key=lambda pair: pair[1].value)
    return claim(
        name,
        en="To do first: look at “{title}”. Since the wave before it began, “{c.label}” fell by {c.size}, from {c.first} to "
        "{c.second}. Take it back in some places, and compare.",
        zh="应首先检查“{title}”：与实施前一期相比，“{c.label}”由{c.first}下降到{c.second}，降幅为{c.size}。"
        "可先在部分范围内恢复原做法，再作对照。",
        title=row.title, c=c,
    )  # fmt: skip


def _spread(name: str, found: BeforeAfter) -> Claim | None:
    """What worked and is not everywhere yet: where a point cost least, else the largest effect."""
    rows = [(row, c) for row, c in _with(found, "worked") if row.reach[0] < row.reach[1]]
    if not rows:
        return None
    row, c = min(rows, key=lambda pair: (_price(pair[0]), -pair[1].value))
    others = row.reach[1] - row.reach[0]
    return claim(
        name,
        en="To extend: “{title}” raised “{c.label}” by {c.size} where it was made (groups reached: {reached}; not yet: "
        "{others}).",
        zh="值得推广：“{title}”使已实施的{reached}个群体的“{c.label}”提高{c.size}，另有{others}个群体尚未实施。",
        title=row.title, c=c, reached=row.reach[0], others=others,
    )  # fmt: skip


def _price(row: Found) -> float:
    """Cost of a point; infinite where it is not known."""
    per = row.money.per_point if row.money else None
    return float("inf") if per is None else per.value


def _decide(name: str, found: BeforeAfter) -> Claim | Prose:
    rows = _with(found, "unseen")
    if not rows:
        return text(
            name,
            en="No improvement can be judged yet. Let the next one begin in some places first: then its effect can be told.",
            zh="目前尚无改进可以判断。今后的改进宜先在部分范围试行，其效果才可判断。",
        )
    row, c = rows[0]
    return claim(
        name,
        en="To decide: whether to go on with “{title}”, or to ask a larger sample first. No effect on “{c.label}” could be seen; "
        "one of {c.visible} would have been.",
        zh="需要决定：是继续“{title}”，还是先扩大样本再作判断。对“{c.label}”未见明显效果；效果达到{c.visible}方可识别。",
        title=row.title, c=c,
    )  # fmt: skip


def _with(found: BeforeAfter, verdict: str) -> list[tuple[Found, Contrast]]:
    return [(row, row.effect) for row in found.compared if row.verdict == verdict and row.effect is not None]

"""Tables of drivers."""

from __future__ import annotations

from collections.abc import Sequence

from csatreport.exhibit import notes, numbers, words
from csatreport.exhibit.charts import said
from csatreport.exhibit.shapes.drivers import Driver, Drivers
from csatreport.exhibit.tables import cells
from csatreport.exhibit.words import both
from csatreport.params.text import Text
from csatreport.records import Cell, Column, Table

VIF = both("VIF", "方差膨胀因子")
_SIGN = both("Sign", "符号")
_TURNED = both("against its correlation", "与相关系数相反")
_CLEAR = both("clearly positive", "显著为正")
KINDS = {
    "mean": both("mean rating", "平均分"),
    "satisfied": both("share satisfied", "满意率"),
}
POLICIES = {
    "listwise": both("answers complete in every item (listwise)", "仅用各项均已作答的答卷（成列删除）"),
    "pairwise": both(
        "for each pair of items the answers that have both (pairwise)", "每两项用同时作答的答卷（成对删除）"
    ),
}


def drivers(name: str, found: Drivers, *, title: Text | None = None) -> Table:
    """Share and relative weight, coefficient with interval, inflation, rank interval and sign of each driver."""
    first = found.rows[0]
    share = words.UNITS["share"]
    both_kinds = first.shapley is not None and found.kind == "mean"
    columns = (
        cells.column(words.ITEM, left=True),
        cells.column(words.measure(first.share.measure), share),
        cells.column(words.INTERVAL, share),
        *_other(first, both_kinds=both_kinds),
        cells.column(words.RANK_INTERVAL),
        cells.column(words.measure(first.coefficient.measure)),
        cells.column(words.INTERVAL),
        cells.column(VIF),
        cells.column(_SIGN, left=True),
        cells.column(words.BASE),
    )
    body = tuple(_driver(d, both_kinds=both_kinds) for d in found.rows)
    wave, label = first.share.wave_label, found.r_squared.label
    kind = KINDS[found.kind]
    made = both(
        f"What goes with “{label.en}” ({kind.en}), {wave.en}",
        f"与“{label.zh}”（{kind.zh}）相关的服务，{wave.zh}",
    )
    note = notes.of([d.share for d in found.rows], [*method(found), *left_out(found)])
    return Table(name, said.words_of(title, made), columns, body, note, {})


def _other(first: Driver, *, both_kinds: bool) -> list[Column]:
    share = words.UNITS["share"]
    if both_kinds:
        return [cells.column(words.measure("relative_weight"), share)]
    return [cells.column(words.measure("shapley"), share)] if first.shapley is not None else []


def _driver(d: Driver, *, both_kinds: bool) -> tuple[Cell, ...]:
    label = cells.text(d.share.label)
    other = [d.relative] if both_kinds else [d.shapley] if d.shapley is not None else []
    if not d.share.shown:
        return (label, *(cells.blank(mark="suppressed") for _ in range(8 + len(other))))
    ends = numbers.spread([d.rank_low, d.rank_high])
    return (
        label,
        cells.point(d.share),
        cells.interval(d.share),
        *map(cells.point, other),
        Cell({"en": ends, "zh": ends}, ends),
        cells.point(d.coefficient),
        cells.interval(d.coefficient),
        cells.number(d.vif, "ratio"),
        _sign(d),
        cells.bases(d.share)[0],
    )


def _sign(d: Driver) -> Cell:
    if d.turned:
        return cells.text(_TURNED, status="warn")
    return cells.text(_CLEAR) if d.clear else cells.blank()


def method(found: Drivers) -> list[Text]:
    """How the numbers were made: missing answers, resamples, errors, tests."""
    policy = POLICIES[found.missing]
    said_ = [
        both(f"missing answers: {policy.en}", f"缺失值处理：{policy.zh}"),
        both(
            f"intervals of shares and ranks from {found.resamples:,} resamples of the sample design",
            f"份额与排名的置信区间来自按抽样设计进行的{found.resamples:,}次重抽样",
        ),
    ]
    if found.failed:
        said_.append(
            both(f"{found.failed:,} resamples allowed no regression", f"其中{found.failed:,}次无法拟合")
        )
    if found.error:
        error = numbers.point(found.error, "share")
        said_.append(
            both(
                f"shares averaged over random orders of entry, Monte-Carlo error at most {error}",
                f"份额按随机进入次序平均得出，模拟误差不超过{error}",
            )
        )
    tested = both(
        "coefficients tested together (Holm); sign: clearly positive, or against the correlation",
        "回归系数一并检验（Holm校正）；符号栏标明系数显著为正，或与相关系数方向相反",
    )
    return [*said_, tested]


def left_out(found: Drivers) -> list[Text]:
    """Drivers that took no part, by reason."""
    reasons = (
        (found.constant, both("left out, all answers alike", "因回答完全相同而未纳入")),
        (found.unasked, both("left out, no answers", "因无人作答而未纳入")),
        (found.sparse, both("left out, too few could rate them", "因可作评价者过少而未纳入")),
    )
    return [_named(labels, reason) for labels, reason in reasons if labels]


def _named(labels: Sequence[Text], reason: Text) -> Text:
    en = "; ".join(words.plain(t.en) for t in labels)
    zh = "、".join(words.plain(t.zh) for t in labels)
    return both(f"{reason.en}: {en}", f"{reason.zh}：{zh}")

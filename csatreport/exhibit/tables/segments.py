"""Tables of segments: sizes, what sets them apart, movement, evidence for their number, and points to place a customer."""

from __future__ import annotations

from collections.abc import Sequence
from math import isnan

from csatreport.exhibit import notes, numbers, words
from csatreport.exhibit.charts import said
from csatreport.exhibit.shapes.segments import Evidence, Migration, Points, Segments, TypingTool
from csatreport.exhibit.tables import cells
from csatreport.exhibit.values import level
from csatreport.exhibit.words import both
from csatreport.params.text import Text
from csatreport.records import Cell, Table
from csatreport.results import Contrast, Contrasts, Estimates

SEGMENT = both("Segment", "客群")
OTHERS = both("All others", "其他客户")
_SIZES = both("The segments and how sure they are", "各客群的规模与稳定性")
_STABILITY = both("Stability", "稳定性")
_SUPPORTED = both("Borne by the gap", "Gap支持度")
_STABLE = {True: both("stable", "稳定"), False: both("not stable: not named", "不稳定：不命名")}
_JACCARD = both(
    "stability: mean similarity (Jaccard) of a segment with its like in resamples of the survey; borne by the gap: with its like "
    "in the number of segments that the gap statistic bears; stable where both reach {}",
    "稳定性为客群与其在重抽样中对应客群的平均相似度（Jaccard系数），Gap支持度为客群与Gap统计量所支持划分中对应客群的相似度；"
    "两者均达到{}即为稳定",
)
_ITEM = both("Question", "题目")
_DIFFERS = both("Each segment against all other customers", "各客群与其他客户比较")
_SATISFIED = both("Satisfaction of each segment against all other customers", "各客群与其他客户的满意度比较")
_NOW = both("Segment now", "本期客群")
_FLOWS = both("Movement between segments, corrected for misplacement", "客群流动（已校正归类误差）")
_K = both("Number of segments", "客群数目")
_EVIDENCE = both("What speaks for each number of segments", "各客群数目的依据")
_HEADS = (
    both("Silhouette", "轮廓系数"),
    both("Gap", "Gap统计量"),
    both("Standard error", "标准误"),
    both("Least stable", "最低稳定性"),
    both("Stable segments", "稳定客群数"),
)
_CHOSEN = both("chosen", "选定")
_POINTS = both(
    "Which segment? Add the points; the most points win", "归类计分表：累计得分，最高者即为所属客群"
)
_START = both("Start with", "起始分")
_EACH = both("{}, for each point of the answer", "“{}”的答案每分计")
_ANSWER = both("{}: {}", "{}：{}")
_ADD = both(
    "for each question multiply the answer by the points in its row and add them up, segment by segment",
    "每题以答案分值乘以该行分数，按客群分别累加",
)


def segments(name: str, found: Segments, sizes: Estimates, *, title: Text | None = None) -> Table:
    """Every segment: share of customers with its interval, stability, and what follows from it."""
    rows = list(sizes)
    columns = (
        cells.column(SEGMENT, left=True), *cells.measured(rows), cells.column(_STABILITY), cells.column(_SUPPORTED),
        cells.column(words.RESULT, left=True),
    )  # fmt: skip
    body = tuple(
        (
            cells.text(e.label), *cells.measures(e),
            *(cells.number(_known(x[n]), "coefficient") for x in (found.now.stability, found.now.supported)),
            cells.text(_STABLE[bool(found.now.stable[n])], status="good" if found.now.stable[n] else "bad"),
        )
        for n, e in enumerate(rows)
    )  # fmt: skip
    least = numbers.bare(found.least, "coefficient")
    note = notes.of(rows, [both(_JACCARD.en.format(least), _JACCARD.zh.format(least))])
    return Table(name, said.words_of(title, _SIZES), columns, body, note, {})


def segment_differences(name: str, found: Sequence[Contrasts], *, title: Text | None = None) -> Table:
    """Under the name of each segment, question by question: its number, that of all others, difference and test."""
    heads = [each.rows[0].second.level_label if len(each) else SEGMENT for each in found]
    return _compared(name, found, heads, [_question(c) for each in found for c in each], title or _DIFFERS)


def segment_satisfaction(name: str, found: Sequence[Contrasts], *, title: Text | None = None) -> Table:
    """Under each measure of satisfaction, segment by segment: its number, that of all others, difference and test."""
    first = [each.rows[0].second for each in found]
    heads = [
        both(f"{e.label.en}: {m.en.lower()}", f"{e.label.zh}：{m.zh}")
        for e in first
        for m in [words.measure(e.measure)]
    ]
    return _compared(
        name, found, heads, [c.second.level_label for each in found for c in each], title or _SATISFIED
    )


def _compared(
    name: str, found: Sequence[Contrasts], heads: Sequence[Text], labels: Sequence[Text], title: Text
) -> Table:
    rows = [c for each in found for c in each]
    starts = [sum(map(len, found[:n])) for n in range(len(found))]
    groups = {str(at): words.words(h) for at, h, each in zip(starts, heads, found, strict=True) if len(each)}
    columns = (
        cells.column(_ITEM if rows and labels[:1] != [rows[0].second.level_label] else SEGMENT, left=True),
        cells.column(both("This segment", "本客群")), cells.column(OTHERS), cells.column(words.DIFFERENCE),
        cells.column(words.INTERVAL), cells.column(words.P), cells.column(words.RESULT, left=True),
    )  # fmt: skip
    body = tuple((cells.text(label), *_difference(c)) for label, c in zip(labels, rows, strict=True))
    return Table(name, words.words(title), columns, body, notes.of([], contrasts=rows), groups)


def _question(c: Contrast) -> Text:
    group = c.second.group_label
    return c.label if group is None else both(f"{group.en}: {c.label.en}", f"{group.zh}：{c.label.zh}")


def _difference(c: Contrast) -> tuple[Cell, ...]:
    """Both numbers with their units, since these differ from row to row; difference, interval, test."""
    result = cells.text(words.GAP_DIRECTIONS[c.direction]) if c.shown and c.tested else cells.verdict(c)
    return (
        _with_unit(c, "second"), _with_unit(c, "first"), cells.difference(c), cells.difference_interval(c),
        cells.p_value(c.p_adjusted, known=c.shown), result,
    )  # fmt: skip


def _with_unit(c: Contrast, side: str) -> Cell:
    e = getattr(c, side)
    if not c.shown:
        return cells.blank(mark="suppressed")
    text = level(e)
    return Cell({"en": text, "zh": text}, said.exact(e.value, e), e.flag)


def flows(name: str, migration: Migration, *, title: Text | None = None) -> Table:
    """Under each segment then, where its customers are now: of that segment with interval, and of all."""
    found = list(migration.flows)
    rate, share = (words.measure(m) for m in ("segment_rate", "segment_flow"))
    interval = both("{} interval", "{}置信区间")
    confidence = numbers.percent(migration.moved.confidence)
    unit = words.UNITS["share"]
    columns = (
        cells.column(_NOW, left=True), cells.column(rate, unit),
        cells.column(both(interval.en.format(confidence), interval.zh.format(confidence)), unit),
        cells.column(share, unit), cells.column(words.BASE),
    )  # fmt: skip
    body = tuple(
        (
            cells.text(f.second.label), cells.point(f.rate), cells.interval(f.rate), cells.point(f.share),
            cells.bases(f.rate)[0],
        )
        for f in found
    )  # fmt: skip
    starts = [n for n, f in enumerate(found) if n == 0 or found[n - 1].first.code != f.first.code]
    heads = {
        str(n): words.words(
            both(f"{migration.first.en}: {f.first.label.en}", f"{migration.first.zh}：{f.first.label.zh}")
        )
        for n, f in ((n, found[n]) for n in starts)
    }
    note = notes.of([e for f in found for e in (f.rate,)])
    return Table(name, said.words_of(title, _FLOWS), columns, body, note, heads)


def segment_evidence(name: str, found: Segments, *, title: Text | None = None) -> Table:
    """For every number of segments that was tried: silhouette, gap, and stability."""
    columns = (cells.column(_K), *(cells.column(h) for h in _HEADS), cells.column(words.RESULT, left=True))
    body = tuple(_evidence(e, found.least) for e in found.now.evidence)
    return Table(name, said.words_of(title, _EVIDENCE), columns, body, {"en": "", "zh": ""}, {})


def _evidence(e: Evidence, least: float) -> tuple[Cell, ...]:
    similar = [e.stability[n] for n in range(len(e.stability))] if e.k > 1 else []
    known = [x for x in similar if not isnan(x)]
    each = (e.silhouette, e.gap, e.gap_se, min(known) if known else float("nan"))
    return (
        cells.number(e.k, "count"), *(cells.number(_known(x), "coefficient") for x in each),
        cells.number(sum(x >= least for x in known) if known else None, "count"),
        cells.text(_CHOSEN, status="good") if e.chosen else cells.blank(),
    )  # fmt: skip


def _known(x: float) -> float | None:
    return None if isnan(x) else float(x)


def points(name: str, tool: TypingTool, *, title: Text | None = None) -> Table:
    """What an interviewer adds up: points to start with, and for each answer."""
    columns = (cells.column(_ITEM, left=True), *(cells.column(s.label) for s in tool.segments))
    rows = [(_START, tool.start), *((_of_answer(r), r.points) for r in tool.rules)]
    body = tuple((cells.text(label), *(cells.number(x, "count") for x in each)) for label, each in rows)
    return Table(name, said.words_of(title, _POINTS), columns, body, words.joined([_ADD]), {})


def _of_answer(r: Points) -> Text:
    if r.answer is not None:
        return both(_ANSWER.en.format(r.label.en, r.answer.en), _ANSWER.zh.format(r.label.zh, r.answer.zh))
    return both(_EACH.en.format(r.label.en), _EACH.zh.format(r.label.zh))

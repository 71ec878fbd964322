"""Tables of what came in: sources, strata, steps of weighting, keys that match nothing."""

from __future__ import annotations

from csatreport.exhibit import words
from csatreport.exhibit.charts import said
from csatreport.exhibit.shapes import Received, Source, Step, Stratum, Unmatched
from csatreport.exhibit.tables import cells
from csatreport.exhibit.words import both
from csatreport.params.text import Text
from csatreport.records import Cell, Table
from csatreport.results import Unit

_BALANCED = both(
    "received = accepted + put aside, checked for every file when it is read",
    "每个文件读取时均核对：回收数＝有效数＋剔除数",
)
_ALL_WAVES = both(
    "answers are those of this quarter; records are all that the edition was given",
    "答卷为本期回收数，业务记录为本版所收录的全部数据",
)
_NOT_DRAWN = both("a dash: not known", "短横线表示未知")
_MULTIPLES = both("weights in multiples of their mean", "权数以均值的倍数表示")
_KISH = both("effective base and design effect as defined by Kish", "有效样本量与设计效应按Kish公式计算")
_KEPT = both("these rows are kept; they cannot be joined", "上述记录予以保留，但无法关联")
_NONE = both("Every key leads to its row.", "所有键值均已匹配。")


def sources(name: str, received: Received, *, title: Text | None = None) -> Table:
    """Received, accepted and put aside of every source."""
    columns = (
        cells.column(both("Source", "数据来源"), left=True),
        cells.column(both("Files", "文件数")),
        cells.column(words.RECEIVED),
        cells.column(words.ACCEPTED),
        cells.column(words.QUARANTINED),
        cells.column(words.VALIDITY, words.UNITS["share"]),
    )
    shown = [*received.sources, received.total] if len(received.sources) > 1 else list(received.sources)
    made = both("What every source delivered", "各数据来源的回收与剔除情况")
    note = words.joined([_BALANCED, _ALL_WAVES])
    return Table(name, said.words_of(title, made), columns, tuple(map(_source, shown)), note, {})


def _source(s: Source) -> tuple[Cell, ...]:
    counts = [cells.number(c.value, "count") for c in (s.received, s.accepted, s.quarantined)]
    share = s.accepted.value / s.received.value if s.received.value else None
    return (cells.text(s.label), cells.number(s.files, "count"), *counts, cells.number(share, "share"))


def strata(name: str, received: Received, *, title: Text | None = None) -> Table:
    """Population, sample, answers and rates of every stratum."""
    columns = (
        cells.column(both("Stratum", "层"), left=True),
        cells.column(both("Population", "总体")),
        cells.column(both("Drawn", "抽取")),
        cells.column(words.RECEIVED),
        cells.column(words.ACCEPTED),
        cells.column(both("Response rate", "回收率"), words.UNITS["share"]),
        cells.column(words.VALIDITY, words.UNITS["share"]),
    )
    made = both("Sample and response by stratum", "各层的抽样与回收情况")
    note = words.joined([_NOT_DRAWN])
    return Table(name, said.words_of(title, made), columns, tuple(map(_stratum, received.strata)), note, {})


def _stratum(s: Stratum) -> tuple[Cell, ...]:
    people = [_known(x, "count") for x in (s.population, s.drawn, s.received, s.accepted)]
    return (cells.text(s.label), *people, _known(s.response, "share"), _known(s.validity, "share"))


def _known(value: float | None, unit: Unit) -> Cell:
    return cells.text(both("–", "–")) if value is None else cells.number(value, unit)


def steps(name: str, received: Received, *, title: Text | None = None) -> Table:
    """Weights, effective base and design effect before weighting and after each of its steps."""
    columns = (
        cells.column(both("Step", "步骤"), left=True),
        cells.column(both("Lowest weight", "最小权数")),
        cells.column(both("Median weight", "权数中位数")),
        cells.column(both("Highest weight", "最大权数")),
        cells.column(words.EFFECTIVE_BASE),
        cells.column(both("Design effect of weighting", "加权设计效应")),
    )
    made = both("Weights, step by step", "加权各步骤的效果")
    note = words.joined([_MULTIPLES, _KISH])
    return Table(name, said.words_of(title, made), columns, tuple(map(_step, received.steps)), note, {})


def _step(s: Step) -> tuple[Cell, ...]:
    return (
        cells.text(s.label),
        cells.number(s.lowest, "score"),
        cells.number(s.median, "score"),
        cells.number(s.highest, "score"),
        cells.number(s.effective, "count"),
        cells.number(s.deff, "score"),
    )


def unmatched(name: str, received: Received, *, title: Text | None = None) -> Table:
    """Keys of records that lead nowhere."""
    columns = (
        cells.column(both("Table", "数据表"), left=True),
        cells.column(both("Key", "键"), left=True),
        cells.column(both("Different keys", "不同键值数")),
        cells.column(both("Rows", "记录数")),
    )
    none = (cells.text(_NONE), *(cells.blank() for _ in range(3)))
    body = tuple(map(_unmatched, received.unmatched)) or (none,)
    made = both("Keys that match nothing", "无法匹配的键值")
    return Table(name, said.words_of(title, made), columns, body, words.joined([_KEPT]), {})


def _unmatched(u: Unmatched) -> tuple[Cell, ...]:
    counts = (cells.number(u.keys, "count"), cells.number(u.rows, "count"))
    return (cells.text(u.table), cells.text(u.field), *counts)

"""Tables of fieldwork: modes, what was put aside and why, missing answers."""

from __future__ import annotations

from csatreport.exhibit import words
from csatreport.exhibit.charts import said
from csatreport.exhibit.shapes import Fieldwork, Mode, SetAside
from csatreport.exhibit.tables import cells
from csatreport.exhibit.words import both
from csatreport.params.text import Text
from csatreport.records import Cell, Table, Words
from csatreport.results import Count

_MINUTES = both("Median length", "答题时长中位数")
_NOTHING = both("Nothing was put aside.", "没有数据被剔除。")
_MOST = 15  # items of the table of missing answers
_KEPT = both(
    "every rejected row is kept in the quarantine table with its rule and reason",
    "所有被剔除的记录均连同规则与原因保存在隔离表中",
)


def modes(name: str, fieldwork: Fieldwork, *, title: Text | None = None) -> Table:
    """Received, accepted and put aside by survey mode, with the median length in minutes."""
    columns = (
        cells.column(words.MODE, left=True),
        cells.column(words.RECEIVED),
        cells.column(words.ACCEPTED),
        cells.column(words.QUARANTINED),
        cells.column(words.VALIDITY, words.UNITS["share"]),
        cells.column(_MINUTES, both("minutes", "分钟")),
    )
    shown = [*fieldwork.modes, fieldwork.total] if len(fieldwork.modes) > 1 else [fieldwork.total]
    made = both("Responses by survey mode", "各调查方式的答卷回收情况")
    return Table(
        name, said.words_of(title, made), columns, tuple(map(_mode, shown)), words.joined([_KEPT]), {}
    )


def _mode(m: Mode) -> tuple[Cell, ...]:
    counts = [cells.number(c.value, "count") for c in (m.received, m.accepted, m.quarantined)]
    return (
        cells.text(m.label),
        *counts,
        _share(m.accepted.value, m.received.value),
        cells.number(m.minutes, "index"),
    )


def _share(part: float, whole: float | None) -> Cell:
    return cells.number(part / whole, "share") if whole else cells.blank()


def quarantine(name: str, fieldwork: Fieldwork, *, title: Text | None = None) -> Table:
    """How many responses and how many single answers each cleaning rule put aside."""
    columns = (
        cells.column(words.RULE, left=True),
        cells.column(words.ITEM, left=True),
        cells.column(both("Put aside", "剔除数")),
        cells.column(both("Share of those put aside", "占剔除总数比例"), words.UNITS["share"]),
    )
    found = [*fieldwork.responses, *fieldwork.answers]
    body = tuple(_set_aside(s) for s in found) or (
        (cells.text(_NOTHING), *(cells.blank() for _ in range(3))),
    )
    groups: dict[str, Words] = {}
    if fieldwork.responses and fieldwork.answers:
        groups = {
            "0": words.words(both("Whole responses", "整份答卷")),
            str(len(fieldwork.responses)): words.words(both("Single answers", "单个答案")),
        }
    made = both("What cleaning put aside, by rule", "数据清洗剔除情况（按规则）")
    return Table(name, said.words_of(title, made), columns, body, words.joined([_KEPT]), groups)


def _set_aside(s: SetAside) -> tuple[Cell, ...]:
    item = cells.text(s.item_label or both("whole response", "整份答卷"))
    return (
        cells.text(s.label),
        item,
        cells.number(s.count.value, "count"),
        _share(s.count.value, s.count.of),
    )


def missing(name: str, fieldwork: Fieldwork, *, title: Text | None = None) -> Table:
    """Share without a usable answer of those asked, of the items that were left open most often."""
    columns = (
        cells.column(words.ITEM, left=True),
        cells.column(both("Asked", "询问数")),
        cells.column(both("Without an answer", "缺失数")),
        cells.column(words.MISSING, words.UNITS["share"]),
    )
    shown = fieldwork.missing[:_MOST]
    body = tuple(
        (cells.text(c.label), cells.number(c.of, "count"), cells.number(c.value, "count"), _part(c))
        for c in shown
    )
    made = both("Answers that are missing, by item", "各项目的缺失情况")
    note = [
        both(
            "base: everybody of the survey modes that asked, unweighted",
            "基数为询问该题的调查方式下的全部有效答卷，未加权",
        )
    ]
    rest = len(fieldwork.missing) - len(shown)
    if rest > 0:
        note.append(
            both(
                f"{rest} items that were left open less often are not shown",
                f"其余{rest}个缺失较少的项目未列出",
            )
        )
    return Table(name, said.words_of(title, made), columns, body, words.joined(note), {})


def _part(c: Count) -> Cell:
    return _share(c.value, c.of)

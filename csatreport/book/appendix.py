"""Every number of the book and what it depends on, as one table: the paper's way to the record."""

from __future__ import annotations

from collections.abc import Iterator

from csatreport.book.manuscript import Manuscript, Page
from csatreport.params import LANGUAGES
from csatreport.records import Cards, Cell, Claim, Column, Record, Table, Value, Words

_PERCENT = frozenset({"share"})
_FINE = frozenset({"score", "coefficient"})  # printed with two digits
_COLUMNS = (
    Column({"en": "Number", "zh": "数值"}, {"en": "", "zh": ""}),
    Column({"en": "Measure and item", "zh": "指标与题目"}, {"en": "", "zh": ""}, "left"),
    Column({"en": "Wave, group", "zh": "期次、群体"}, {"en": "", "zh": ""}, "left"),
    Column({"en": "Base", "zh": "样本量"}, {"en": "", "zh": ""}),
    Column({"en": "Effective base", "zh": "有效样本量"}, {"en": "", "zh": ""}),
    Column({"en": "Interval", "zh": "置信区间"}, {"en": "", "zh": ""}),
    Column({"en": "p", "zh": "p值"}, {"en": "", "zh": ""}),
)
_SAID = {  # measures, and what numbers without one are called in the chapters
    "csat": ("share satisfied", "满意率"), "csat_index": ("satisfaction index", "满意度指数"),
    "mean": ("mean score", "平均分"), "nps": ("net promoter score", "净推荐值"), "score": ("score", "得分"),
    "perception": ("perception", "感知"), "expectation": ("expectation", "期望"), "gap": ("gap", "差距"),
    "importance": ("importance", "重要性"), "priority": ("priority", "优先度"), "count": ("count", "个数"),
    "received": ("received", "回收"), "accepted": ("accepted", "有效"), "aside": ("put aside", "剔除"),
    "valid": ("share accepted", "有效率"), "base": ("base", "样本量"), "effective": ("effective base", "有效样本量"),
    "confidence": ("confidence", "置信水平"), "minimum": ("smallest base shown", "可发布的最小样本量"),
    "low": ("low base", "低样本量界限"), "urgent": ("to fix first", "重点改进"), "all": ("all", "全部"),
}  # fmt: skip


def table(manuscript: Manuscript) -> Table:
    """The numbers of all claims and cards in reading order, grouped by chapter and sentence."""
    rows: list[tuple[Cell, ...]] = []
    groups: dict[str, Words] = {}
    for page, record, values in stated(manuscript):
        groups[str(len(rows))] = {k: f"{page.title[k]} ({record.id})" for k in page.title}
        rows.extend(_row(v) for v in values)
    note = {
        "en": "Codes are those of the questionnaire. p is corrected for all comparisons made together.",
        "zh": "代码与问卷一致。p值已按同时进行的比较次数校正。",
    }
    title = {"en": "Every number and its record", "zh": "全部数值及其记录"}
    return Table("appendix.numbers", title, _COLUMNS, tuple(rows), note, groups)


def stated(manuscript: Manuscript) -> Iterator[tuple[Page, Record, tuple[Value, ...]]]:
    """(page, record, values) of every record that states numbers, in reading order."""
    found = ((page, record, _values(record)) for page in manuscript.pages for _, record in page.records)
    return (one for one in found if one[2])


def _values(record: Record) -> tuple[Value, ...]:
    if isinstance(record, Claim):
        return record.values
    return tuple(card.value for card in record.cards) if isinstance(record, Cards) else ()


def _row(value: Value) -> tuple[Cell, ...]:
    group = ", ".join(part for part in (value.wave, value.compared, value.domain, value.level) if part)
    return (
        Cell(value.text, value.value),
        _subject(value),
        _same(group or "–"),
        _number(value.n, 0),
        _number(value.effective_n, 0),
        _interval(value),
        _number(value.p, 3),
    )


def _subject(value: Value) -> Cell:
    """Measure and item: the measure in words, the item as in the questionnaire."""
    name = value.measure or value.name
    said = dict(zip(LANGUAGES, _SAID.get(name, (name, name)), strict=True))
    return Cell({k: ", ".join(filter(None, (said[k], value.item))) for k in LANGUAGES}, name)


def _same(text: str, value: str | float | None = None) -> Cell:
    return Cell({"en": text, "zh": text}, text if value is None else value)


def _number(number: float | None, digits: int) -> Cell:
    if number is None:
        return Cell({"en": "–", "zh": "–"}, None)
    if digits and number < 10**-digits:
        return _same(f"<{10**-digits}", number)
    return _same(f"{number:,.{digits}f}", number)


def _interval(value: Value) -> Cell:
    if value.low is None or value.high is None:
        return Cell({"en": "–", "zh": "–"}, None)
    scale, digits = (100, 1) if value.unit in _PERCENT else (1, 2 if value.unit in _FINE else 1)
    unit = "%" if value.unit in _PERCENT else ""
    low, high = (f"{scale * end:.{digits}f}".replace("-", "−") for end in (value.low, value.high))
    return _same(f"{low}{' – ' if value.low < 0 else '–'}{high}{unit}")

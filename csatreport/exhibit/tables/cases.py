"""Cases on one table: where each began, what it did, what moved, what it reached, what is to be learned."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from csatreport.exhibit import numbers, words
from csatreport.exhibit.charts import said
from csatreport.exhibit.charts.casesactions import dated
from csatreport.exhibit.shapes.cases import Comparison, Done, Learned, Measured, Story
from csatreport.exhibit.tables import cells
from csatreport.exhibit.values import change, level
from csatreport.exhibit.words import both
from csatreport.params.text import LANGUAGES, Text
from csatreport.records import Cell, Status, Table, Words
from csatreport.results import Contrast

OUTCOMES = {"success": both("Success", "成功"), "failure": both("Failure", "失败")}
STATUS: dict[str, Status] = {"better": "good", "worse": "bad"}
_OUTCOME: dict[str, Status] = {"success": "good", "failure": "bad"}
_TITLE = both("The cases side by side", "案例对照表")
_ASPECT = both("Aspect", "对比内容")
_DECLARED = both("Outcome, as declared", "案例定性")
_BACKGROUND = both("Background", "背景")
_SOURCE = both("Source of the figures", "数据来源")
_ACTIONS = both("Actions, by area", "采取的措施（按领域）")
_RESULTS = both("Results: before and after", "结果：实施前与实施后")
_EXPECTED = both("Expected results", "预期目标")
_BECAME = both("What became of them", "完成情况")
_LESSONS = both("Lessons", "经验教训")
_LESSON = both("Lesson", "启示")
_NONE = both("Nothing was done", "未采取措施")
NO_SIDES = both("No figures of both sides", "缺少前后两侧的数据")
_NOT_MEASURED = both("Not measured", "无此指标")
_SIGNS = both(
    "signs say which way is better, where the change is clear or cannot be tested; texts are the analyst's, figures are computed",
    "图标表示好转或变差，仅用于变化显著或无法检验的指标；文字由分析人员填写，数值由系统计算",
)
VERDICTS = {
    "met": both("met", "达到"),
    "missed": both("missed", "未达到"),
    "unsure": both("cannot tell", "尚难判断"),
    "open": both("not due yet", "尚未到期"),
}
Row = tuple[Cell, ...]


def cases(name: str, comparison: Comparison, *, title: Text | None = None) -> Table:
    """A column for each case; rows for background, actions by area, results, expectations, lessons."""
    stories = comparison.stories
    parts: list[tuple[Text | None, list[Row]]] = [
        (None, _opening(stories)),
        (_ACTIONS, [_area(label, each) for label, each in comparison.areas]),
        (_RESULTS, list(_results(stories))),
        (_EXPECTED, _expected(stories)),
        (_LESSONS, list(_lessons(stories))),
    ]
    body: list[Row] = []
    groups: dict[str, Words] = {}
    for heading, rows in parts:
        if heading is not None and rows:
            groups[str(len(body))] = words.words(heading)
        body += rows
    columns = (cells.column(_ASPECT, left=True), *(cells.column(s.title, left=True) for s in stories))
    note = words.joined([*compared(comparison), _SIGNS])
    return Table(name, said.words_of(title, _TITLE), columns, tuple(body), note, groups)


def compared(comparison: Comparison) -> list[Text]:
    """Says which waves are before and after."""
    before, after = comparison.windows.before, comparison.windows.after
    if after is None:
        return []
    told = {
        k: [numbers.interval(span[0], span[1], "count", k, signed=True) for span in (before, after)]
        for k in LANGUAGES
    }
    return [
        both(
            f"waves are counted from that of the first action; before: {told['en'][0]}, after: {told['en'][1]}",
            f"以首项措施所在期为第0期，实施前取第{told['zh'][0]}期，实施后取第{told['zh'][1]}期",
        )
    ]


def _opening(stories: Sequence[Story]) -> list[Row]:
    rows = [
        (cells.text(_DECLARED), *(cells.text(OUTCOMES[s.outcome], status=_OUTCOME[s.outcome]) for s in stories)),
        (cells.text(_BACKGROUND), *(cells.text(s.background) for s in stories)),
    ]  # fmt: skip
    if any(s.source for s in stories):
        rows.append(
            (cells.text(_SOURCE), *(cells.text(s.source) if s.source else cells.blank() for s in stories))
        )
    return rows


def _area(label: Text, each: Sequence[Sequence[Done]]) -> Row:
    return (cells.text(label), *(_done(actions) for actions in each))


def _done(actions: Sequence[Done]) -> Cell:
    if not actions:
        return cells.text(_NONE)
    days = [dated(a.date) for a in actions]
    en = " ".join(f"{d.en}: {words.plain(a.text.en)}" for d, a in zip(days, actions, strict=True))
    zh = "".join(f"{d.zh}：{words.plain(a.text.zh)}" for d, a in zip(days, actions, strict=True))
    return cells.text(both(en, zh))


def _results(stories: Sequence[Story]) -> Iterator[Row]:
    labels = {m.code: m.label for s in stories for m in s.measures}
    for code, label in labels.items():
        of = [next((m for m in s.measures if m.code == code), None) for s in stories]
        yield (cells.text(label), *map(_result, of))


def _result(m: Measured | None) -> Cell:
    if m is None:
        return cells.text(_NOT_MEASURED)
    if m.change is None:
        return cells.text(NO_SIDES)
    return Cell(moved(m.change), None, "", STATUS.get(m.moved, "none"))


def moved(c: Contrast) -> Words:
    """Both numbers and their difference, with units."""
    joint = {"en": ("", " to "), "zh": ("由", "到")}
    return {
        k: f"{joint[k][0]}{level(c.first)}{joint[k][1]}{level(c.second)}{words.aside(change(c, k), k)}"
        for k in LANGUAGES
    }


def _expected(stories: Sequence[Story]) -> list[Row]:
    if not any(s.expected for s in stories):
        return []
    return [(cells.text(_BECAME), *(cells.text(counted(s)) for s in stories))]


def counted(story: Story) -> Text:
    """How many expected results were met, missed, cannot be told."""
    found = [(VERDICTS[v], n) for v, n in story.counts.items() if n]
    if not found:
        return both("None was declared", "未列出")
    return both(
        f"{len(story.expected)}: " + ", ".join(f"{n} {v.en}" for v, n in found),
        f"共{len(story.expected)}项：" + "，".join(f"{v.zh}{n}项" for v, n in found),
    )


def _lessons(stories: Sequence[Story]) -> Iterator[Row]:
    for n in range(max((len(s.lessons) for s in stories), default=0)):
        label = cells.text(both(f"{_LESSON.en} {n + 1}", f"{_LESSON.zh}{n + 1}"))
        yield (label, *(_lesson(s.lessons[n]) if n < len(s.lessons) else cells.blank() for s in stories))


def _lesson(lesson: Learned) -> Cell:
    """The text and the number that it rests on."""
    told: Words = {k: words.plain(lesson.text[k]) for k in LANGUAGES}
    for k in LANGUAGES:
        name = words.plain(lesson.label[k])
        number = NO_SIDES[k].lower() if lesson.change is None else change(lesson.change, k)
        aside = words.aside({"en": f"{name}: {number}", "zh": f"{name}：{number}"}[k], k)
        told[k] = f"{told[k].removesuffix('。')}{aside}。" if k == "zh" else told[k] + aside
    return Cell(told, told["en"])

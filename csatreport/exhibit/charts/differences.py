"""Differences: the groups of each variable on one line, the two furthest apart named."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.figure import Figure

from csatreport.errors import BookError
from csatreport.exhibit import notes, numbers, style, words
from csatreport.exhibit.charts import rows, said
from csatreport.exhibit.shapes.differentiation import Difference
from csatreport.exhibit.words import both
from csatreport.palette import LIGHT
from csatreport.params.text import LANGUAGES, Language, Text
from csatreport.records import Chart, Words

KINDS = {
    "background": both("Background", "客户背景"),
    "behaviour": both("Behaviour", "客户行为"),
    "attitude": both("Attitude", "客户态度"),
}
_MEANING = both(
    "each small mark is a group; the large ones are the two that surely lie furthest apart, named at the right, with "
    "their gap beside them; blue: clear and large, black: clear but small, grey: not clear; groups below the low base "
    "take no part",
    "每个小点代表一个群体，大点是确有把握相距最远的两组（名称列于右侧，差距标于其旁）；蓝色表示差异显著且较大，"
    "黑色表示显著但较小，灰色表示不显著；样本量偏低的群体不参与比较",
)
_ENDS = both("Lowest and highest group", "最低与最高群体")
_WIDE = 1.75  # inches for the names of the two groups
_RIGHT = _WIDE + 0.55


def differences(name: str, found: Sequence[Difference], *, title: Text | None = None, each: int = 4) -> Chart:
    """A row for each difference; groups as marks.

    Where all are of one item: a row for each variable, in the order given, under its kind. Else variables one after
    another, each with the ``each`` items that it explains most of.

    Raises
    ------
    BookError
        There is no difference to draw.
    """
    drawn = arranged(found, each)
    if not drawn:
        raise BookError("a chart without anything to show", where=name, expected="at least one difference")
    note = notes.of([], [_MEANING], contrasts=[d.contrast for d in drawn])
    svg = style.drawn(name, lambda language: _draw(drawn, language))
    return Chart(name, said.words_of(title, _title(drawn)), _alt(drawn), svg, note, _data(drawn))


def arranged(found: Sequence[Difference], each: int | None = None) -> list[Difference]:
    """Differences of one item as they are; of several, by variable, at most ``each`` of one."""
    if len({d.contrast.second.item for d in found}) < 2:
        return list(found)
    of: dict[str, list[Difference]] = {}
    for d in found:
        of.setdefault(d.variable, []).append(d)
    return [d for several in of.values() for d in several[:each]]


def made(found: Sequence[Difference], lines: Sequence[int] | None = None) -> list[rows.Row]:
    """Labels and headings: variables under their kind, or items under their variable; ``lines`` that each row needs."""
    one = len({d.contrast.second.item for d in found}) < 2
    heads = [KINDS[d.kind] if one else d.label for d in found]
    return [
        rows.Row(
            d.label if one else d.contrast.label,
            head if i == 0 or heads[i - 1] != head else None,
            lines=lines[i] if lines else 1,
        )
        for i, (d, head) in enumerate(zip(found, heads, strict=True))
    ]


def named(d: Difference) -> Text:
    """The difference in words that say both item and variable."""
    return both(f"{d.contrast.label.en}, by {d.label.en}", f"{d.contrast.label.zh}（按{d.label.zh}）")


def colour(d: Difference) -> str:
    """What a difference is drawn in."""
    if not d.clear:
        return LIGHT["neutral"]
    return LIGHT["accent"] if d.large else LIGHT["ink"]


def ends(d: Difference, language: Language) -> str:
    """The two groups named, lower first."""
    first, second = (words.plain(e.level_label[language]) for e in (d.contrast.first, d.contrast.second))
    return f"{first} / {second}"


def _title(found: list[Difference]) -> Text:
    e = found[0].contrast.second
    measure = words.measure(e.measure)
    if len({d.contrast.second.item for d in found}) == 1:
        return both(
            f"{e.label.en} by group of customers: {measure.en.lower()}, {e.wave_label.en}",
            f"各客户群体的{e.label.zh}：{measure.zh}，{e.wave_label.zh}",
        )
    return both(f"Differences between customers, {e.wave_label.en}", f"客户差异，{e.wave_label.zh}")


def _draw(found: list[Difference], language: Language) -> Figure:
    unit = found[0].contrast.unit
    shown = [e.value for d in found for e in d.levels if e.shown]
    names = [ends(d, language) for d in found]
    lines = [len(style.wrapped(n, _WIDE, style.SMALL)) for n in names]
    limits = rows.limits([numbers.scaled(x, unit) for x in shown], unit)
    to = rows.frame(made(found, lines), language, limits=limits, unit=unit, above=0.3, right=_RIGHT)
    marks = [
        (numbers.scaled(e.value, unit), y)
        for d, y in zip(found, to.y, strict=True)
        for e in d.levels
        if e.shown
    ]
    to.axes.plot(*zip(*marks, strict=True), "o", markersize=3.5, color=LIGHT["neutral"], zorder=2)
    for d, y in zip(found, to.y, strict=True):
        _row(to, y, d)
    rows.column(to, _ENDS[language], names, wide=_WIDE)
    return to.figure


def _row(to: rows.Frame, y: float, d: Difference) -> None:
    unit, shade = d.contrast.unit, colour(d)
    first, second = (numbers.scaled(e.value, unit) for e in (d.contrast.first, d.contrast.second))
    to.axes.plot((first, second), (y, y), color=shade, linewidth=1.6, zorder=2)
    for x in (first, second):
        rows.mark(to, y, x, low=None, high=None, colour=shade)
    text = LIGHT["ink"] if d.clear else LIGHT["muted"]
    highest = max(numbers.scaled(e.value, unit) for e in d.levels if e.shown)
    rows.beside(to, y, (first, max(second, highest)), numbers.bare(d.contrast.value, unit), colour=text)


def _alt(found: list[Difference]) -> Words:
    clear, large = (sum(x) for x in ([d.clear for d in found], [d.clear and d.large for d in found]))
    best = max(found, key=lambda d: (d.clear, d.contrast.value))
    name = named(best)
    size = {
        k: numbers.difference(best.contrast.value, best.contrast.unit, k, signed=False) for k in LANGUAGES
    }
    return {
        "en": f"Groups of customers on one line for each of {len(found)} differences: {clear} clear, {large} of them "
        f"large. Widest: {words.plain(name.en)}, {ends(best, 'en')}, {size['en']}.",
        "zh": f"共{len(found)}项差异，每行一项：{clear}项显著，其中{large}项较大。"
        f"最大：{words.plain(name.zh)}，{ends(best, 'zh')}，{size['zh']}。",
    }


def _data(found: list[Difference]) -> said.Data:
    table: said.Data = {}
    for k in LANGUAGES:
        heads = (
            words.ITEM,
            words.GROUP,
            words.measure(found[0].contrast.second.measure),
            words.LOW,
            words.HIGH,
            words.BASE,
        )
        table[k] = [[w[k] for w in heads]]
        for d in found:
            table[k] += [
                [
                    words.plain(named(d)[k]),
                    words.plain(e.level_label[k]),
                    *(said.exact(x, e) for x in (e.value, e.low, e.high)),
                    e.n,
                ]
                for e in d.levels
                if e.shown
            ]
    return table

"""What goes together with leaving: differences in percentage points with intervals, factor by factor."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.figure import Figure

from csatreport.exhibit import notes, numbers, style, words
from csatreport.exhibit.charts import rows, said
from csatreport.exhibit.shapes.churn import Driver
from csatreport.exhibit.values import change
from csatreport.exhibit.words import both
from csatreport.palette import LIGHT
from csatreport.params.text import LANGUAGES, Language, Text
from csatreport.records import Chart, Words
from csatreport.results import Contrast

_COLOURS = {"up": LIGHT["bad"], "down": LIGHT["good"], "none": LIGHT["neutral"]}
_TITLE = both(
    "Leave rate against the usual level, all else being equal (percentage points)",
    "其他条件相同时与对照情况的流失率之差（百分点）",
)
_MEANING = both(
    "orange and green: clearly different; grey: not; each level against the one that most customers have",
    "橙色与绿色表示差异显著，灰色表示不显著；各项均与多数客户所处的情况比较",
)


def drivers(name: str, found: Sequence[Driver], *, title: Text | None = None) -> Chart:
    """A point with its interval for every level, at 0 what it is compared with.

    Raises
    ------
    BookError
        Nothing may be shown.
    """
    gaps = [d.gap for d in found if d.gap.shown and d.gap.tested]
    if not gaps:
        raise said.nothing(name, "a level")
    drawn = style.drawn(name, lambda language: _draw(gaps, language))
    note = notes.of([], [_MEANING, *notes.lines([gaps[0].second])], contrasts=gaps)
    return Chart(name, said.words_of(title, _TITLE), _alt(gaps), drawn, note, _data(gaps))


def _draw(gaps: Sequence[Contrast], language: Language) -> Figure:
    ends = [numbers.scaled(x, "share") for c in gaps for x in (c.value, c.low, c.high) if x is not None]
    limits = rows.limits(ends, "share", around=[0.0], free=True)
    to = rows.frame(_rows(gaps), language, limits=limits, unit="share", signed=True, right=1.0)
    to.axes.axvline(0, color=LIGHT["muted"], linewidth=1.0, zorder=1)
    for c, y in zip(gaps, to.y, strict=True):
        value, low, high = (numbers.scaled(x or 0.0, "share") for x in (c.value, c.low, c.high))
        colour = _COLOURS[c.direction]
        rows.mark(to, y, value, low=low, high=high, colour=colour, hollow=c.direction == "none")
        rows.beside(to, y, (low, high), numbers.bare(c.value, "share", signed=True), clear=0.0)
    return to.figure


def _rows(gaps: Sequence[Contrast]) -> list[rows.Row]:
    """Rows headed by their factor and the level that they are compared with."""
    heads = headings(gaps)
    return [rows.Row(c.second.level_label, heads.get(i)) for i, c in enumerate(gaps)]


def headings(gaps: Sequence[Contrast]) -> dict[int, Text]:
    """Each factor once, above its first level, with the level that its others are compared with."""
    found = {}
    for i, c in enumerate(gaps):
        if i == 0 or gaps[i - 1].second.item != c.second.item:
            usual = c.first.level_label
            found[i] = both(f"{c.label.en} (against: {usual.en})", f"{c.label.zh}（对照：{usual.zh}）")
    return found


def _alt(gaps: Sequence[Contrast]) -> Words:
    clear = sorted((c for c in gaps if c.direction != "none"), key=lambda c: -abs(c.value))[:5]
    alt: Words = {}
    for k in LANGUAGES:
        named = [f"{words.plain(c.second.level_label[k])} {change(c, k)}" for c in clear]
        alt[k] = {
            "en": f"Differences of {len(gaps)} levels. Largest clear ones: {'; '.join(named) or 'none'}.",
            "zh": f"{len(gaps)}种情况的差异。最大的显著差异：{'；'.join(named) or '无'}。",
        }[k]
    return alt


def _data(gaps: Sequence[Contrast]) -> said.Data:
    heads = (words.ITEM, words.GROUP, words.DIFFERENCE, words.LOW, words.HIGH)
    return {
        k: [
            [h[k] for h in heads],
            *(
                [*(words.plain(t[k]) for t in (c.label, c.second.level_label)), *_numbers(c)]
                for c in gaps
            ),
        ]
        for k in LANGUAGES
    }  # fmt: skip


def _numbers(c: Contrast) -> said.Line:
    return [said.exact(x, c.second) for x in (c.value, c.low, c.high)]

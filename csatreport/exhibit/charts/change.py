"""Change: differences around zero, with intervals, coloured only where the test supports them."""

from __future__ import annotations

from collections.abc import Iterable

from matplotlib.figure import Figure

from csatreport.exhibit import notes, numbers, style, words
from csatreport.exhibit import values as printed
from csatreport.exhibit.charts import rows, said
from csatreport.exhibit.words import both
from csatreport.palette import LIGHT
from csatreport.params.text import LANGUAGES, Language, Text
from csatreport.records import Chart, Words
from csatreport.results import Contrast

COLOURS = {"up": LIGHT["good"], "down": LIGHT["bad"], "none": LIGHT["neutral"]}
_MEANING = both(
    "green and orange marks: clear differences; grey: no clear difference",
    "绿色与橙色表示差异显著，灰色表示差异不显著",
)


_TURNED = {"up": COLOURS["down"], "down": COLOURS["up"], "none": COLOURS["none"]}


def change(
    name: str, contrasts: Iterable[Contrast], *, title: Text | None = None, less_is_better: bool = False
) -> Chart:
    """A dot with its interval for each contrast, left and right of a line at zero.

    Higher is green and lower is orange; the other way round where ``less_is_better``.

    Raises
    ------
    BookError
        No contrast may be shown.
    """
    found = list(contrasts)
    if not any(c.shown for c in found):
        raise said.nothing(name, "a contrast")
    note = notes.of(
        [], [*notes.lines(found), *([_MEANING] if any(c.tested for c in found) else [])], contrasts=found
    )
    colours = _TURNED if less_is_better else COLOURS
    drawn = style.drawn(name, lambda language: _draw(found, language, colours))
    return Chart(
        name, said.words_of(title, said.contrast_title(found)), _alt(found), drawn, note, _data(found)
    )


def _draw(found: list[Contrast], language: Language, colours: dict[str, str]) -> Figure:
    unit = found[0].unit
    known = [x for c in found if c.shown for x in (c.value, c.low, c.high) if x is not None]
    limits = rows.limits([numbers.scaled(x, unit) for x in known], unit, around=[0.0], free=True)
    to = rows.frame(rows.rows_of([c.second for c in found]), language, limits=limits, unit=unit, signed=True)
    to.axes.axvline(0, color=LIGHT["ink"], linewidth=1.0, zorder=1)
    for c, y in zip(found, to.y, strict=True):
        if not c.shown:
            rows.hidden(to, y)
            continue
        value = numbers.scaled(c.value, unit)
        small = "low" in (c.first.flag, c.second.flag)
        low, high = (None if x is None else numbers.scaled(x, unit) for x in (c.low, c.high))
        rows.mark(to, y, value, low=low, high=high, colour=colours[c.direction], hollow=small)
        ends = (value, value) if low is None or high is None else (low, high)
        colour = LIGHT["muted"] if c.tested and c.direction == "none" else LIGHT["ink"]
        text = numbers.bare(c.value, unit, signed=True) + ("°" if small else "")
        rows.beside(to, y, ends, text, colour=colour, clear=0.0)
    return to.figure


def _alt(found: list[Contrast]) -> Words:
    names = rows.labels([c.second for c in found])
    shown = [(c, name) for c, name in zip(found, names, strict=True) if c.shown]
    ends = [max(shown, key=lambda s: s[0].value), min(shown, key=lambda s: s[0].value)]
    up, down = (sum(c.direction == d for c, _ in shown) for d in ("up", "down"))
    extremes = {k: [f"{words.plain(name[k])} {printed.change(c, k)}" for c, name in ends] for k in LANGUAGES}
    counts = (up, _UP), (down, _DOWN), (len(shown) - up - down, _REST)
    told = {k: [form[k].format(n) for n, form in counts if n] for k in LANGUAGES}
    return {
        "en": f"Differences around zero, {len(shown)} results: {', '.join(told['en'])}. "
        f"From {extremes['en'][1]} to {extremes['en'][0]}.",
        "zh": f"以零为基准的差异图，共{len(shown)}项：{'，'.join(told['zh'])}。"
        f"最低：{extremes['zh'][1]}；最高：{extremes['zh'][0]}。",
    }


_UP = both("{0} clearly higher", "{0}项显著偏高")
_DOWN = both("{0} clearly lower", "{0}项显著偏低")
_REST = both("{0} not clearly different", "{0}项差异不显著")


def _data(found: list[Contrast]) -> said.Data:
    of, versus = said.sides(found)
    table: said.Data = {}
    for k in LANGUAGES:
        unit, step = words.UNITS[found[0].first.unit][k], words.DIFFERENCE_UNITS[found[0].unit][k]
        head = [
            words.ITEM[k],
            f"{words.plain(versus[k])} ({unit})",
            f"{words.plain(of[k])} ({unit})",
            f"{words.DIFFERENCE[k]} ({step})",
        ]
        labels = [words.plain(t[k]) for t in rows.labels([c.second for c in found])]
        body = [[label, *_numbers(c)] for label, c in zip(labels, found, strict=True)]
        table[k] = [[*head, words.LOW[k], words.HIGH[k], words.P[k]], *body]
    return table


def _numbers(c: Contrast) -> said.Line:
    if not c.shown:
        return [None] * 6
    e = c.second
    ends: said.Line = [said.exact(x, e) for x in (c.first.value, c.second.value, c.value, c.low, c.high)]
    return [*ends, said.printed(c.p_adjusted, 6)]

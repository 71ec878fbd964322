"""The order of money: features by class, and inside a class by what money buys."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.figure import Figure

from csatreport.exhibit import notes, numbers, style, words
from csatreport.exhibit.charts import rows, said
from csatreport.exhibit.charts.dots import point
from csatreport.exhibit.charts.kanomap import COLOURS
from csatreport.exhibit.shapes.kano import Kano, Step
from csatreport.exhibit.words import both
from csatreport.palette import LIGHT
from csatreport.params.text import LANGUAGES, Language, Text
from csatreport.records import Chart, Words
from csatreport.results import Estimate

_NO_MONEY = both("no money", "不投入")
_NO_COST = both("cost not declared", "未列成本")


def kanoorder(name: str, kano: Kano, *, title: Text | None = None) -> Chart:
    """Every feature in the order of money with its gain: for the declared amount, or as it is without costs.

    Raises
    ------
    BookError
        No feature may be shown.
    """
    steps = [s for s in kano.order if s.action]
    if not steps:
        raise said.nothing(name, "a feature")
    priced = any(s.bought is not None for s in steps)
    gains = [s.bought if priced else s.gain for s in steps]
    drawn = style.drawn(name, lambda language: _draw(steps, gains, language))
    shown = [e for e in gains if e is not None]
    made = said.words_of(title, title_of(kano, priced=priced))
    note = notes.of([s.feature.better for s in kano.order], notes.lines(shown))
    return Chart(name, made, _alt(steps, gains), drawn, note, _data(steps, gains))


def title_of(kano: Kano, *, priced: bool) -> Text:
    """What is shown: the gain for the money, or the gain."""
    if not priced:
        return both("Order of resources, by gain in satisfaction", "资源投入次序（按满意度收益）")
    amount = numbers.bare(kano.per, "money")
    return both(
        f"Order of resources, by the gain that {amount} {kano.currency.en} buy",
        f"资源投入次序（按每{amount}{kano.currency.zh}的满意度收益）",
    )


def heading(s: Step) -> Text:
    """The class of a step and what to do."""
    kind, todo = words.KANO_CLASSES[s.feature.category], words.KANO_ACTIONS[s.action]
    return both(f"{kind.en}: {todo.en[:1].lower()}{todo.en[1:]}", f"{kind.zh}：{todo.zh}")


def _draw(steps: Sequence[Step], gains: Sequence[Estimate | None], language: Language) -> Figure:
    heads = [heading(s) if i == 0 or s.action != steps[i - 1].action else None for i, s in enumerate(steps)]
    found = [rows.Row(s.feature.label, head) for s, head in zip(steps, heads, strict=True)]
    known = [e for e in gains if e is not None]
    limits = rows.limits(rows.ends(known), "coefficient", around=[0.0]) if known else (0.0, 1.0)
    to = rows.frame(found, language, limits=(0.0, limits[1]), unit="coefficient", above=0.1)
    for s, e, y in zip(steps, gains, to.y, strict=True):
        if e is not None:
            point(to, y, e, colour=COLOURS[s.feature.category])
        else:
            text = (_NO_MONEY if s.gain is None else _NO_COST)[language]
            rows.beside(to, y, (0.0, 0.0), text, colour=LIGHT["muted"])
    return to.figure


def _alt(steps: Sequence[Step], gains: Sequence[Estimate | None]) -> Words:
    alt: Words = {}
    for k in LANGUAGES:
        said_ = [
            words.plain(s.feature.label[k]) + words.aside(_said(s, e, k), k)
            for s, e in zip(steps, gains, strict=True)
        ]
        start = {"en": "Features in the order in which money goes to them: ", "zh": "资源投入的先后次序："}
        alt[k] = start[k] + {"en": "; ", "zh": "；"}[k].join(said_) + {"en": ".", "zh": "。"}[k]
    return alt


def _said(step: Step, gain: Estimate | None, language: Language) -> str:
    """The class, and the gain where there is one."""
    name = words.KANO_CLASSES[step.feature.category][language]
    return name if gain is None else f"{name}, {numbers.point(gain.value, gain.unit)}"


def _data(steps: Sequence[Step], gains: Sequence[Estimate | None]) -> said.Data:
    table: said.Data = {}
    measure = next((e.measure for e in gains if e is not None), "kano_gain")
    for k in LANGUAGES:
        head: said.Line = [
            words.ITEM[k],
            words.KANO_CLASS[k],
            words.measure(measure)[k],
            words.LOW[k],
            words.HIGH[k],
        ]
        body: list[said.Line] = [
            [words.plain(s.feature.label[k]), words.KANO_CLASSES[s.feature.category][k], *_ends(e)]
            for s, e in zip(steps, gains, strict=True)
        ]
        table[k] = [head, *body]
    return table


def _ends(e: Estimate | None) -> said.Line:
    return [None] * 3 if e is None else [said.exact(x, e) for x in (e.value, e.low, e.high)]

"""Composition: responses received in each survey mode, and how many of them are valid."""

from __future__ import annotations

from matplotlib.figure import Figure

from csatreport.errors import BookError
from csatreport.exhibit import numbers, style, words
from csatreport.exhibit.charts import rows, said
from csatreport.exhibit.shapes import Fieldwork, Mode
from csatreport.exhibit.words import both
from csatreport.palette import LIGHT
from csatreport.params.text import LANGUAGES, Language, Text
from csatreport.records import Chart, Words

_BAR = 0.35  # of the distance between two rows
_TITLE = both("Responses received, by survey mode", "各调查方式的回收答卷")


def composition(name: str, fieldwork: Fieldwork, *, title: Text | None = None) -> Chart:
    """A bar for each mode: accepted responses, and after them those that were put aside.

    Raises
    ------
    BookError
        Nothing was received.
    """
    modes = shown(fieldwork)
    if not fieldwork.total.received.value:
        raise BookError(
            "a chart without anything to show", where=name, expected="a response", got="none was received"
        )
    drawn = style.drawn(name, lambda language: _draw(modes, language))
    return Chart(name, said.words_of(title, _TITLE), _alt(modes), drawn, _note(fieldwork.total), _data(modes))


def shown(fieldwork: Fieldwork) -> list[Mode]:
    """The modes and their total; the total alone where there is one mode or none is known."""
    return [*fieldwork.modes, fieldwork.total] if len(fieldwork.modes) > 1 else [fieldwork.total]


def _draw(modes: list[Mode], language: Language) -> Figure:
    high = max(m.received.value for m in modes)
    to = rows.frame(
        [rows.Row(m.label) for m in modes], language, limits=(0, high), unit="count", above=0.34, right=1.75
    )
    rows.key(
        to,
        [
            (words.ACCEPTED[language], LIGHT["accent"], False),
            (words.QUARANTINED[language], LIGHT["warn"], False),
        ],
    )
    _bars(to, [m.received.value for m in modes], LIGHT["warn"])
    _bars(to, [m.accepted.value for m in modes], LIGHT["accent"])
    for m, y in zip(modes, to.y, strict=True):
        rows.beside(to, y, (0, m.received.value), _says(m, language))
    return to.figure


def _bars(to: rows.Frame, lengths: list[float], colour: str) -> None:
    """A bar in every row; the part is drawn over the whole."""
    import seaborn as sns  # slow to import, and nothing else needs it

    ends = to.axes.get_xlim(), to.axes.get_ylim()
    sns.barplot(
        x=lengths, y=to.y, orient="h", native_scale=True, color=colour, saturation=1, width=_BAR, legend=False, errorbar=None,
        zorder=2, ax=to.axes,
    )  # fmt: skip
    to.axes.set(xlim=ends[0], ylim=ends[1], xlabel="", ylabel="")


def _says(m: Mode, language: Language) -> str:
    valid, received = (numbers.point(c.value, "count") for c in (m.accepted, m.received))
    share = f" ({numbers.point(m.accepted.value / m.received.value, 'share')})" if m.received.value else ""
    return {"en": f"{valid} of {received}{share}", "zh": f"{valid} / {received}{share}"}[language]


def _alt(modes: list[Mode]) -> Words:
    said_ = {k: [f"{words.plain(m.label[k])} {_says(m, k)}" for m in modes] for k in LANGUAGES}
    return {
        "en": f"Accepted responses of those received: {'; '.join(said_['en'])}.",
        "zh": f"有效答卷与回收答卷：{'；'.join(said_['zh'])}。",
    }


def _note(total: Mode) -> Words:
    received, accepted, aside = (
        numbers.point(c.value, "count") for c in (total.received, total.accepted, total.quarantined)
    )
    return words.joined(
        [
            both(
                f"received {received} = accepted {accepted} + put aside {aside}",
                f"回收{received} = 有效{accepted} + 剔除{aside}",
            )
        ]
    )


def _data(modes: list[Mode]) -> said.Data:
    table: said.Data = {}
    for k in LANGUAGES:
        head: said.Line = [w[k] for w in (words.MODE, words.RECEIVED, words.ACCEPTED, words.QUARANTINED)]
        table[k] = [head, *([words.plain(m.label[k]), *_counts(m)] for m in modes)]
    return table


def _counts(m: Mode) -> said.Line:
    return [int(c.value) for c in (m.received, m.accepted, m.quarantined)]

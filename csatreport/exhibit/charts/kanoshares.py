"""Shares of the classes that customers put each feature into: one bar for a feature."""

from __future__ import annotations

from collections.abc import Mapping

from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from csatreport.exhibit import notes, numbers, style, words
from csatreport.exhibit.charts import rows, said
from csatreport.exhibit.charts.kanomap import COLOURS
from csatreport.exhibit.shapes.kano import Feature, Kano
from csatreport.exhibit.words import both
from csatreport.palette import LIGHT
from csatreport.params.text import LANGUAGES, Language, Text
from csatreport.records import Chart, Words
from csatreport.results import Estimate

FILLS = COLOURS | {"I": LIGHT["band"]}
_DARK = "IQ"  # classes whose fill is light: numbers on them are dark
_BAR, _AIR = 0.16, 0.06  # inches: bar, and air beside a number in it


def kanoshares(name: str, kano: Kano, *, title: Text | None = None) -> Chart:
    """A bar of the six classes for every feature, the features of one class together.

    Raises
    ------
    BookError
        No feature may be shown.
    """
    found = arranged(kano)
    if not found:
        raise said.nothing(name, "a feature")
    made = both(
        f"How customers class each feature, {kano.wave.label.en}",
        f"各特性的回答分类构成，{kano.wave.label.zh}",
    )
    drawn = style.drawn(name, lambda language: _draw(found, language))
    every = [f.questionable for f in kano.features]
    return Chart(name, said.words_of(title, made), _alt(found), drawn, notes.of(every), _data(found))


def arranged(kano: Kano) -> list[Feature]:
    """Features that may be shown, by class, the most decided first."""
    letters = list(COLOURS)
    shown = [f for f in kano.features if f.category]
    return sorted(shown, key=lambda f: (letters.index(f.category), -f.shares[f.category].value))


def _draw(features: list[Feature], language: Language) -> Figure:
    heads = [
        words.KANO_CLASSES[f.category] if i == 0 or f.category != features[i - 1].category else None
        for i, f in enumerate(features)
    ]
    found = [rows.Row(f.label, head) for f, head in zip(features, heads, strict=True)]
    to = rows.frame(found, language, limits=(0, 100), unit="share", above=0.34, right=0.3)
    names = words.KANO_CLASSES.items()
    rows.key(to, [(text[language], FILLS[letter], False) for letter, text in names])
    for f, y in zip(features, to.y, strict=True):
        _bar(to, y, f.shares)
    return to.figure


def _bar(to: rows.Frame, y: float, shares: Mapping[str, Estimate]) -> None:
    left = 0.0
    for letter, e in shares.items():
        width = numbers.scaled(e.value, e.unit)
        to.axes.add_patch(
            Rectangle(
                (left, y - _BAR / 2), width, _BAR, facecolor=FILLS[letter], edgecolor=LIGHT["paper"], lw=0.6
            )
        )
        text = numbers.bare(e.value, "share")
        if width > (style.text_width(text, style.SMALL) + _AIR) * to.per_inch():
            to.axes.text(
                left + width / 2, y, text, ha="center", va="center_baseline", fontsize=style.SMALL - 1,
                color=LIGHT["ink"] if letter in _DARK else LIGHT["paper"],
            )  # fmt: skip
        left += width


def _alt(features: list[Feature]) -> Words:
    alt: Words = {}
    for k in LANGUAGES:
        said_ = [
            f"{words.plain(f.label[k])} {words.KANO_CLASSES[f.category][k]} "
            f"{numbers.point(f.shares[f.category].value, 'share')}"
            for f in features
        ]
        start = {
            "en": "Stacked bars of classes. Share of the class of each feature: ",
            "zh": "类别构成堆积条形图。各特性所属类别的占比：",
        }
        alt[k] = start[k] + {"en": "; ", "zh": "；"}[k].join(said_) + {"en": ".", "zh": "。"}[k]
    return alt


def _data(features: list[Feature]) -> said.Data:
    return {
        k: [
            [words.ITEM[k], *(f"{t[k]} (%)" for t in words.KANO_CLASSES.values()), words.BASE[k]],
            *(
                [
                    words.plain(f.label[k]),
                    *(said.exact(e.value, e) for e in f.shares.values()),
                    f.questionable.n,
                ]
                for f in features
            ),
        ]
        for k in LANGUAGES
    }

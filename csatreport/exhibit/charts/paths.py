"""Path diagram: constructs as boxes with index and explained variance, arrows with their coefficients."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch, Polygon

from csatreport.exhibit import notes, style, words
from csatreport.exhibit.charts import said
from csatreport.exhibit.charts.pathplan import Box, Line, boxes, grid, labelled, route
from csatreport.exhibit.shapes.pathmodel import Construct, Path, PathModel
from csatreport.exhibit.values import level
from csatreport.exhibit.words import both
from csatreport.palette import LIGHT
from csatreport.params.text import LANGUAGES, Language, Text
from csatreport.records import Chart, Words

_GAP, _ROW = 0.6, 1.36  # inches between boxes of neighbouring columns, and from row to row
_LINE, _NUMBERS = 0.17, 0.36  # inches of a line of a label, and of the numbers below it
_HEAD = 0.11  # inches of an arrow's head
_BOX = both(
    "in each box: the index (0–100) and, as R², the share of its variance that the constructs with an arrow to it explain",
    "框内为指数（0–100）；R²为指向该变量的各变量所解释的方差比例",
)
_ARROW = both(
    "arrows: standardised path coefficients, the thicker the larger; blue where the interval leaves zero out, grey and "
    "dashed where it does not",
    "箭头为标准化路径系数，线条越粗系数越大；蓝色表示置信区间不含零，灰色虚线表示含零",
)


def paths(name: str, model: PathModel, *, title: Text | None = None) -> Chart:
    """All constructs and arrows of a model.

    Raises
    ------
    BookError
        No coefficient may be shown, or a label has a character that the font lacks.
    """
    found = said.some([p.direct for p in model.arrows if p.direct is not None], name)
    drawn = style.drawn(name, lambda language: _draw(model, language))
    wave = found[0].wave_label
    made = both(f"Model of the satisfaction index, {wave.en}", f"满意度指数模型，{wave.zh}")
    note = notes.of(found, [_BOX, _ARROW])
    return Chart(name, said.words_of(title, made), _alt(model), drawn, note, said.data(found))


def _draw(model: PathModel, language: Language) -> Figure:
    ends = [(p.source, p.target) for p in model.arrows]
    at = {c.name: c.at for c in model.constructs if c.at is not None}
    places = grid([c.name for c in model.constructs], ends, at)
    width = boxes(places, wide=style.WIDTH, gap=_GAP, height=1.0, row=_ROW)[model.focus.name].width
    labels = {
        c.name: style.wrapped(words.plain(c.label[language]), width - 0.16, style.SMALL)
        for c in model.constructs
    }
    height = _LINE * max(map(len, labels.values())) + _NUMBERS
    page = style.WIDTH - 0.04
    every = boxes(places, wide=page, gap=_GAP, height=height, row=max(_ROW, height + 0.4))
    lines = [route(*pair, every, wide=page) for pair in ends]
    drawn = [y for line in lines for y in line[:, 1]] + [
        b.y + s * height / 2 for b in every.values() for s in (-1, 1)
    ]
    top, bottom = min(drawn) - 0.03, max(drawn) + 0.03
    fig = style.figure(bottom - top)
    ax = style.panel(fig, 0.02, 0, page, bottom - top)
    ax.set(xlim=(0, page), ylim=(bottom, top), xticks=[], yticks=[])
    _arrows(ax, model, lines, list(every.values()))
    for c in model.constructs:
        _box(ax, every[c.name], c, labels[c.name], focus=c.name == model.focus.name)
    return fig


def _arrows(ax: Axes, model: PathModel, lines: list[Line], every: list[Box]) -> None:
    texts = ["" if p.direct is None else level(p.direct) for p in model.arrows]
    size = [(style.text_width(t, style.SMALL) + 0.06, 0.17) for t in texts]
    spots = labelled(lines, every, size)
    for p, line in sorted(zip(model.arrows, lines, strict=True), key=lambda pair: pair[0].clear):
        _arrow(ax, p, line)
    for p, text, spot in zip(model.arrows, texts, spots, strict=True):
        colour = LIGHT["ink" if p.clear else "muted"]
        behind = {"facecolor": LIGHT["paper"], "edgecolor": "none", "pad": 1.2}
        ax.text(
            spot.x,
            spot.y,
            text,
            ha="center",
            va="center",
            fontsize=style.SMALL,
            color=colour,
            bbox=behind,
            zorder=4,
        )


def _arrow(ax: Axes, p: Path, line: Line) -> None:
    """A line that ends where its head begins."""
    colour = LIGHT["accent" if p.clear else "neutral"]
    size = 0.0 if p.direct is None or not p.direct.shown else min(abs(p.direct.value), 1.0)
    width = 0.9 + 4.2 * size if p.clear else 1.0
    tip = line[-1]
    along = tip - line[max(0, len(line) - 6)]
    along = along / max(float(np.hypot(*along)), 1e-9)
    head = _HEAD + 0.02 * width
    shaft = line[np.hypot(*(line - tip).T) >= head * 0.8]
    dashes = "solid" if p.clear else (0, (3, 2))
    ax.plot(*shaft.T, color=colour, linewidth=width, linestyle=dashes, zorder=2, clip_on=False)
    side = np.array([-along[1], along[0]]) * head * 0.48
    corners = [tip, tip - along * head + side, tip - along * head - side]
    ax.add_patch(Polygon(corners, closed=True, facecolor=colour, edgecolor="none", zorder=3))


def _box(ax: Axes, box: Box, c: Construct, label: list[str], *, focus: bool) -> None:
    shape = FancyBboxPatch(
        (box.x - box.width / 2, box.y - box.height / 2),
        box.width,
        box.height,
        boxstyle="round,pad=0,rounding_size=0.07",
        facecolor=LIGHT["band" if focus else "paper"],
        edgecolor=LIGHT["accent"],
        linewidth=1.6 if focus else 1.1,
        zorder=5,
        clip_on=False,
    )
    ax.add_patch(shape)
    top = box.y - box.height / 2
    middle = top + (box.height - _NUMBERS) / 2 + 0.04
    ax.text(
        box.x,
        middle,
        "\n".join(label),
        ha="center",
        va="center",
        fontsize=style.SMALL,
        linespacing=1.1,
        zorder=6,
    )
    index, r2 = level(c.index), "" if c.r2 is None else f"R² {level(c.r2)}"
    wide = style.text_width(index, 13) + (0.1 + style.text_width(r2, 8.5) if r2 else 0.0)
    base = box.y + box.height / 2 - 0.1
    ax.text(box.x - wide / 2, base, index, ha="left", va="baseline", fontsize=13, zorder=6)
    if r2:
        ax.text(box.x + wide / 2, base, r2, ha="right", va="baseline", fontsize=8.5, zorder=6)


def _alt(model: PathModel) -> Words:
    """The strongest arrows by name, how many there are and how many are clear."""
    shown = sorted(
        (p.direct for p in model.arrows if p.direct is not None and p.direct.shown),
        key=lambda e: -abs(e.value),
    )
    clear = sum(p.clear for p in model.arrows)
    some = {k: [f"{words.plain(e.label[k])} {level(e)}" for e in shown[:4]] for k in LANGUAGES}
    index = {k: f"{words.plain(model.focus.label[k])} {level(model.focus.index)}" for k in LANGUAGES}
    return {
        "en": f"Path diagram of {len(model.constructs)} constructs and {len(model.arrows)} arrows, {clear} of them clear. "
        f"Strongest: {'; '.join(some['en'])}. Index of {index['en']}.",
        "zh": f"路径图，共{len(model.constructs)}个结构变量、{len(model.arrows)}条路径，其中{clear}条显著。"
        f"最强的路径：{'；'.join(some['zh'])}。指数：{index['zh']}。",
    }

"""Slopes: the rank of every brand in two studies, joined by a line."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from csatreport.exhibit import font, notes, numbers, style, words
from csatreport.exhibit.charts import said
from csatreport.exhibit.shapes.studies import Brand, Place, Ranking
from csatreport.exhibit.values import level
from csatreport.exhibit.words import both
from csatreport.palette import LIGHT
from csatreport.params.text import LANGUAGES, Language, Text
from csatreport.records import Chart, Words

MOST = 60  # brands drawn; of more, those whose ranks differ most
_ROW, _HEAD, _BELOW = 0.195, 0.56, 0.12  # inches
_NAME, _RANK, _SCORE = 1.5, 0.4, 0.42  # inches: name, rank, score on each side
_LEFT = _NAME + _RANK + _SCORE + 0.12  # where the lines begin
_RIGHT = style.WIDTH - _LEFT
_UP, _DOWN = LIGHT["good"], LIGHT["bad"]
_NOTE = both(
    "coloured: clearly better (green) or worse (vermilion) placed in the second study, once both are on one scale",
    "着色线条：统一量尺后，在第二项研究中评价显著更好（绿色）或更差（朱红）的品牌",
)
_PLAIN = both("no brand differs clearly", "没有品牌的差异达到显著")
_FEWER = both("only the brands whose ranks differ most are drawn", "仅绘制名次相差最大的品牌")


def slopes(name: str, ranking: Ranking, *, title: Text | None = None) -> Chart:
    """Names, scores and ranks of both studies at the sides; lines of brands that clearly differ are coloured.

    Raises
    ------
    BookError
        There is no brand.
    """
    rows = list(ranking.rows)
    if not rows:
        raise said.nothing(name, "a brand")
    shown = sorted(rows, key=lambda b: -abs(b.moved))[:MOST]
    made = both(
        f"Ranks of {len(rows)} brands in both studies, {rows[0].first.score.wave_label.en}",
        f"两项研究中{len(rows)}个品牌的排名，{rows[0].first.score.wave_label.zh}",
    )
    extra = [*([_NOTE if ranking.differ else _PLAIN] if ranking.tested else []),
             *([_FEWER] if len(rows) > MOST else [])]  # fmt: skip
    note = notes.of(
        [p.score for b in rows for p in (b.first, b.second)], extra, contrasts=list(ranking.tests)
    )
    drawn = style.drawn(name, lambda language: _draw(shown, ranking, language))
    return Chart(name, said.words_of(title, made), _alt(ranking), drawn, note, _data(ranking))


def _draw(rows: Sequence[Brand], ranking: Ranking, language: Language) -> Figure:
    height = _HEAD + _ROW * len(rows) + _BELOW
    fig = style.figure(height)
    sheet = style.Sheet(fig, height)
    orders = [
        sorted(rows, key=lambda b: (b.first.rank, b.label.en)),
        sorted(rows, key=lambda b: (b.second.rank, b.label.en)),
    ]
    at = [{id(b): _HEAD + _ROW * (n + 0.5) for n, b in enumerate(order)} for order in orders]
    _headings(sheet, ranking, language)
    for b in rows:
        y = at[0][id(b)], at[1][id(b)]
        _side(sheet, y[0], b, b.first, language, right=False)
        _side(sheet, y[1], b, b.second, language, right=True)
        ends = [sheet.at(_LEFT, y[0]), sheet.at(_RIGHT, y[1])]
        clear = b.apart.direction != "none"
        line = Line2D(
            [e[0] for e in ends], [e[1] for e in ends], color=_colour(b), linewidth=2.0 if clear else 1.0,
            transform=fig.transFigure, zorder=3 if clear else 2,
        )  # fmt: skip
        fig.add_artist(line)
    return fig


def _colour(brand: Brand) -> str:
    return {"up": _UP, "down": _DOWN, "none": LIGHT["neutral"]}[brand.apart.direction]


def _headings(sheet: style.Sheet, ranking: Ranking, language: Language) -> None:
    """Titles of the studies above their sides, and what the columns are."""
    for text, x, side in ((ranking.first, 0.0, "left"), (ranking.second, style.WIDTH, "right")):
        lines = style.wrapped(words.plain(text[language]), style.WIDTH / 2 - 0.2, style.TEXT)[:1]
        sheet.write(x, 0.12, lines[0], size=style.TEXT, ha=side, va="center", color=LIGHT["ink"])
    for right in (False, True):
        _, score, rank = _columns(right=right)
        for place, text in ((score, words.measure("study")), (rank, words.RANK)):
            sheet.write(place, _HEAD - 0.16, text[language], ha="right", va="center", color=LIGHT["muted"])


def _columns(*, right: bool) -> tuple[float, float, float]:
    """Where name, score and rank of a side stand: the name from its left, the others up to their right."""
    if right:
        return _RIGHT + _RANK + _SCORE + 0.17, _RIGHT + _RANK + _SCORE + 0.05, _RIGHT + _RANK
    return 0.0, _NAME + _SCORE, _NAME + _SCORE + _RANK + 0.05


def _side(
    sheet: style.Sheet, y: float, brand: Brand, place: Place, language: Language, *, right: bool
) -> None:
    name, score, rank = _columns(right=right)
    colour = _colour(brand) if brand.apart.direction != "none" else LIGHT["ink"]
    sheet.write(name, y, _fitting(words.plain(brand.label[language])), va="center_baseline", color=colour)
    sheet.write(score, y, level(place.score), ha="right", va="center_baseline", color=LIGHT["muted"])
    sheet.write(rank, y, str(place.rank), ha="right", va="center_baseline", color=colour)


def _fitting(text: str) -> str:
    """A name that is too long ends in dots."""
    font.check(text)
    if style.text_width(text, style.SMALL) <= _NAME - 0.08:
        return text
    room = _NAME - 0.08 - style.text_width("…", style.SMALL)
    return style.wrapped(text, room, style.SMALL)[0] + "…"


def _alt(ranking: Ranking) -> Words:
    alt: Words = {}
    for k in LANGUAGES:
        ends = [_named(b, k) for b in sorted(ranking.rows, key=lambda b: -abs(b.moved))[:3]]
        first = words.plain(min(ranking.rows, key=lambda b: b.first.rank).label[k])
        second = words.plain(min(ranking.rows, key=lambda b: b.second.rank).label[k])
        alt[k] = {
            "en": f"Slope chart of ranks in two studies, {len(ranking.rows)} brands. First: {first} and {second}. Ranks differ "
            f"most for {'; '.join(ends)}.",
            "zh": f"两项研究的排名斜率图，共{len(ranking.rows)}个品牌。居首：{first}、{second}。"
            f"名次相差最大：{'；'.join(ends)}。",
        }[k]
    return alt


def _named(brand: Brand, language: Language) -> str:
    return words.plain(brand.label[language]) + words.aside(
        f"{brand.first.rank}, {brand.second.rank}", language
    )


def _data(ranking: Ranking) -> said.Data:
    table: said.Data = {}
    for k in LANGUAGES:
        heads: said.Line = [words.BRAND[k]]
        for title in (ranking.first, ranking.second):
            study = words.plain(title[k])
            heads += [
                f"{study}: {h[k]}"
                for h in (words.measure("study"), words.RANK, words.RANK_LOW, words.RANK_HIGH)
            ]
        body: list[said.Line] = [
            [words.plain(b.label[k]), *_numbers(b.first), *_numbers(b.second)] for b in ranking.rows
        ]
        table[k] = [heads, *body]
    return table


def _numbers(place: Place) -> said.Line:
    return [
        said.printed(numbers.scaled(place.score.value, "thousand"), 4),
        place.rank,
        place.rank_low,
        place.rank_high,
    ]

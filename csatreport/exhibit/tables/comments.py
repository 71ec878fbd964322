"""Tables of comments: themes with their tone, key words, quotes, other sources."""

from __future__ import annotations

from collections.abc import Sequence

from csatreport.exhibit import notes, words
from csatreport.exhibit.charts import said
from csatreport.exhibit.charts.tones import NEGATIVE, POSITIVE, UNCLEAR
from csatreport.exhibit.shapes.comments import Part, Quote, Source, Words
from csatreport.exhibit.tables import cells
from csatreport.exhibit.tables.estimates import empty
from csatreport.exhibit.words import both
from csatreport.params.text import Text
from csatreport.records import Cell, Table
from csatreport.records import Words as Said
from csatreport.results import Estimate, Estimates

_TONES = {"positive": POSITIVE, "negative": NEGATIVE, "unclear": UNCLEAR}
_TONGUES = {"zh": both("Chinese", "中文"), "en": both("English", "英文")}
_OF_ALL = both(
    "negative, unclear and positive: of all comments, so that the three add up to the share of the theme",
    "负面、不明、正面均以全部意见为基数，三者之和等于该主题的占比",
)
_QUOTED = both(
    "in the language in which they were written; personal data were removed before storing, and a quote is only shown "
    "where enough customers wrote about the theme in that tone",
    "引文保留原文语种，入库前已去除个人信息；仅当就该主题以该语气发表意见的客户达到最低样本量时才予引用",
)
_UNWEIGHTED = both(
    "reviews and interviews are unweighted, and whoever writes a review is no sample of all customers",
    "公开评价与访谈未加权；撰写评价者并非全体客户的样本",
)


def voice_themes(name: str, parts: Sequence[Part], *, title: Text | None = None) -> Table:
    """Every theme: share of comments with interval, split by tone, share positive with interval, base."""
    found = list(parts)
    if not found:
        return empty(name, title or words.THEME)
    percent = words.UNITS["share"]
    columns = (
        cells.column(words.THEME, left=True),
        *(
            cells.column(w, percent)
            for w in (words.measure("about"), words.INTERVAL, NEGATIVE, UNCLEAR, POSITIVE)
        ),
        *(cells.column(w, percent) for w in (words.measure("sentiment"), words.INTERVAL)),
        cells.column(both("Comments", "意见数")),
    )
    wave = found[0].share.wave_label
    made = both(f"Themes of comments and their tone, {wave.en}", f"意见主题与语气，{wave.zh}")
    note = notes.of([p.share for p in found], [_OF_ALL])
    return Table(name, said.words_of(title, made), columns, tuple(map(_theme, found)), note, {})


def _theme(p: Part) -> tuple[Cell, ...]:
    split = (cells.point(e) for e in (p.negative, p.unclear, p.positive))
    share = (cells.point(p.share), cells.interval(p.share))
    tone = (cells.point(p.tone), cells.interval(p.tone), cells.bases(p.tone)[0])
    return (cells.text(p.share.label), *share, *split, *tone)


def key_words(name: str, found: Sequence[Words], *, title: Text | None = None) -> Table:
    """The words that tell each theme, most characteristic first."""
    if not found:
        return empty(name, title or words.THEME)
    columns = (
        cells.column(words.THEME, left=True),
        cells.column(both("In Chinese comments", "中文意见"), left=True),
        cells.column(both("In English comments", "英文意见"), left=True),
    )
    body = tuple(
        (
            cells.text(w.label),
            cells.text(Text.same("、".join(w.zh) or "–")),
            cells.text(Text.same(", ".join(w.en) or "–")),
        )
        for w in found
    )
    made = both("Words that tell a theme", "各主题的特征词")
    order = both("the most characteristic first", "按特征强度由高到低排列")
    return Table(name, said.words_of(title, made), columns, body, words.joined([order]), {})


def quotes(name: str, found: Sequence[Quote], *, title: Text | None = None) -> Table:
    """What customers wrote, by theme."""
    made = both("In customers' words", "客户原话")
    if not found:
        return empty(name, title or made)
    columns = (
        cells.column(both("Tone", "语气"), left=True),
        cells.column(both("Language", "语种"), left=True),
        cells.column(both("Quote", "原文"), left=True),
    )
    body = tuple(
        (cells.text(_TONES[q.tone]), cells.text(_TONGUES[q.tongue]), cells.text(Text.same(q.text)))
        for q in found
    )
    heads: dict[str, Said] = {
        str(at): words.words(q.label)
        for at, q in enumerate(found)
        if at == 0 or found[at - 1].label != q.label
    }
    return Table(name, said.words_of(title, made), columns, body, words.joined([_QUOTED]), heads)


def elsewhere(name: str, shares: Estimates, sources: Sequence[Source], *, title: Text | None = None) -> Table:
    """Share of each theme among the survey's comments, and among those of other sources."""
    made = both("The same themes in other sources", "其他来源中的同类主题")
    if not len(shares):
        return empty(name, title or made)
    percent = words.UNITS["share"]
    heads = [both("Survey comments", "调查意见"), *(s.label for s in sources)]
    columns = (
        cells.column(words.THEME, left=True),
        *(c for head in heads for c in (cells.column(head, percent), cells.column(words.INTERVAL, percent))),
    )
    lines = zip(shares, *(s.shares for s in sources), strict=True)
    body = tuple((cells.text(line[0].label), *(c for e in line for c in _with_interval(e))) for line in lines)
    bases = [both(f"{s.label.en}: {_base(s.shares)}", f"{s.label.zh}{_base(s.shares)}条") for s in sources]
    note = notes.of(list(shares), [*bases, _UNWEIGHTED])
    return Table(name, said.words_of(title, made), columns, body, note, {})


def _with_interval(e: Estimate) -> tuple[Cell, Cell]:
    return cells.point(e), cells.interval(e)


def _base(shares: Estimates) -> str:
    from csatreport.exhibit import numbers

    return numbers.spread([float(e.n or 0) for e in shares])

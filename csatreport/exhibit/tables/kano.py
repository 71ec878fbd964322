"""Tables of Kano's model: classes, coefficients, and classes by group."""

from __future__ import annotations

from csatreport.exhibit import notes, numbers, words
from csatreport.exhibit.charts import said
from csatreport.exhibit.charts.kanomap import ordered
from csatreport.exhibit.shapes.kano import Domain, Feature, Kano
from csatreport.exhibit.tables import cells
from csatreport.exhibit.words import both
from csatreport.params.text import Text
from csatreport.records import Cell, Table
from csatreport.results import Estimate

FEATURE = both("Feature", "特性")
_PLAIN = both("Most frequent", "最多的一类")
_MEANS = both("By mean scores", "按平均分归类")
_MIXED = both("Mixed (Fong)", "混合（Fong检验）")
_TABLES = {
    "berger": both("evaluation table by Berger and others", "评价表采用Berger等人的标准表"),
    "pouliot": both("evaluation table by Pouliot", "评价表采用Pouliot的修订表"),
}
_RULES = {
    "evaluation": both(
        "class: the largest of A, O, M where these outnumber I, R, Q, else the largest of I, R, Q",
        "类别判定：A、O、M之和大于I、R、Q之和时取前三者中最大者，否则取后三者中最大者",
    ),
    "plain": both("class: the most frequent one", "类别判定：取最多的一类"),
}
_FONG = both(
    "mixed: the two most frequent classes cannot be told apart", "混合：占比最高的两类在统计上无法区分"
)
_LETTERS = both(
    "M must-be, O one-dimensional, A attractive, I indifferent, R reverse, Q questionable; two letters: the two most "
    "frequent classes cannot be told apart (Fong)",
    "M必备型，O期望型，A魅力型，I无差异型，R反向型，Q可疑；两个字母表示占比最高的两类无法区分（Fong检验）",
)
_SCORES = both(
    "mean scores by DuMouchel, from −2 to 4: how much a feature pleases, and how much its lack displeases",
    "平均分按DuMouchel计分法，取值−2至4，分别表示具备时令人满意、缺失时令人不满的程度",
)


def kano(name: str, kano: Kano, *, title: Text | None = None) -> Table:
    """Every feature with its class by both rules and by mean scores, and how decided it is."""
    first = kano.features[0]
    shares = (first.strength, first.total)
    columns = (
        cells.column(FEATURE, left=True),
        *(cells.column(w, left=True) for w in (words.KANO_CLASS, _PLAIN, _MEANS, _MIXED)),
        *(cells.column(words.measure(e.measure), words.UNITS[e.unit]) for e in shares),
        cells.column(words.KANO_CLASSES["Q"], words.UNITS["share"]),
        cells.column(words.BASE),
    )
    rows = [kano.features[n] for n in _arranged(kano)]
    made = both(f"Classes of the features, {kano.wave.label.en}", f"各特性的类别，{kano.wave.label.zh}")
    note = notes.of([f.questionable for f in rows], [_TABLES[kano.table], _RULES[kano.rule], _FONG])
    return Table(name, said.words_of(title, made), columns, tuple(map(_classes, rows)), note, {})


def _classes(f: Feature) -> tuple[Cell, ...]:
    blank = cells.blank(mark="" if f.category else "suppressed")
    return (
        cells.text(f.label),
        *(class_of(c) for c in (f.category, f.plain, f.continuous)),
        cells.text(Text.same("/".join(f.top))) if f.mixed else blank,
        *(cells.point(e) for e in (f.strength, f.total, f.questionable)),
        cells.bases(f.questionable)[0],
    )


def kano_coefficients(name: str, kano: Kano, *, title: Text | None = None) -> Table:
    """Better, worse and DuMouchel's mean scores of every feature, with their intervals."""
    rows = [kano.features[n] for n in _arranged(kano)]
    level = numbers.percent(rows[0].better.confidence)
    heads = [
        column
        for e in _of(rows[0])
        for column in (
            cells.column(words.measure(e.measure)),
            cells.column(both(f"{level} interval", f"{level}置信区间")),
        )
    ]
    body = tuple(
        (cells.text(f.label), *(c for e in _of(f) for c in (cells.point(e), cells.interval(e)))) for f in rows
    )
    made = both(f"Coefficients and mean scores, {kano.wave.label.en}", f"系数与平均分，{kano.wave.label.zh}")
    columns = (cells.column(FEATURE, left=True), *heads)
    note = notes.of([f.better for f in rows], [_SCORES])
    return Table(name, said.words_of(title, made), columns, body, note, {})


def _of(f: Feature) -> tuple[Estimate, ...]:
    return f.better, f.worse, f.with_it, f.without_it


def _arranged(kano: Kano) -> list[int]:
    """Places of the features by class, as in the map; what is not shown there comes last."""
    mapped = [id(f) for f in ordered(kano.features)]
    key = [mapped.index(id(f)) if id(f) in mapped else len(mapped) for f in kano.features]
    return sorted(range(len(key)), key=lambda n: key[n])


def class_of(letter: str) -> Cell:
    """The name of a class; a dash where the base is too small."""
    return cells.text(words.KANO_CLASSES[letter]) if letter else cells.blank(mark="suppressed")


def kano_groups(name: str, kano: Kano) -> tuple[Table, ...]:
    """A table for each domain that has a group to show: the class of every feature in it, beside that of everybody."""
    shown = [d for d in kano.domains if any(f.category for g in d.groups for f in g.features)]
    return tuple(_domain(f"{name}.{d.item}", kano, d) for d in shown)


def _domain(name: str, kano: Kano, domain: Domain) -> Table:
    columns = (
        cells.column(FEATURE, left=True),
        cells.column(kano.features[0].better.level_label, left=True),
        *(cells.column(g.level.label, left=True) for g in domain.groups),
    )
    everybody = kano.features
    body = tuple(
        (
            cells.text(everybody[n].label),
            *(_letters(of[n]) for of in (everybody, *(g.features for g in domain.groups))),
        )
        for n in _arranged(kano)
    )
    title = both(
        f"Class of each feature by {words.plain(domain.label.en).lower()}",
        f"按“{words.plain(domain.label.zh)}”划分的各特性类别",
    )
    every = [f.questionable for g in domain.groups for f in g.features]
    return Table(name, words.words(title), columns, body, notes.of(every, [_LETTERS]), {})


def _letters(f: Feature) -> Cell:
    if not f.category:
        return cells.blank(mark="suppressed")
    return cells.text(Text.same("/".join(f.top) if f.mixed else f.category), mark=f.questionable.flag)

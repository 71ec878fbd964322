"""Titles, alternative texts and data of charts: what a chart says to those who do not see it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from csatreport.errors import BookError
from csatreport.exhibit import numbers, words
from csatreport.exhibit.charts.rows import labels
from csatreport.exhibit.values import level, signed
from csatreport.exhibit.words import both
from csatreport.params.text import LANGUAGES, Language, Text
from csatreport.params.wave import Wave
from csatreport.records import Words
from csatreport.results import Contrast, Estimate

Line = list[str | float | int | None]
Data = dict[str, list[Line]]
_NAMED = 3  # results named from each end


def title(estimates: Sequence[Estimate]) -> Text:
    """States measure, wave, and the item where all rows share one."""
    if not estimates:
        return words.RESULT
    first = estimates[0]
    name = words.measure(first.measure)
    if len({e.item for e in estimates}) == 1 and first.label != name:
        name = both(
            f"{words.plain(first.label.en)}: {name.en.lower()}", f"{words.plain(first.label.zh)}：{name.zh}"
        )
    if len({e.wave for e in estimates}) == 1:
        return both(f"{name.en}, {first.wave_label.en}", f"{name.zh}，{first.wave_label.zh}")
    ends = sorted(estimates, key=lambda e: Wave.parse(e.wave))
    since, until = ends[0].wave_label, ends[-1].wave_label
    return both(f"{name.en}, {since.en} to {until.en}", f"{name.zh}，{since.zh}至{until.zh}")


def extremes(estimates: Sequence[Estimate], form: Text) -> Words:
    """``form``, how many results, the highest and lowest by name and number, and how many are not shown."""
    shown = sorted((i for i, e in enumerate(estimates) if e.shown), key=lambda i: -estimates[i].value)
    names = labels(estimates)
    hidden = len(estimates) - len(shown)
    alt: Words = {}
    for language in LANGUAGES:
        said = [f"{words.plain(names[i][language])} {level(estimates[i])}" for i in shown]
        parts = [_extremes(said, form, language)]
        if hidden:
            parts.append(
                {"en": f"{hidden} not shown, base too small.", "zh": f"{hidden}项样本量不足，不予列示。"}[
                    language
                ]
            )
        alt[language] = {"en": " ", "zh": ""}[language].join(parts)
    return alt


def _extremes(said: list[str], form: Text, language: Language) -> str:
    top, bottom = said[:_NAMED], said[max(_NAMED, len(said) - _NAMED) :][::-1]
    if language == "en":
        text = f"{form.en}, {len(said)} results. Highest: {'; '.join(top)}."
        return f"{text} Lowest: {'; '.join(bottom)}." if bottom else text
    text = f"{form.zh}，共{len(said)}项。最高：{'；'.join(top)}。"
    return f"{text}最低：{'；'.join(bottom)}。" if bottom else text


def data(estimates: Sequence[Estimate]) -> Data:
    """What a chart of estimates draws: label, value, interval, bases; nothing of what is suppressed."""
    first = estimates[0]
    unit = words.UNITS[first.unit]
    names = labels(estimates)
    table: Data = {}
    for language in LANGUAGES:
        measure = f"{words.measure(first.measure)[language]} ({unit[language]})"
        head = [words.LOW, words.HIGH, words.BASE, words.EFFECTIVE_BASE]
        header: Line = [words.ITEM[language], measure, *(h[language] for h in head)]
        rows: list[Line] = [
            [words.plain(n[language]), *_numbers(e)] for n, e in zip(names, estimates, strict=True)
        ]
        table[language] = [header, *rows]
    return table


def _numbers(e: Estimate) -> Line:
    return [*measured(e), printed(e.effective_n, 1) if e.shown else None]


def measured(e: Estimate) -> Line:
    """The number, the ends of its interval and its base, for data files; nothing of what is hidden."""
    if not e.shown:
        return [None] * 4
    return [exact(e.value, e), exact(e.low, e), exact(e.high, e), e.n]


def exact(x: float | None, e: Estimate) -> float | None:
    """A number for data files, on the printed scale, to more digits than print."""
    return None if x is None else printed(numbers.scaled(x, e.unit), 4)


def printed(x: float | None, digits: int) -> float | None:
    """Rounded for data files: the same in any arithmetic library."""
    return None if x is None else round(float(x), digits) + 0.0


def target_words(target: float, estimates: Sequence[Estimate]) -> Text:
    """The target as it is printed beside its line."""
    text = numbers.point(target, estimates[0].unit, signed=signed(estimates[0]))
    return both(f"{words.TARGET.en} {text}", f"{words.TARGET.zh}{text}")


def words_of(text: Text | None, instead: Text) -> Words:
    """The title given, or the one that the results make."""
    return words.words(text or instead)


def some(estimates: Iterable[Estimate], where: str) -> list[Estimate]:
    """The estimates as a list; a chart of nothing is refused.

    Raises
    ------
    BookError
        Not one estimate may be shown, or they are of different units.
    """
    found = list(estimates)
    units = {e.unit for e in found}
    if len(units) == 1 and any(e.shown for e in found):
        return found
    raise BookError(
        "a chart without anything to show" if len(units) < 2 else "a chart of different units",
        where=where,
        expected="at least one estimate that is not suppressed, all of one unit",
        got=f"{len(found)} estimates, units {sorted(units)}",
        todo="let the chapter declare what it needs in params/book.toml",
    )


def nothing(where: str, thing: str) -> BookError:
    """What a chart says that would be empty."""
    return BookError(
        "a chart without anything to show", where=where, expected=f"{thing} that is not suppressed"
    )


def sides(contrasts: Sequence[Contrast]) -> tuple[Text, Text]:
    """Names of the second and the first side of contrasts: waves of a change, groups of a gap."""
    first, second = contrasts[0].first, contrasts[0].second
    if contrasts[0].kind == "change":
        return second.wave_label, first.wave_label
    if contrasts[0].kind == "effect":
        return second.level_label, first.level_label
    if len({c.first.level for c in contrasts}) == 1 and first.level_label != second.level_label:
        one = len(contrasts) > 1 and len({c.second.level for c in contrasts}) == 1
        return second.level_label if one else both("This group", "本组"), first.level_label
    return both("This group", "本组"), both("All others", "其他客户")


def contrast_title(contrasts: Sequence[Contrast]) -> Text:
    """States the measure and what is compared."""
    of, versus = sides(contrasts)
    name = words.measure(contrasts[0].second.measure)
    if contrasts[0].kind == "change":
        return both(
            f"{name.en}: change from {versus.en} to {of.en}", f"{name.zh}\uff1a{versus.zh}至{of.zh}的变化"
        )
    return both(f"{name.en}: each group against {versus.en.lower()}", f"{name.zh}\uff1a各组与{versus.zh}比较")

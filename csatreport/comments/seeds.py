"""The themes that are known beforehand: the analyst's, or those of the questionnaire, each with words that tell it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from csatreport.comments.corpus import Bag
from csatreport.comments.tokens import Cutter, Tongue, key, language
from csatreport.params import Item, Text
from csatreport.survey import Survey

_SHORT = 4  # characters of a Chinese label that is one word of the trade


@dataclass(frozen=True)
class Seed:
    """A theme before a comment was read; ``bags`` are the keys of its words, by language."""

    code: str
    label: Text
    bags: Mapping[Tongue, Bag]


def cutter(survey: Survey) -> Cutter:
    """Cuts as the project declares: its words of the trade, and short labels of its questionnaire, stay whole."""
    declared = survey.analysis.comments
    words = [*declared.words, *(w for theme in declared.theme for w in theme.words)]
    labels = [i.label.zh for i in survey.questionnaire.of_kind("rating") if len(i.label.zh) <= _SHORT]
    return Cutter(
        tuple(sorted({w.lower() for w in (*words, *labels)})), frozenset(map(str.lower, declared.stop))
    )


def seeds(survey: Survey, cut: Cutter) -> tuple[Seed, ...]:
    """The declared themes; else the dimensions of the questionnaire, or its single services, told by their own words."""
    declared = survey.analysis.comments.theme
    if declared:
        return tuple(Seed(t.code, t.label, _bags((*t.words, t.label.zh, t.label.en), cut)) for t in declared)
    groups = _groups(survey)
    bags = {code: _bags(_said(items), cut) for code, (_, items) in groups.items()}
    shared = Counter(word for of in bags.values() for word in {w for bag in of.values() for w in bag})
    return tuple(Seed(code, label, _own(bags[code], shared)) for code, (label, _) in groups.items())


def _groups(survey: Survey) -> dict[str, tuple[Text, list[Item]]]:
    """Rated services by dimension, or each by itself where there are not two dimensions."""
    from csatreport.measure.scores import reported
    from csatreport.measure.subjects import name

    questionnaire = survey.questionnaire
    services = [i for i in reported(questionnaire, "mean") if "overall" not in i.roles]
    found: dict[str, tuple[Text, list[Item]]] = {}
    for item in services:
        if item.dimension:
            label = name(questionnaire, "dimension", item.dimension)
            found.setdefault(item.dimension, (label, []))[1].append(item)
    return found if len(found) >= 2 else {i.item: (i.label, [i]) for i in services}


def _said(items: Iterable[Item]) -> Iterator[str]:
    for item in items:
        yield from (item.label.zh, item.label.en, item.wording.zh, item.wording.en)


def _bags(texts: Iterable[str], cut: Cutter) -> dict[Tongue, Bag]:
    found: dict[Tongue, dict[str, None]] = {}
    for text in texts:
        tongue = language(text)
        for word in cut.content(text, tongue):
            found.setdefault(tongue, {})[key(word, tongue)] = None
            if tongue == "en":  # a name in Latin letters (App, Wi-Fi) stands in Chinese comments too
                found.setdefault("zh", {})[word] = None
    return {tongue: tuple(words) for tongue, words in found.items()}


def _own(bags: Mapping[Tongue, Bag], shared: Counter[str]) -> dict[Tongue, Bag]:
    """Words that no other theme has: what all questions say tells nothing."""
    return {tongue: tuple(w for w in bag if shared[w] == 1) for tongue, bag in bags.items()}

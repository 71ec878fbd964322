"""Claims: sentences bound to the numbers they state, in both languages.

A sentence names its results in braces. Of an estimate ``x``: ``{x}`` the number with its unit,
``{x.label}``, ``{x.level}``, ``{x.wave}``, ``{x.measure}``, ``{x.low}``, ``{x.high}``, ``{x.interval}``,
``{x.n}``. Of a contrast ``c``: ``{c}`` the signed difference, ``{c.size}`` without its sign, ``{c.first}``
(or ``{c.previous}``) and ``{c.second}`` the two numbers, ``{c.p}``, and
``{c:rose by {c.size}|fell by {c.size}|did not clearly change}``, words that the test of the contrast chooses.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from string import Formatter

from csatreport.errors import ClaimError
from csatreport.exhibit import notes, numbers, words
from csatreport.exhibit.values import Thing, change, changes, direction, figures, level, levels, record, texts
from csatreport.exhibit.wording import check_choice, check_text
from csatreport.exhibit.words import both
from csatreport.params.text import LANGUAGES, Language, Text
from csatreport.records import Claim, Value, Words
from csatreport.results import Contrast, Count, Direction, Estimate

_SAME = {"size": "", "previous": "first"}  # fields that print the same number in another form
_NESTED = 2  # a choice of words may name numbers, not choose again
_INTERVALS = 3


@dataclass
class _Sentence:
    """A sentence while it is put together."""

    text: str = ""
    spans: list[tuple[int, int, str]] = field(default_factory=list)
    named: set[str] = field(default_factory=set)  # values named anywhere, also in alternatives not chosen
    numbers: set[tuple[str, str]] = field(default_factory=set)  # (value, field) of numbers named anywhere


def claim(id: str, *, en: str, zh: str, **values: Thing) -> Claim:  # noqa: A002  (the record's own word)
    """A sentence in both languages, with its numbers taken from results.

    Raises
    ------
    ClaimError
        A placeholder without its value or a value without its placeholder; digits typed by hand;
        direction words that contradict the contrasts; languages that state different numbers.
    """
    _check_values(id, values)
    sentences = {"en": _say(en, "en", values, id), "zh": _say(zh, "zh", values, id)}
    _check_same(id, sentences, values)
    hidden = [v for v in values.values() if isinstance(v, Estimate | Contrast) and not v.shown]
    if hidden:
        return _suppressed(id, values, hidden[0])
    return Claim(
        id,
        {k: s.text for k, s in sentences.items()},
        {k: s.spans for k, s in sentences.items()},
        _records(sentences["en"], values),
        _note(values),
    )


def _say(template: str, language: Language, values: dict[str, Thing], where: str) -> _Sentence:
    sentence = _Sentence()
    _expand(template, language, values, where, sentence, chosen=True, depth=0)
    if not sentence.text.strip():
        raise ClaimError("a claim that says nothing", where=f"{where} ({language})", expected="a sentence")
    return sentence


def _expand(
    template: str,
    language: Language,
    values: dict[str, Thing],
    where: str,
    into: _Sentence,
    *,
    chosen: bool,
    depth: int,
) -> None:
    at = f"{where} ({language})"
    supported = _directions(values)
    for literal, name, spec, conversion in _parsed(template, at):
        if depth == 0:
            check_text(literal, language, supported, where=at)
        else:
            check_text(literal, language, {"up", "down"}, where=at)
        into.text += literal if chosen else ""
        if name is None:
            continue
        if conversion or depth >= _NESTED:
            raise ClaimError("a placeholder that cannot be read", where=at, got=f"{{{name}!{conversion}}}")
        if spec:
            _choose(name, spec, language, values, where, into, chosen=chosen, depth=depth)
        else:
            _insert(name, language, values, at, into, chosen=chosen)


def _parsed(template: str, at: str) -> list[tuple[str, str | None, str | None, str | None]]:
    try:
        return list(Formatter().parse(template))
    except ValueError as error:
        raise ClaimError(
            "a sentence whose braces do not match", where=at, got=f"{template!r}: {error}"
        ) from error


def _choose(
    name: str,
    spec: str,
    language: Language,
    values: dict[str, Thing],
    where: str,
    into: _Sentence,
    *,
    chosen: bool,
    depth: int,
) -> None:
    contrast = values.get(name)
    at = f"{where} ({language})"
    if not isinstance(contrast, Contrast):
        raise ClaimError(
            "only a contrast can choose words", where=at, expected=_available(values), got=f"{{{name}:...}}"
        )  # fmt: skip
    alternatives = _split(spec)
    check_choice(alternatives, language, where=at)
    into.named.add(name)
    taken = {"up": 0, "down": 1, "none": 2}[direction(contrast)]
    for i, alternative in enumerate(alternatives):
        _expand(alternative, language, values, where, into, chosen=chosen and i == taken, depth=depth + 1)


def _insert(
    name: str, language: Language, values: dict[str, Thing], at: str, into: _Sentence, *, chosen: bool
) -> None:
    key, _, part = name.partition(".")
    thing = values.get(key)
    printed = figures(thing) if thing is not None else {}
    said = texts(thing) if thing is not None else {}
    if part not in printed and part not in said:
        raise ClaimError(
            "a placeholder without its value", where=at, expected=_available(values), got=f"{{{name}}}",
            todo="give the value to claim(...), or correct the placeholder",
        )  # fmt: skip
    into.named.add(key)
    if part in printed:
        into.numbers.add((key, _SAME.get(part, part)))
    if not chosen:
        return
    text = printed[part].text(language) if part in printed else words.plain(said[part][language])
    if part in printed:
        into.spans.append((len(into.text), len(into.text) + len(text), name))
    into.text += text


def _split(spec: str) -> list[str]:
    """Alternatives between bars that stand outside braces."""
    return re.split(r"\|(?![^{}]*\})", spec)


def _directions(values: dict[str, Thing]) -> set[Direction]:
    return {direction(v) for v in values.values() if isinstance(v, Contrast) and v.shown}


def _available(values: dict[str, Thing]) -> str:
    names = [f"{{{k}{'.' + f if f else ''}}}" for k, v in values.items() for f in (*figures(v), *texts(v))]
    return ", ".join(names) or "no value was given"


def _check_values(where: str, values: dict[str, Thing]) -> None:
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_.-]*", where):
        raise ClaimError(
            "not a name for an exhibit", expected="letters, digits, dots and dashes", got=repr(where)
        )
    for name, thing in values.items():
        if (
            isinstance(thing, bool)
            or (not isinstance(thing, Estimate | Contrast | Count | Text | str | int)
            and not texts(thing))
        ):
            raise ClaimError(
                "a value that carries no base and no unit", where=where,
                expected="an Estimate, Contrast, Count, whole number, Text or Wave", got=f"{name}={thing!r}",
                todo="pass the result itself, not a number taken out of it",
            )  # fmt: skip


def _check_same(where: str, sentences: dict[str, _Sentence], values: dict[str, Thing]) -> None:
    en, zh = sentences["en"], sentences["zh"]
    unused = sorted(set(values) - en.named - zh.named)
    if unused:
        raise ClaimError(
            "a value that the sentence does not use", where=where, got=", ".join(unused),
            todo="name it in the sentence or take it away",
        )  # fmt: skip
    if en.numbers != zh.numbers:
        only = {k: sorted(".".join(filter(None, n)) for n in s.numbers) for k, s in sentences.items()}
        raise ClaimError(
            "the two languages state different numbers", where=where, expected=f"in English: {', '.join(only['en'])}",
            got=f"in Chinese: {', '.join(only['zh'])}",
        )  # fmt: skip


def _records(sentence: _Sentence, values: dict[str, Thing]) -> tuple[Value, ...]:
    """One record for each number printed, and for each contrast that chose words."""
    names = list(dict.fromkeys(name for *_, name in sentence.spans))
    silent = [
        k
        for k in values
        if k in sentence.named and k not in {n.partition(".")[0] for n in names} and figures(values[k])
    ]
    found = []
    for name in (*names, *silent):
        key, _, part = name.partition(".")
        found.append(record(name, values[key], figures(values[key])[part]))
    return tuple(found)


def _note(values: dict[str, Thing]) -> Words:
    estimates = [v for v in values.values() if isinstance(v, Estimate)]
    contrasts = [v for v in values.values() if isinstance(v, Contrast)]
    return notes.of(estimates, _intervals([*estimates, *contrasts]), contrasts=contrasts)


def _intervals(things: list[Estimate | Contrast]) -> list[Text]:
    """The intervals of the first numbers of a claim; more would drown the sentence."""
    known = [t for t in things if t.low is not None and t.high is not None][:_INTERVALS]
    if not known:
        return []
    level = numbers.percent(known[0].confidence)
    said = {k: "; ".join(_with_interval(t, k) for t in known) for k in LANGUAGES}
    return [
        both(
            f"{level} interval{'s' if len(known) > 1 else ''}: {said['en']}",
            f"{level}置信区间：{said['zh'].replace('; ', '；')}",
        )
    ]


def _with_interval(thing: Estimate | Contrast, language: Language) -> str:
    if isinstance(thing, Estimate):
        return f"{level(thing)} ({levels(thing, language)})"
    return f"{change(thing, language)} ({changes(thing, language)})"


def _suppressed(where: str, values: dict[str, Thing], hidden: Estimate | Contrast) -> Claim:
    label = {language: words.plain(texts(hidden)["label"][language]) for language in LANGUAGES}
    text = {
        "en": f"{label['en']}: too few answers to show this result.",
        "zh": f"{label['zh']}：样本量不足，不予列示。",
    }
    name = next(k for k, v in values.items() if v is hidden)
    nothing = numbers.SUPPRESSED
    value = Value(
        name=name, value=None, text={"en": nothing, "zh": nothing}, unit=hidden.unit, flag="suppressed"
    )
    return Claim(where, text, {"en": [], "zh": []}, (value,), words.joined([words.TOO_SMALL]))

"""Claims: sentences bound to the numbers they state, in both languages.

A sentence names its results in braces. Of an estimate ``x``: ``{x}`` the number with its unit,
``{x.label}``, ``{x.level}``, ``{x.wave}``, ``{x.measure}``, ``{x.low}``, ``{x.high}``, ``{x.interval}``,
``{x.n}``. Of a contrast ``c``: ``{c}`` the signed difference, ``{c.size}`` without its sign, ``{c.first}``
(or ``{c.previous}``) and ``{c.second}`` the two numbers, ``{c.p}``, and
``{c:rose by {c.size}|fell by {c.size}|did not clearly change}``, words that the test of the contrast chooses.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from string import Formatter

from csatreport.errors import ClaimError
from csatreport.exhibit import notes, numbers, words
from csatreport.exhibit.broken import across_breaks, named
from csatreport.exhibit.values import Thing, change, changes, figures, level, levels, record, texts
from csatreport.exhibit.wording import check_cause, check_choice, check_text
from csatreport.exhibit.words import both
from csatreport.params.text import LANGUAGES, Language, Text
from csatreport.records import Claim, Value, Words
from csatreport.results import Contrast, Contrasts, Count, Direction, Estimate, Estimates

_SAME = {"size": "", "previous": "first"}  # fields that print the same number in another form
_NESTED = 2  # a choice of words may name numbers, not choose again
_INTERVALS = 3  # intervals in a note; more would drown the sentence

Values = dict[str, Thing]


@dataclass
class _Sentence:
    """A sentence of one language while it is put together."""

    language: Language
    values: Values
    where: str
    text: str = ""
    spans: list[tuple[int, int, str]] = field(default_factory=list)
    named: set[str] = field(default_factory=set)  # values named anywhere, also in words not chosen
    numbers: set[tuple[str, str]] = field(default_factory=set)  # (value, field) of numbers named anywhere

    def expand(
        self, template: str, supported: set[Direction], *, chosen: bool = True, depth: int = 0
    ) -> None:
        """Append ``template``; where it is not ``chosen`` only check it."""
        for literal, name, spec, conversion in _parsed(template, self.where):
            check_text(literal, self.language, supported, where=self.where)
            if not any(isinstance(v, Contrast) and v.kind == "effect" for v in self.values.values()):
                check_cause(literal, self.language, where=self.where)
            self.text += literal if chosen else ""
            if name is None:
                continue
            if conversion or depth >= _NESTED:
                raise ClaimError("a placeholder that cannot be read", where=self.where, got=f"{{{name}}}")
            if spec:
                self.choose(name, spec, chosen=chosen, depth=depth)
            else:
                self.insert(name, chosen=chosen)

    def choose(self, name: str, spec: str, *, chosen: bool, depth: int) -> None:
        """Append the words that the contrast ``name`` chooses."""
        contrast = self.values.get(name)
        if not isinstance(contrast, Contrast):
            raise ClaimError(
                "only a contrast can choose words",
                where=self.where,
                expected=_available(self.values),
                got=f"{{{name}:...}}",
            )
        if contrast.shown and contrast.broken is None and contrast.first.se is None and not contrast.tested:
            raise ClaimError(
                "a difference that was not tested cannot choose words",
                where=self.where,
                expected="a contrast of estimates with standard errors",
                got=f"{{{name}:...}}, a difference of published scores",
                todo=f"state both numbers instead: {{{name}.first}} and {{{name}.second}}",
            )
        alternatives = _split(spec)
        check_choice(alternatives, self.language, where=self.where)
        self.named.add(name)
        taken = {"up": 0, "down": 1, "none": 2}[contrast.direction]
        for i, alternative in enumerate(alternatives):
            self.expand(alternative, {"up", "down"}, chosen=chosen and i == taken, depth=depth + 1)

    def insert(self, name: str, *, chosen: bool) -> None:
        """Append the words or the number of a placeholder."""
        key, _, part = name.partition(".")
        thing = self.values.get(key)
        printed, said = ({}, {}) if thing is None else (figures(thing), texts(thing))
        if part not in printed and part not in said:
            raise ClaimError(
                "a placeholder without its value",
                where=self.where,
                expected=_available(self.values),
                got=f"{{{name}}}",
                todo="give the value to claim(...), or correct the placeholder",
            )
        self.named.add(key)
        if part not in printed:
            self.text += words.plain(said[part][self.language]) if chosen else ""
            return
        self.numbers.add((key, _SAME.get(part, part)))
        if chosen:
            text = printed[part].text(self.language)
            self.spans.append((len(self.text), len(self.text) + len(text), name))
            self.text += text


Sentences = dict[Language, _Sentence]


def claim(name: str, /, *, en: str, zh: str, **values: Thing) -> Claim:
    """State a sentence in both languages, with its numbers taken from results.

    Raises
    ------
    ClaimError
        A placeholder without its value or a value without its placeholder; digits typed by hand;
        direction words that contradict the contrasts; languages that state different numbers.
    """
    _check_values(name, values)
    sentences: Sentences = {"en": _say(en, "en", values, name), "zh": _say(zh, "zh", values, name)}
    _check_same(name, sentences, values)
    hidden = [v for v in values.values() if isinstance(v, Estimate | Contrast) and not v.shown]
    if hidden:
        return _suppressed(name, values, hidden[0])
    broken = [c for v in values.values() for c in across_breaks(v)]
    if broken:
        return _broken(name, broken[0])
    text: Words = {k: s.text for k, s in sentences.items()}
    spans: dict[str, list[tuple[int, int, str]]] = {k: s.spans for k, s in sentences.items()}
    return Claim(name, text, spans, _records(sentences["en"], values), _note(values))


def _say(template: str, language: Language, values: Values, name: str) -> _Sentence:
    sentence = _Sentence(language, values, f"claim {name}, {language}")
    sentence.expand(template, _directions(values))
    if not sentence.text.strip():
        raise ClaimError("a claim that says nothing", where=sentence.where, expected="a sentence")
    return sentence


def _parsed(template: str, where: str) -> list[tuple[str, str | None, str | None, str | None]]:
    try:
        return list(Formatter().parse(template))
    except ValueError as error:
        raise ClaimError(
            "a sentence whose braces do not match", where=where, got=f"{template!r}: {error}"
        ) from error


def _split(spec: str) -> list[str]:
    """Alternatives between bars that stand outside braces."""
    return re.split(r"\|(?![^{}]*\})", spec)


def _directions(values: Values) -> set[Direction]:
    """Directions the claim may speak of; a family counts its risen and its fallen, even where none did."""
    single = {v.direction for v in values.values() if isinstance(v, Contrast) and v.shown}
    return single | ({"up", "down"} if any(isinstance(v, Contrasts) for v in values.values()) else set())


def _available(values: Values) -> str:
    names = [f"{{{k}{'.' + f if f else ''}}}" for k, v in values.items() for f in (*figures(v), *texts(v))]
    return ", ".join(names) or "no value was given"


def _check_values(where: str, values: Values) -> None:
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_.-]*", where):
        raise ClaimError(
            "not a name for an exhibit", expected="letters, digits, dots and dashes", got=repr(where)
        )
    for name, thing in values.items():
        if isinstance(thing, bool) or (
            not isinstance(thing, Estimate | Contrast | Estimates | Contrasts | Count | Text | str | int)
            and not texts(thing)
        ):
            raise ClaimError(
                "a value that carries no base and no unit",
                where=where,
                expected="an Estimate, Contrast, Count, whole number, Text or Wave",
                got=f"{name}={thing!r}",
                todo="pass the result itself, not a number taken out of it",
            )


def _check_same(where: str, sentences: Sentences, values: Values) -> None:
    en, zh = sentences["en"], sentences["zh"]
    unused = sorted(set(values) - en.named - zh.named)
    if unused:
        raise ClaimError(
            "a value that the sentence does not use",
            where=where,
            got=", ".join(unused),
            todo="name it in the sentence or take it away",
        )
    if en.numbers != zh.numbers:
        only = {k: sorted(".".join(filter(None, n)) for n in s.numbers) for k, s in sentences.items()}
        raise ClaimError(
            "the two languages state different numbers",
            where=where,
            expected=f"in English: {', '.join(only['en'])}",
            got=f"in Chinese: {', '.join(only['zh'])}",
        )


def _records(sentence: _Sentence, values: Values) -> tuple[Value, ...]:
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


def _note(values: Values) -> Words:
    estimates = [v for v in values.values() if isinstance(v, Estimate)]
    contrasts = [v for v in values.values() if isinstance(v, Contrast)]
    several = [e for v in values.values() if isinstance(v, Estimates) for e in v]
    tested = [c for v in values.values() if isinstance(v, Contrasts) for c in v]
    return notes.of(
        [*estimates, *several], _intervals([*estimates, *contrasts]), contrasts=[*contrasts, *tested]
    )


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
        value, interval = level(thing), levels(thing, language)
    else:
        value, interval = change(thing, language), changes(thing, language)
    return f"{value}（{interval}）" if language == "zh" else f"{value} ({interval})"


def _broken(where: str, change: Contrast) -> Claim:
    """What is said of a change that may be one of the instrument: both numbers, and no word of direction."""
    return claim(
        where,
        en="{what}: {c.first} in {c.first_wave} and {c.second} in {c.wave} cannot be compared; {why}.",
        zh="{what}：{c.first_wave}为{c.first}，{c.wave}为{c.second}，两期不可比；{why}。",
        c=replace(change, broken=None),
        what=named(change.second),
        why=change.broken or change.label,
    )


def _suppressed(where: str, values: Values, hidden: Estimate | Contrast) -> Claim:
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

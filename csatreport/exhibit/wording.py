"""Words and digits that nobody may type by hand: they come from results or contradict them."""

from __future__ import annotations

import re

from csatreport.errors import ClaimError
from csatreport.params.text import Language
from csatreport.results import Direction

_QUESTION = re.compile(r"(?<![A-Za-z0-9])Q\d{1,3}[A-Za-z]?(?![A-Za-z0-9])")  # Q7, Q12a: names of questions
_TYPED = {
    "en": re.compile(
        r"\d[\d.,]*\s*%?|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|\w+teen|\w+ty|half an?"
        r"|hundred|thousand)"
        r"(?=[\s-]+(?:per\s?cent|percent|percentage|points?|%))",
        re.IGNORECASE,
    ),
    "zh": re.compile(
        r"\d[\d.,]*\s*[%％]?|百分之[〇零一二两三四五六七八九十百点]+"
        r"|[〇零一二两三四五六七八九十百千万半]+(?=\s*(?:个?百分点|[%％成倍]))"
    ),
}
_CHANGE = {
    "en": {
        "up": r"rise|rises|rose|risen|rising|increase[sd]?|increasing|improve[sd]?|improving|grew|grown|grows"
        r"|gain(?:s|ed)|climb(?:s|ed)|recover(?:s|ed)|went up|is up|was up",
        "down": r"fall|falls|fell|fallen|falling|decrease[sd]?|decreasing|drop(?:s|ped|ping)?|decline[sd]?"
        r"|declining|worsen(?:s|ed|ing)?|deteriorate[sd]?|shrank|went down|is down|was down",
    },
    "zh": {
        "up": r"上升|提高|提升|改善|增加|增长|上涨|回升|走高",
        "down": r"下降|降低|恶化|减少|下滑|下跌|回落|走低|变差",
    },
}
_COMPARED = {
    "en": {"up": r"higher|more|better|greater|above", "down": r"lower|fewer|less|worse|smaller|below"},
    "zh": {
        "up": r"高于|多于|好于|优于|更高|更好|更多|偏高",
        "down": r"低于|少于|差于|不如|更低|更差|更少|偏低",
    },
}
_CAUSE = {
    "en": r"because(?: of)?|caus(?:e[sd]?|ing)|due to|owing to|thanks to|as a result(?: of)?|results? in|resulted in"
    r"|leads to|led to|drives|drove|driven by|makes? (?:customers|people|them)|made (?:customers|people|them)"
    r"|brought about|responsible for the",
    "zh": r"因为|由于|导致|使得|造成|致使|引起|促使|归因于|归功于|得益于|缘于|源于",
}
_OPPOSITE: dict[Direction, Direction] = {"up": "down", "down": "up"}


def typed(literal: str, language: Language) -> str | None:
    """A number that somebody typed into the text of a claim, if there is one."""
    found = _TYPED[language].search(_QUESTION.sub("", literal))
    return found[0].strip() if found else None


def change_word(literal: str, language: Language, to: Direction) -> str | None:
    """A word that says that something moved ``to`` up or down."""
    return _found(_CHANGE[language][to], literal, language)


def direction_word(literal: str, language: Language, to: Direction) -> str | None:
    """A word that says that something moved or lies ``to`` up or down."""
    return _found(f"{_CHANGE[language][to]}|{_COMPARED[language][to]}", literal, language)


def check_text(literal: str, language: Language, directions: set[Direction], *, where: str) -> None:
    """Refuse typed numbers, and direction words that none of the claim's contrasts supports.

    Raises
    ------
    ClaimError
        With the word or digits found, and what the contrasts of the claim say.
    """
    number = typed(literal, language)
    if number:
        raise ClaimError(
            "a number typed by hand into a claim",
            where=where,
            expected="numbers that come from results, through placeholders such as {x}",
            got=repr(number),
            todo="give the result to claim(...) and name it in the sentence",
        )
    for to in ("up", "down"):
        seek = direction_word if directions else change_word
        word = seek(literal, language, to)
        if word and to not in directions:
            raise ClaimError(
                "a claim whose words contradict its numbers",
                where=where,
                expected=f"a contrast of the claim that goes {to}",
                got=f"{word!r}, and contrasts that go: {', '.join(sorted(directions)) or 'there is none'}",
                todo="let the number choose its word: {change:rose|fell|did not clearly change}",
            )


def check_cause(literal: str, language: Language, *, where: str) -> None:
    """Refuse words of cause, which a survey alone does not bear.

    Raises
    ------
    ClaimError
        With the word found.
    """
    word = _found(_CAUSE[language], literal, language)
    if word:
        raise ClaimError(
            "a word of cause in a claim whose design shows none",
            where=where,
            expected="words of association (goes together with, 与……相关), or an effect against a comparison group",
            got=repr(word),
            todo="say what was seen; give the claim a contrast of kind `effect` where there is one",
        )


def check_choice(alternatives: list[str], language: Language, *, where: str) -> None:
    """Refuse words for up and down that stand in each other's place.

    Raises
    ------
    ClaimError
        Not three alternatives, or the first means down, or the second means up.
    """
    problem = "" if len(alternatives) == 3 else "a choice of words needs three alternatives"
    for text, meant in zip(alternatives, ("up", "down"), strict=False):
        own = direction_word(text, language, meant)  # type: ignore[arg-type]
        if not own and direction_word(text, language, _OPPOSITE[meant]):  # type: ignore[index]
            problem = f"the words for {meant} mean the opposite"
    if problem:
        raise ClaimError(
            problem,
            where=where,
            expected="{change:words for up|words for down|words for no clear difference}",
            got="|".join(alternatives),
        )


def _found(pattern: str, literal: str, language: Language) -> str | None:
    bounded = rf"(?<![\w-])(?:{pattern})(?![\w-])" if language == "en" else pattern
    match = re.search(bounded, literal, re.IGNORECASE)
    return match[0] if match else None

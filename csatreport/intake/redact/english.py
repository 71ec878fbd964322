"""English names, where the words around say that they are names."""

from __future__ import annotations

import re

from csatreport.intake.redact.forms import Form
from csatreport.intake.redact.words import either, words

_NAME = r"[A-Z][A-Za-z]*(?:['\-][A-Z]?[a-z]+)*"
_FULL = rf"(?:(?:van|von|de|der|di|la) ){{0,2}}{_NAME}(?: (?:(?:van|von|de|der|di|la) ){{0,2}}{_NAME}){{0,2}}"
_KNOWN = r"[A-Z](?<![A-Za-z][A-Z])[a-z]+\b"  # to be one of the given names in `words.toml`
_DOES = "(?:was|were|is|came|arrived|called|told|said|helped|went|answered|explained|fixed|did|who|from|in)"
_SMALL = r"[a-z][a-z'\-]+(?: [a-z][a-z'\-]+)?"
_BEFORE = re.compile(rf"\b{either('before_names')},? $", re.IGNORECASE)
_ENGLISH = words("english")
_NEVER, _SAID, _OTHERS = words("never"), words("said_of_names"), words("callable")


def _words(match: re.Match[str]) -> list[str]:
    return match["it" if "it" in match.re.groupindex else 0].split()


def _name(match: re.Match[str]) -> bool:
    """Not a department, a brand, or a sentence in capitals."""
    return _NEVER.isdisjoint(w.capitalize() if w.isupper() else w for w in _words(match))


def _known(match: re.Match[str]) -> bool:
    """Whether the first word is a given name."""
    return _words(match)[0] in _ENGLISH and _name(match)


def _introduced(match: re.Match[str]) -> bool:
    """Not what is said of a name: my name is wrong."""
    return _SAID.isdisjoint(match["it"].lower().split())


def _called(match: re.Match[str]) -> bool:
    return _name(match) and _OTHERS.isdisjoint(match["it"].lower().split())


FORMS = (*(
    Form("name", re.compile(pattern), genuine)
    for pattern, genuine in (
        (rf"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|Sir|Madam|MR|MRS)\b\.? ?(?P<it>{_FULL})", _name),
        (r"\b(?:mr|mrs|Mr|Mrs)\b\.? (?P<it>(?!and\b)[a-z][a-z'\-]+)\b", _name),
        (rf"\b(?i:my(?: full)? name(?: is|'s|:)|name:|account holder:|the name's|i am called|signed,?) ?(?P<it>{_FULL})",
         _introduced),
        (rf"\b(?i:my name(?: is|'s|:)|i am called) (?P<it>{_SMALL})(?= ?(?:[^\w '\-]|$)| and\b| from\b| my\b| at\b)",
         _introduced),
        (rf"\b(?i:call|contact|ring|phone|text|ask for|reach|email) (?P<it>{_FULL}|{_SMALL}) (?:back )?(?:on|at)[ :]{{1,2}}"
         r"(?=[+(\ufffc]|\d[\d ]{5})", _called),
        (rf"\b(?i:regards|sincerely|faithfully),?[ \n]{{1,2}}(?P<it>{_FULL})", _name),
        (rf"\b(?i:regards|sincerely|thanks|thank you|cheers)[,!.]?[ \n]{{1,2}}(?P<it>{_KNOWN}(?: {_NAME})?)", _known),
        (rf"(?P<it>{_KNOWN}) {_DOES} ", _known),
        (rf"(?P<it>{_KNOWN} {_NAME})", _known),
    )
), Form("name", re.compile(rf"{_KNOWN}(?: {_NAME})?"), _known, _BEFORE))  # fmt: skip

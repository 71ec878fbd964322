"""Mobile and fixed telephones: mainland, Taiwan, Hong Kong, Macau, United Kingdom, North America, any +CC."""

from __future__ import annotations

import re

from csatreport.intake.redact.forms import Form, ordered
from csatreport.intake.redact.words import either

GAP = r"[ .\-_·/]{0,3}"
_WORDS = re.compile(
    rf"(?:{either('telephone')}|\b{either('call')})(?:[ :=.,(]|me|us|is|on|at|no\.?|number|[是为為我号號]){{0,8}}$",
    re.IGNORECASE,
)
HOTLINE = re.compile(
    r"(?:\+?86|1)?[48]00|08(?:00|08|09|4[45]|7[01])|9\d{4}$|1\d{4}$"
)  # of companies, not of people
DATE = re.compile(r"(?:19|20)\d\d[-. /]?(?:0?[1-9]|1[0-2])[-. /]?(?:[0-2]?\d|3[01])(?!\d)")
_DIGITS = re.compile(r"\d+")


def _groups(match: re.Match[str]) -> list[int]:
    return [len(group) for group in _DIGITS.findall(match.group())]


def _grouped(match: re.Match[str]) -> bool:
    """Whether the digits stand in few groups, or all apart: not a row of small numbers."""
    sizes = _groups(match)
    country = 1 if sizes[0] == 2 and match.group().lstrip("+(0").startswith("86") else 0
    rest = sizes[country:] or sizes
    few = len(rest) <= 4 and rest[0] >= 3
    return few or (len(set(rest[:-1])) == 1 and rest[-1] <= 3)


def _personal(match: re.Match[str]) -> bool:
    digits = "".join(_DIGITS.findall(match.group()))
    return HOTLINE.match(digits) is None and not ordered(match)


def _domestic(match: re.Match[str]) -> bool:
    return 9 <= sum(_groups(match)) <= 15 and _personal(match)


def _international(match: re.Match[str]) -> bool:
    money = match.string[match.end() : match.end() + 2].lstrip()[:1] in tuple("元块塊万萬%")
    return 8 <= sum(_groups(match)) <= 15 and not money


def _told(match: re.Match[str]) -> bool:
    """Whether a number after the word telephone is one: seven digits or more, and neither date nor hotline."""
    number = match.group()
    return (
        7 <= sum(map(len, _DIGITS.findall(number))) <= 15 and DATE.match(number) is None and _personal(match)
    )


_COUNTRY = rf"(?:\(?(?:\+|00)86\)?{GAP})?"
_AREA = r"\(?0(?:10|2\d|[3-9]\d{2})\)?"
EXTENSION = r"(?: ?(?:转|轉|分机|分機|ext\.?|x|#) ?\d{1,6})?"
FORMS = (
    Form("phone", re.compile(rf"(?=[0-9+(])(?<!\d)(?:\(?(?:\+|00)?86\)?{GAP})?1{GAP}[3-9](?:{GAP}\d){{9}}(?!\d)"), _grouped),
    Form("phone", re.compile(
        rf"(?=[0+(])(?<![\d.]){_COUNTRY}{_AREA}{GAP}[2-9]\d{{2,3}}[ .\-]?\d{{4}}{EXTENSION}(?!\d)"
    ), _personal),
    Form("phone", re.compile(  # an area code that a bracket or a gap sets apart
        r"(?=[0(])(?<![\d.])(?:\(0\d{1,4}\)[ .\-]{0,3}|0\d{1,4}[ .\-]{1,3})\d{3,4}[ .\-]?\d{3,4}"
        rf"{EXTENSION}(?![\d])(?![.\-]\d)"), _domestic),
    Form("phone", re.compile(r"(?=0)(?<![\d.])09\d{2}[ .\-]{0,2}\d{3}[ .\-]{0,2}\d{3}(?!\d)")),
    Form("phone", re.compile(r"(?=0)(?<![\d.])0[1237]\d{2,3}[ .\-]{0,2}\d{3}[ .\-]{0,2}\d{3,4}(?!\d)"), _domestic),
    Form("phone", re.compile(
        r"(?=[0-9+(])(?<![\d.\-])(?:\+?1[ .\-]{0,2})?(?:\([2-9]\d{2}\)[ .\-]{0,2}|[2-9]\d{2}[ .\-])\d{3}[ .\-]\d{4}(?![\d\-])"
    ), _personal),
    Form("phone", re.compile(r"(?=[+(])(?<![\d+])(?:\+|\(\+) ?\d[\d .\-()]{6,22}(?<=\d)(?!\d)"), _international),
    Form("phone", re.compile(r"(?=[08])(?<!\d)(?:00)?(?:852|853|886)[ \-)]{1,2}\d{1,4}[ \-]?\d{3,4}[ \-]?\d{0,4}(?<=\d)(?!\d)"),
         _domestic),
    Form("phone", re.compile(r"(?=[0-9+(])(?<!\d)\+?\(?\d[\d .\-()]{5,20}(?<=\d)(?!\d)"), _told, _WORDS),
)  # fmt: skip

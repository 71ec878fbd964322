"""National ids, passports, and the accounts by which people find one another."""

from __future__ import annotations

import re
from datetime import date

from csatreport.intake.redact.forms import Form, ordered
from csatreport.intake.redact.words import either

PROVINCES = frozenset(
    [*range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47), *range(50, 55), *range(61, 66), 71, 81, 82, 83, 91]
)  # fmt: skip
_LETTERS = "ABCDEFGHJKLMNPQRSTUVXYWZIO"  # Taiwan counts them from 10 in this order
_NAMED = re.compile(r"[^0-9A-Z]")


def _born(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return year >= 1880


def _mainland(match: re.Match[str]) -> bool:
    """Province and birthday; the check digit is not asked for, a mistyped id is still somebody's."""
    text = _NAMED.sub("", match.group().upper().replace("×", "X"))
    if int(text[:2]) not in PROVINCES:
        return False
    if len(text) == 18:
        return _born(int(text[6:10]), int(text[10:12]), int(text[12:14]))
    return _born(1900 + int(text[6:8]), int(text[8:10]), int(text[10:12])) and not ordered(match)


def _taiwan(match: re.Match[str]) -> bool:
    text = match.group().upper()
    first = _LETTERS.index(text[0]) + 10
    second = int(text[1]) if text[1].isdigit() else (_LETTERS.index(text[1]) + 10) % 10
    rest = [second, *map(int, text[2:])]
    total = (
        first // 10
        + first % 10 * 9
        + sum(d * w for d, w in zip(rest, (8, 7, 6, 5, 4, 3, 2, 1, 1), strict=True))
    )
    return total % 10 == 0


def _told(match: re.Match[str]) -> bool:
    return sum(c.isdigit() for c in match.group()) >= 5 and not ordered(match)


def _handle(match: re.Match[str]) -> bool:
    """Whether a word after WeChat is an id: it is called one, or holds a digit or an underscore."""
    return match["called"] is not None or any(c.isdigit() or c == "_" for c in match["it"])


_CALLED = r"(?:[ :=#]|是|为|為|is|no\.?|number|号码?|號碼?){0,6}$"
_NINO = (
    r"(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z][ \-]?\d{2}[ \-]?\d{2}[ \-]?\d{2}[ \-]?[A-D]"
)
_GIVEN = r"(?:[A-Z]{1,2} ?)?\d[\d \-]{3,20}(?<=\d)(?: ?[A-Z](?![A-Z0-9]))?(?:\([0-9A]\))?"
_QQ = r"(?:(?<![A-Za-z])qq|扣扣|企鹅号)(?: ?(?:号码?|號碼?|id|number|账号|邮箱))?(?: ?[:=是为為]| is)?[ :]{0,3}$"
_CHAT = (
    r"(?:微信|微訊|薇信|v信|威信|\b(?:wechat|weixin|wx|vx|telegram|skype|line(?= ?(?:id|:))))"
    r"(?P<called> ?(?:号|號|id\b|账号|帳號|名))?"
)
_IS = r"(?: ?[:=是为為]| is)?[ :]{0,3}"


def _words(key: str) -> re.Pattern[str]:
    return re.compile(either(key) + _CALLED, re.IGNORECASE)


NUMBERS = (
    Form("id", re.compile(r"(?=[1-9])(?<!\d)(?<!\d\.)[1-9](?:[ .\-]{0,2}\d){16}[ .\-]{0,2}[\dXx×](?!\d)"), _mainland),
    Form("id", re.compile(r"(?=[1-9])(?<!\d)(?<!\d\.)[1-9]\d{14}(?!\d)"), _mainland),
    Form("id", re.compile(r"(?=[A-Za-z])(?<![A-Za-z0-9])[A-Za-z][1289A-Da-d]\d{8}(?![A-Za-z0-9])"), _taiwan),
    Form("id", re.compile(r"(?=[A-Za-z])(?<![A-Za-z])[A-Za-z]{1,2}\d{6} ?\([0-9Aa]\)")),
    Form("id", re.compile(r"(?=[1578])(?<![\dA-Za-z])[1578]\d{6} ?\(\d\)")),
    Form("id", re.compile(rf"(?=[A-Za-z])(?<![A-Za-z0-9]){_NINO}(?![A-Za-z0-9])", re.IGNORECASE)),
    Form("id", re.compile(r"(?=[0-8])(?<![\d\-])(?!000|666|9)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\d\-])")),
    Form("id", re.compile(rf"(?=[A-Za-z0-9])(?<![A-Z0-9]){_GIVEN}(?!\d)", re.IGNORECASE), _told, _words("identity")),
    Form("id", re.compile(
        r"(?=[A-Za-z0-9])(?<![A-Z0-9])[A-Z]{0,4}-?\d[\d\-]{4,20}(?<=\d)(?![A-Z0-9])", re.IGNORECASE), after=_words("account")),
    Form("id", re.compile(r"(?=[1-9])(?<!\d)[1-9]\d{4,11}(?!\d)"), after=re.compile(_QQ, re.IGNORECASE)),
    Form("passport", re.compile(
        r"(?=[DEGPSdegps])(?<![A-Za-z0-9])(?:[DEGPS]\d{8}|E[A-HJ-NP-Z]\d{7})(?![A-Za-z0-9])", re.IGNORECASE),
         lambda match: not ordered(match)),
    Form("passport", re.compile(
        r"(?=[A-Za-z0-9])(?<![A-Z0-9])(?:[A-Z]{1,3} ?)?\d[\d ]{5,9}(?<=\d)[A-Z]?(?![A-Z0-9])", re.IGNORECASE),
        after=_words("travel")),
)  # fmt: skip
HANDLES = (
    Form(
        "id",
        re.compile(rf"{_CHAT}{_IS}(?P<it>[A-Za-z][A-Za-z0-9_\-]{{4,19}})(?![A-Za-z0-9_\-])", re.IGNORECASE),
        _handle,
    ),
)

"""Bank cards and accounts: card numbers in any grouping, IBAN, British sort codes."""

from __future__ import annotations

import re

from csatreport.intake.redact.forms import Form, ordered
from csatreport.intake.redact.words import either

ISSUERS = re.compile(r"4|5[0-8]|2[2-7]|3[4-8]|6|9[0-9]{3}")
_FOURS = re.compile(r"\d{4}([ \-])\d{4}\1\d{4}\1\d{4}")  # as on a card, even with a digit wrong
_DIGITS = re.compile(r"\D")


def _luhn(digits: str) -> bool:
    odd = sum(map(int, digits[-1::-2]))
    even = sum(sum(divmod(2 * int(d), 10)) for d in digits[-2::-2])
    return (odd + even) % 10 == 0


def _card(match: re.Match[str]) -> bool:
    if match.group().count(".") == 1:  # a number with decimals
        return False
    digits = _DIGITS.sub("", match.group())
    whole = _luhn(digits) or _FOURS.fullmatch(match.group()) is not None
    return ISSUERS.match(digits) is not None and whole and not ordered(match)


def _iban(match: re.Match[str]) -> bool:
    """Modulo 97 of ISO 13616."""
    text = re.sub(r"[ \-]", "", match.group().upper())
    return int("".join(str(int(c, 36)) for c in text[4:] + text[:4])) % 97 == 1


_BANK = re.compile(rf"{either('bank')}(?:[ :=#]|is|no\.?|number|[是为為号號尾]){{0,6}}$", re.IGNORECASE)
_IBAN = r"[A-Z]{2}\d{2}(?:[ \-]?[A-Z0-9]{4}){2,7}(?:[ \-]?[A-Z0-9]{1,3})?"
_SORT = r"\d\d[ \-]?\d\d[ \-]?\d\d"
_ACCOUNT = r"[ ,;]{0,3}(?:and )?(?:account|acc|a/c)?(?: number| no\.?)?(?: is)?[ :]{0,3}"
FORMS = (
    Form("card", re.compile(r"(?=[2-9])(?<!\d)(?<!\d\.)[2-9](?:[ .\-]{0,2}\d){12,18}(?!\d)"), _card),
    Form("card", re.compile(r"(?=[0-9])(?<!\d)\d(?:[ .\-]{0,2}\d){11,18}(?!\d)"), after=_BANK),
    Form("card", re.compile(rf"(?=[A-Za-z])(?<![A-Za-z0-9]){_IBAN}(?![A-Za-z0-9])", re.IGNORECASE), _iban),
    Form("card", re.compile(rf"\bsort code[ :]{{0,3}}(?:is )?(?P<it>{_SORT}(?:{_ACCOUNT}\d{{7,8}})?)(?!\d)", re.IGNORECASE)),
)  # fmt: skip

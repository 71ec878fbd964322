"""E-mail addresses, also as people spell them to hide them from machines."""

from __future__ import annotations

import re

from csatreport.intake.redact.forms import Form

_LOCAL = r"(?=[A-Za-z0-9._%+\-])(?<![A-Za-z0-9._%+\-])[A-Za-z0-9._%+\-]+"
_HOST = r"[A-Za-z0-9\-]{1,63}"
_PROVIDERS = r"(?:qq|163|126|139|189|gmail|hotmail|outlook|foxmail|sina|yahoo|icloud|live|aliyun|sohu)"
_AT = r"(?: ?[\[({<] ?(?:at|@|艾特|a) ?[\])}>] ?| at | ?艾特 ?)"
_DOT = r"(?: ?[\[({<] ?(?:dot|点|點|\.) ?[\])}>] ?| (?:dot|点|點) ?|(?:点|點))"
_TOP = r"(?:com|net|org|cn|tw|hk|uk|co|edu|gov|io|info|biz|me)"


def _spelt(match: re.Match[str]) -> bool:
    """An at in brackets, or a dot as a word: not what one would look at amazon for."""
    return re.search(r"[\[({<]|dot|点|點", match.group(), re.IGNORECASE) is not None


_SPELT = rf"(?:\b[a-z0-9_]{{1,30}} dot ){{0,2}}{_LOCAL}{_AT}{_HOST}(?:(?:{_DOT}|\.){_HOST}){{0,3}}(?:{_DOT}|\.){_TOP}\b"
FORMS = (
    Form("email", re.compile(rf"{_LOCAL} ?@ ?{_HOST}(?: ?\. ?{_HOST}(?![A-Za-z0-9\-])){{1,5}}")),
    Form("email", re.compile(rf"{_LOCAL} ?@ ?{_PROVIDERS}(?![A-Za-z0-9])", re.IGNORECASE)),
    Form("email", re.compile(_SPELT, re.IGNORECASE), _spelt),
)

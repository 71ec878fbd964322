"""Number plates of vehicles: mainland, Taiwan, United Kingdom."""

from __future__ import annotations

import re

from csatreport.intake.redact.forms import Form

PROVINCES = "京津沪滬渝冀豫云辽遼黑湘皖鲁魯新苏蘇浙赣贛鄂桂甘晋晉蒙陕陝吉闽閩贵貴粤粵青藏川宁寧琼瓊"
VEHICLE = re.compile(
    r"车|車|牌照|停|驾|駕|\b(?:car|van|plate|plates|reg|registration|vehicle|driver|drove|driving|lorry|truck|parked"
    r"|scooter|motorbike)\b",
    re.IGNORECASE,
)
_MODELS = frozenset({"PRO", "MAX", "GEN", "SET", "BOX", "USB", "LTE", "LED", "TWO", "NEW"})


def _mainland(match: re.Match[str]) -> bool:
    """Letters in upper case, or mostly digits: 新Mate60 is a telephone."""
    text = match.group()[1:]
    digits = sum(c.isdigit() for c in text)
    return digits >= (1 if text.isupper() else 4)


def _vehicle(match: re.Match[str]) -> bool:
    """Whether the words around speak of a vehicle: the form alone is that of many a model number."""
    return VEHICLE.search(match.string[max(0, match.start() - 24) : match.end() + 12]) is not None


def _british(match: re.Match[str]) -> bool:
    text = match.group().upper()
    age = int(text[2:4]) % 50
    alone = match.group().isupper() and 1 <= age <= 30 and text[-3:] not in _MODELS
    return alone or _vehicle(match)


_PLATE = "[A-HJ-NP-Za-hj-np-z0-9]"
_TAIWAN = r"(?:[A-Z]{2,3}-\d{3,4}|\d{3,4}-[A-Z]{2,3}|[A-Z]\d-\d{4}|\d[A-Z]-\d{4})"
FORMS = (
    Form("plate", re.compile(
        rf"[{PROVINCES}][A-HJ-NP-Za-hj-np-z][ ·.\-]{{0,2}}(?:{_PLATE}{{5,6}}|{_PLATE}{{4}}[挂掛学學警港澳领領])(?![A-Za-z0-9])"),
        _mainland),
    Form("plate", re.compile(rf"(?=[A-Za-z0-9])(?<![A-Za-z0-9\-]){_TAIWAN}(?![A-Za-z0-9\-])", re.IGNORECASE), _vehicle),
    Form("plate", re.compile(
        r"(?=[A-Ya-y])(?<![A-Za-z0-9])[A-HJ-PR-Y]{2}\d{2} ?[A-HJ-PR-Z]{3}(?![A-Za-z0-9])", re.IGNORECASE), _british),
)  # fmt: skip

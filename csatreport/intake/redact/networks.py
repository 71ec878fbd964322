"""Addresses of devices in a network: IPv4, IPv6, MAC."""

from __future__ import annotations

import ipaddress
import re

from csatreport.intake.redact.forms import Form, before

VERSION = re.compile(r"(?:v|ver|version|版本|版|firmware|固件|build|release)[号號 :.是]{0,3}$", re.IGNORECASE)
EVERYWHERE = tuple(
    ipaddress.ip_network(n) for n in ("192.168.0.0/16", "127.0.0.0/8", "255.0.0.0/8", "0.0.0.0/32")
)
RESOLVERS = frozenset({"8.8.8.8", "8.8.4.4", "1.1.1.1", "114.114.114.114", "223.5.5.5"})


def _version4(match: re.Match[str]) -> bool:
    """Neither a version nor an address that every home or every helpdesk has."""
    text = re.sub(r"(?<!\d)0+(?=\d)", "", match.group())
    try:
        address = ipaddress.IPv4Address(text)
    except ValueError:
        return False
    common = text in RESOLVERS or any(address in network for network in EVERYWHERE)
    return not common and VERSION.search(before(match, 10)) is None


def _version6(match: re.Match[str]) -> bool:
    text = match.group()
    if len(text) > 45 or sum(c != ":" for c in text) < 4:
        return False
    try:
        ipaddress.IPv6Address(text)
    except ValueError:
        return False
    return True


_HEX = "[0-9A-Fa-f]{2}"
_MAC = r"0-9A-Za-z:\-"
FORMS = (
    Form("ip", re.compile(r"(?=[0-9])(?<![\d.])\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}(?!\.?\d)"), _version4),
    Form("ip", re.compile(r"(?=[0-9A-Fa-f:])(?<![0-9A-Za-z:])[0-9A-Fa-f:]{4,45}(?:\.\d{1,3}){0,3}(?![0-9A-Za-z:])"), _version6),
    Form("id", re.compile(rf"(?=[0-9A-Fa-f])(?<![{_MAC}]){_HEX}([:\-]){_HEX}(?:\1{_HEX}){{4}}(?![{_MAC}])")),
)  # fmt: skip

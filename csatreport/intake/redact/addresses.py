"""Where people live: streets, buildings and rooms, in Chinese and English forms.

A place without a door, such as a city, a district or a road, is left alone: reports are made by region.
"""

from __future__ import annotations

import re

from csatreport.intake.redact.forms import Form
from csatreport.intake.redact.words import characters, either, words

UNITS = "省市区區县縣镇鎮乡鄉州盟旗村里路街巷弄坊屯庄莊"
_AREA = "省市区區县縣镇鎮乡鄉州盟旗村里"
_NUMBER = r"(?:[A-Za-z甲乙丙丁]?\d{1,5}[A-Za-z]?(?:[之\-]\d{1,4})?|[一二三四五六七八九十百]{1,4})"
_POST = r"(?:(?<![\d])\d{3,6} ?)?"


def _characters(excluded: str) -> str:
    """A class of all Chinese characters but these, as ranges."""
    edges, start = [], 0x4E00
    for code in sorted(map(ord, excluded)):
        if code > start:
            edges.append(f"{chr(start)}-{chr(code - 1)}")
        start = max(start, code + 1)
    return "[" + "".join(edges) + f"{chr(start)}-\u9fff]"


_N = _characters(characters("not_a_place") + UNITS)
_E = _characters(characters("not_a_place"))
_PATH = rf"(?:{_N}{{1,8}}(?:街道|[{UNITS}]{{0,2}}[{_AREA}])[ ,]?){{0,5}}"
_ROAD = rf"{_N}{{1,7}}(?:大道|大街|胡同|(?<![线線网網电電半一道思公铁鐵走])[路街巷弄]|[村屯庄莊坊])"
_INNER = rf"(?:[东西南北中東]?[路段巷弄] ?|[東西南北]{{1}}(?={_NUMBER}))?(?:{_NUMBER} ?[段巷弄組组队隊鄰邻] ?){{0,3}}"
_BARE = r"(?:\d{3,4}|\d{1,3}[A-Z])(?![\d年月日元块分天次秒GMm兆])"  # a room
_DOOR = rf"{_NUMBER} ?(?:号楼|號樓|号院|號院|号|號)(?![线線码碼台卡窗桌])"
_INSIDE = r"(?:号楼|號樓|栋|棟|幢|单元|單元|室|楼|樓|层|層|座|户|戶|房)"
_ROOM = rf"(?:[ ,]?(?:{_NUMBER} ?{_INSIDE}|之\d{{1,3}}|[A-Za-z](?:座|栋|棟|幢|区|區)|[东西南北東][户戶]))"
_ESTATE = rf"{_E}{{1,10}}{either('estates')}"
_TAIL = rf"(?:[ ,]?{_ESTATE})?{_ROOM}{{0,5}}(?:[ ,]?{_BARE})?"

_STREET = (
    r"(?:street|st|road|rd|avenue|ave|lane|ln|drive|dr|close|court|ct|crescent|cres|way|place|pl|square|sq|terrace|gardens|gdns"
    r"|grove|boulevard|blvd|hill|mews|row|walk|park|parade)"
)
_FLAT = r"(?:flat|apt|apartment|unit|suite|room|floor|block)"
_UK = r"(?:GIR 0AA|[A-Z]{1,2}\d[A-Z\d]? ?\d[ABD-HJLNP-UW-Z]{2})"
_AFTER = (
    rf"(?:,? (?i:{_FLAT})\.? ?#?\w{{1,5}})?(?:, ?[A-Z][a-z]+(?: [A-Z][a-z]+)?){{0,3}}"
    rf"(?:,? {_UK}(?![A-Za-z0-9])|,? [A-Z]{{2}},? \d{{5}}(?:-\d{{4}})?(?!\d))?"
)
_LEAD = rf"(?:\b(?i:{_FLAT})\.? ?#?\w{{1,5}},? )?"
_NO_STREET = words("no_street")


def _lower(match: re.Match[str]) -> bool:
    """Whether a street in lower case has a name: not 10 minutes down the road."""
    return _NO_STREET.isdisjoint(match["named"].lower().split())


def _postcode(match: re.Match[str]) -> bool:
    return match.group()[-2:] not in ("GB", "TB", "MB", "AM", "PM")


_POST_WORDS = "(?:邮编|郵編|邮政编码|郵遞區號|post ?code|postal code|zip(?: code)?)(?:[ :是为]|is){0,4}"
_COUNTRY = rf"{_N}{{1,6}}[镇鎮乡鄉]{_N}{{1,6}}村(?:{_NUMBER} ?[组組队隊社])?(?:{_NUMBER} ?[号號户戶])?"
_STAIRS = rf"(?:{_NUMBER} ?(?:单元|單元)[ ,]?)?(?:{_NUMBER} ?[层層楼樓][ ,]?)?"
_BUILDING = (
    rf"{_NUMBER} ?(?:号楼|號樓|栋|棟|幢|座|单元|單元|楼(?=\d+ ?单元))[ ,]?{_STAIRS}"
    rf"(?:{_NUMBER} ?[室房户戶号號]|{_BARE})"
)
_HOUSE = r"(?<![\w.])\d{1,5}[A-Za-z]?,?"

CHINESE = (
    Form("address", re.compile(rf"{_POST}{_PATH}{_ROAD}{_INNER}{_DOOR}{_TAIL}")),
    Form("address", re.compile(
        rf"{_POST}{_PATH}(?:{_ROAD}{_INNER}(?:{_DOOR})?)?{_ESTATE}[ ,]?(?:[A-Z]区|{_N}区)?{_ROOM}{{1,5}}(?:[ ,]?{_BARE})?")),
    Form("address", re.compile(rf"(?=[A-Za-z0-9一二三四五六七八九十百])(?<![\dA-Za-z]){_BUILDING}")),
    Form("address", re.compile(rf"{_PATH}{_COUNTRY}")),
)  # fmt: skip
ENGLISH = (
    Form("address", re.compile(
        rf"(?=[A-Za-z0-9]){_LEAD}{_HOUSE} (?:[A-Z][A-Za-z'.]* ){{1,4}}(?i:{_STREET})\b\.?{_AFTER}")),
    Form("address", re.compile(
        rf"(?=[A-Za-z0-9]){_LEAD}{_HOUSE} (?P<named>[a-z']+(?: [a-z']+)?) (?i:street|road|avenue|lane|crescent)\b{_AFTER}"),
        _lower),
    Form("address", re.compile(r"\b(?i:p\.?o\.? ?box) \d{1,6}")),
    Form("address", re.compile(r"(?=[A-Z])(?<![A-Za-z0-9])[A-Z]{1,2}\d[A-Z\d]? \d[ABD-HJLNP-UW-Z]{2}(?![A-Za-z0-9])"), _postcode),
    Form("address", re.compile(
        rf"{_POST_WORDS}(?P<it>[a-z]{{1,2}}\d[a-z\d]? ?\d[a-z]{{2}})(?![a-z0-9])", re.IGNORECASE)),
)  # fmt: skip
POST = (Form("address", re.compile(rf"{_POST_WORDS}(?P<it>\d{{5,6}})(?!\d)", re.IGNORECASE)),)

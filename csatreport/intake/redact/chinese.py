"""Chinese names, where the words around say that they are names."""

from __future__ import annotations

import re

from csatreport.intake.redact.forms import Form, before
from csatreport.intake.redact.words import JOINED, characters, either, words

_CJK = "一-鿿"
_ORDINARY = words("ordinary")
_GIVEN = characters("given")
_ONLY_GIVEN = characters("only_given")
_COMMON = characters("common")
_SURNAME = f"(?:{either('double')}|[{characters('surnames')}])"
_OFTEN = f"(?:{either('double')}|[{_COMMON}])"
_ANY = (  # what may stand in a given name
    f"(?:(?![{characters('not_given')}]|大[姐哥爷爺妈媽叔]|{either('honorifics')})[{_CJK}])"
)
_HONORIFIC = (
    f"(?:{either('honorifics')}|哥(?![特们伦])|姐(?!妹)|总(?=[，。,.! ]|说|您|你|安排|答应|处理|亲自)"
    "|工(?=[，。,. ]|说|来|上门|师))"
)
_ROLE = f"{either('roles')}(?:是|叫|名叫|姓名)?[ :]{{0,2}}"
_AFTER = "(?:(?<![一-鿿])|(?<=[的叫是找跟和请請给給由为為让讓位名對对說说謝谢]))"
_THEN = f"(?=[^{_CJK}]|$|[的是住家在来想要]|电话|電話|手机|手機|身份|身分|今年|投诉|投訴|反映|反應)"
_DOES = f"(?=[^{_CJK}]|$|{either('does')})"
_LATIN = r"[A-Z][A-Za-z'\-]+(?: [A-Z][A-Za-z'\-]+){0,2}"


def _free(match: re.Match[str]) -> bool:
    """Neither an ordinary word, nor part of one with the character before."""
    name = match["it"]
    if name[:2] in _ORDINARY or name[:3] in _ORDINARY:
        return False
    last = before(match, 1)
    return last == "" or last not in JOINED.get(name[0], "")


def _addressed(match: re.Match[str]) -> bool:
    """A surname with its honorific: 王先生, 小王师傅; not 对方先生 or 主管."""
    name, last = match["it"], before(match, 1)
    word = name + match.string[match.end("it") : match.end("it") + 1]
    return word not in _ORDINARY and (last == "" or len(name) > 1 or last not in JOINED.get(name, ""))


def _given(match: re.Match[str]) -> bool:
    """A free name whose last characters are those of given names."""
    return _free(match) and all(c in _GIVEN for c in match["it"][1:])


def _filled(match: re.Match[str]) -> bool:
    """What stands in a field for names, but for 姓名 填错了."""
    name = match["it"]
    named = ":" in match.group() or name[:2] not in _ORDINARY
    return named and name[0] not in "不未没沒无無暂暫错錯填"


FORMS = tuple(
    Form("name", re.compile(pattern), genuine)
    for pattern, genuine in (
        (f"(?P<it>[小老阿大]?{_SURNAME}){_HONORIFIC}", _addressed),
        (f"{_AFTER}(?P<it>{_SURNAME}{_ANY}{{1,2}}){_HONORIFIC}", _free),
        (f"(?P<it>[{_COMMON}][{_GIVEN}]{{1,2}}){_HONORIFIC}", _free),
        (f"(?:我叫|我名叫|名字叫|名字是|名叫|我的名字|叫做)[ :]?(?P<it>{_SURNAME}{_ANY}{{1,2}}){_THEN}", _free),
        (f"(?:我是|本人|在下|我系|我係)[ :]?(?P<it>{_OFTEN}{_ANY}{{1,2}}){_THEN}", _free),
        (f"(?:我|免贵|免貴|客户|客戶|他|她|师傅|客服|经理)姓[ :]?(?P<it>{_SURNAME})(?!名)", lambda _: True),
        (f"{either('fields')}(?: ?[:=为為是叫]| )[ :]{{0,2}}"
         f"(?P<it>[{_CJK}]{{2,4}}(?![{_CJK}])|{_SURNAME}{_ANY}{{1,2}}|{_LATIN})", _filled),
        (f"{either('fields')}(?P<it>{_OFTEN}{_ANY}{{1,2}})(?=[^{_CJK}]|$)", _filled),
        (f"(?<![大很太还多不最])(?P<it>[小老阿](?:{either('double')}|[{characters('nicknamed')}])){_DOES}", lambda _: True),
        (rf"(?<![{_CJK}])(?P<it>{_SURNAME}{_ANY}{{1,2}})[ ,:(]{{0,2}}(?=\+?\d[\d \-]{{6}})", _free),
        (f"{_ROLE}(?P<it>{_OFTEN}{_ANY}{{1,2}}){_DOES}", _given),
        (f"(?P<it>[{_COMMON}](?:[{_ONLY_GIVEN}][{_GIVEN}]|[{_GIVEN}][{_ONLY_GIVEN}]))", _free),
    )
)  # fmt: skip

"""Broken exports of survey platforms: the sound answers as each platform writes them, then spoilt."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence

from bad.sound import N, begun, effort, ended, overall, remark, row, services, table

Content = Callable[[], bytes]
Lines = list[list[str]]
_OPTIONS = ("Web", "Phone", "Shop")
_QUESTIONS = ("How satisfied are you?", "Effort", "Region", "Services", "Remark")


def _text(lines: Lines, *, mark: str = "") -> bytes:
    return (mark + table(lines[0], lines[1:])).encode()


def _answers(n: int, joined: str) -> list[str]:
    return [*row(n)[3:6], joined.join(services(n)), remark(n)]


def qualtrics() -> Lines:
    """Three header rows."""
    own = ["StartDate", "EndDate", "Status", "IPAddress", "Progress", "Duration (in seconds)", "Finished",
           "RecordedDate", "ResponseId"]  # fmt: skip
    names = [*own, "Q1", "Q2", "Q3", "Q4", "Q5"]
    texts = [*own, *_QUESTIONS]
    keys = [json.dumps({"ImportId": f"QID{n}"}) for n in range(len(names))]
    told = [
        [
            begun(n),
            ended(n),
            "IP Address",
            f"10.0.0.{n}",
            "100",
            "300",
            "True",
            ended(n),
            f"R_{n}",
            *_answers(n, ","),
        ]
        for n in range(N)
    ]
    return [names, texts, keys, *told]


def surveymonkey() -> Lines:
    """Two header rows."""
    own = ["Respondent ID", "Collector ID", "Start Date", "End Date", "IP Address"]
    first = [*own, "How satisfied are you?", "Effort", "Region", "Services", "", "", "Remark"]
    second = [""] * 5 + ["Response"] * 3 + [*_OPTIONS, "Open-Ended Response"]
    told = [
        [f"{1000 + n}", "77", begun(n), ended(n), f"10.0.0.{n}", *row(n)[3:6],
         *(name if name in services(n) else "" for name in _OPTIONS), remark(n)]
        for n in range(N)
    ]  # fmt: skip
    return [first, second, *told]


def wjx(*, by_code: bool = False) -> Lines:
    """Text or code export of 问卷星."""
    own = ["序号", "提交答卷时间", "所用时间", "来源", "来源详情", "来自IP"]
    head = [*own, *(f"{n}、{text}" for n, text in enumerate(_QUESTIONS, 1))]
    if by_code:
        choices = [f"4({name})" for name in _OPTIONS]
        head = [*head[:9], *choices, head[10]]
    return [head, *(_wjx(n, by_code=by_code) for n in range(N))]


def _wjx(n: int, *, by_code: bool) -> list[str]:
    told = [str(n + 1), ended(n).replace("-", "/"), "300秒", "微信", "N/A", f"10.0.0.{n}(浙江-杭州)"]
    ratings = [str(overall(n)), str(effort(n))]
    if by_code:
        ticks = [str(int(name in services(n))) for name in _OPTIONS]
        return [*told, *ratings, str(n % 2 + 1), *ticks, remark(n) or "-3"]
    return [*told, *ratings, row(n)[5], "┋".join(services(n)), remark(n) or "(空)"]


def limesurvey() -> Lines:
    """Headers of code and text."""
    own = ["id. Response ID", "submitdate. Date submitted", "lastpage. Last page", "startlanguage. Start language",
           "seed. Seed", "startdate. Date started", "datestamp. Date last action"]  # fmt: skip
    told = [
        [str(n + 1), ended(n), "3", "en", "1", begun(n), ended(n), *row(n)[3:6],
         *("Yes" if name in services(n) else "No" for name in _OPTIONS), remark(n)]
        for n in range(N)
    ]  # fmt: skip
    questions = ["Q1. How satisfied are you?", "Q2. Effort", "Q3. Region"]
    choices = [f"Q4[SQ{n}]. Services [{name}]" for n, name in enumerate(_OPTIONS, 1)]
    return [[*own, *questions, *choices, "Q5. Remark"], *told]


def google() -> Lines:
    """A time stamp, then the questions."""
    told = [[begun(n).replace("-", "/"), f"a{n}@example.com", *_answers(n, ", ")] for n in range(N)]
    return [["Timestamp", "Email Address", *_QUESTIONS], *told]


def kobo() -> Lines:
    """Groups in the paths; choices once together, once alone."""
    names = [
        "start",
        "end",
        "g/overall",
        "g/effort",
        "region",
        "uses",
        *(f"uses/{o}" for o in _OPTIONS),
        "remark",
    ]
    told = [
        [begun(n), ended(n), *row(n)[3:6], " ".join(services(n)), *(str(int(o in services(n))) for o in _OPTIONS),
         remark(n), str(n + 1), f"u-{n}", ended(n), str(n + 1)]
        for n in range(N)
    ]  # fmt: skip
    return [[*names, "_id", "_uuid", "_submission_time", "_index"], *told]


def _recell(lines: Lines, at: int, change: Callable[[int, str], str], *, headers: int = 1) -> Lines:
    """One column below the headers, changed."""
    return [
        *lines[:headers],
        *([change(n, c) if p == at else c for p, c in enumerate(x)] for n, x in enumerate(lines[headers:])),
    ]


def _without(lines: Lines, dropped: Sequence[int]) -> Lines:
    return [line for n, line in enumerate(lines) if n not in dropped]


def _renamed(lines: Lines, old: str, new: str) -> Lines:
    return [[name.replace(old, new) for name in lines[0]], *lines[1:]]


def _marked(n: int, text: str) -> str:
    """Time stamps of a form whose language was changed after twenty answers."""
    if n < N // 2:
        return text
    date, _, clock = text.partition(" ")
    hour, rest = int(clock[:2]), clock[2:]
    return f"{date} {'下午' if hour >= 12 else '上午'} {(hour - 1) % 12 + 1}{rest}"


def _repeated() -> Lines:
    """A group that was filled in several times for one submission: each on a row of its own, first one whole."""
    lines = kobo()
    blank = ["" for _ in lines[0]]
    again = [*blank[:2], "5", "1", *blank[4:-4], "1", "u-0", "", "41"]
    return [*lines, again]


def _keys_broken() -> bytes:
    names, texts, keys, *told = qualtrics()
    return _text([names, texts, [k.removesuffix('"}') if n else k for n, k in enumerate(keys)], *told])


def _preview(n: int, status: str) -> str:
    return "Survey Preview" if n in (4, 9) else status


PLATFORMS: dict[str, Content] = {
    "qualtrics.csv": lambda: _text(qualtrics(), mark="\ufeff"),
    "qualtrics-one-row-missing.csv": lambda: _text(_without(qualtrics(), [1])),
    "qualtrics-third-row-missing.csv": lambda: _text(_without(qualtrics(), [2])),
    "qualtrics-two-rows-missing.csv": lambda: _text(_without(qualtrics(), [1, 2])),
    "qualtrics-rows-swapped.csv": lambda: _text([qualtrics()[1], qualtrics()[0], *qualtrics()[2:]]),
    "qualtrics-keys-broken.csv": _keys_broken,
    "qualtrics-previews.csv": lambda: _text(_recell(qualtrics(), 2, _preview, headers=3)),
    "surveymonkey.csv": lambda: _text(surveymonkey()),
    "surveymonkey-one-header.csv": lambda: _text(_without(surveymonkey(), [1])),
    "surveymonkey-first-header-missing.csv": lambda: _text(_without(surveymonkey(), [0])),
    "wjx.csv": lambda: _text(wjx(), mark="\ufeff"),
    "wjx-by-code.csv": lambda: _text(wjx(by_code=True)),
    "wjx-by-code-unknown-option.csv": lambda: _text(_recell(wjx(by_code=True), 8, lambda n, c: "7" if n == 5 else c)),
    "wjx-by-code-unknown-options.csv": lambda: _text(_recell(wjx(by_code=True), 8, lambda n, c: "7" if n % 5 == 0 else c)),
    "wjx-option-renamed.csv": lambda: _text(_renamed(wjx(by_code=True), "4(Shop)", "4(Branch)")),
    "wjx-two-codes-in-a-rating.csv": lambda: _text(_recell(wjx(), 6, lambda n, c: "4┋5" if n == 3 else c)),
    "wjx-option-unknown.csv": lambda: _text(_recell(wjx(), 9, lambda n, c: c + "┋Fax" if n == 3 else c)),
    "wjx-durations-negative.csv": lambda: _text(_recell(wjx(), 2, lambda n, c: "-60秒" if n == 3 else c)),
    "wjx-durations-of-days.csv": lambda: _text(_recell(wjx(), 2, lambda n, c: "86400000秒" if n == 3 else c)),
    "limesurvey.csv": lambda: _text(limesurvey()),
    "limesurvey-bracket-missing.csv": lambda: _text(_renamed(limesurvey(), "Q4[SQ2]", "Q4[SQ2")),
    "limesurvey-codes-lost.csv": lambda: _text(_renamed(limesurvey(), "Q1. How satisfied are you?", "Q1")),
    "google.csv": lambda: _text(google()),
    "google-language-changed.csv": lambda: _text(_recell(google(), 0, _marked)),
    "google-stamps-of-nothing.csv": lambda: _text(_recell(google(), 0, lambda n, c: "" if n % 2 else c)),
    "kobo.csv": lambda: _text(kobo()),
    "kobo-repeated-group.csv": lambda: _text(_repeated()),
    "kobo-choices-contradict.csv": lambda: _text(_recell(kobo(), 6, lambda *_: "1")),
    "kobo-choice-of-no-form.csv": lambda: _text(_recell(kobo(), 4, lambda n, c: "east" if n == 3 else c)),
}  # fmt: skip

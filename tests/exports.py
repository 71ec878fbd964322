"""One small survey as each platform would export it, for tests to read back.

:data:`QUESTIONS` and :data:`ANSWERS` say what was asked and answered, whatever the platform; each function
writes a file of one platform, and :func:`called` says what that platform calls a question.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd
import pyreadstat
import xlsxwriter

CHOICE = "┋"


@dataclass(frozen=True)
class Question:
    """``rows`` makes it a matrix of ratings; ``several`` lets people choose more than one option."""

    text: str
    options: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    several: bool = False


@dataclass(frozen=True)
class Answer:
    """What one person answered: numbers of options or ratings, from 1; ``written`` beside the last option."""

    key: str
    gender: int | None
    services: tuple[int, ...]
    overall: int | None
    attributes: tuple[int | None, ...]
    comment: str
    written: str = ""
    seconds: int = 754
    end: str = "2026-07-03 15:05:11"
    ip: str = "36.7.68.1"
    place: str = "安徽-合肥"
    test: bool = field(default=False)


GENDER = Question("您的性别", ("男", "女"))
SERVICES = Question("您用过哪些服务", ("宽带", "电视", "安防", "其他"), several=True)
OVERALL = Question("总体满意度")
ATTRIBUTES = Question("您对以下方面是否满意", rows=("网速", "装机", "客服"))
COMMENT = Question("还有什么意见")
QUESTIONS = (GENDER, SERVICES, OVERALL, ATTRIBUTES, COMMENT)
ANSWERS = (
    Answer("a1", 1, (1, 3), 5, (4, 5, 5), "很好, 谢谢"),
    Answer("b2", 2, (2, 4), 3, (3, 2, None), 'so "so"\nsecond line', written="智能门锁"),
    Answer("c3", None, (), None, (None, None, None), "", seconds=61, end="2026-07-16 09:30:00"),
    Answer("d4", 1, (1, 2, 3), 1, (1, 1, 2), "断网", place=""),
    Answer("e5", 2, (4,), 4, (5, 4, 4), "", written="太阳能", test=True),
)


def called(platform: str, question: Question, row: int = 0) -> str:
    """Call a question, or a row of a matrix (from 1), as the export of a platform does."""
    number = QUESTIONS.index(question) + 1
    below = question.rows[row - 1] if row else ""
    if platform == "wjx":
        return f"第{number}题({below})" if row else f"第{number}题"
    if platform in ("surveymonkey", "google-forms"):
        return f"{question.text} [{below}]" if row else question.text
    if platform == "limesurvey":
        return f"Q{number}[SQ{row:03}]" if row else f"Q{number}"
    if platform == "kobo":
        return f"about/q{number}_{row}" if row else f"about/q{number}"
    return f"Q{number}_{row}" if row else f"Q{number}"


def wjx_text(file: Path, answers: Sequence[Answer] = ANSWERS) -> Path:
    """问卷星, by text (按选项文本): ``.xlsx`` or ``.csv`` as the name says."""
    header = [*_WJX, "1、您的性别", "2、您用过哪些服务", "3、总体满意度"]
    header += [f"第4题({r})" for r in ATTRIBUTES.rows] + ["5、还有什么意见"]
    rows = [
        [
            *_wjx(n, a),
            _option(GENDER, a.gender) or "(跳过)",
            CHOICE.join(_beside(a, n) for n in a.services),
            *_texts(a.overall, *a.attributes),
            a.comment or "(空)",
        ]
        for n, a in enumerate(answers, 1)
    ]
    return _table(file, [header, *rows])


def wjx_code(file: Path, answers: Sequence[Answer] = ANSWERS) -> Path:
    """问卷星, by code (按选项序号): the same answers as :func:`wjx_text`."""
    header = [*_WJX, "1、您的性别", *(f"第2题({o})" for o in SERVICES.options), "3、总体满意度"]
    header += [f"第4题({r})" for r in ATTRIBUTES.rows] + ["5、还有什么意见"]
    rows = [
        [
            *_wjx(n, a),
            a.gender or "-3",
            *_wjx_marks(a),
            *(value or "-3" for value in (a.overall, *a.attributes)),
            a.comment or "-2",
        ]
        for n, a in enumerate(answers, 1)
    ]
    return _table(file, [header, *rows])


def qualtrics(
    file: Path, answers: Sequence[Answer] = ANSWERS, *, split: bool = True, texts: bool = False
) -> Path:
    """Qualtrics with three header rows; choices in columns of their own or in one; numbers or texts."""
    choices = range(1, len(SERVICES.options) + 1) if split else ()
    names = ["StartDate", "EndDate", "Status", "IPAddress", "Progress", "Duration (in seconds)", "Finished"]
    names += ["RecordedDate", "ResponseId", "ExternalReference", "DistributionChannel", "UserLanguage"]
    columns = [(n, n, {"ImportId": n[0].lower() + n[1:]}) for n in names]
    columns += [("Q1", GENDER.text, {"ImportId": "QID1"})]
    columns += [
        (
            f"Q2_{n}",
            f"{SERVICES.text} - Selected Choice - {SERVICES.options[n - 1]}",
            {"ImportId": "QID2", "choiceId": str(n)},
        )
        for n in choices
    ] or [("Q2", SERVICES.text, {"ImportId": "QID2"})]
    columns += [("Q2_4_TEXT", f"{SERVICES.text} - 其他 - Text", {"ImportId": "QID2_4_TEXT"})]
    columns += [("Q3", OVERALL.text, {"ImportId": "QID3"})]
    columns += [
        (f"Q4_{n}", f"{ATTRIBUTES.text} - {row}", {"ImportId": f"QID4_{n}"})
        for n, row in enumerate(ATTRIBUTES.rows, 1)
    ]
    columns += [("Q5", COMMENT.text, {"ImportId": "QID5_TEXT"})]
    heads = [[c[0] for c in columns], [c[1] for c in columns], [_json(c[2]) for c in columns]]
    rows = []
    for a in answers:
        chosen = [_option(SERVICES, n) if texts else str(n) for n in a.services]
        each = [(_option(SERVICES, n) if texts else "1") if n in a.services else "" for n in choices]
        gender = _option(GENDER, a.gender) if texts else a.gender or ""
        own = [
            _start(a),
            a.end,
            "1" if a.test else "0",
            a.ip,
            "100",
            a.seconds,
            "1",
            a.end,
            f"R_{a.key}",
            "",
            "anonymous",
            "EN",
        ]
        rows.append(
            [
                *own,
                gender,
                *(each or [",".join(chosen)]),
                a.written,
                *_texts(a.overall, *a.attributes),
                a.comment,
            ]
        )
    return _table(file, [*heads, *rows], bom=True)


def surveymonkey(file: Path, answers: Sequence[Answer] = ANSWERS) -> Path:
    """SurveyMonkey with two header rows, its question spanning blank cells."""
    first = [
        "Respondent ID",
        "Collector ID",
        "Start Date",
        "End Date",
        "IP Address",
        GENDER.text,
        SERVICES.text,
    ]
    second = ["", "", "", "", "", "Response", SERVICES.options[0]]
    first += [""] * 3 + [OVERALL.text, ATTRIBUTES.text, "", "", COMMENT.text]
    second += [
        *SERVICES.options[1:3],
        "其他(请注明)",
        "Response",
        *ATTRIBUTES.rows,
        "Open-Ended Response",
    ]
    rows = [
        [a.key, "77", _american(_start(a)), _american(a.end), a.ip, _option(GENDER, a.gender),
         *(_option(SERVICES, n) if n in a.services else "" for n in range(1, 4)), a.written,
         *_texts(a.overall, *a.attributes), a.comment]
        for a in answers
    ]  # fmt: skip
    return _table(file, [first, second, *rows])


def limesurvey(file: Path, answers: Sequence[Answer] = ANSWERS, *, texts: bool = True) -> Path:
    """LimeSurvey, answers as codes; headers are code and text, or codes only."""
    own = {"id": "Response ID", "submitdate": "Date submitted", "lastpage": "Last page", "startlanguage": "Start language",
           "startdate": "Date started", "datestamp": "Date last action", "ipaddr": "IP address"}  # fmt: skip
    heads = [*own.items(), ("Q1", GENDER.text)]
    heads += [(f"Q2[SQ{n:03}]", f"{SERVICES.text} [{o}]") for n, o in enumerate(SERVICES.options[:3], 1)]
    heads += [("Q2[other]", f"{SERVICES.text} [其他]"), ("Q3", OVERALL.text)]
    heads += [(f"Q4[SQ{n:03}]", f"{ATTRIBUTES.text} [{r}]") for n, r in enumerate(ATTRIBUTES.rows, 1)]
    heads += [("Q5", COMMENT.text)]
    header = [f"{code}. {text}" if texts else code for code, text in heads]
    rows = [
        [n, a.end, 3, "zh-Hans", _start(a), a.end, a.ip, a.gender or "", *("Y" if n in a.services else "" for n in (1, 2, 3)),
         a.written, *_texts(a.overall, *a.attributes), a.comment]
        for n, a in enumerate(answers, 1)
    ]  # fmt: skip
    return _table(file, [header, *rows])


def google_forms(file: Path, answers: Sequence[Answer] = ANSWERS) -> Path:
    """Google Forms: choices with ``;`` in the CSV of the form, with a comma and a space in its sheet."""
    joined = ";" if file.suffix == ".csv" else ", "
    header = [
        "时间戳记",
        GENDER.text,
        SERVICES.text,
        OVERALL.text,
        *(f"{ATTRIBUTES.text} [{r}]" for r in ATTRIBUTES.rows),
    ]
    rows = [
        [_chinese(a.end), _option(GENDER, a.gender), joined.join(_option(SERVICES, n) for n in a.services),
         *_texts(a.overall, *a.attributes), a.comment]
        for a in answers
    ]  # fmt: skip
    return _table(file, [[*header, COMMENT.text], *rows])


def kobo(file: Path, answers: Sequence[Answer] = ANSWERS) -> Path:
    """Kobo with names as headers, several choices in one column and in one each."""
    header = [
        "start",
        "end",
        "username",
        "deviceid",
        "about/q1",
        "about/q2",
        *(f"about/q2/{n}" for n in range(1, 5)),
    ]
    header += ["about/q2_other", "about/q3", *(f"about/q4_{n}" for n in (1, 2, 3)), "about/q5"]
    header += ["_id", "_uuid", "_submission_time", "_index"]
    rows = [
        [f"{_start(a).replace(' ', 'T')}.000+08:00", f"{a.end.replace(' ', 'T')}.000+08:00", "interviewer_7", "ee:1",
         a.gender or "", " ".join(map(str, a.services)),
         *(int(n in a.services) if a.services else "" for n in range(1, 5)), a.written,
         *_texts(a.overall, *a.attributes), a.comment, 100 + n, f"uuid-{a.key}", a.end.replace(" ", "T"), n]
        for n, a in enumerate(answers, 1)
    ]  # fmt: skip
    return _table(file, [header, *rows], separator=";")


def xlsform(file: Path) -> Path:
    """The form that :func:`kobo` was collected with."""
    survey = [["type", "name", "label::中文 (zh)", "label::English (en)"], ["start", "start", "", ""]]
    survey += [["begin_group", "about", "", ""], ["select_one gender", "q1", GENDER.text, "Gender"]]
    survey += [
        ["select_multiple services", "q2", SERVICES.text, "Services"],
        ["text", "q2_other", "其他", "Other"],
    ]
    survey += [["integer", "q3", OVERALL.text, "Overall"]]
    survey += [
        ["integer", f"q4_{n}", f"{ATTRIBUTES.text} [{r}]", r] for n, r in enumerate(ATTRIBUTES.rows, 1)
    ]
    survey += [["text", "q5", COMMENT.text, "Comment"], ["end_group", "", "", ""]]
    choices = [["list_name", "name", "label::中文 (zh)", "label::English (en)"]]
    choices += [["gender", str(n), o, o] for n, o in enumerate(GENDER.options, 1)]
    choices += [["services", str(n), o, o] for n, o in enumerate(SERVICES.options, 1)]
    with xlsxwriter.Workbook(str(file)) as book:
        for name, rows in (("survey", survey), ("choices", choices)):
            sheet = book.add_worksheet(name)
            for n, row in enumerate(rows):
                sheet.write_row(n, 0, row)
    return file


def spss(file: Path, answers: Sequence[Answer] = ANSWERS) -> Path:
    """SPSS: value labels, 9 as user-missing, each option of several in a variable of its own."""
    frame = pd.DataFrame(
        {
            "ResponseID": [a.key for a in answers],
            "StartDate": pd.to_datetime([_start(a) for a in answers]),
            "EndDate": pd.to_datetime([a.end for a in answers]),
            "Q1": [float(a.gender or 9) for a in answers],
            **{f"Q2_{n}": [float(n in a.services) for a in answers] for n in range(1, 5)},
            "Q2_other": [a.written for a in answers],
            "Q3": [float(a.overall or 9) for a in answers],
            **{f"Q4_{n + 1}": [float(a.attributes[n] or 9) for a in answers] for n in range(3)},
            "Q5": [a.comment for a in answers],
        }
    )
    labels = {"Q1": GENDER.text, "Q3": OVERALL.text, "Q5": COMMENT.text, "Q2_other": "其他"}
    labels |= {f"Q2_{n}": o for n, o in enumerate(SERVICES.options, 1)}
    labels |= {f"Q4_{n}": f"{ATTRIBUTES.text} [{r}]" for n, r in enumerate(ATTRIBUTES.rows, 1)}
    rated = {9.0: "不回答", **dict(enumerate(map(str, range(1, 6)), 1))}
    pyreadstat.write_sav(
        frame,
        str(file),
        column_labels=labels,
        variable_value_labels={"Q1": {**dict(enumerate(GENDER.options, 1)), 9: "不回答"}, "Q3": rated},
        missing_ranges={name: [9] for name in ("Q1", "Q3", "Q4_1", "Q4_2", "Q4_3")},
    )
    return file


def plain(file: Path, answers: Sequence[Answer] = ANSWERS, *, encoding: str = "utf-8") -> Path:
    """A table of no platform, ``.csv``, ``.xlsx`` or ``.parquet``; choices joined."""
    header = ["Key", "Q1", "Q2", "Q3", "Q4_1", "Q4_2", "Q4_3", "Q5"]
    rows = [
        [
            a.key,
            a.gender or "",
            CHOICE.join(map(str, a.services)),
            *_texts(a.overall, *a.attributes),
            a.comment,
        ]
        for a in answers
    ]
    if file.suffix == ".parquet":
        pd.DataFrame(rows, columns=header).astype("str").to_parquet(file)
        return file
    return _table(file, [header, *rows], encoding=encoding)


_WJX = ("序号", "提交答卷时间", "所用时间", "来源", "来源详情", "来自IP")


def _wjx(number: int, a: Answer) -> list[object]:
    ip = f"{a.ip}({a.place})" if a.place else a.ip
    return [number, a.end.replace("-", "/").replace("/0", "/"), f"{a.seconds}秒", "微信", "N/A", ip]


def _wjx_marks(a: Answer) -> list[str]:
    if not a.services:
        return ["-3"] * len(SERVICES.options)
    marks = [str(int(n in a.services)) for n in range(1, len(SERVICES.options) + 1)]
    return [*marks[:-1], f"1〖{a.written}〗" if a.written and marks[-1] == "1" else marks[-1]]


def _beside(a: Answer, number: int) -> str:
    written = f"〖{a.written}〗" if a.written and number == len(SERVICES.options) else ""
    return _option(SERVICES, number) + written


def _option(question: Question, number: int | None) -> str:
    return question.options[number - 1] if number else ""


def _texts(*values: int | None) -> list[str]:
    return ["" if value is None else str(value) for value in values]


def _start(a: Answer) -> str:
    return str(pd.Timestamp(a.end) - pd.Timedelta(seconds=a.seconds))


def _american(moment: str) -> str:
    return pd.Timestamp(moment).strftime("%m/%d/%Y %I:%M:%S %p")


def _chinese(moment: str) -> str:
    t = pd.Timestamp(moment)
    return f"{t.year}/{t.month}/{t.day} {'下午' if t.hour >= 12 else '上午'}{t.hour % 12 or 12}:{t.minute:02}:{t.second:02} GMT+8"


def _json(about: dict[str, str]) -> str:
    return "{" + ",".join(f'"{k}":"{v}"' for k, v in about.items()) + "}"


def _table(
    file: Path,
    rows: Sequence[Sequence[object]],
    *,
    separator: str = ",",
    bom: bool = False,
    encoding: str = "utf-8",
) -> Path:
    if file.suffix == ".xlsx":
        with xlsxwriter.Workbook(str(file)) as book:
            sheet = book.add_worksheet()
            for n, row in enumerate(rows):
                sheet.write_row(n, 0, row)
        return file
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=separator).writerows(rows)
    file.write_bytes(("\ufeff" * bom + text.getvalue()).encode(encoding))
    return file

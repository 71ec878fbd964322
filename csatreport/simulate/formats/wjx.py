"""问卷星, exported by text: ``N、question``, choices joined by ``┋``, own words in ``〖…〗``."""

from __future__ import annotations

import io
from datetime import datetime

import numpy as np
import xlsxwriter

from csatreport.simulate.answers import BLANK, INAPPLICABLE, SKIPPED
from csatreport.simulate.formats import cells
from csatreport.simulate.items import Question, asked
from csatreport.simulate.population import Population
from csatreport.simulate.responses import Responses, Texts, Whole

MARKS = {BLANK: "(空)", SKIPPED: "(跳过)", INAPPLICABLE: "不适用"}
SOURCES = ("微信", "微信", "微信", "手机提交", "链接")
CITIES = ("广东-深圳", "浙江-杭州", "江苏-南京", "湖北-武汉", "福建-厦门", "四川-成都")


def content(responses: Responses, population: Population) -> bytes:
    """The export as a file; ``respondent`` holds the numbers that 问卷星 counts."""
    crowd, work = responses.crowd, responses.fieldwork
    columns: dict[str, Texts] = {
        "序号": responses.respondent,
        "提交答卷时间": _clock(work.end),
        "所用时间": np.array([f"{s // 60}分{s % 60}秒" for s in work.seconds.tolist()], dtype=object),
        "来源": np.array(SOURCES, dtype=object)[crowd.who % len(SOURCES)],
        "来源详情": np.full(len(crowd), "N/A", dtype=object),
        "来自IP": np.array([f"{ip}({CITIES[w % len(CITIES)]})"
                           for ip, w in zip(work.device, crowd.who.tolist(), strict=True)], dtype=object),
    }  # fmt: skip
    for question in asked("paper", crowd.quarter.wave):
        if question.kind != "other":
            columns[f"{question.number}、{question.chinese}"] = _answers(question, responses, population)
    return _workbook(columns)


def _clock(moments: np.ndarray) -> Texts:
    """Times as 问卷星 writes them, without leading zeros in the date."""
    return np.array(
        [f"{m.year}/{m.month}/{m.day} {m:%H:%M:%S}" for m in moments.astype("datetime64[s]").tolist()],
        dtype=object,
    )


def _answers(question: Question, responses: Responses, population: Population) -> Texts:
    if question.kind == "customer":
        return population.number[responses.crowd.who]
    if question.kind == "text":
        return np.where(responses.comments.text == "", MARKS[BLANK], responses.comments.text)
    given = responses.answers[question.item]
    if question.kind == "multiple":
        chosen = cells.several(question, given, MARKS, separator="┋", chinese=True)
        return _with_words(chosen, given, responses.other) if question.item == "reasons" else chosen
    return cells.typed(cells.single(question, given, MARKS, chinese=True), question.item, responses)


def _with_words(chosen: Texts, given: Whole, other: Texts) -> Texts:
    """The last option is "other": own words stand behind it."""
    own = (given > 0) & (other != "")
    return np.where(own, chosen + np.where(own, "〖" + other + "〗", ""), chosen)


def _workbook(columns: dict[str, Texts]) -> bytes:
    """A workbook of one sheet; the date inside is fixed, so that the same answers are the same bytes."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(
        file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    book.set_properties({"created": datetime(2026, 10, 8)})  # noqa: DTZ001 -- Excel knows no time zones
    page = book.add_worksheet("Sheet1")
    for place, (header, column) in enumerate(columns.items()):
        page.write_string(0, place, header)
        write = page.write_number if header == "序号" else page.write_string
        for row, cell in enumerate(column.tolist(), 1):
            write(row, place, cell)
    book.close()
    return file.getvalue()

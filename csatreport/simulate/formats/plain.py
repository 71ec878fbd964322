"""Plain CSV in GB18030, typed in from paper by the field agency: Chinese headers, full-width digits in part."""

from __future__ import annotations

import csv
import io

import numpy as np

from csatreport.simulate.answers import BLANK, INAPPLICABLE, SKIPPED
from csatreport.simulate.faults import TEST_KEY
from csatreport.simulate.formats import cells
from csatreport.simulate.items import Question, asked
from csatreport.simulate.population import Population
from csatreport.simulate.responses import Responses, Texts

ENCODING = "gb18030"
MARKS = {BLANK: "", SKIPPED: "", INAPPLICABLE: "9"}
HEADERS = {"customer": "客户编号", "stratum": "样本区域"}
CHOICES = {
    "stages_used": "办理过的业务",
    "stages_failed": "出过问题的环节",
    "touchpoints": "使用过的渠道",
    "reasons": "不满意的原因",
}
WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
TYPISTS = 5  # two of them use full-width digits


def content(responses: Responses, population: Population) -> bytes:
    """The export as a file."""
    crowd, work = responses.crowd, responses.fieldwork
    test = responses.respondent == TEST_KEY
    columns: dict[str, Texts] = {
        "问卷编号": responses.respondent,
        "客户编号": np.where(test, "", population.number[crowd.who]),
        "客户姓名": np.where(test, "", population.name[crowd.who]),
        "联系电话": np.where(test, "", population.phone[crowd.who]),
        "访问员": work.interviewer,
        "访问地点": work.place,
        "开始时间": cells.times(work.start, "%Y/%m/%d %H:%M"),
        "结束时间": cells.times(work.end, "%Y/%m/%d %H:%M"),
    }
    for question in asked("field", crowd.quarter.wave):
        columns |= _columns(question, responses)
    text = io.StringIO(newline="")
    table = csv.writer(text, lineterminator="\r\n")
    table.writerow(columns)
    table.writerows(zip(*(column.tolist() for column in columns.values()), strict=True))
    return text.getvalue().encode(ENCODING)


def _columns(question: Question, responses: Responses) -> dict[str, Texts]:
    header = HEADERS.get(question.item, question.chinese)
    if question.kind == "customer":
        return {}
    if question.kind in ("text", "other"):
        return {header: responses.comments.text if question.kind == "text" else responses.other}
    given = responses.answers[question.item]
    if question.kind == "multiple":
        return {
            f"{CHOICES[question.item]}_{option.chinese}": np.where(
                given >= 0, (given >> n & 1).astype(str), ""
            ).astype(object)
            for n, option in enumerate(question.options.values())
        }
    answers = cells.single(question, given, MARKS, chinese=True, numbers=True)
    if question.kind == "rating":
        wide = responses.crowd.who % TYPISTS < 2
        answers[wide] = [cell.translate(WIDE) for cell in answers[wide]]
    return {header: cells.typed(answers, question.item, responses)}

"""SPSS: numeric codes with labels, user-missing codes, one variable for each choice."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pyreadstat
from numpy.typing import NDArray

from csatreport.simulate.answers import BLANK, INAPPLICABLE, SKIPPED
from csatreport.simulate.formats import cells
from csatreport.simulate.items import Question, asked
from csatreport.simulate.population import Population
from csatreport.simulate.responses import Responses

MADE = b"08 Oct 26" + b"09:00:00"  # written into the header in place of the clock's
HEADER = slice(92, 109)  # date and time of creation
NOT_APPLICABLE, NO_ANSWER = "不适用", "未回答"


class Variable(NamedTuple):
    """A variable: name, label, cells, labels of its codes, codes that are missing."""

    name: str
    label: str
    cells: NDArray[Any]
    codes: Mapping[float, str] = MappingProxyType({})
    missing: tuple[float, ...] = ()


def content(responses: Responses, population: Population) -> bytes:
    """The export as a file."""
    variables = _recorded(responses, population)
    for question in asked("telephone", responses.crowd.quarter.wave):
        if question.kind == "multiple":
            variables += _choices(question, responses)
        elif question.kind == "stratum":  # comes with the sample, as text
            known = cells.single(question, responses.answers[question.item], cells.NOTHING, chinese=True)
            variables.append(Variable(question.item.upper(), question.chinese, known))
        elif question.kind not in ("customer", "text", "other"):
            variables.append(_answers(question, responses))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "survey.sav"
        pyreadstat.write_sav(
            pd.DataFrame({v.name: v.cells for v in variables}),
            str(path),
            column_labels={v.name: v.label for v in variables},
            variable_value_labels={v.name: dict(v.codes) for v in variables if v.codes},
            missing_ranges={v.name: list(v.missing) for v in variables if v.missing},
            file_label="Brightwater customer survey, telephone",
        )
        data = bytearray(path.read_bytes())
    data[HEADER] = MADE
    return bytes(data)


def _recorded(responses: Responses, population: Population) -> list[Variable]:
    """What the telephone studio records of every interview."""
    crowd, work = responses.crowd, responses.fieldwork
    return [
        Variable("RESPID", "受访者编号", responses.respondent),
        Variable("CUSTNO", "客户编号", population.number[crowd.who]),
        Variable("TELNO", "拨打号码", population.phone[crowd.who]),
        Variable("INTNR", "访问员编号", work.interviewer),
        Variable("STARTTIME", "开始时间", work.start.astype("datetime64[ns]")),
        Variable("ENDTIME", "结束时间", work.end.astype("datetime64[ns]")),
        Variable("COMMENT", "意见与建议", responses.comments.text),
        Variable("REASONSTEXT", "其他不满意的原因", responses.other),
    ]


def _answers(question: Question, responses: Responses) -> Variable:
    """One variable: ratings as they are, options counted from 1."""
    rated = question.kind == "rating"
    inapplicable, unanswered = (98.0, 99.0) if question.high == 10 or not rated else (8.0, 9.0)
    given = responses.answers[question.item]
    codes = given.astype(np.float64) + (0 if rated else 1)
    codes[given == SKIPPED] = np.nan
    codes[given == BLANK] = unanswered
    codes[given == INAPPLICABLE] = inapplicable
    for (item, row), text in responses.typed.items():
        if item == question.item:
            codes[row] = float(text)
    first = question.low if rated else 1
    known = {float(n): option.chinese for n, option in enumerate(question.options.values(), first)}
    marks = {inapplicable: NOT_APPLICABLE, unanswered: NO_ANSWER}
    return Variable(question.item.upper(), question.chinese, codes, known | marks, (inapplicable, unanswered))


def _choices(question: Question, responses: Responses) -> list[Variable]:
    """A variable for each option."""
    given = responses.answers[question.item]
    return [
        Variable(
            f"{question.item.upper()}_{code.upper()}",
            f"{question.chinese}:{option.chinese}",
            np.where(given >= 0, given >> bit & 1, np.nan),
            {0.0: "未选", 1.0: "选中"},
        )
        for bit, (code, option) in enumerate(question.options.items())
    ]

"""Answers without number, streamed: Parquet in row groups, a column for each variable, text in dictionaries."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from csatreport.simulate.answers import BLANK, INAPPLICABLE, SKIPPED
from csatreport.simulate.items import Question, questions
from csatreport.simulate.population import Population
from csatreport.simulate.responses import Responses

MARKS = {INAPPLICABLE: "9", SKIPPED: "", BLANK: ""}
LOWEST = min(MARKS)


def writer(path: Path, first: pa.Table) -> Any:  # noqa: ANN401 - pyarrow has no types
    """A file for tables like the first."""
    return pq.ParquetWriter(path, first.schema, compression="zstd")


def table(responses: Responses, population: Population) -> pa.Table:
    """Responses of one mode as they stand in the file."""
    return pa.table(_columns(responses, population))


def _columns(responses: Responses, population: Population) -> dict[str, pa.Array]:
    crowd, work = responses.crowd, responses.fieldwork
    columns: dict[str, pa.Array] = {
        "RESPID": pa.array(responses.respondent.astype(str)),
        "CUSTNO": pa.array(population.number[crowd.who]),
        "INTNR": pa.array(work.interviewer).dictionary_encode(),
        "PLACE": pa.array(work.place).dictionary_encode(),
        "DEVICE": pa.array(work.device),
        "STARTTIME": pa.array(work.start),
        "ENDTIME": pa.array(work.end),
        "TEST": pa.array(np.where(responses.fault == "test answer", "1", "")).dictionary_encode(),
    }
    for item, question in questions().items():
        if question.kind == "multiple":
            columns |= _choices(question, responses)
        elif item in responses.answers:
            columns[item.upper()] = _answers(question, responses)
    return columns | {
        "COMMENT": pa.array(responses.comments.text),
        "REASONSTEXT": pa.array(responses.other).dictionary_encode(),
    }


def _answers(question: Question, responses: Responses) -> pa.Array:
    """Numbers of ratings and words of options as text."""
    words = [option.chinese for option in question.options.values()]
    rated = question.kind == "rating"
    known = [str(n) for n in range(question.high + 1)] if rated else words
    known = [MARKS[n] for n in sorted(MARKS)] + known
    slips = {row: text for (name, row), text in responses.typed.items() if name == question.item}
    extra = sorted(set(slips.values()))
    places = (responses.answers[question.item] - LOWEST).astype(np.int8)
    for row, text in slips.items():
        places[row] = len(known) + extra.index(text)
    return pa.array(known + extra).take(pa.array(places)).dictionary_encode()


def _choices(question: Question, responses: Responses) -> dict[str, pa.Array]:
    given = responses.answers[question.item]
    return {
        f"{question.item.upper()}_{code.upper()}": pa.array(
            (given >> bit & 1).astype(np.int8), mask=given < 0
        )
        for bit, code in enumerate(question.options)
    }

"""Qualtrics, "use choice text": three header rows, choices of one question joined by commas."""

from __future__ import annotations

import csv
import io
import json
from typing import NamedTuple

import numpy as np

from csatreport.simulate.answers import BLANK, INAPPLICABLE, SKIPPED
from csatreport.simulate.formats import cells
from csatreport.simulate.items import Question, asked
from csatreport.simulate.population import Population
from csatreport.simulate.responses import Responses, Texts

MARKS = {BLANK: "", SKIPPED: "", INAPPLICABLE: "Does not apply"}
EMBEDDED = ("branch", "stratum", "region")  # known of the customer, not asked


class Column(NamedTuple):
    """Name, text and key of a column, and its cells."""

    name: str
    text: str
    key: str
    cells: Texts


def content(responses: Responses, population: Population) -> bytes:
    """The export as a file."""
    questions = [q for q in asked("web", responses.crowd.quarter.wave) if q.kind != "customer"]
    columns = [
        *_recorded(responses, population),
        *(c for q in questions if q.item not in EMBEDDED for c in _question(q, responses)),
        *(_embedded(q, responses) for q in questions if q.item in EMBEDDED),
    ]
    text = io.StringIO(newline="")
    text.write("\ufeff")
    table = csv.writer(text, lineterminator="\n")
    table.writerow([c.name for c in columns])
    table.writerow([c.text for c in columns])
    table.writerow([json.dumps({"ImportId": c.key}, separators=(",", ":")) for c in columns])
    table.writerows(zip(*(c.cells.tolist() for c in columns), strict=True))
    return text.getvalue().encode()


def _recorded(responses: Responses, population: Population) -> list[Column]:
    """What Qualtrics records of every response."""
    work, crowd = responses.fieldwork, responses.crowd
    test = responses.fault == "test answer"
    ends = cells.times(work.end, "%Y-%m-%d %H:%M:%S")
    broken = responses.fault == "too few answers"
    name = population.name[crowd.who]
    chinese = crowd.language == "zh"
    first = np.where(chinese, [n[1:] for n in name], [n.split(" ")[0] for n in name])
    last = np.where(chinese, [n[:1] for n in name], [n.split(" ")[-1] for n in name])
    degrees = np.array([f"{x:.4f}" for x in 30 + (crowd.who % 9000) / 10_000], dtype=object)
    known: list[tuple[str, str, str, object]] = [
        ("StartDate", "Start Date", "startDate", cells.times(work.start, "%Y-%m-%d %H:%M:%S")),
        ("EndDate", "End Date", "endDate", ends),
        ("Status", "Response Type", "status", np.where(test, "Survey Preview", "IP Address")),
        ("IPAddress", "IP Address", "ipAddress", work.device),
        ("Progress", "Progress", "progress", np.where(broken, 15, 100)),
        ("Duration (in seconds)", "Duration (in seconds)", "duration", work.seconds),
        ("Finished", "Finished", "finished", np.where(broken, "False", "True")),
        ("RecordedDate", "Recorded Date", "recordedDate", ends),
        ("ResponseId", "Response ID", "_recordId", responses.respondent),
        ("RecipientLastName", "Recipient Last Name", "recipientLastName", np.where(test, "", last)),
        ("RecipientFirstName", "Recipient First Name", "recipientFirstName", np.where(test, "", first)),
        ("RecipientEmail", "Recipient Email", "recipientEmail", np.where(test, "", population.email[crowd.who])),
        ("ExternalReference", "External Data Reference", "externalDataReference",
         np.where(test, "", population.number[crowd.who])),
        ("LocationLatitude", "Location Latitude", "locationLatitude", degrees),
        ("LocationLongitude", "Location Longitude", "locationLongitude", degrees[::-1]),
        ("DistributionChannel", "Distribution Channel", "distributionChannel", np.where(test, "preview", "email")),
        ("UserLanguage", "User Language", "userLanguage", np.where(chinese, "ZH-S", "EN")),
    ]  # fmt: skip
    return [Column(n, t, k, np.asarray(c, dtype=object)) for n, t, k, c in known]


def _question(question: Question, responses: Responses) -> list[Column]:
    key = f"QID{question.number}"
    if question.kind == "text":
        return [Column(question.tag, question.english, f"{key}_TEXT", responses.comments.text)]
    if question.kind == "other":
        place = 10
        text = f"{question.english} - Other - Text"
        return [Column(f"{question.tag}_{place}_TEXT", text, f"{key}_{place}_TEXT", responses.other)]
    given = responses.answers[question.item]
    if question.kind == "multiple":
        chosen = cells.several(question, given, MARKS, separator=",", chinese=False)
        return [Column(question.tag, f"{question.english} - Selected Choice", key, chosen)]
    answers = cells.single(question, given, MARKS, chinese=False)
    return [Column(question.tag, question.english, key, cells.typed(answers, question.item, responses))]


def _embedded(question: Question, responses: Responses) -> Column:
    name = question.item.title()
    return Column(
        name, name, name, cells.single(question, responses.answers[question.item], MARKS, chinese=False)
    )

"""The intake of records reads every file of the company, and puts aside exactly what was planted."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path

import happened
import pytest
from test_simulate_happenings import NAMES

from csatreport.intake.records import FIELDS, read_table
from csatreport.params import Questionnaire, Record
from csatreport.params.records import load_records
from csatreport.params.text import Text
from csatreport.simulate import population
from csatreport.simulate.happenings import delivery, exports, faults, words

LISTS = (
    "customer_type", "branch", "product", "department", "region", "language", "lifecycle", "channel", "cause",
    "platform", "topic", "sale", "action", "standard", "course", "suggestion", "competitor",
    "indicator_warning", "level", "status", "case_measure", "brand", "factor",
)  # fmt: skip
RULES = {
    faults.CODE: "unknown code", faults.DATE: "not a date", faults.ORDER: "dates out of order",
    faults.DUPLICATE: "duplicate key", faults.LONG_AGO: "outside the range",
}  # fmt: skip


def _questionnaire() -> Questionnaire:
    known = {kind: words.names(kind) for kind in LISTS}
    return Questionnaire(
        items=(),
        labels={
            k: {c: Text(en=n.english, zh=n.chinese) for c, n in names.items()} for k, names in known.items()
        },
        answers={
            k: {w: c for c, n in names.items() for w in (n.english, n.chinese)} for k, names in known.items()
        },
    )


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    folder = tmp_path_factory.mktemp("company")
    (folder / "params").mkdir()
    headers = Path(delivery.__file__).with_name("headers.csv")
    shutil.copy(headers, folder / "params" / "records.csv")
    for name, (content, _) in happened.files().items():
        (folder / name).write_bytes(content)
    return folder


@pytest.mark.parametrize("name", NAMES)
def test_every_file_is_read_and_only_what_was_planted_is_put_aside(project, name):
    table = name.partition(".")[0].partition("-")[0]
    declared = Record.model_validate(
        {"table": table, "file": name, "encoding": happened.ENCODINGS.get(table, "utf-8")}
    )
    found = read_table(declared, project, _questionnaire(), names=load_records(project, FIELDS))
    truth = happened.files()[name][1]
    planted = {RULES[kind]: n for kind, n in truth.get("planted", {}).items() if kind in RULES}
    assert found.received == truth["rows"]
    assert not found.unused
    assert dict(Counter(found.quarantine["rule"])) == planted


@pytest.mark.parametrize("quarters", [1, 2])
def test_the_files_of_few_quarters_are_read_too(tmp_path, project, quarters):
    for name, content, truth in exports(population.draw(happened.SEED, quarters), happened.SEED):
        table = name.partition(".")[0].partition("-")[0]
        (tmp_path / name).write_bytes(content)
        declared = Record.model_validate(
            {"table": table, "file": name, "encoding": happened.ENCODINGS.get(table, "utf-8")}
        )
        found = read_table(declared, tmp_path, _questionnaire(), names=load_records(project, FIELDS))
        assert found.received == truth["rows"]

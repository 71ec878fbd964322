"""What came in: every source, every stratum, every step of weighting."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from surveys import make_survey, rating, responses

from csatreport.intake import writing
from csatreport.measure import received
from csatreport.survey import Records, Survey

WAVE = "2026Q3"
SAMPLE = pd.DataFrame(
    [(WAVE, "urban", 5000.0, 200.0, 150.0, 100.0, 90.0, 0.75, 0.5, 2 / 3, 0.9),
     (WAVE, "rural", 700.0, None, None, 10.0, 10.0, None, None, None, 1.0),
     ("2026Q2", "urban", 5000.0, 200.0, 150.0, 1.0, 1.0, 0.75, 0.5, 2 / 3, 0.9)],
    columns=["wave", "stratum", "population", "drawn", "contacted", "received", "accepted", "contact_rate",
             "response_rate", "cooperation_rate", "validity_rate"],
)  # fmt: skip
STEPS = pd.DataFrame(
    [(WAVE, "start", 100, 1.0, 1.0, 1.0, 100.0, 1.0), (WAVE, "raked", 100, 0.4, 0.9, 2.5, 80.0, 1.25)],
    columns=["wave", "step", "n", "lowest", "median", "highest", "effective", "deff"],
)


def records(folder: Path) -> Records:
    """Complaints in two files, with five rows of three customers that nobody knows."""
    ledger = [("complaints", f"{n}.csv", "", "", 50, 48, 2) for n in "ab"]
    frames = {
        "complaints.ledger": (
            ledger,
            ("table", "source", "wave", "mode", "received", "accepted", "quarantined"),
        ),
        "complaints.unmatched": (
            [
                ("complaints", "customer", "c-1", 3),
                ("complaints", "customer", "c-2", 1),
                ("complaints", "branch", "", 1),
            ],
            ("table", "field", "value", "rows"),
        ),
    }
    for name, (rows, columns) in frames.items():
        writing.write(pd.DataFrame(rows, columns=list(columns)), folder / f"{name}.parquet")
    return Records(folder, {"complaints": "abc"})


@pytest.fixture
def survey(tmp_path: Path) -> Survey:
    made = make_survey(
        (rating("a"),),
        responses(a=[1.0, 2.0]),
        ledger=[("web.csv", WAVE, "web", 90, 80, 10), ("mixed.csv", WAVE, "web", 5, 5, 0),
                ("mixed.csv", WAVE, "tel", 6, 5, 1), ("old.csv", "2026Q2", "web", 70, 70, 0)],
    )  # fmt: skip
    return replace(made, sample=SAMPLE, weighting=STEPS, records=records(tmp_path))


def test_every_source_of_the_wave_and_every_table_is_counted_and_adds_up(survey: Survey) -> None:
    came = received.summary(survey)
    assert [(s.label.en, s.files, s.received.value, s.quarantined.value) for s in came.sources] == [
        ("Web survey", 1, 90, 10),
        ("Survey answers", 1, 11, 1),
        ("Complaints", 2, 100, 4),
    ]
    for source in (*came.sources, came.total):
        assert source.received.value == source.accepted.value + source.quarantined.value
    assert came.total.received.value == 201
    assert came.total.files == 4


def test_rates_of_a_stratum_are_told_where_its_sample_is_known(survey: Survey) -> None:
    urban, rural = received.summary(survey).strata
    assert (urban.drawn, urban.response, urban.validity) == (200.0, 0.5, 0.9)
    assert (rural.drawn, rural.response, rural.validity) == (None, None, 1.0)


def test_weighting_is_told_step_by_step(survey: Survey) -> None:
    start, raked = received.summary(survey).steps
    assert (start.effective, raked.effective, raked.deff) == (100.0, 80.0, 1.25)
    assert (raked.lowest, raked.median, raked.highest) == (0.4, 0.9, 2.5)


def test_keys_that_match_nothing_are_counted_by_table_and_field(survey: Survey) -> None:
    came = received.summary(survey)
    assert [(u.table.en, u.field.en, u.keys, u.rows) for u in came.unmatched] == [
        ("Complaints", "Customer number", 2, 4),
        ("Complaints", "Branch", 1, 1),
    ]
    assert came.strangers.value == 5


def test_a_survey_without_records_strata_or_weights_has_its_answers_only() -> None:
    plain = make_survey((rating("a"),), responses(a=[1.0]), ledger=[("web.csv", WAVE, "web", 9, 9, 0)])
    came = received.summary(plain)
    assert [s.received.value for s in came.sources] == [9]
    assert (came.strata, came.steps, came.unmatched) == ((), (), ())

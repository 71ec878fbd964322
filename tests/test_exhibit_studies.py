"""What is shown of two studies: sentences for every story, nothing invented, hostile names harmless."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest
from marketstudies import BRANDS, LABELS, rows, spread, study, survey

from csatreport.compare import studies
from csatreport.exhibit import charts, sentences, tables
from csatreport.params import Text
from csatreport.records import Chart, Claim, Table

HOSTILE = "<script>alert(1)</script> =1+1 {text} $x^2$ " + "很长的名称" * 20


def _found(noise: float, *, se: float | None = 3.0, years: bool = True, **rest: object):
    x = spread(1)
    y = x + noise * np.random.default_rng(5).standard_normal(12) - 12
    tables_ = [rows("one", {"total": x}, se=se), rows("two", {"total": y}, se=se)]
    if years:
        tables_ += [
            rows("one", {"total": x - 9}, year=2025, se=se),
            rows("two", {"total": y - 9}, year=2025, se=se),
        ]
    return studies.compare(survey(*tables_, **rest))


def _all(found):
    return [
        *sentences.studies.lead("studies", found),
        tables.studies_design("studies.design", found.design),
        tables.studies_factors("studies.factors", found.design),
        charts.slopes("studies.ranks", found.ranking),
        *sentences.studies.top("studies.top", found),
        tables.studies_scores("studies.scores", found.ranking),
        *sentences.studies.agree("studies.agreement", found),
        *sentences.studies.why("studies.why", found),
        *sentences.studies.years("studies.years", found),
        *sentences.studies.base("studies.base", found),
    ]


@pytest.mark.parametrize(
    ("noise", "se", "story"),
    [(0.5, 6.0, "same"), (3.0, 1.0, "broadly"), (2.0, None, "alike"), (500.0, 3.0, "different")],
)
def test_every_story_is_told_in_both_languages(noise, se, story):
    x = spread(1)
    y = 800 + (x - 800 + noise * np.random.default_rng(8).standard_normal(12)) / (1 + noise / 50)
    made = studies.compare(survey(rows("one", {"total": x}, se=se), rows("two", {"total": y}, se=se)))
    assert made.story == story
    shown = _all(made)
    assert all(r.text["en"] and r.text["zh"] for r in shown if isinstance(r, Claim))
    assert not re.search(r"\b(nan|None|inf)\b", " ".join(r.text["en"] for r in shown if isinstance(r, Claim)))


def test_studies_that_contradict_each_other_are_told_so():
    x = spread(1)
    made = studies.compare(
        survey(
            rows("one", {"total": x}, se=3.0), rows("two", {"total": 1600 - x + np.arange(12) % 3}, se=3.0)
        )
    )
    assert made.story == "opposite"
    assert "contradict" in _all(made)[0].text["en"]


def test_a_study_that_ranks_nobody_still_gives_a_chapter():
    made = studies.compare(survey(rows("one", {"total": spread(1)}), rows("two", {"total": [800.0] * 12})))
    first = _all(made)[0]
    assert "cannot be compared" in first.text["en"]


def test_equal_studies_are_told_to_be_equal():
    made = studies.compare(survey(rows("one", {"total": spread(1)}), rows("two", {"total": spread(1)})))
    (said,) = sentences.studies.why("studies.why", made)
    assert "print the same scores" in said.text["en"]
    assert _all(made)


def test_the_change_of_the_industry_is_said_as_its_test_says():
    said = {c.id: c for c in sentences.studies.lead("studies", _found(3.0)) if isinstance(c, Claim)}
    assert said["studies.changed"].text["en"].count("rose by 9 points") == 2
    assert "Neither study prints the year before" in " ".join(
        c.text["en"] for c in sentences.studies.lead("studies", _found(3.0, years=False))
    )


def test_without_standard_errors_the_chart_says_so_and_no_rank_interval_is_shown():
    made = _found(3.0, se=None)
    chart = charts.slopes("studies.ranks", made.ranking)
    assert "not tested" in chart.note["en"]
    table = tables.studies_scores("studies.scores", made.ranking)
    assert {row[3].text["en"] for row in table.rows} == {""}


def test_names_that_are_hostile_or_long_stay_harmless():
    labels = {**LABELS, "brand": {b: Text(en=f"{HOSTILE} {b}", zh=f"{HOSTILE}{b}") for b in BRANDS}}
    title = {"en": HOSTILE, "zh": HOSTILE}
    both = [
        study("one", title=title, organiser=title, sampling=title),
        study("two", title=title, organiser=title),
    ]
    shown = _all(_found(3.0, labels=labels, studies=both))
    for record in shown:
        if isinstance(record, Chart):
            assert "<script" not in record.svg["en"]
            assert "onload" not in record.svg["zh"]
    assert any(isinstance(r, Table) for r in shown)


def test_many_brands_keep_the_chart_readable():
    made = _found(3.0)
    many = replace(made.ranking, rows=made.ranking.rows * 8)
    chart = charts.slopes("studies.ranks", many)
    assert "only the brands whose ranks differ most" in chart.note["en"].lower()

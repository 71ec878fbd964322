"""The simulated company's segments: sizes and movement inside their intervals, people named alike, in every pair of waves."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import company
import numpy as np
import pandas as pd
import pytest

from csatreport.compare import segments as compared
from csatreport.intake.pseudonyms import Pseudonyms
from csatreport.measure.segments.named import named
from csatreport.measure.segments.questions import typing_tool
from csatreport.params import Wave

PAIRS = [("2024Q4", "2025Q1"), ("2025Q2", "2025Q3"), ("2025Q4", "2026Q1"), ("2026Q2", "2026Q3")]
JOINED = np.array([0, 1, 2, 3, 3])  # the last two cannot be told apart: they count as one
NAMES = {"Watches every yuan": 0, "Lives online": 1, "Wants it to work": 2, "Does it in the app": 3}


@cache
def truth() -> tuple[dict[str, int], dict[str, np.ndarray]]:
    """Place of each customer, and the segment of every customer in every quarter."""
    told = company.truth()["segments"]
    first, digits = int(told["first_number"][1:]), told["members"]
    numbers = pd.Series([f"M{first + 13 * i}" for i in range(len(digits["2026Q3"]))], dtype="string")
    keys = Pseudonyms.with_secret(company.KEY.encode()).of(numbers, "customer")
    members = {
        wave: JOINED[np.frombuffer(text.encode(), dtype=np.uint8) - ord("0")] for wave, text in digits.items()
    }
    return {key: n for n, key in enumerate(keys.tolist())}, members


@cache
def pair(before: str, now: str):
    """Segments of a wave with those of the wave before: four of them, few resamples, since their number is not at stake."""
    made = company.survey()
    edition = made.edition.model_copy(update={"wave": Wave.parse(now), "previous": Wave.parse(before)})
    declared = made.analysis.segments.model_copy(
        update={"number": 4, "most": 4, "times": 20, "references": 5, "starts": 3}
    )
    analysis = made.analysis.model_copy(update={"segments": declared})
    return named(replace(made, edition=edition, analysis=analysis))


@cache
def told(before: str, now: str):
    return compared.migration(pair(before, now))


@pytest.mark.parametrize(("before", "now"), PAIRS)
def test_segments_have_the_analysts_names_and_keep_their_people(before, now):
    found = pair(before, now)
    assert {n.en for n in found.names} == set(NAMES)
    assert not found.new
    assert not found.gone
    place, members = truth()
    keys = found.fielding.responses["customer"].fillna("").to_numpy()
    right = [
        NAMES[found.names[m].en] == members[now][place[key]]
        for key, m in zip(keys, found.now.member, strict=True)
        if m >= 0 and key in place
    ]
    assert np.mean(right) > 0.98


def test_sizes_lie_inside_their_intervals():
    _, members = truth()
    inside = []
    for before, now in PAIRS:
        for e in compared.sizes(pair(before, now)):
            true = (members[now] == NAMES[e.label.en]).mean()
            inside.append(e.low <= true <= e.high)
    assert np.mean(inside) >= 0.85  # 16 intervals of 95 %


def test_what_moved_lies_inside_its_interval_and_uncorrected_it_would_be_too_much():
    _, members = truth()
    covered, plain, corrected = [], [], []
    for before, now in PAIRS:
        found = told(before, now)
        true = (members[before] != members[now]).mean()
        covered.append(found.moved.low <= true <= found.moved.high)
        plain.append(found.placed.value - true)
        corrected.append(found.moved.value - true)
        assert 0.005 < found.seeming.value < 0.02
    assert all(covered)
    assert abs(np.mean(corrected)) < abs(np.mean(plain))


def test_each_rate_lies_inside_its_interval():
    _, members = truth()
    inside = []
    for before, now in PAIRS:
        for flow in told(before, now).flows:
            a, b = (NAMES[s.label.en] for s in (flow.first, flow.second))
            true = (members[now][members[before] == a] == b).mean()
            inside.append(flow.rate.low <= true <= flow.rate.high)
    assert len(inside) == 64
    assert np.mean(inside) >= 0.9


@pytest.mark.parametrize(("before", "now"), PAIRS)
def test_nothing_is_called_a_change_or_a_drift_where_the_company_did_not_change(before, now):
    found = pair(before, now)
    assert not len(compared.changes(found).clear)
    assert compared.drift(found).fits


def test_what_segments_were_made_to_need_and_use_is_found():
    portrait = compared.portrait(pair(*PAIRS[-1]))
    found = {(c.second.level_label.en, c.second.item) for c in portrait.matter if c.value > 0}
    assert ("Watches every yuan", "need.economic") in found
    assert ("Lives online", "usage.games") in found
    assert ("Does it in the app", "usage.work") in found
    assert ("Wants it to work", "touchpoints.hotline") in found


def test_four_questions_are_enough_to_place_a_customer():
    tool = typing_tool(pair(*PAIRS[-1]))
    assert len(tool.questions) == 4
    assert tool.few.value > 0.95
    assert tool.guess.value < 0.35
    assert tool.rounded.value > 0.99

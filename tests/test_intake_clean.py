"""A response goes by the first rule that it breaks, and nothing happens to the others."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st
from received import QUESTIONNAIRE, answers, responses

from csatreport.intake import clean
from csatreport.params.cleaning import Cleaning

APART: dict[str, Any] = {  # rules that hold each response against a limit, or both of two against each other
    "unique_respondent": False, "minimum_minutes": 2, "minimum_seconds_per_rating": 20,
    "straight_line_items": 3, "minimum_answered": 0.5, "maximum_faulty": 1, "window": True,
    "test_words": ["test"], "mode": {"tel": {"minimum_minutes": 4}},
    "contradiction": [{"name": "odd", "label": {"en": "Odd", "zh": "矛盾"}, "when": ["a <= 1", "e >= 7"]}],
    "interviewer": {"per_day": 3, "overlap": 1, "sameness": 0.8, "sameness_ratings": 3, "share": 0.6},
}  # fmt: skip
ALL = APART | {"unique_respondent": True, "unique_content": 3, "device_minutes": 10}
SOUND = {
    "respondent": "somebody else", "device": "another", "interviewer": "another", "mode": "web",
    "start": "2026-08-08 08:00", "end": "2026-08-08 08:20", "minutes": 20.0,
}  # fmt: skip
SOUND_ANSWERS = {"a": 2, "b": 4, "c": 3, "d": 1, "e": 6, "region": "s", "uses.tv": 0, "uses.net": 0}
STARTS = [
    *pd.date_range("2026-07-01 09:00", periods=4, freq="6min").strftime("%Y-%m-%d %H:%M"),
    "2026-10-01",
    None,
]


def rules(table: pd.DataFrame, given: pd.DataFrame | None = None, **cleaning: Any) -> pd.DataFrame:
    given = answers(len(table), a=1, b=2, c=3, d=4, e=5) if given is None else given
    return clean.rules(table, given, QUESTIONNAIRE, Cleaning.model_validate(cleaning))


@st.composite
def deliveries(draw: st.DrawFn) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Responses in which everything goes wrong that may, and often."""
    n = draw(st.integers(1, 12))

    def some(*values: object) -> list[object]:
        return draw(st.lists(st.sampled_from(values), min_size=n, max_size=n))

    table = responses(
        n, respondent=some("", "x", "y", "test"), device=some("", "d"), interviewer=some("", "i", "j"),
        mode=some("web", "tel", ""), start=some(*STARTS), minutes=some(0.5, 3, 9, np.nan),
        wave=some("2026Q3", "2026Q3", "2026Q2"), source=some("a.csv", "b.csv"), faulty=some(0, 0, 2),
        test=some(False, False, True), answered=some(True, True, False), spoilt=some("", "", "cut off"),
    )  # fmt: skip
    ratings = {name: some(1, 2, 5, np.nan) for name in "abcd"}
    given = answers(
        n, **ratings, e=some(1, 7, np.nan), region=some("n", "s", None), **{"uses.tv": some(0, 1)}
    )
    return table, given


def test_every_rule_is_applied_and_only_to_its_rows():
    table = responses(
        15,
        spoilt=["cut off", *[""] * 14],
        answered=[True, False, *[True] * 13],
        respondent=["", "", "test", "", "x", "x", *[""] * 9],
        start=["2026-07-01"] * 3 + ["2026-10-01"] + ["2026-07-02"] * 9 + ["2026-07-03"] * 2,
        device=[*[""] * 5, "d", "", "d", *[""] * 7],
        minutes=[*[5.0] * 8, 1, *[5] * 6],
        faulty=[*[0] * 11, 3, *[0] * 3],
        interviewer=[*[""] * 13, "i", "i"],
    )
    drawn = np.random.default_rng(2).integers(1, 5, (15, 4))
    given = answers(15, **dict(zip("abcd", drawn.T, strict=True)), e=5)
    given.loc[9, list("bcde")] = np.nan
    given.loc[10, list("abcd")] = 4
    given.loc[12] = given.loc[6]
    found = rules(
        table, given, window=True, test_words=["test"], device_minutes=5, minimum_minutes=2, unique_content=5,
        minimum_answered=0.5, straight_line_items=4, maximum_faulty=2, interviewer={"per_day": 1},
    )  # fmt: skip
    assert found["rule"].tolist() == [
        clean.SPOILT, clean.EMPTY, clean.TEST, clean.OUTSIDE, "", clean.DUPLICATE, "", "", clean.FAST,
        clean.INCOMPLETE, clean.STRAIGHT, clean.FAULTY, clean.CONTENT, clean.INTERVIEWER, clean.INTERVIEWER,
    ]  # fmt: skip
    assert (found["reason"].eq("") == found["rule"].eq("")).all()


def test_a_response_goes_by_the_first_rule_it_breaks():
    found = rules(responses(2, respondent="x", minutes=0.5), minimum_minutes=1)
    assert found["rule"].tolist() == [clean.FAST, clean.DUPLICATE]


def test_a_contradiction_and_a_second_response_from_a_device_are_rules_of_their_own():
    table = responses(2, device="d", start="2026-07-01")
    when = {"name": "odd", "label": {"en": "Odd", "zh": "矛盾"}, "when": ["a == 1"]}
    found = rules(table, device_minutes=1, contradiction=[when])
    assert found["rule"].tolist() == [clean.CONTRADICTORY, clean.DEVICE]


def test_rules_that_are_not_declared_do_not_run():
    table = responses(
        2, respondent="test", minutes=0.1, start="1999-01-01", interviewer="i", device="d", faulty=99
    )
    found = rules(table, answers(2, a=1, b=1, c=1, d=1), unique_respondent=False)
    assert found["rule"].tolist() == ["", ""]


def test_a_response_that_was_put_aside_makes_no_other_one_a_duplicate():
    found = rules(responses(2, respondent="x", test=[True, False]))
    assert found["rule"].tolist() == [clean.TEST, ""]


def test_the_result_has_the_index_of_the_responses_whatever_it_is():
    table = responses(3, minutes=[1, 9, 9]).set_axis([7, 3, 5])
    found = rules(table, answers(3, a=1, b=2).set_axis([7, 3, 5]), minimum_minutes=2)
    assert found["rule"].to_dict() == {7: clean.FAST, 3: "", 5: ""}


def test_no_responses_break_no_rule():
    assert rules(responses(0), **ALL).empty


@settings(max_examples=80, deadline=None)
@given(deliveries())
def test_every_response_is_accepted_or_has_one_rule_and_a_reason(delivery):
    found = rules(*delivery, **ALL)
    assert len(found) == len(delivery[0])
    assert set(found["rule"]) <= {"", *(name for name, _ in clean.ORDER)}
    assert (found["reason"].eq("") == found["rule"].eq("")).all()


@settings(max_examples=80, deadline=None)
@given(deliveries(), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing_for_rules_that_keep_no_first_one(delivery, random):
    table, given_answers = delivery
    order = random.sample(range(len(table)), len(table))
    before = rules(table, given_answers, **APART)
    after = rules(table.iloc[order], given_answers.iloc[order], **APART)
    assert after["rule"].to_dict() == before["rule"].to_dict()


@settings(max_examples=80, deadline=None)
@given(deliveries(), st.integers(0, 12))
def test_a_sound_response_is_accepted_and_puts_no_other_one_aside(delivery, place):
    table, given_answers = delivery
    order = [*range(min(place, len(table))), len(table), *range(min(place, len(table)), len(table))]
    more = pd.concat([table, responses(1, **SOUND)], ignore_index=True).iloc[order]
    more_answers = pd.concat(
        [given_answers, answers(1, **{**SOUND_ANSWERS, "region": ["s"]})], ignore_index=True
    ).iloc[order]
    found = rules(more, more_answers, **ALL)
    assert found.loc[len(table), "rule"] == ""
    pd.testing.assert_frame_equal(
        found.drop(len(table)), rules(table, given_answers, **ALL), check_index_type=False
    )

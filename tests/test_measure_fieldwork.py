import numpy as np
import pytest
from surveys import category, make_survey, rating, responses

from csatreport.errors import DataError
from csatreport.intake import clean, code
from csatreport.measure import fieldwork

ITEMS = (rating("a"), category("region", "region"))


@pytest.fixture
def survey():
    data = responses(
        a=[1.0, 2.0, np.nan, 4.0], region=["n", None, None, "s"], mode=["web", "web", "tel", None],
        minutes=[4.0, 10.0, 7.0, np.nan], weight=[1.0, 1.0, 2.0, 4.0],
    )  # fmt: skip
    return make_survey(
        ITEMS, data,
        ledger=[
            ("q3.csv", "2026Q3", "web", 5, 2, 3), ("q3.csv", "2026Q3", "tel", 1, 1, 0),
            ("q3b.csv", "2026Q3", "", 2, 1, 1), ("q2.csv", "2026Q2", "web", 90, 80, 10),
            ("scores.csv", "2026Q3", "", 700, 700, 0),
        ],
        quarantine=[
            ("q3.csv", "2026Q3", 4, "too fast", "", "", ""), ("q3.csv", "2026Q3", 5, "too fast", "", "", ""),
            ("q3.csv", "2026Q3", 6, "<b>own rule</b>", "", "", ""),
            ("q3b.csv", "2026Q3", 2, "no answers", "", "", ""),
            ("q3.csv", "2026Q3", 1, "outside the scale", "a", "9", ""),
            ("q2.csv", "2026Q2", 1, "too fast", "", "", ""),
        ],
        published_file="scores.csv",
    )  # fmt: skip


def test_received_is_accepted_plus_quarantined_in_every_mode(survey):
    summary = fieldwork.summary(survey)
    for mode in (*summary.modes, summary.total):
        assert mode.received.value == mode.accepted.value + mode.quarantined.value


def test_modes_of_the_wave_are_counted_and_published_files_are_not(survey):
    summary = fieldwork.summary(survey)
    counted = [(m.code, m.label.zh, m.received.value, m.accepted.value) for m in summary.modes]
    assert counted == [("tel", "电话访问", 1, 1), ("web", "网络调查", 5, 2), ("", "未记录调查方式", 2, 1)]
    assert (summary.total.received.value, summary.total.accepted.value) == (8, 4)


def test_validity_is_the_share_accepted(survey):
    web = fieldwork.summary(survey).modes[1]
    assert (web.valid.value, web.valid.of, web.valid.unit) == (2, 5, "share")


def test_minutes_are_the_median_and_none_where_unknown(survey):
    summary = fieldwork.summary(survey)
    assert [m.minutes for m in summary.modes] == [7.0, 7.0, None]
    assert summary.total.minutes == 7.0


def test_a_survey_without_modes_has_only_a_total():
    data = responses(a=[1.0] * 4, mode=[None] * 4)
    survey = make_survey(ITEMS, data, ledger=[("x.csv", "2026Q3", "", 4, 4, 0)])
    summary = fieldwork.summary(survey)
    assert summary.modes == ()
    assert summary.total.received.value == 4


def test_responses_put_aside_are_counted_by_rule_the_most_frequent_first(survey):
    aside = fieldwork.summary(survey).responses
    assert [(r.rule, r.count.value) for r in aside] == [
        ("too fast", 2),
        ("<b>own rule</b>", 1),
        ("no answers", 1),
    ]
    assert aside[0].label.zh == "作答过快"
    assert aside[1].label.en == "<b>own rule</b>"


def test_single_answers_set_aside_are_counted_by_item_and_rule(survey):
    (row,) = fieldwork.summary(survey).answers
    assert (row.item, row.rule, row.count.value, row.item_label.en) == ("a", "outside the scale", 1, "A")


def test_every_cleaning_rule_has_a_label_in_both_languages():
    rules = {rule for rule, _ in clean.ORDER} | {code.OUTSIDE, code.BETWEEN, code.TEXT, code.UNKNOWN}
    assert rules == set(fieldwork.RULES)


def test_the_effective_base_is_kish_s(survey):
    assert fieldwork.summary(survey).effective_base == pytest.approx(64 / 22)  # weights 1, 1, 2, 4


def test_missing_answers_are_counted_of_those_whose_mode_asked_the_item(survey):
    missing = fieldwork.summary(survey).missing
    assert [(c.label.en, c.value, c.of, c.unit) for c in missing] == [
        ("Region", 1, 3, "share"),  # nobody answered by telephone: it was not asked there
        ("A", 0, 3, "share"),
    ]


def test_a_wave_without_responses_has_no_fieldwork():
    with pytest.raises(DataError, match="no responses in wave 2026Q3"):
        fieldwork.summary(make_survey(ITEMS))

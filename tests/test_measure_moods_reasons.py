import company
import numpy as np
import pytest
from dissatisfaction import ITEMS, OVERALL, REASONS, WHY, r, simple, survey, wave

from csatreport.errors import UsageError
from csatreport.measure.moods import reasons
from csatreport.simulate import opinions


def named(*codes):
    """Columns of ones and zeros: one respondent per text of codes, "" = named none."""
    return {f"reasons.{k}": [np.nan if not c else float(k in c.split()) for c in codes] for k in REASONS}


def test_shares_of_reasons_are_those_of_r():
    found = reasons.reasons(survey())
    for code in REASONS:
        e = found.named.one(item=f"reasons.{code}")
        assert (e.value, e.se) == pytest.approx(
            (r()[f"reason_{code}", "value"], r()[f"reason_{code}", "se"]), rel=1e-7
        )


def test_the_lead_of_the_first_reason_is_that_of_r():
    found = reasons.lead(survey()).rows[0]
    assert (found.value, found.se) == pytest.approx((r()["lead", "value"], r()["lead", "se"]), rel=1e-7)
    assert (found.second.item, found.first.item) == ("reasons.a", "reasons.b")


def test_the_most_named_is_first_and_other_is_last_however_often_it_is_named():
    codes = ["other"] * 30 + ["b other"] * 12 + ["a"] * 8
    found = reasons.reasons(survey(simple([2.0] * 50, **named(*codes)), items=ITEMS))
    assert [e.item for e in found.named] == ["reasons.b", "reasons.a", "reasons.c", "reasons.other"]
    assert found.first.item == "reasons.b"


def test_the_cumulated_share_counts_a_customer_once_and_ends_with_everybody():
    codes = ["a b"] * 20 + ["a"] * 10 + ["c"] * 10
    found = reasons.reasons(survey(simple([1.0] * 40, **named(*codes)), items=ITEMS))
    assert [x.named.value for x in found.rows] == [0.75, 0.5, 0.25, 0]
    assert [x.covered.value for x in found.rows] == [0.75, 0.75, 1, 1]
    assert found.half == 1


def test_cumulated_shares_rise_from_the_first_to_one():
    covered = [x.covered.value for x in reasons.reasons(survey()).rows]
    assert covered == sorted(covered)
    assert covered[0] == reasons.reasons(survey()).rows[0].named.value
    assert covered[-1] == pytest.approx(1)


def test_the_order_of_answers_and_the_unit_of_weights_change_nothing():
    turned = wave().sample(frac=1, random_state=4)
    turned["weight"] *= 7
    one, two = ([(e.item, e.value, e.se) for e in reasons.reasons(survey(w)).named] for w in (wave(), turned))
    assert [x[0] for x in one] == [x[0] for x in two]
    assert np.array([x[1:] for x in one]) == pytest.approx(np.array([x[1:] for x in two]))


def test_only_the_mood_counts():
    made = survey(
        simple([1.0] * 20 + [3.0] * 20 + [5.0] * 20, **named(*["a"] * 20, *["b"] * 20, *["c"] * 20)),
        items=ITEMS,
    )
    assert reasons.reasons(made, "dissatisfied").first.item == "reasons.a"
    assert reasons.reasons(made, "neutral").first.item == "reasons.b"
    assert reasons.reasons(made).named.one(item="reasons.c").value == 0


def test_one_reason_alone_has_no_lead():
    made = survey(simple([1.0] * 40, **{f"reasons.{k}": [float(k == "a")] * 40 for k in ("a", "other")}))
    one = made.responses.drop(columns=["reasons.b", "reasons.c"])
    only = reasons.reasons(survey(one))
    assert [e.item for e in only.named] == ["reasons.a", "reasons.other"]
    assert only.first.value == 1
    assert not len(reasons.lead(survey(one)))


@pytest.mark.parametrize("answers", [[5.0] * 40, [np.nan] * 40])
def test_nobody_dissatisfied_gives_no_reasons(answers):
    made = survey(simple(answers, **named(*["a"] * 40)), items=ITEMS)
    found = reasons.reasons(made)
    assert len(found) == 0
    assert (len(reasons.lead(made)), len(reasons.changes(made))) == (0, 0)
    with pytest.raises(UsageError):
        _ = found.first


def test_reasons_that_nobody_named_or_nobody_was_asked_give_none():
    assert not len(reasons.reasons(survey(simple([1.0] * 40), items=ITEMS)))
    assert not len(reasons.reasons(survey(simple([1.0] * 40), items=(OVERALL,))))
    bare = simple([1.0] * 40).drop(columns=[f"reasons.{k}" for k in REASONS])
    assert not len(reasons.reasons(survey(bare, items=(OVERALL, WHY))))


def test_a_small_group_shows_no_reason():
    found = reasons.reasons(
        survey(simple([1.0] * 5 + [5.0] * 60, **named(*["a"] * 5, *[""] * 60)), items=ITEMS)
    )
    assert not any(e.shown for e in found.named)


def test_changes_compare_the_reasons_of_both_waves_as_one_family():
    before = wave("2026Q2")
    before["reasons.a"] = np.where(before["reasons.a"].isna(), np.nan, 0.0)
    found = reasons.changes(survey(before, wave()))
    assert {c.family for c in found if c.tested} == {4}
    assert found.one(item="reasons.a").direction == "up"
    assert not len(reasons.changes(survey()))


def test_the_company_names_what_it_made_worse_more_often_and_what_it_made_better_less():
    found = reasons.changes(company.survey())
    service = {f"reasons.{code}": item for code, item in opinions.REASONS.items()}
    assert {service[c.second.item] for c in found.risen} == {"bill_clear"}
    assert {service[c.second.item] for c in found.fallen} <= {"hotline_wait", "repair_speed", "app"}
    assert len(found.fallen) >= 2

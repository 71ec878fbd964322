import company
import numpy as np
import pytest
from dissatisfaction import COMPLAINED, ITEMS, OVERALL, r, simple, survey, wave
from surveys import rating, responses

from csatreport.errors import ParamsError
from csatreport.measure.moods import mood
from csatreport.measure.moods.mood import MOODS


@pytest.mark.parametrize("which", ["dissatisfied", "unsatisfied"])
def test_shares_are_those_of_r(which):
    found = mood.share(survey(), which)
    for quantity in ("value", "se", "low", "high"):
        assert getattr(found, quantity) == pytest.approx(r()[which, quantity], rel=1e-7)
    assert (found.measure, found.unit, found.df) == (which, "share", r()["design", "df"])


def test_everybody_is_satisfied_neutral_or_dissatisfied():
    share = {m: mood.share(survey(), m).value for m in MOODS}
    assert share["satisfied"] + share["neutral"] + share["dissatisfied"] == pytest.approx(1)
    assert share["unsatisfied"] == pytest.approx(share["neutral"] + share["dissatisfied"])


@pytest.mark.parametrize(
    ("low", "high", "answers", "expected"),
    [
        (1, 5, [1, 2, 3, 4, 5], (2, 1, 2)), (0, 10, range(11), (2, 7, 2)), (1, 3, [1, 2, 3], (1, 0, 2)),
        (1, 2, [1, 2], (0, 0, 2)),
    ],
)  # fmt: skip
def test_the_bottom_two_boxes_never_overlap_the_top_two(low, high, answers, expected):
    item = rating("overall", low=low, high=high, roles={"overall": ""})
    made = survey(simple([float(a) for a in answers] * 10), items=(item,))
    shares = [mood.share(made, m).value * len(answers) for m in ("dissatisfied", "neutral", "satisfied")]
    assert shares == pytest.approx(expected)


def test_the_order_of_answers_and_the_unit_of_weights_change_nothing():
    turned = wave().sample(frac=1, random_state=4)
    turned["weight"] *= 7
    one, two = (mood.share(survey(w), "dissatisfied") for w in (wave(), turned))
    assert (one.value, one.se, one.low, one.n) == pytest.approx((two.value, two.se, two.low, two.n))


def test_nobody_dissatisfied_is_a_share_of_none_with_an_exact_interval():
    found = mood.share(survey(simple([4.0, 5.0] * 60)))
    assert (found.value, found.low) == (0, 0)
    assert found.high == pytest.approx(1 - 0.025 ** (1 / 120), rel=0.02)


def test_everybody_dissatisfied_is_a_share_of_all():
    found = mood.share(survey(simple([1.0, 2.0] * 60)))
    assert (found.value, found.high) == (1, 1)


def test_no_answer_at_all_shows_nothing():
    made = survey(simple([np.nan] * 40))
    assert not mood.share(made).shown
    assert not len(mood.unvoiced(made))


def test_without_an_overall_item_the_error_names_the_role():
    with pytest.raises(ParamsError, match="overall"):
        mood.share(survey(items=ITEMS[1:]))


def test_the_change_since_the_previous_wave_is_tested_and_absent_without_one():
    worse = wave("2026Q2", overall=np.ones(360))
    change = mood.changes(survey(worse, wave()), "unsatisfied").rows[0]
    assert (change.kind, change.first.wave, change.second.wave, change.direction) == (
        "change",
        "2026Q2",
        "2026Q3",
        "down",
    )
    assert not len(mood.changes(survey(), "unsatisfied"))
    unasked = wave("2026Q2", overall=np.full(360, np.nan))
    assert not len(mood.changes(survey(unasked, wave())))


def test_the_series_has_every_wave_with_answers():
    found = mood.series(survey(wave("2026Q1"), wave()))
    assert [e.wave for e in found] == ["2026Q1", "2026Q3"]


def test_unvoiced_counts_those_who_said_no_among_the_mood():
    complained = ["yes"] * 5 + ["no"] * 15 + ["no"] * 20
    made = survey(simple([1.0] * 20 + [5.0] * 20, complained=complained), items=(OVERALL, COMPLAINED))
    found = mood.unvoiced(made).rows[0]
    assert (found.value, found.n, found.level) == (0.75, 20, "unsatisfied")
    unsure = survey(simple([1.0] * 20, complained=["yes"] * 5 + [None] * 15), items=(OVERALL, COMPLAINED))
    assert not mood.unvoiced(unsure).rows[0].shown  # five answers only
    assert not len(mood.unvoiced(survey(simple([1.0] * 20), items=(OVERALL,))))


def test_a_small_group_is_not_shown():
    made = survey(simple([1.0] * 4 + [5.0] * 60, complained=["no"] * 64), items=(OVERALL, COMPLAINED))
    assert not mood.unvoiced(made).rows[0].shown


def test_the_company_has_the_share_and_the_change_that_are_true_of_it():
    true = {
        w: 1 - company.truth()["population"][w]["items"]["overall"]["satisfied"] for w in ("2026Q2", "2026Q3")
    }
    found = mood.changes(company.survey(), "unsatisfied").rows[0]
    assert found.second.low <= true["2026Q3"] <= found.second.high
    assert found.low <= true["2026Q3"] - true["2026Q2"] <= found.high
    assert found.direction == "down"


def test_responses_of_other_kinds_are_refused_clearly():
    with pytest.raises(ParamsError):
        mood.unvoiced(survey(responses(x=[1.0] * 20, complained=["no"] * 20), items=(COMPLAINED,)))

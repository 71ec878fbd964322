import numpy as np
import pytest
from dissatisfaction import ITEMS, OVERALL, RECOMMEND, RENEW, SPEED, r, simple, survey, wave
from scipy import stats

from csatreport.errors import ParamsError
from csatreport.measure.moods import delighted


def test_the_lift_is_that_of_r():
    found = delighted.lifts(survey()).one(item="speed")
    assert (found.value, found.se) == pytest.approx((r()["lift", "value"], r()["lift", "se"]), rel=1e-6)
    assert (found.first.level, found.second.level, found.unit) == ("satisfied", "very", "share")


def test_the_multiple_and_its_interval_are_those_of_r():
    (found,) = delighted.multiple(survey())
    value, error = r()["multiple", "value"], r()["multiple", "se_log"]
    reach = stats.t.ppf(0.975, r()["design", "df"]) * error
    assert (found.value, found.se) == pytest.approx((value, r()["multiple", "se"]), rel=1e-6)
    assert (found.low, found.high) == pytest.approx((value * np.exp(-reach), value * np.exp(reach)), rel=1e-6)
    assert (found.unit, found.measure) == ("ratio", "multiple")


def test_the_interval_is_symmetric_on_the_log_scale_and_stays_above_nothing():
    (found,) = delighted.multiple(survey())
    assert found.low * found.high == pytest.approx(found.value**2)
    assert found.low > 0


def test_order_and_unit_of_weights_change_nothing():
    turned = wave().sample(frac=1, random_state=4)
    turned["weight"] *= 7
    one, two = (delighted.multiple(survey(w)).rows[0] for w in (wave(), turned))
    assert (one.value, one.se) == pytest.approx((two.value, two.se))


def test_groups_are_the_two_highest_answers():
    overall, speed = (
        [5.0] * 20 + [4.0] * 20 + [3.0] * 20,
        [5.0] * 15 + [4.0] * 5 + [5.0] * 5 + [4.0] * 15 + [5.0] * 20,
    )
    found = delighted.lifts(survey(simple(overall, speed=speed), items=(OVERALL, SPEED))).rows[0]
    assert (found.first.value, found.second.value, found.first.n) == (0.25, 0.75, 20)


def test_the_multiple_divides_the_certain_of_both_groups():
    overall, renew = [5.0] * 20 + [4.0] * 20, [5.0] * 16 + [1.0] * 4 + [5.0] * 4 + [4.0] * 16
    (found,) = delighted.multiple(survey(simple(overall, renew=renew), items=(OVERALL, RENEW)))
    assert (found.value, found.n) == (pytest.approx(4), 20)


def test_a_recommendation_counts_from_nine():
    overall, recommend = [5.0] * 20 + [4.0] * 20, [9.0] * 10 + [8.0] * 10 + [10.0] * 5 + [0.0] * 15
    (found,) = delighted.multiple(
        survey(simple(overall, recommend=recommend), items=(OVERALL, RECOMMEND)), "nps"
    )
    assert found.value == pytest.approx(2)


def test_no_certain_customer_among_the_satisfied_leaves_no_ratio():
    made = survey(simple([5.0] * 20 + [4.0] * 20, renew=[5.0] * 20 + [4.0] * 20), items=(OVERALL, RENEW))
    assert not delighted.multiple(made).rows[0].shown


def test_no_certain_customer_among_the_very_satisfied_is_a_ratio_of_nothing_without_interval():
    made = survey(simple([5.0] * 20 + [4.0] * 20, renew=[4.0] * 20 + [5.0] * 20), items=(OVERALL, RENEW))
    (found,) = delighted.multiple(made)
    assert (found.value, found.low, found.se) == (0, None, None)


@pytest.mark.parametrize("overall", [[5.0] * 40, [4.0] * 40, [1.0] * 40, [np.nan] * 40])
def test_without_both_groups_nothing_is_shown(overall):
    made = survey(
        simple(overall, renew=[5.0, 4.0] * 20, speed=[5.0, 4.0] * 20), items=(OVERALL, RENEW, SPEED)
    )
    assert not delighted.multiple(made).rows[0].shown
    assert not any(c.shown for c in delighted.lifts(made))


def test_without_the_role_or_services_there_is_nothing():
    assert not len(delighted.multiple(survey(items=(OVERALL, SPEED))))
    assert not len(delighted.lifts(survey(items=(OVERALL, RENEW))))
    with pytest.raises(ParamsError, match="overall"):
        delighted.lifts(survey(items=ITEMS[1:]))


def test_a_group_below_the_minimum_base_is_hidden():
    made = survey(simple([5.0] * 5 + [4.0] * 40, renew=[5.0] * 45), items=(OVERALL, RENEW))
    assert not delighted.multiple(made).rows[0].shown


def test_waves_and_the_change_between_them():
    made = survey(wave("2026Q1"), wave("2026Q2"), wave())
    assert [e.wave for e in delighted.multiples(made)] == ["2026Q1", "2026Q2", "2026Q3"]
    change = delighted.changes(made).rows[0]
    assert (change.value, change.direction) == (0, "none")
    assert not len(delighted.changes(survey()))

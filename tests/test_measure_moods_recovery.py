import numpy as np
import pytest
from dissatisfaction import COMPLAINED, ENDINGS, ITEMS, OVERALL, RENEW, RESOLVED, r, simple, survey, wave

from csatreport.errors import ParamsError
from csatreport.measure.moods import recovery
from csatreport.measure.moods.recovery import recovery as recovered


def after(renew, complained, resolved, overall=None):
    n = len(renew)
    given = simple(
        [4.0] * n if overall is None else overall,
        renew=np.array(renew, float),
        complained=complained,
        resolved=resolved,
    )
    return survey(given, items=(OVERALL, RENEW, COMPLAINED, RESOLVED))


def test_gaps_are_those_of_r():
    found = recovered(survey())
    assert [e.level for e in found.levels] == ["no", *ENDINGS]
    for c in found.gaps:
        expected = r()[c.second.level, "value"], r()[c.second.level, "se"]
        assert (c.value, c.se) == pytest.approx(expected, rel=1e-6)


def test_the_first_gap_alone_is_not_corrected_for_the_others():
    found = recovered(survey())
    alone = found.best.rows[0]
    assert (alone.second.level, alone.family) == ("quickly", 1)
    assert alone.p_adjusted == alone.p == found.gaps.rows[0].p
    assert found.gaps.rows[0].p_adjusted >= alone.p


def test_order_and_unit_of_weights_change_nothing():
    turned = wave().sample(frac=1, random_state=4)
    turned["weight"] *= 7
    one, two = ([(c.value, c.se) for c in recovered(survey(w)).gaps] for w in (wave(), turned))
    assert np.array(one) == pytest.approx(np.array(two))


def test_groups_are_those_who_never_complained_and_each_ending():
    never, quick, slow = [5] * 20, [5] * 10 + [1] * 10, [1] * 20
    made = after(
        never + quick + slow, ["no"] * 20 + ["yes"] * 40, [None] * 20 + ["quickly"] * 20 + ["slowly"] * 20
    )
    found = recovered(made)
    assert [(e.level, e.value, e.n) for e in found.levels] == [
        ("no", 1, 20),
        ("quickly", 0.5, 20),
        ("slowly", 0, 20),
    ]
    assert found.levels.rows[0].level_label.zh == "未投诉"


def test_who_complained_without_saying_how_it_ended_is_left_out():
    made = after([5] * 20 + [1] * 40, ["no"] * 20 + ["yes"] * 40, [None] * 40 + ["quickly"] * 20)
    assert [e.n for e in recovered(made).levels] == [20, 20]


def test_a_gap_of_satisfaction_is_of_the_overall_item():
    made = after(
        [5] * 40, ["no"] * 20 + ["yes"] * 20, [None] * 20 + ["quickly"] * 20, [5.0] * 20 + [1.0] * 20
    )
    found = recovered(made, "overall")
    assert [e.value for e in found.levels] == [1, 0]
    assert not found.gaps.rows[0].tested  # nobody differs within a group: there is nothing to test with


@pytest.mark.parametrize("left_out", [RENEW, COMPLAINED, RESOLVED])
def test_without_the_role_there_is_nothing_to_show(left_out):
    found = recovered(survey(items=tuple(i for i in ITEMS if i is not left_out)))
    assert (len(found.levels), len(found.gaps), len(found.best)) == (0, 0, 0)


def test_nobody_complained_or_nobody_answered_shows_nothing():
    assert not len(recovered(after([5] * 20, ["no"] * 20, [None] * 20)).gaps)
    assert not len(recovered(after([5] * 20, [None] * 20, [None] * 20)).gaps)
    blank = recovered(after([np.nan] * 40, ["no"] * 20 + ["yes"] * 20, [None] * 20 + ["quickly"] * 20))
    assert not any(c.shown for c in blank.gaps)


def test_everybody_complained_leaves_nothing_to_compare_with():
    found = recovered(after([5, 1] * 20, ["yes"] * 40, ["quickly", "slowly"] * 20))
    assert not any(c.shown for c in found.gaps)


def test_an_ending_of_few_customers_is_hidden():
    made = after([5] * 44, ["no"] * 40 + ["yes"] * 4, [None] * 40 + ["quickly"] * 4)
    assert not recovered(made).gaps.rows[0].shown


def test_without_overall_the_role_is_named():
    with pytest.raises(ParamsError, match="overall"):
        recovered(survey(items=ITEMS[1:]), "overall")


def test_endings_have_the_order_of_their_list():
    from csatreport.measure.fielding import Fielding

    levels, codes = recovery.endings(Fielding.of(survey()))
    assert [x.code for x in levels] == ["no", *ENDINGS]
    assert set(codes) == {0, 1, 2, 3}

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from kanoanswers import columns, kano_survey, one, pair
from surveys import LABELS, category, make_survey, rating, responses

from csatreport.errors import ParamsError
from csatreport.measure import kano
from csatreport.measure.fielding import Fielding
from csatreport.measure.resample import resampled
from csatreport.params import Text
from csatreport.params.analysis.kano import Kano

COUNTS = "M" * 30 + "O" * 25 + "A" * 20 + "I" * 15 + "R" * 6 + "Q" * 4


def feature(survey):
    return kano.analysis(survey).features[0]


def test_shares_and_coefficients_are_those_of_direct_counting():
    found = feature(one(COUNTS))
    assert {c: round(e.value * 100, 9) for c, e in found.shares.items()} == {
        c: COUNTS.count(c) for c in "MOAIRQ"
    }
    assert found.better.value == pytest.approx(45 / 90)
    assert found.worse.value == pytest.approx(-55 / 90)
    assert found.both.value == pytest.approx(100 / 90)
    assert found.total.value == pytest.approx(0.75)
    assert found.strength.value == pytest.approx(0.05)
    assert (found.better.n, found.questionable.n) == (90, 100)
    assert (found.category, found.plain, found.top, found.mixed) == ("M", "M", ("M", "O"), True)


def test_worse_mirrors_the_share_that_it_is():
    worse = feature(one(COUNTS)).worse
    assert -1 <= worse.low < worse.value < worse.high <= 0
    assert (worse.unit, worse.measure) == ("coefficient", "worse")


def test_mean_scores_are_those_of_the_answers():
    found = feature(one("AAMM"))
    assert found.with_it.value == pytest.approx((4 + 4 + 2 + 2) / 4)
    assert found.without_it.value == pytest.approx((0 + 0 + 4 + 4) / 4)


@pytest.fixture(scope="module")
def designed():
    g = np.random.default_rng(5)
    letters = "".join(g.choice(list("MOAIRQ "), 600, p=[0.22, 0.2, 0.18, 0.25, 0.06, 0.03, 0.06]))
    frame = responses(
        **columns(x=letters), region=g.choice(["n", "s"], 600).tolist(), weight=g.uniform(0.5, 2.5, 600),
        stratum=[f"h{i % 3}" for i in range(600)], cluster=[f"c{i // 6}-{i % 3}" for i in range(600)],
    )  # fmt: skip
    return kano_survey(frame)


def test_standard_errors_are_those_of_the_bootstrap_of_the_design(designed):
    fielding = Fielding.of(designed)
    f, d = (fielding.responses[f"x_{half}"].to_numpy(object) for half in "fd")
    found = feature(designed)
    letters = np.array(
        ["" if pd.isna(a) or pd.isna(b) else {("expect", "dislike"): "M", ("like", "dislike"): "O", ("like", "neutral"): "A",
         ("neutral", "neutral"): "I"}.get((a, b), "-") for a, b in zip(f, d, strict=True)]
    )  # fmt: skip
    m, o, a, i = (letters[None] == c for c in "MOAI")

    def statistic(weights):
        whole = (weights * (m | o | a | i)).sum(axis=1)
        better, worse = ((weights * one).sum(axis=1) / whole for one in (a | o, m | o))
        return np.column_stack([better, -worse, better + worse])

    drawn = resampled(statistic, fielding.design, np.random.default_rng(1), times=4000)
    se = drawn.se(np.empty(3))
    assert [found.better.se, found.worse.se, found.both.se] == pytest.approx(se.tolist(), rel=0.06)
    assert statistic(fielding.design.weights[None])[0] == pytest.approx(
        [found.better.value, found.worse.value, found.both.value]
    )


def numbers(found):
    every = (*found.shares.values(), found.better, found.worse, found.strength, found.with_it)
    return [x for e in every for x in (e.value, e.se, e.low, e.high, e.effective_n)] + [
        found.category,
        found.mixed,
    ]


def test_permuting_rows_changes_nothing(designed):
    mixed = replace(designed, responses=designed.responses.sample(frac=1, random_state=3))
    found, other = numbers(feature(designed)), numbers(feature(mixed))
    assert found[:-2] == pytest.approx(other[:-2])
    assert found[-2:] == other[-2:]


def test_scaling_weights_changes_nothing(designed):
    scaled = replace(designed, responses=designed.responses.assign(weight=designed.responses["weight"] * 37))
    assert numbers(feature(scaled))[:-2] == pytest.approx(numbers(feature(designed))[:-2])


@pytest.mark.parametrize("letter", "MOAIRQ")
def test_a_single_category_is_certain_and_not_mixed(letter):
    found = feature(one(letter * 40))
    assert (found.category, found.plain) == (letter, letter)
    assert found.shares[letter].value == 1
    assert not found.mixed


def test_everybody_questionable_leaves_no_coefficient():
    found = feature(one("Q" * 40))
    assert not found.better.shown
    assert not found.worse.shown
    assert found.questionable.value == 1


def test_two_respondents_have_numbers_but_no_class_where_groups_are_protected():
    assert feature(one("MA")).better.value == pytest.approx(0.5)
    hidden = feature(one("MA", minimum=10))
    assert (hidden.category, hidden.plain, hidden.top, hidden.mixed, hidden.continuous) == (
        "",
        "",
        ("", ""),
        False,
        "",
    )
    assert not hidden.strength.shown


def test_nobody_who_answered_leaves_nothing_to_show():
    found = feature(one("      "))
    assert found.category == ""
    assert not any(e.shown for e in found.shares.values())


def test_who_left_one_question_open_counts_for_the_other_features():
    frame = responses(**columns(x="MM  ", y="AAAA"), region=["n"] * 4)
    found = kano.analysis(kano_survey(frame, keys=("x", "y"))).features
    assert [f.questionable.n for f in found] == [2, 4]


def test_groups_are_classed_apart_and_small_ones_hidden():
    frame = responses(**columns(x="M" * 30 + "A" * 30 + "O" * 3), region=["n"] * 30 + ["s"] * 30 + ["w"] * 3)
    (domain,) = kano.analysis(kano_survey(frame, minimum_base=5)).domains
    found = {g.level.code: g.features[0].category for g in domain.groups}
    assert found["w"] == ""
    assert {found["n"], found["s"]} <= {"M", "A", ""}
    assert domain.item == "region"


def test_the_table_declared_is_the_one_used():
    twice = responses(x_f=["expect"] * 20, x_d=["expect"] * 20, region=["n"] * 20)
    assert feature(kano_survey(twice)).category == "I"
    assert feature(kano_survey(twice, kano=Kano(table="pouliot"))).category == "Q"


def test_the_rule_declared_is_the_one_used():
    letters = "M" * 20 + "O" * 18 + "A" * 15 + "I" * 40
    assert feature(one(letters)).category == "M"
    assert feature(one(letters, kano=Kano(rule="plain"))).category == "I"


def test_answers_with_codes_of_their_own_are_read_by_what_is_declared():
    lists = LABELS | {"k": {c: Text.same(c) for c in "abcde"}}
    frame = responses(x_f=["a", "b"] * 10, x_d=["e", "e"] * 10)
    made = make_survey(pair("x", "k"), frame, labels=lists, minimum_base=2)
    levels = dict(zip("abcde", ("like", "expect", "neutral", "tolerate", "dislike"), strict=True))
    survey = replace(made, analysis=made.analysis.model_copy(update={"kano": Kano(answers=levels)}))
    shares = feature(survey).shares
    assert (shares["O"].value, shares["M"].value) == (0.5, 0.5)


def test_questions_that_many_misunderstood_are_doubtful():
    assert kano.analysis(one("Q" * 30 + "M" * 70)).doubtful
    assert not kano.analysis(one("Q" * 2 + "M" * 98)).doubtful


def test_a_wave_without_pairs_is_refused():
    with pytest.raises(ParamsError, match="no Kano pair"):
        kano.analysis(make_survey((rating("a"),), responses(a=[1.0, 2.0])))


def test_half_a_pair_is_no_pair():
    lonely = (category("x_f", "kano", roles={"functional": "x"}),)
    with pytest.raises(ParamsError, match="no Kano pair"):
        kano.analysis(make_survey(lonely, responses(x_f=["like", "like"])))

import numpy as np
import pytest
from scipy import stats
from surveys import LABELS, category, make_survey, rating, responses

from csatreport.compare.standing import standing
from csatreport.errors import UsageError
from csatreport.measure import estimate

ITEMS = (rating("a"), category("region", "region", roles={"standing": "", "domain": ""}))
N = 300


def answers(means=(3.0, 4.5, 2.0), sizes=(100, 100, 100), **columns):
    g = np.random.default_rng(6)
    level = np.repeat(["n", "s", "w"], sizes)
    a = np.clip(np.round(g.normal(np.repeat(means, sizes), 0.8)), 1, 5)
    return responses(**{"a": a, "region": level.tolist(), **columns})


def test_levels_come_best_first_with_their_rank():
    found = standing(make_survey(ITEMS, answers()), "a", "mean")
    assert [(p.estimate.level, p.rank) for p in found.rows] == [("s", 1), ("n", 2), ("w", 3)]


def test_well_separated_levels_have_certain_ranks():
    found = standing(make_survey(ITEMS, answers()), "a", "mean")
    assert [(p.rank_low, p.rank_high) for p in found.rows] == [(1, 1), (2, 2), (3, 3)]


def test_levels_alike_may_have_any_rank():
    found = standing(make_survey(ITEMS, answers(means=(3, 3, 3))), "a", "mean")
    assert all((p.rank_low, p.rank_high) == (1, 3) for p in found.rows)


@pytest.mark.parametrize("lead", [0.0, 0.1, 0.2, 0.3, 0.4, 0.5])
def test_the_second_rank_is_possible_as_far_as_the_normal_distribution_says(lead):
    found = standing(make_survey(ITEMS, answers(means=(3, 3 + lead, 0), sizes=(150, 150, 0))), "a", "mean")
    first, second = (p.estimate for p in found.rows)
    swapped = stats.t.cdf((second.value - first.value) / np.hypot(first.se, second.se), first.df)
    assert not 0.02 < swapped < 0.03  # what each borrows of the other's variance moves it a little
    assert [(p.rank_low, p.rank_high) for p in found.rows] == (
        [(1, 2)] * 2 if swapped > 0.025 else [(1, 1), (2, 2)]
    )


def test_gaps_are_to_all_customers_and_corrected_together():
    survey = make_survey(ITEMS, answers())
    found = standing(survey, "a", "mean")
    overall = estimate.one(survey, "a", "mean")
    assert found.overall == overall
    for place in found.rows:
        assert place.gap.value == pytest.approx(place.estimate.value - overall.value)
        assert (place.gap.first, place.gap.family) == (overall, 3)
        y = survey.responses["a"].to_numpy()
        inside = (survey.responses["region"] == place.estimate.level).to_numpy(bool)
        z = inside * (y - y[inside].mean()) / inside.sum() - (y - y.mean()) / N
        assert place.gap.se == pytest.approx(np.sqrt(N / (N - 1) * (z**2).sum()))
    assert [p.gap.direction for p in found.rows] == ["up", "none", "down"]


def test_spread_is_best_minus_worst_and_untested():
    found = standing(make_survey(ITEMS, answers()), "a", "mean")
    assert (found.spread.first, found.spread.second) == (found.worst, found.best)
    assert (found.best.level, found.worst.level) == ("s", "w")
    assert found.spread.value == pytest.approx(found.rows[0].estimate.value - found.rows[-1].estimate.value)
    assert not found.spread.tested


def test_suppressed_levels_come_last_without_rank():
    found = standing(make_survey(ITEMS, answers(sizes=(4, 100, 196))), "a", "mean")
    assert [(p.estimate.level, p.rank, p.rank_low) for p in found.rows] == [
        ("w", 1, 1),
        ("n", None, None),
        ("s", None, None),
    ]
    assert found.spread is None


def test_published_scores_rank_without_interval_and_ties_share_a_rank():
    rows = [("2026Q3", "a", "", "", 80.0), ("2026Q3", "a", "region", "n", 79.0),
            ("2026Q3", "a", "region", "s", 85.0), ("2026Q3", "a", "region", "w", 79.0)]  # fmt: skip
    found = standing(make_survey(ITEMS, published=rows), "a", "score")
    assert [(p.estimate.level, p.rank, p.rank_low, p.gap.value) for p in found.rows] == [
        ("s", 1, None, 5.0), ("n", 2, None, -1.0), ("w", 2, None, -1.0),
    ]  # fmt: skip
    assert found.spread.value == 6.0
    assert not found.rows[0].gap.tested


def test_without_a_published_total_there_are_no_gaps():
    rows = [("2026Q3", "a", "region", "n", 79.0), ("2026Q3", "a", "region", "s", 85.0)]
    found = standing(make_survey(ITEMS, published=rows), "a", "score")
    assert found.overall is None
    assert [p.gap for p in found.rows] == [None, None]


def test_a_questionnaire_without_peers_is_refused():
    with pytest.raises(UsageError, match="no domain to rank"):
        standing(make_survey((rating("a"),), answers()), "a", "mean")


def test_levels_of_one_name_are_told_apart_by_their_codes():
    twice = LABELS | {"region": {**LABELS["region"], "s": LABELS["region"]["n"]}}
    found = standing(make_survey(ITEMS, answers(), labels=twice), "a", "mean")
    assert {p.estimate.level: p.estimate.level_label.en for p in found.rows} == {
        "n": "North (n)", "s": "North (s)", "w": "West",
    }  # fmt: skip
    assert found.rows[0].estimate.level_label.zh == "北部（s）"


def test_another_domain_is_ranked_where_it_is_named():
    survey = make_survey((*ITEMS, category("mode2", "mode")), answers(mode2=["web", "tel"] * 150))
    found = standing(survey, "a", "mean", domain="mode2")
    assert (found.domain, {p.estimate.level for p in found.rows}) == ("mode2", {"web", "tel"})


def test_levels_that_all_gave_one_answer_share_a_place_that_nothing_is_known_of():
    found = standing(make_survey(ITEMS, responses(a=[5.0] * N, region=["n", "s", "w"] * 100)), "a", "csat")
    assert [(p.rank, p.rank_low) for p in found.rows] == [(1, None)] * 3
    assert found.peers is None


def test_two_respondents_who_agree_are_not_sure_of_their_rank():
    survey = make_survey(ITEMS, answers(means=(3, 3.1, 9), sizes=(150, 148, 2)), minimum_base=2)
    two = next(p for p in standing(survey, "a", "mean").rows if p.estimate.level == "w")
    assert (two.estimate.value, two.estimate.se) == (5.0, 0.0)
    assert two.rank == 1
    survey = make_survey(ITEMS, answers(means=(3, 4.4, 9), sizes=(150, 148, 2)), minimum_base=2)
    two = next(p for p in standing(survey, "a", "mean").rows if p.estimate.level == "w")
    assert (two.rank_low, two.rank_high) == (1, 2)


def test_one_respondent_is_never_ranked():
    found = standing(make_survey(ITEMS, answers(sizes=(150, 149, 1)), minimum_base=2), "a", "mean")
    assert [p.estimate.level for p in found.rows if p.rank is None] == ["s", "w"]


def test_order_of_rows_and_scale_of_weights_change_nothing():
    g = np.random.default_rng(3)
    frame = answers(means=(3, 3.2, 3.1), weight=g.uniform(0.5, 2, N))
    turned = frame.sample(frac=1, random_state=1).assign(weight=lambda f: 7 * f["weight"])
    one, other = (
        standing(make_survey(ITEMS, f.reset_index(drop=True)), "a", "csat_index") for f in (frame, turned)
    )
    for a, b in zip(one.rows, other.rows, strict=True):
        assert (a.rank, a.rank_low, a.rank_high) == (b.rank, b.rank_low, b.rank_high)
        assert a.estimate.value == pytest.approx(b.estimate.value, rel=1e-12)
    assert one.peers.variance == pytest.approx(other.peers.variance, rel=1e-9)

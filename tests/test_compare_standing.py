import numpy as np
import pytest
from scipy import stats
from surveys import category, make_survey, rating, responses

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


def test_the_seed_of_the_edition_fixes_the_ranks(monkeypatch):
    monkeypatch.setattr("csatreport.compare.standing.DRAWS", 30)  # so few that the seed matters

    def ranks(seed):
        found = standing(make_survey(ITEMS, answers(means=(3, 3.1, 3.2)), seed=seed), "a", "mean")
        return tuple((p.rank_low, p.rank_high) for p in found.rows)

    assert ranks(1) == ranks(1)
    assert len({ranks(seed) for seed in range(20)}) > 1


@pytest.mark.parametrize("lead", [0.0, 0.1, 0.2, 0.3, 0.4, 0.5])
def test_the_second_rank_is_possible_as_far_as_the_normal_distribution_says(lead):
    found = standing(make_survey(ITEMS, answers(means=(3, 3 + lead, 0), sizes=(150, 150, 0))), "a", "mean")
    first, second = (p.estimate for p in found.rows)
    swapped = stats.norm.cdf((second.value - first.value) / np.hypot(first.se, second.se))
    assert not 0.02 < swapped < 0.03  # 10,000 draws tell one from the other
    assert found.rows[0].rank_high == (2 if swapped > 0.025 else 1)


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

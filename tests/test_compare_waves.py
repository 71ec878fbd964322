import numpy as np
import pytest
from surveys import make_survey, rating, responses, wave

from csatreport.compare import waves
from csatreport.errors import UsageError
from csatreport.measure import estimate
from csatreport.measure.holm import adjust

N = 300
ITEMS = tuple(rating(k, dimension="service") for k in ("a", "b", "c"))


def answers(name, seed, **columns):
    g = np.random.default_rng(seed)
    return responses(
        name,
        **{
            **{k: g.integers(1, 6, N).astype(float) for k in "abc"},
            "weight": g.uniform(0.5, 2, N),
            **columns,
        },
    )


@pytest.fixture
def survey():
    better = np.clip(np.random.default_rng(9).integers(3, 7, N), 1, 5).astype(float)
    return make_survey(ITEMS, answers("2025Q3", 1), answers("2026Q2", 2), answers("2026Q3", 3, a=better))


def test_variances_of_two_waves_add(survey):
    found = waves.change(survey, "b", "mean")
    before = estimate.one(survey, "b", "mean", wave=wave("2026Q2"))
    now = estimate.one(survey, "b", "mean")
    assert found.value == pytest.approx(now.value - before.value)
    assert found.se**2 == pytest.approx(before.se**2 + now.se**2)
    assert (found.first.wave, found.second.wave, found.kind) == ("2026Q2", "2026Q3", "change")


def test_all_items_are_one_family(survey):
    found = waves.changes(survey, "mean")
    assert [c.second.item for c in found] == ["a", "b", "c"]
    assert {c.family for c in found} == {3}
    assert [c.p_adjusted for c in found] == pytest.approx(adjust([c.p for c in found]))
    assert [c.second.item for c in found.clear] == ["a"]


def test_a_single_change_is_its_own_family(survey):
    assert waves.change(survey, "a", "mean").family == 1


def test_the_wave_of_last_year_is_compared_on_request(survey):
    assert waves.change(survey, "a", "csat", to="year_ago").first.wave == "2025Q3"


def test_an_edition_without_that_wave_has_no_changes():
    alone = make_survey(ITEMS, answers("2026Q3", 3))
    assert len(waves.changes(alone, "mean")) == 0
    assert len(waves.changes(make_survey(ITEMS, answers("2026Q3", 3), previous=None), "mean")) == 0
    with pytest.raises(
        UsageError, match=r"no change of 'a'(.|\n)*previous = 2026Q2; waves with data: 2026Q3"
    ):
        waves.change(alone, "a", "mean")


def test_an_item_that_one_wave_did_not_ask_is_left_out():
    items = (*ITEMS, rating("new", sources={None: "new", wave("2026Q2"): "-"}))
    survey = make_survey(items, answers("2026Q2", 2), answers("2026Q3", 3, new=np.full(N, 3.0)))
    assert [c.second.item for c in waves.changes(survey, "mean")] == ["a", "b", "c"]
    assert len(waves.changes(survey, "mean", items=["new"])) == 0


def test_a_suppressed_item_does_not_count_in_the_family():
    few = np.full(N, np.nan)
    few[:5] = 3.0
    survey = make_survey(ITEMS, answers("2026Q2", 2), answers("2026Q3", 3, c=few))
    found = waves.changes(survey, "mean")
    assert [(c.second.item, c.tested, c.shown) for c in found][2] == ("c", False, False)
    assert found.rows[0].family == 2


def test_published_scores_change_without_a_test():
    survey = make_survey(ITEMS, published=[("2026Q2", "a", "", "", 80.0), ("2026Q3", "a", "", "", 82.5)])
    (found,) = waves.changes(survey, "score")
    assert (found.value, found.p, found.tested, found.direction) == (2.5, None, False, "none")


def test_single_services_are_one_family_without_satisfaction_as_a_whole():
    items = (rating("overall", roles={"overall": ""}), *ITEMS)
    both = [answers(w, s, overall=np.full(N, float(s))) for w, s in (("2026Q2", 2), ("2026Q3", 3))]
    found = waves.attributes(make_survey(items, *both), "csat")
    assert [c.second.item for c in found] == ["a", "b", "c"]
    assert {c.family for c in found} == {3}


def test_under_no_change_at_most_one_family_in_twenty_finds_one():
    found = 0
    for seed in range(100):
        survey = make_survey(ITEMS, answers("2026Q2", 2 * seed + 1000), answers("2026Q3", 2 * seed + 1001))
        found += len(waves.changes(survey, "mean").clear) > 0
    assert found <= 13  # at most 5 expected; more than 13 has probability below 0.0005

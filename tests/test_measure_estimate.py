import numpy as np
import pytest
from surveys import category, make_survey, rating, responses, wave

from csatreport.errors import DataError, DesignError, UsageError
from csatreport.measure import estimate
from csatreport.params import Text

N = 200


def answers(seed=0, name="2026Q3", n=N, **columns):
    g = np.random.default_rng(seed)
    ratings = {k: g.integers(1, 6, n).astype(float) for k in ("overall", "a", "b", "c")}
    plain = {
        **ratings, "r": g.integers(0, 11, n).astype(float), "weight": g.uniform(0.5, 2, n),
        "region": g.choice(["n", "s", "w"], n).tolist(),
    }  # fmt: skip
    return responses(name, **{**plain, **columns})


ITEMS = (
    rating("overall", roles={"overall": ""}),
    rating("a", dimension="service"), rating("b", dimension="service"),
    rating("c", dimension="product"), rating("r", low=0, high=10, roles={"nps": ""}),
    category("region", "region", roles={"domain": ""}),
)  # fmt: skip


@pytest.fixture
def survey():
    return make_survey(ITEMS, answers(1, "2025Q3"), answers(2, "2026Q2"), answers(3))


def test_items_are_the_reported_ratings_in_questionnaire_order(survey):
    assert [e.item for e in estimate.items(survey, "csat")] == ["overall", "a", "b", "c"]
    assert [e.item for e in estimate.items(survey, "nps")] == ["r"]
    assert [e.item for e in estimate.items(survey, "csat", items=["c", "a"])] == ["c", "a"]


def test_an_estimate_knows_all_that_it_is_about(survey):
    found = estimate.one(survey, "a", "csat")
    assert (found.unit, found.measure, found.item, found.wave) == ("share", "csat", "a", "2026Q3")
    assert (found.label.en, found.wave_label.zh) == ("A", "2026年第三季度")
    assert (found.group, found.group_label) == ("service", Text(en="Service", zh="服务"))
    assert (found.weight, found.data, found.flag, found.confidence) == ("population", "d" * 64, "", 0.95)
    assert (found.n, found.df) == (N, N - 1)
    assert found.low < found.value < found.high
    assert found.effective_n < N


def test_values_are_the_weighted_means(survey):
    rows = survey.in_wave(wave("2026Q3")).responses
    expected = np.average(rows["a"] >= 4, weights=rows["weight"])
    assert estimate.one(survey, "a", "csat").value == pytest.approx(expected, rel=1e-13)


def test_the_index_is_the_mean_rescaled(survey):
    mean, index = estimate.one(survey, "a", "mean"), estimate.one(survey, "a", "csat_index")
    assert index.value == pytest.approx((mean.value - 1) * 25)
    assert index.se == pytest.approx(mean.se * 25)


def test_net_promoter_score_is_promoters_minus_detractors(survey):
    rows = survey.in_wave(survey.wave).responses
    promoters = np.average(rows["r"] >= 9, weights=rows["weight"])
    detractors = np.average(rows["r"] <= 6, weights=rows["weight"])
    assert estimate.one(survey, "r", "nps").value == pytest.approx(100 * (promoters - detractors))


def test_levels_follow_the_list_and_keep_the_degrees_of_freedom_of_all(survey):
    found = estimate.levels(survey, "a", "mean", "region")
    assert [e.level for e in found] == ["n", "s", "w"]
    assert [e.level_label.zh for e in found] == ["北部", "南部", "西部"]
    assert {e.df for e in found} == {N - 1}
    assert sum(e.n for e in found) == N


def test_respondents_without_a_level_are_in_no_level():
    region = ["n"] * 60 + ["s"] * 60 + [None] * 80
    found = estimate.levels(make_survey(ITEMS, answers(region=region)), "a", "csat", "region")
    assert [(e.level, e.n) for e in found] == [("n", 60), ("s", 60)]


def test_a_level_without_label_keeps_its_code():
    survey = make_survey(ITEMS, answers(region=["<b>x</b>"] * 100 + ["n"] * 100))
    found = estimate.levels(survey, "a", "csat", "region")
    assert [e.level_label.en for e in found] == ["North", "<b>x</b>"]


def test_a_domain_of_two_people_is_suppressed_with_the_level_that_gives_it_away():
    survey = make_survey(ITEMS, answers(region=["n"] * 2 + ["s"] * 90 + ["w"] * 108))
    north, south, west = estimate.levels(survey, "a", "csat", "region")
    assert (north.flag, south.flag, west.flag) == ("suppressed", "suppressed", "")
    for hidden in (north, south):
        numbers = (hidden.se, hidden.low, hidden.high, hidden.effective_n, hidden.deff)
        assert np.isnan(hidden.value)
        assert numbers == (None,) * 5
    assert north.n == 2


def test_few_effective_answers_are_flagged_low():
    survey = make_survey(ITEMS, answers(region=["n"] * 25 + ["s"] * 175))
    assert [e.flag for e in estimate.levels(survey, "a", "csat", "region")] == ["low", ""]


def test_a_base_is_low_by_its_effective_answers_not_by_its_number():
    weights = np.r_[np.full(20, 9.0), np.full(40, 0.1), np.ones(140)]
    found = estimate.levels(
        make_survey(ITEMS, answers(region=["n"] * 60 + ["s"] * 140, weight=weights)), "a", "csat", "region"
    ).rows[0]
    assert (found.n, found.flag) == (60, "low")
    assert found.effective_n < 30


def test_an_item_that_nobody_answered_is_suppressed_with_base_zero():
    survey = make_survey(ITEMS, answers(a=np.full(N, np.nan)))
    found = estimate.one(survey, "a", "csat")
    assert (found.flag, found.n) == ("suppressed", 0)
    assert "a" in [e.item for e in estimate.items(survey, "csat")]


def test_one_respondent_is_suppressed_and_no_crash():
    survey = make_survey(ITEMS, answers(n=1))
    assert {e.flag for e in estimate.items(survey, "mean")} == {"suppressed"}


def test_an_item_that_the_wave_did_not_ask_is_left_out():
    items = (*ITEMS, rating("new", sources={None: "new", wave("2026Q2"): "-"}))
    survey = make_survey(items, answers(2, "2026Q2"), answers(3, new=np.full(N, 4.0)))
    assert [e.wave for e in estimate.series(survey, "new", "mean")] == ["2026Q3"]
    earlier = estimate.items(survey, "mean", wave=wave("2026Q2"))
    assert "new" not in [e.item for e in earlier]


def test_a_series_runs_from_the_oldest_wave(survey):
    assert [e.wave for e in estimate.series(survey, "a", "csat")] == ["2025Q3", "2026Q2", "2026Q3"]
    south = estimate.series(survey, "a", "csat", domain="region", level="s")
    assert [(e.wave, e.level) for e in south] == [("2025Q3", "s"), ("2026Q2", "s"), ("2026Q3", "s")]
    assert len(estimate.series(survey, "a", "csat", domain="region")) == 9


def test_each_wave_has_its_own_design():
    clustered = answers(3, cluster=[str(i % 20) for i in range(N)])
    survey = make_survey(ITEMS, answers(2, "2026Q2"), clustered)
    assert [e.df for e in estimate.series(survey, "a", "mean")] == [N - 1, 19]


def test_a_dimension_is_the_mean_of_each_respondents_item_scores(survey):
    rows = survey.in_wave(survey.wave).responses
    found = estimate.dimensions(survey, "mean")
    expected = np.average((rows["a"] + rows["b"]) / 2, weights=rows["weight"])
    assert [e.item for e in found] == ["service", "product"]
    assert found.rows[0].value == pytest.approx(expected)
    assert found.rows[0].label.zh == "服务"
    assert found.rows[1].value == pytest.approx(estimate.one(survey, "c", "mean").value)


def test_single_services_are_the_items_of_a_dimension(survey):
    assert [e.item for e in estimate.attributes(survey, "csat")] == ["a", "b", "c"]


def test_a_questionnaire_without_dimensions_has_none():
    assert len(estimate.dimensions(make_survey((rating("a"),), responses(a=[1.0] * 20)), "mean")) == 0


def test_a_questionnaire_without_recommendation_has_no_such_items():
    assert len(estimate.items(make_survey((rating("a"),), responses(a=[1.0] * 20)), "nps")) == 0


def test_a_wave_without_responses_is_refused_with_the_waves_there_are(survey):
    with pytest.raises(DataError, match=r"no responses in wave 2026Q1(.|\n)*2025Q3, 2026Q2, 2026Q3"):
        estimate.items(survey, "csat", wave=wave("2026Q1"))


def test_a_lonely_stratum_of_a_wave_is_refused():
    with pytest.raises(DesignError, match="stratum 'x'"):
        estimate.items(make_survey(ITEMS, answers(stratum=["x"] + ["y"] * (N - 1))), "csat")


def test_a_rating_is_no_domain(survey):
    with pytest.raises(UsageError, match="item 'b' is no domain"):
        estimate.levels(survey, "a", "csat", "b")


def test_a_domain_that_nobody_answered_has_no_levels():
    survey = make_survey(ITEMS, answers(region=[None] * N))
    assert len(estimate.levels(survey, "a", "csat", "region")) == 0

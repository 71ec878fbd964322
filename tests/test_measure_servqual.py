import numpy as np
import pytest
from scipy import stats
from surveys import make_survey, rating, responses

from csatreport.errors import ParamsError
from csatreport.measure import servqual
from csatreport.measure.holm import adjust

N = 120


def pair(key, dimension):
    return (
        rating(f"e_{key}", high=7, dimension=dimension, roles={"expectation": key}),
        rating(f"p_{key}", high=7, dimension=dimension, roles={"perception": key}),
    )


ITEMS = (*pair("1", "service"), *pair("2", "service"), *pair("3", "product"))
STATED = tuple(rating(f"i_{k}", high=7, roles={"importance": k, }) for k in "123")  # fmt: skip


@pytest.fixture
def data():
    g = np.random.default_rng(8)
    columns = {f"{kind}_{k}": g.integers(1, 8, N).astype(float) for k in "123" for kind in "epi"}
    columns["p_1"] = np.clip(columns["e_1"] + g.integers(-2, 2, N), 1, 7).astype(float)
    columns["p_2"][:30] = np.nan
    columns["e_2"][20:40] = np.nan
    return responses(**columns)


def test_gaps_use_the_pairs_answered_both(data):
    second = servqual.gaps(make_survey(ITEMS, data)).items[1]
    assert [e.n for e in (second.perception, second.expectation, second.gap)] == [80, 80, 80]
    assert second.gap.value == pytest.approx(second.perception.value - second.expectation.value)
    assert second.gap.measure == "gap"


def test_the_test_equals_the_paired_t_and_wilcoxon_of_scipy(data):
    found = servqual.gaps(make_survey(ITEMS, data))
    for k, gap in zip("13", (found.items[0], found.items[2]), strict=True):
        paired = stats.ttest_rel(data[f"p_{k}"], data[f"e_{k}"])
        assert gap.test.p == pytest.approx(paired.pvalue, rel=1e-9)
        assert gap.test.value == pytest.approx(gap.gap.value)
        difference = (data[f"p_{k}"] - data[f"e_{k}"]).to_numpy()
        assert gap.wilcoxon == pytest.approx(stats.wilcoxon(difference, method="asymptotic").pvalue)


def test_items_are_one_family_for_both_tests(data):
    found = servqual.gaps(make_survey(ITEMS, data))
    assert [g.test.p_adjusted for g in found.items] == pytest.approx(adjust([g.test.p for g in found.items]))
    assert [g.wilcoxon_adjusted for g in found.items] == pytest.approx(
        adjust([g.wilcoxon for g in found.items])
    )
    assert {t.family for t in found.tests} == {3}
    assert found.tests.rows[0].direction == "down"


def test_a_dimension_is_the_mean_of_each_respondents_pairs(data):
    found = servqual.gaps(make_survey(ITEMS, data))
    difference = np.column_stack([data[f"p_{k}"] - data[f"e_{k}"] for k in "12"])
    service, product = found.dimensions
    assert service.gap.value == pytest.approx(np.nanmean(difference, axis=1).mean())
    assert product.gap.value == pytest.approx(found.items[2].gap.value)
    assert [g.gap.item for g in found.dimensions] == ["service", "product"]


def test_dimensions_count_equally_without_stated_importance(data):
    found = servqual.gaps(make_survey(ITEMS, data))
    assert not found.weighted
    assert found.importance == {"service": 0.5, "product": 0.5}
    assert found.total.gap.value == pytest.approx(np.mean([g.gap.value for g in found.dimensions]))


def test_the_total_is_weighted_by_stated_importance(data):
    found = servqual.gaps(make_survey((*ITEMS, *STATED), data))
    service, product = data[["i_1", "i_2"]].to_numpy().mean() - 1, data["i_3"].mean() - 1
    assert found.weighted
    assert found.importance["service"] == pytest.approx(service / (service + product))
    expected = sum(found.importance[g.gap.item] * g.gap.value for g in found.dimensions)
    assert found.total.gap.value == pytest.approx(expected)
    assert found.total.gap.se > 0


def test_importance_of_one_dimension_only_is_not_used(data):
    assert not servqual.gaps(make_survey((*ITEMS, STATED[2]), data)).weighted


def test_pairs_that_never_differ_have_no_test(data):
    data["p_3"] = data["e_3"]
    third = servqual.gaps(make_survey(ITEMS, data)).items[2]
    assert (third.gap.value, third.test.p, third.wilcoxon) == (0.0, None, None)


def test_weights_and_clusters_reach_the_gap(data):
    g = np.random.default_rng(2)
    weighted = data.assign(weight=g.uniform(0.2, 3, N), cluster=[str(i // 6) for i in range(N)])
    first = servqual.gaps(make_survey(ITEMS, weighted)).items[0]
    expected = np.average(weighted["p_1"] - weighted["e_1"], weights=weighted["weight"])
    assert first.gap.value == pytest.approx(expected)
    assert first.test.df == 19


def test_few_pairs_are_suppressed_with_their_tests(data):
    data.loc[5:, "p_3"] = np.nan
    third = servqual.gaps(make_survey(ITEMS, data)).items[2]
    assert third.gap.flag == "suppressed"
    assert (third.test.p, third.wilcoxon) == (None, None)


def test_two_scales_in_a_pair_are_refused():
    items = (rating("e", high=7, roles={"expectation": "k"}), rating("p", high=5, roles={"perception": "k"}))
    with pytest.raises(ParamsError, match="different scales"):
        servqual.gaps(make_survey(items, responses(e=[1.0, 2.0], p=[1.0, 2.0])))


def test_a_questionnaire_without_pairs_is_refused():
    with pytest.raises(ParamsError, match="no SERVQUAL pair"):
        servqual.gaps(make_survey((rating("a"),), responses(a=[1.0, 2.0])))


def test_widest_and_narrowest_are_dimensions_by_their_gap(data):
    found = servqual.gaps(make_survey(ITEMS, data))
    low, high = sorted(found.dimensions, key=lambda g: g.gap.value)
    assert (found.widest, found.narrowest) == (low, high)

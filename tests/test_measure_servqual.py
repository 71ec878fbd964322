import numpy as np
import oracles
import pandas as pd
import pytest
from scipy import stats
from surveys import make_survey, rating, responses

from csatreport.errors import ParamsError
from csatreport.measure import servqual
from csatreport.measure.holm import adjust
from csatreport.measure.servqual.ranks import wilcoxon
from csatreport.params import Text

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


def test_a_pair_has_the_name_that_both_of_its_questions_have(data):
    def named(item, en, zh):
        return item.model_copy(update={"label": Text(en=en, zh=zh)})

    e, p = ITEMS[:2]
    marked = (named(e, "Manner (expected)", "态度（期望）"), named(p, "Manner (perceived)", "态度（感知）"))
    other = (named(e, "Manner (expected)", "态度（期望）"), named(p, "Courtesy (staff)", "礼貌（员工）"))
    labels = [
        servqual.gaps(make_survey((*x, *ITEMS[2:]), data)).items[0].gap.label.en for x in (marked, other)
    ]
    assert labels == ["Manner", "Courtesy (staff)"]


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


ORACLE = tuple(
    rating(f"{half}_{k}", high=7, dimension="service" if k in "12" else "product", roles={role: k})
    for half, role in (("e", "expectation"), ("p", "perception"))
    for k in "123"
)
WHOLE = rating("overall", roles={"overall": ""})


def invented():
    d = oracles.answers()
    columns = {c: d[c].to_numpy() for c in d if c[:2] in ("e_", "p_") or c == "overall"}
    return responses(**columns).assign(weight=d["weight"], stratum=d["stratum"], cluster=d["cluster"])


def test_the_design_based_paired_test_equals_r():
    found = servqual.gaps(make_survey(ORACLE, invented()))
    r = oracles.printed()
    for k, gap in zip("123", found.items, strict=True):
        assert gap.gap.value == pytest.approx(r[f"d_{k}", "mean"], rel=1e-10)
        assert gap.gap.se == pytest.approx(r[f"d_{k}", "se"], rel=1e-10)
        assert gap.gap.value / gap.test.se == pytest.approx(r[f"d_{k}", "t"], rel=1e-9)
        assert gap.test.df == r["paired", "df"]
        assert gap.test.p == pytest.approx(2 * stats.t.sf(abs(r[f"d_{k}", "t"]), r["paired", "df"]), rel=1e-9)
    service = found.dimensions[0]
    assert (service.gap.value, service.gap.se) == pytest.approx(
        (r["d_12", "mean"], r["d_12", "se"]), rel=1e-10
    )


def test_importance_that_nobody_stated_is_derived_from_overall_satisfaction():
    data = invented()
    found = servqual.gaps(make_survey((*ORACLE, WHOLE), data))
    assert (found.basis, found.weighted) == ("derived", False)
    d = oracles.answers()
    both = {k: d[f"p_{k}"].where(d[f"e_{k}"].notna()) for k in "123"}
    perceived = {"service": pd.concat([both["1"], both["2"]], axis=1).mean(axis=1), "product": both["3"]}
    r = {}
    for name, p in perceived.items():
        kept = p.notna() & d["overall"].notna()
        c = np.cov(p[kept], d["overall"][kept], aweights=d["weight"][kept])
        r[name] = c[0, 1] / np.sqrt(c[0, 0] * c[1, 1])
    assert found.importance == pytest.approx({k: v / sum(r.values()) for k, v in r.items()})


def test_derived_shares_are_those_of_the_correlations_that_r_prints():
    apart = tuple(i.model_copy(update={"dimension": f"d{i.item[-1]}"}) for i in ORACLE)
    r = [oracles.printed()[f"correlation_{k}", "r"] for k in "123"]
    found = servqual.gaps(make_survey((*apart, WHOLE), invented()))
    assert list(found.importance.values()) == pytest.approx([x / sum(r) for x in r], rel=1e-9)


def test_stated_importance_comes_before_derived(data):
    data["overall"] = np.resize([1.0, 2, 3, 4, 5], N)
    assert servqual.gaps(make_survey((*ITEMS, *STATED, WHOLE), data)).basis == "stated"
    assert servqual.gaps(make_survey((*ITEMS, WHOLE), data)).basis == "derived"


@pytest.mark.parametrize("whole", [np.full(N, 3.0), np.full(N, np.nan)], ids=["constant", "nobody"])
def test_without_anything_to_derive_from_dimensions_count_equally(data, whole):
    data["overall"] = whole
    found = servqual.gaps(make_survey((*ITEMS, WHOLE), data))
    assert (found.basis, found.importance["service"]) == ("equal", 0.5)


def test_expectation_is_met_where_perception_is_at_least_as_high(data):
    found = servqual.gaps(make_survey(ITEMS, data))
    both = data[["p_2", "e_2"]].dropna()
    met = found.items[1].met
    assert met.value == pytest.approx((both["p_2"] >= both["e_2"]).mean())
    assert (met.unit, met.measure, met.n) == ("share", "met", 80)


def test_equal_weighted_means_count_as_met():
    same = {f"{half}_{k}": np.resize([1.0, 3.0, 6.0], 60) for half in "ep" for k in "123"}
    assert servqual.gaps(make_survey(ITEMS, responses(**same))).total.met.value == 1.0


def test_wilcoxon_of_many_columns_equals_scipy_with_ties_and_missing_answers():
    g = np.random.default_rng(4)
    d = g.integers(-3, 4, (90, 4)).astype(float)
    d[:, 3] = g.normal(size=90)
    d[g.random((90, 4)) < 0.1] = np.nan
    for k, p in enumerate(wilcoxon(d)):
        kept = d[~np.isnan(d[:, k]) & (d[:, k] != 0), k]
        expected = stats.wilcoxon(kept, method="asymptotic", correction=False).pvalue
        assert p == pytest.approx(expected, rel=1e-12)


def test_wilcoxon_has_nothing_to_say_of_pairs_that_never_differ():
    assert wilcoxon(np.array([[0.0, np.nan], [0.0, np.nan]])) == (None, None)


def test_the_first_item_lies_in_the_widest_dimension(data):
    found = servqual.gaps(make_survey(ITEMS, data))
    assert found.first.gap.group == found.widest.gap.item
    within = [g.gap.value for g in found.items if g.gap.group == found.widest.gap.item]
    assert found.first.gap.value == min(within)


@pytest.mark.parametrize("n", [1, 2])
def test_one_and_two_respondents_give_suppressed_gaps(n):
    few = responses(**{f"{half}_{k}": np.arange(1.0, n + 1) for half in "ep" for k in "123"})
    found = servqual.gaps(make_survey(ITEMS, few))
    assert {g.gap.flag for g in (*found.items, found.total)} == {"suppressed"}
    assert found.basis == "equal"


def test_order_and_scale_of_weights_change_nothing():
    data = invented()
    moved = data.sample(frac=1, random_state=3).reset_index(drop=True)
    moved = moved.assign(weight=moved["weight"] * 9)
    one, two = (servqual.gaps(make_survey((*ORACLE, WHOLE), d)) for d in (data, moved))
    for a, b in zip((*one.items, one.total), (*two.items, two.total), strict=True):
        assert (b.gap.value, b.gap.se, b.met.value) == pytest.approx(
            (a.gap.value, a.gap.se, a.met.value), rel=1e-10
        )
        assert b.wilcoxon == pytest.approx(a.wilcoxon)

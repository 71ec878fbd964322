"""Frequencies, centre and spread of answers, against R's survey package and by hand."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from surveys import category, make_survey, rating, responses

from csatreport.errors import UsageError
from csatreport.measure import distribution
from csatreport.measure.design import Design
from csatreport.measure.distribution import spread
from csatreport.measure.distribution.answers import step
from csatreport.measure.linearisation import means
from csatreport.params import Item, Text

SHARED = Path(__file__).parents[2] / "shared" / "data"
needs_reference = pytest.mark.skipif(not (SHARED / "reference").is_dir(), reason="reference data absent")
needs_sfo = pytest.mark.skipif(not (SHARED / "sfo").is_dir(), reason="SFO data absent")
R = pd.read_csv(Path(__file__).parent / "oracle" / "distribution_r.csv").set_index(["case", "quantity"])[
    "value"
]
RNG = np.random.default_rng(11)
DESIGNS = {"apistrat": {"strata": "stype"}, "apiclus1": {"clusters": "dnum"}}


def api(case):
    data = pd.read_csv(SHARED / "reference" / f"{case}.csv")
    given = {k: data[v] for k, v in DESIGNS[case].items()}
    return data, Design.of(data["pw"], fpc=data["fpc"], **given)


def sfo():
    raw = pd.read_csv(SHARED / "sfo" / "2016_SFO_Customer_Survey.csv", encoding="latin-1", low_memory=False)
    ratings = raw[["Q7ALL", "Q7FOOD"]].apply(pd.to_numeric, errors="coerce").to_numpy(float)
    design = Design.of(raw["WEIGHT"], clusters=raw["RUNID"].astype(str))
    return np.where((ratings >= 1) & (ratings <= 5), ratings, np.nan), design


@needs_reference
@pytest.mark.parametrize("case", DESIGNS)
@pytest.mark.parametrize("item", ["api00", "api99", "ell", "meals"])
def test_variance_and_its_standard_error_equal_r_svyvar(case, item):
    data, design = api(case)
    found = spread.variances(data[[item]].to_numpy(float), design, confidence=0.95, root=False)[0]
    assert found.value == pytest.approx(R[case, f"variance.{item}"], rel=1e-12)
    assert found.se == pytest.approx(R[case, f"variance_se.{item}"], rel=1e-12)
    root = spread.variances(data[[item]].to_numpy(float), design, confidence=0.95, root=True)[0]
    assert (root.value**2, root.low**2, root.high**2) == pytest.approx((found.value, found.low, found.high))
    assert found.low < found.value < found.high


@needs_reference
@pytest.mark.parametrize("case", DESIGNS)
@pytest.mark.parametrize("item", ["api00", "api99", "ell", "meals"])
@pytest.mark.parametrize("p", [0.25, 0.5, 0.9])
def test_quantiles_equal_r_svyquantile_and_their_ends_the_inverted_intervals_of_r_svymean(case, item, p):
    data, design = api(case)
    found = spread.quantile(data[item].to_numpy(float), design, p, confidence=0.95)
    assert found.value == R[case, f"quantile.{p}.{item}"]
    assert (found.low, found.high) == (R[case, f"low.{p}.{item}"], R[case, f"high.{p}.{item}"])


@needs_sfo
def test_shares_variance_and_quantiles_of_sfo_equal_r():
    ratings, design = sfo()
    whole = ratings[:, 0]
    indicators = np.where(np.isnan(whole)[:, None], np.nan, whole[:, None] == np.arange(1, 6))
    found = means(indicators, design)
    for i in range(5):
        assert found.value[0, i] == pytest.approx(R["sfo", f"share.{i + 1}"], rel=1e-12)
        assert found.value[0, i] == pytest.approx(R["sfo", f"table.{i + 1}"], rel=1e-12)
        assert found.se[0, i] == pytest.approx(R["sfo", f"share_se.{i + 1}"], rel=1e-9)
    one = spread.variances(whole[:, None], design, confidence=0.95, root=False)[0]
    assert one.value == pytest.approx(R["sfo", "variance.Q7ALL"], rel=1e-10)
    assert one.se == pytest.approx(R["sfo", "variance_se.Q7ALL"], rel=1e-10)
    for p in (0.25, 0.5, 0.75):
        assert spread.quantile(whole, design, p, confidence=0.95).value == R["sfo", f"quantile.{p}"]


def test_without_weights_they_are_the_usual_sample_statistics():
    x = RNG.integers(1, 6, 301).astype(float)
    design = Design.of(np.ones(301))
    found = spread.variances(x[:, None], design, confidence=0.95, root=True)[0]
    assert found.value == pytest.approx(np.std(x, ddof=1))
    assert spread.quantile(x, design, 0.5, confidence=0.95).value == np.median(x)
    for p in (0.1, 0.37, 0.9):
        expected = np.quantile(x, p, method="inverted_cdf")
        assert spread.quantile(x, design, p, confidence=0.95).value == expected
    assert spread.mode(x, design) == np.bincount(x.astype(int)).argmax()


def test_the_median_may_lie_below_the_highest_answer_even_where_it_is_the_highest():
    x = np.array([4.0] * 99 + [5.0] * 101)
    found = spread.quantile(x, Design.of(np.ones(200)), 0.5, confidence=0.95)
    assert (found.value, found.low, found.high) == (5.0, 4.0, 5.0)


def test_intervals_of_median_and_deviation_hold_the_truth_about_as_often_as_they_say():
    rng, hits = np.random.default_rng(4), np.zeros(3)
    truth = (np.quantile(np.arange(1, 1001), 0.5, method="inverted_cdf"), np.std(np.arange(1, 1001)))
    for _ in range(250):
        x = rng.integers(1, 1001, 150).astype(float)
        design = Design.of(np.ones(150))
        median = spread.quantile(x, design, 0.5, confidence=0.95)
        sd = spread.variances(x[:, None], design, confidence=0.95, root=True)[0]
        hits += median.low <= truth[0] <= median.high, sd.low <= truth[1] <= sd.high, 1
    assert 0.92 <= hits[0] / hits[2] <= 0.98
    assert 0.92 <= hits[1] / hits[2] <= 0.98


def small(**edition):
    items = (
        rating("a", dimension="service"),
        rating("e", direction="lower", codes="effort"),
        category("region", "region"),
        Item(item="why", kind="multiple", label=Text.same("Why"), wording=Text.same("Why"), codes="mode"),
    )
    n = 120
    rng = np.random.default_rng(5)
    frame = responses(
        a=rng.integers(1, 6, n).astype(float), e=rng.integers(1, 6, n).astype(float),
        region=["n"] * 60 + ["s"] * 55 + ["w"] * 5, weight=rng.uniform(0.5, 2, n),
    )  # fmt: skip
    frame["why.web"] = np.where(np.arange(n) < 20, np.nan, np.arange(n) % 2).astype(float)
    frame["why.tel"] = np.where(np.arange(n) < 20, np.nan, 1.0)
    labels = {
        "region": {"n": Text.same("North"), "s": Text.same("South"), "w": Text.same("West")},
        "mode": {"web": Text.same("Web"), "tel": Text.same("Telephone")},
        "effort": {"1": Text.same("None"), "5": Text.same("Very much")},
        "dimension": {"service": Text.same("Service")},
    }
    return make_survey(items, frame, labels=labels, **edition)


def test_frequencies_of_every_kind_of_item():
    survey = small()
    found = distribution.frequencies(survey, ["a"])
    assert [e.item for e in found] == ["a.1", "a.2", "a.3", "a.4", "a.5"]
    assert sum(e.value for e in found) == pytest.approx(1)
    assert all(e.low < e.value < e.high and e.group == "a" for e in found)
    region = distribution.frequencies(survey, ["region"])
    assert [e.label.en for e in region] == ["North", "South", "West"]
    why = distribution.frequencies(survey, ["why"])
    assert [e.item for e in why] == ["why.web", "why.tel"]
    assert why.one(item="why.tel").value == 1
    assert why.one(item="why.tel").n == 100


def test_answers_that_were_turned_round_take_their_words_with_them():
    survey = small()
    item = survey.questionnaire["e"]
    assert step(survey.questionnaire, item, 5).en == "None"
    assert step(survey.questionnaire, item, 1).en == "Very much"
    assert step(survey.questionnaire, survey.questionnaire["a"], 3).en == "3"


@pytest.mark.parametrize("statistic", ["mean", "median", "mode", "sd", "variance"])
def test_a_small_level_is_hidden_with_the_one_that_would_give_it_away(statistic):
    found = distribution.summarise(small(), statistic, items=["a"], domain="region")
    assert [e.shown for e in found] == [True, False, False]
    assert all(np.isnan(e.value) and e.low is None for e in found if not e.shown)


def test_frequencies_by_level_hide_small_levels_too():
    found = distribution.frequencies(small(), ["a"], domain="region")
    assert all(not e.shown for e in found.where(level="w"))
    assert all(e.shown for e in found.where(level="n"))


def test_permuting_rows_and_scaling_weights_changes_nothing():
    survey = small()
    order = np.random.default_rng(1).permutation(len(survey.responses))
    other = survey.responses.iloc[order].assign(weight=lambda f: f["weight"] * 7)
    again = replace(survey, responses=other)
    for statistic in ("mean", "median", "mode", "sd", "variance"):
        for a, b in zip(
            distribution.summarise(survey, statistic), distribution.summarise(again, statistic), strict=True
        ):
            assert a.value == pytest.approx(b.value, rel=1e-9)
            assert a.low == b.low or a.low == pytest.approx(b.low, rel=1e-9)


def test_a_constant_item_and_one_that_nobody_answered_give_clear_results():
    frame = responses(a=[4.0] * 40, b=[np.nan] * 40)
    survey = make_survey((rating("a"), rating("b")), frame)
    found = {s: distribution.summarise(survey, s, items=["a", "b"]) for s in ("sd", "median", "mode")}
    assert found["sd"].one(item="a").value == 0
    assert found["sd"].one(item="a").low is None
    assert (found["median"].one(item="a").low, found["mode"].one(item="a").value) == (4, 4)
    assert all(not f.one(item="b").shown for f in found.values())


def test_two_respondents_have_statistics_but_a_text_has_no_frequencies():
    x = np.array([1.0, 5.0])
    assert spread.variances(x[:, None], Design.of([1, 1]), confidence=0.95, root=False)[0].value == 8
    assert spread.quantile(x, Design.of([1, 1]), 0.5, confidence=0.95).value == 1
    text = Item(item="t", kind="text", label=Text.same("T"), wording=Text.same("T"))
    survey = make_survey((text,), responses(a=[1.0] * 30))
    with pytest.raises(UsageError, match="no list of answers"):
        distribution.frequencies(survey, ["t"])
    with pytest.raises(UsageError, match="no such quantile"):
        distribution.quantiles(survey, 1.0)


def test_services_of_the_usual_scale_are_compared_with_one_another():
    items = (*(rating(k, dimension="service") for k in "ab"), rating("c", high=10, dimension="service"))
    survey = make_survey(items, responses(**{k: RNG.integers(1, 6, 50).astype(float) for k in "abc"}))
    assert {e.group for e in distribution.services(survey)} == {"a", "b"}
    assert [e.item for e in distribution.spreads(survey)] == ["a", "b"]
    none = make_survey((rating("a"),), responses(a=[1.0, 5.0] * 20))
    assert not distribution.services(none).rows

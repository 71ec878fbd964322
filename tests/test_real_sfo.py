"""Weighted trends and differences between passengers of SFO, beside R's survey package and numbers made here.

``r_survey_2013_2016.csv`` is what R printed for the fifteen ratings of question 7; whatever it does not hold (other
questions, groups, flights of 2013) is made from the files with numpy: a weighted mean, and the variance of the totals of
flights of its linearised scores.
"""

from __future__ import annotations

import built
import numpy as np
import pandas as pd
import pytest
from built import Built

from csatreport.compare import differentiation, domains, trends, waves
from csatreport.measure import estimate
from csatreport.opening import open_edition

pytestmark = pytest.mark.skipif(not built.SHARED.is_dir(), reason=f"no real data at {built.SHARED}")

SFO = built.SHARED / "data" / "sfo"
RUNS = {2013: "RUN", 2014: "RUN", 2015: "RUNID", 2016: "RUNID"}
SECURITY = {2013: "Q14B_SECURITY", 2014: "Q14PASSTHRU", 2015: "Q14PASSTHRU", 2016: "Q14PASSTHRU"}


@pytest.fixture(scope="module")
def survey(tmp_path_factory):
    return open_edition("2016", built.copied("sfo", tmp_path_factory.mktemp("sfo")))


@pytest.fixture(scope="module")
def printed():
    return pd.read_csv(SFO / "r_survey_2013_2016.csv").set_index(["year", "design", "item"]).sort_index()


@pytest.fixture(scope="module")
def raw():
    return {
        year: pd.read_csv(SFO / f"{year}_SFO_Customer_Survey.csv", encoding="latin-1", low_memory=False)
        for year in RUNS
    }


def share(file: pd.DataFrame, column: str) -> np.ndarray:
    """1 for the two best answers, 0 for the others, NaN for none."""
    rating = pd.to_numeric(file[column], errors="coerce").to_numpy(float)
    return np.where((rating >= 1) & (rating <= 5), rating >= 4, np.nan)


def score(weight, y, members=None) -> tuple[float, np.ndarray]:
    """Weighted mean of those who answered (and are members), and the linearised score of everybody."""
    inside = ~np.isnan(y) & (True if members is None else np.asarray(members))
    w = np.where(inside, weight, 0.0)
    mean = (w * np.nan_to_num(y)).sum() / w.sum()
    return mean, w * (np.nan_to_num(y) - mean) / w.sum()


def error(z: np.ndarray, clusters: pd.Series) -> float:
    totals = pd.Series(z).groupby(clusters.to_numpy()).sum()
    return float(np.sqrt(len(totals) / (len(totals) - 1) * (totals**2).sum()))


def by_year(file: pd.DataFrame, year: int, column: str) -> tuple[float, float]:
    mean, z = score(file["WEIGHT"].to_numpy(), share(file, column))
    return mean, error(z, file[RUNS[year]].astype(str))


def test_what_is_made_here_is_what_r_printed(raw, printed):
    for year in (2015, 2016):
        for column, row in printed.loc[(year, "weights+cluster")].iterrows():
            assert by_year(raw[year], year, column) == pytest.approx((row["w_t2b"], row["se_t2b"]), rel=1e-9)


def rated(survey):
    """Items of question 7 and their columns, year by year."""
    items = [i for i in survey.questionnaire.of_kind("rating") if str(i.source(survey.wave)).startswith("Q7")]
    return {i.item: [str(i.source(w)) for w in survey.waves] for i in items}


def test_the_share_satisfied_of_every_year_is_r_s(survey, printed):
    found = rated(survey)
    assert len(found) == 15
    for item, columns in found.items():
        series = list(estimate.series(survey, item, "csat"))
        for e, year, column in zip(series, RUNS, columns, strict=True):
            assert e.value == pytest.approx(printed.loc[year, "weights", column]["w_t2b"], rel=1e-9)
        for e, column in zip(series[2:], columns[2:], strict=True):
            assert e.se == pytest.approx(
                printed.loc[int(e.wave), "weights+cluster", column]["se_t2b"], rel=1e-9
            )


def test_changes_since_2015_are_the_difference_of_what_r_printed(survey, printed):
    found = {c.second.item: c for c in waves.changes(survey, "csat")}
    for item, columns in rated(survey).items():
        old, new = (
            printed.loc[y, "weights+cluster", c] for y, c in zip((2015, 2016), columns[2:], strict=True)
        )
        assert found[item].value == pytest.approx(new["w_t2b"] - old["w_t2b"], rel=1e-9)
        assert found[item].se == pytest.approx(np.hypot(new["se_t2b"], old["se_t2b"]), rel=1e-9)


def test_passing_security_is_the_one_service_that_clearly_changed(survey, raw):
    changes = waves.attributes(survey, "csat", to="previous")
    (one,) = changes.clear
    (before, se0), (after, se1) = (by_year(raw[y], y, SECURITY[y]) for y in (2015, 2016))
    assert one.second.item == "security"
    assert one.value == pytest.approx(after - before)
    assert one.se == pytest.approx(np.hypot(se0, se1))
    assert one.direction == "down"
    assert abs(one.value / one.se) > 3.08  # the normal quantile of 0.05 / 24 / 2


def test_lines_through_four_years_are_weighted_least_squares(survey):
    for line in trends.attributes(survey, "csat"):
        series = list(estimate.series(survey, line.second.item, "csat"))
        x, y, se = np.arange(4.0), [e.value for e in series], np.array([e.se for e in series])
        (slope, start), covariance = np.polyfit(x, y, 1, w=1 / se, cov="unscaled")
        excess = (((y - start - slope * x) / se) ** 2).sum() / 2
        assert line.first.value == pytest.approx(start)
        assert line.value == pytest.approx(3 * slope)
        assert line.se == pytest.approx(3 * np.sqrt(covariance[0, 0] * max(1.0, excess)))


def test_information_booths_are_what_rose_over_the_years(survey):
    found = trends.attributes(survey, "csat")
    assert [(c.second.item, c.direction) for c in found.clear] == [("info_down", "up")]


def test_business_travellers_differ_from_all_others(survey, raw):
    found = {
        c.second.level: c
        for c in domains.differences(survey, "whole", "csat")
        if c.second.domain == "purpose"
    }
    file = raw[2016]
    y, weight, purpose = share(file, "Q7ALL"), file["WEIGHT"].to_numpy(), file["Q2PURP1"]
    for code, members in {"business": purpose == 1, "leisure": purpose == 2}.items():
        inside, z1 = score(weight, y, members)
        outside, z0 = score(weight, y, (purpose > 0) & ~members)
        assert found[code].value == pytest.approx(inside - outside)
        assert found[code].se == pytest.approx(error(z1 - z0, file["RUNID"].astype(str)))
    assert (found["business"].direction, found["leisure"].direction) == ("down", "up")


def test_who_did_not_use_the_wifi_rates_it_lower(survey, raw):
    found = differentiation.differences(survey)
    top = found.matter[0]
    assert (top.variable, top.contrast.second.item) == ("online", "wifi")
    file = raw[2016]
    rating = pd.to_numeric(file["Q7WIFI"], errors="coerce").to_numpy(float)
    y = np.where((rating >= 1) & (rating <= 5), 25 * (rating - 1), np.nan)
    (used, z1), (unused, z0) = (
        score(file["WEIGHT"].to_numpy(), y, file["Q4WIFI"] == code) for code in (1, 2)
    )
    assert top.contrast.value == pytest.approx(used - unused)
    assert top.contrast.se == pytest.approx(error(z1 - z0, file["RUNID"].astype(str)), rel=1e-6)
    assert top.contrast.value == pytest.approx(16.4, abs=0.1)


@pytest.mark.build
def test_the_book_states_what_r_printed(printed, published):
    edition: Built = published("sfo")
    said = {(c["id"], v["name"]): v["value"] for c in edition.claims for v in c["values"]}
    whole = printed.loc[2016, "weights+cluster", "Q7ALL"]
    before = printed.loc[2015, "weights+cluster", "Q7ALL"]
    assert said["cover.overall", "overall"] == pytest.approx(whole["w_t2b"])
    assert said["claims.change", "change"] == pytest.approx(whole["w_t2b"] - before["w_t2b"])
    shops = printed.loc[2016, "weights+cluster", "Q7STORE"]
    assert said["satisfaction.first", "worst"] == pytest.approx(shops["w_t2b"])
    (change,) = (c["text"] for c in edition.claims if c["id"] == "claims.change")
    assert "not clearly changed" in change["en"]
    assert "无明显变化" in change["zh"]

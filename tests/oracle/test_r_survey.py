"""The estimator against numbers that R's survey package printed."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from csatreport.measure import interval
from csatreport.measure.design import Design
from csatreport.measure.linearisation import means, variance

SHARED = Path(__file__).parents[3] / "shared" / "data"
SFO, REFERENCE = SHARED / "sfo", SHARED / "reference"
needs_sfo = pytest.mark.skipif(not SFO.is_dir(), reason=f"real data absent: {SFO}")
needs_reference = pytest.mark.skipif(not REFERENCE.is_dir(), reason=f"real data absent: {REFERENCE}")
ORACLE = (
    pd.read_csv(SFO / "r_survey_2013_2016.csv").to_dict("records")
    if SFO.is_dir()
    else [{"year": 0, "item": "", "design": ""}]
)


@pytest.fixture(scope="module")
def sfo():
    return {
        year: pd.read_csv(SFO / f"{year}_SFO_Customer_Survey.csv", encoding="latin-1", low_memory=False)
        for year in (2013, 2014, 2015, 2016)
    }


@needs_sfo
@pytest.mark.parametrize("row", ORACLE, ids=lambda r: f"{r['year']}-{r['item']}-{r['design']}")
def test_every_sfo_item_equals_r_survey(sfo, row):
    raw = sfo[row["year"]]
    rating = pd.to_numeric(raw[row["item"]], errors="coerce").to_numpy(float)
    rating = np.where((rating >= 1) & (rating <= 5), rating, np.nan)[:, None]
    both = np.hstack([rating, np.where(np.isnan(rating), np.nan, rating >= 4)])
    clusters = raw["RUNID"].astype(str) if "cluster" in row["design"] else None
    design = Design.of(raw["WEIGHT"], clusters=clusters)
    plain = means(both, Design.of(np.ones(len(raw))))
    weighted = means(both, design)
    low, high = interval.of_share(
        weighted.value,
        weighted.se,
        df=weighted.df,
        n=weighted.n,
        effective_n=weighted.effective_n,
        confidence=0.95,
    )
    ours = {
        "n": weighted.n[0, 0], "unw_mean": plain.value[0, 0], "w_mean": weighted.value[0, 0],
        "se_mean": weighted.se[0, 0], "unw_t2b": plain.value[0, 1], "w_t2b": weighted.value[0, 1],
        "se_t2b": weighted.se[0, 1], "t2b_lo_logit": low[0, 1], "t2b_hi_logit": high[0, 1], "degf": design.df,
    }  # fmt: skip
    assert ours == pytest.approx({k: row[k] for k in ours}, rel=1e-9)


def api(name: str, **columns: str) -> tuple[pd.DataFrame, Design]:
    data = pd.read_csv(REFERENCE / name)
    return data, Design.of(data["pw"], fpc=data["fpc"], **{k: data[v] for k, v in columns.items()})


@needs_reference
def test_apistrat_equals_every_printed_digit():
    data, design = api("apistrat.csv", strata="stype")
    found = means(np.column_stack([data["api00"], data["sch.wide"] == "Yes"]).astype(float), design)
    assert design.df == 197
    assert round(found.value[0, 0], 2) == 662.29
    assert round(found.se[0, 0], 4) == 9.4089
    assert round(found.value[0, 1], 7) == 0.8279480
    assert round(found.se[0, 1], 8) == 0.02434478
    assert round(found.deff[0, 0], 5) == 1.20446
    low, high = interval.of_mean(found.value, found.se, df=found.df, confidence=0.95)
    assert (round(low[0, 0], 7), round(high[0, 0], 6)) == (643.7321883, 680.842538)
    low, high = interval.of_share(
        found.value, found.se, df=found.df, n=found.n, effective_n=found.effective_n, confidence=0.95
    )
    assert (round(low[0, 1], 7), round(high[0, 1], 7)) == (0.7745397, 0.8708149)


@needs_reference
def test_apiclus1_equals_every_printed_digit():
    data, design = api("apiclus1.csv", clusters="dnum")
    found = means(data[["api00"]].to_numpy(float), design)
    assert design.df == 14
    assert (round(found.value[0, 0], 2), round(found.se[0, 0], 3)) == (644.17, 23.542)
    low, high = interval.of_mean(found.value, found.se, df=found.df, confidence=0.95)
    assert (round(low[0, 0], 7), round(high[0, 0], 7)) == (593.6763145, 694.6624834)


@needs_reference
@pytest.mark.parametrize(
    ("name", "columns", "total", "se"),
    [
        ("apistrat.csv", {"strata": "stype"}, 3687178, 114642),
        ("apiclus1.csv", {"clusters": "dnum"}, 3404940, 932235),
    ],
)
def test_the_variance_of_a_total_equals_r(name, columns, total, se):
    data, design = api(name, **columns)
    z = (data["pw"] * data["enroll"]).to_numpy(float)[:, None]
    assert round(z.sum()) == total
    assert round(float(np.sqrt(variance(z, design)[0, 0]))) == se

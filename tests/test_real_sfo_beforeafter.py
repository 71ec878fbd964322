"""The new hall of Terminal 3 East at SFO: two of seven boarding areas, estimated again on single answers with numpy."""

from __future__ import annotations

import built
import numpy as np
import pandas as pd
import pytest

from csatreport.compare import beforeafter
from csatreport.opening import open_edition

pytestmark = pytest.mark.skipif(not built.SHARED.is_dir(), reason=f"no real data at {built.SHARED}")

SFO = built.SHARED / "data" / "sfo"
AREAS = {2014: "AREA", 2015: "BAREA", 2016: "BAREA"}  # 2013 did not record them
ITEMS = {"food": "Q7FOOD", "store": "Q7STORE", "clean_boarding": "Q9BOARDING", "security": "Q14PASSTHRU"}


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    survey = open_edition("2016", built.copied("sfo", tmp_path_factory.mktemp("sfo")))
    return beforeafter.effects(survey)


def estimated(item: str) -> float:
    """Weighted least squares on single answers, with a dummy for each area and year."""
    parts = []
    for year, area in AREAS.items():
        file = pd.read_csv(SFO / f"{year}_SFO_Customer_Survey.csv", encoding="latin-1", low_memory=False)
        weight = file["WEIGHT"] / file["WEIGHT"].mean()
        rating = pd.to_numeric(file[ITEMS[item]], errors="coerce")
        parts.append(pd.DataFrame({"year": year, "area": file[area], "w": weight, "y": rating}))
    rows = pd.concat(parts)
    rows = rows[rows["y"].between(1, 5) & rows["area"].notna()]
    reached = rows["area"].isin(["E", "F"]) & (rows["year"] == 2016)
    dummies = pd.get_dummies(rows["area"]), pd.get_dummies(rows["year"]).iloc[:, 1:]
    x = np.column_stack([reached, *dummies]).astype(float)
    root = np.sqrt(rows["w"].to_numpy())
    return float(np.linalg.lstsq(x * root[:, None], rows["y"].to_numpy() * root, rcond=None)[0][0])


def test_effects_are_those_of_a_regression_on_single_answers(found):
    assert [row.item for row in found.rows] == list(ITEMS)
    for row in found.rows:
        assert row.effect.value == pytest.approx(estimated(row.item), abs=1e-9)


def test_two_of_seven_areas_bear_an_estimate_and_little_certainty(found):
    for row in found.rows:
        assert (row.treated, row.compared, row.few, row.verdict) == (2, 5, True, "unseen")
        assert row.effect.df == 4
        assert row.effect.visible > 0.3
        assert (row.leads.p, row.rank.sets) == (None, 10)

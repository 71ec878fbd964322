"""Weights that no estimate can use are refused by source and row; the others are as declared."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from csatreport.errors import DesignError, ParamsError
from csatreport.intake import weigh
from csatreport.params import Edition


def responses(*weights: str) -> pd.DataFrame:
    return pd.DataFrame(
        {"source": "a.csv", "wave": "2026", "row": range(2, len(weights) + 2), "weight": list(weights)}
    )


def strata(*names: str, wave: str = "2026") -> pd.DataFrame:
    return pd.DataFrame({"stratum": list(names), "wave": wave})


def edition(weights: str) -> Edition:
    return Edition.model_validate(
        {
            "name": "e",
            "wave": "2026",
            "seed": 1,
            "weights": weights,
            "source": [{"wave": "2026", "file": "a.csv"}],
        }
    )


def test_without_weights_everybody_weighs_one(tmp_path: Path) -> None:
    assert weigh.weights(responses("7", "x"), edition("none"), tmp_path).tolist() == [1.0, 1.0]


def test_delivered_weights_stay_as_they_came_and_a_single_zero_is_one() -> None:
    assert weigh.delivered(responses("0.553675", "2", "0")).tolist() == [0.553675, 2.0, 0.0]


@pytest.mark.parametrize(
    ("weights", "problem", "rows"),
    [
        (("1", "-0.5", "1"), "negative", "row 3"),
        (("1", "", "1", "x"), "missing", "rows 3, 5"),
        (("0", "0.0"), "all weights are zero", "rows 2, 3"),
        (("1", "inf"), "missing or no numbers", "row 3"),
    ],
)
def test_weights_that_cannot_be_used_are_refused_by_row(
    weights: tuple[str, ...], problem: str, rows: str
) -> None:
    with pytest.raises(DesignError, match=problem) as caught:
        weigh.delivered(responses(*weights))
    assert caught.value.where == f"a.csv, {rows}"


def test_many_rows_at_fault_are_counted_not_listed() -> None:
    with pytest.raises(DesignError, match="and 40 more"):
        weigh.delivered(responses(*["-1"] * 50))


def test_post_stratification_gives_each_stratum_its_population_share_with_mean_one(tmp_path: Path) -> None:
    (tmp_path / "params").mkdir()
    (tmp_path / "params/population.csv").write_text(
        "stratum,population\nurban,700\ncounty,300\n", encoding="utf-8-sig"
    )
    sample = strata(*["urban"] * 2, *["county"] * 2)
    weight = weigh.weights(sample, edition("population"), tmp_path)
    assert weight.tolist() == pytest.approx([1.4, 1.4, 0.6, 0.6])
    assert weight.mean() == pytest.approx(1)


def test_a_wave_with_its_own_population_uses_that_one() -> None:
    sizes = pd.DataFrame(
        {"stratum": ["u", "c", "u", "c"], "population": [1.0, 1, 3, 1], "wave": ["", "", "2026", "2026"]}
    )
    sample = pd.concat([strata("u", "c"), strata("u", "c", wave="2025")], ignore_index=True)
    assert weigh.population(sample, sizes).tolist() == pytest.approx([1.5, 0.5, 1, 1])


@pytest.mark.parametrize(("sample", "missing"), [(("u", "c", "x"), "'x'"), (("u",), "'c'")])
def test_a_stratum_missing_on_either_side_is_named(sample: tuple[str, ...], missing: str) -> None:
    sizes = pd.DataFrame({"stratum": ["u", "c"], "population": [1.0, 1], "wave": ""})
    with pytest.raises(DesignError, match=missing):
        weigh.population(strata(*sample), sizes)


@pytest.mark.parametrize("row", ["urban,", "urban,-5", "urban,many", ",5"])
def test_a_population_that_is_no_number_is_refused_by_row(tmp_path: Path, row: str) -> None:
    (tmp_path / "params").mkdir()
    (tmp_path / "params/population.csv").write_text(f"stratum,population\n{row}\n", encoding="utf-8")
    with pytest.raises(ParamsError, match=r"population\.csv, row 2"):
        weigh.weights(strata("urban"), edition("population"), tmp_path)


def test_a_missing_population_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ParamsError, match=r"params/population\.csv"):
        weigh.weights(strata("urban"), edition("population"), tmp_path)


def test_weighting_is_the_same_for_numbers_of_any_size() -> None:
    sizes = pd.DataFrame({"stratum": ["u", "c"], "population": [7e9, 3e9], "wave": ""})
    small = sizes.assign(population=[7.0, 3.0])
    sample = strata("u", "c", "c")
    assert np.allclose(weigh.population(sample, sizes), weigh.population(sample, small))

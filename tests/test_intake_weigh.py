"""The weights of an edition: as declared, step by step, wave by wave; faults are named."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from csatreport.errors import DesignError, ParamsError
from csatreport.intake import weigh
from csatreport.params import Edition

NO_ANSWERS = pd.DataFrame()


def responses(*weights: str) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "source": "a.csv", "wave": "2026", "row": range(2, len(weights) + 2), "weight": list(weights),
            "stratum": "",
        }
    )  # fmt: skip


def strata(*names: str, wave: str = "2026") -> pd.DataFrame:
    return pd.DataFrame({"stratum": list(names), "wave": wave})


def edition(weights: str, **weighting: Any) -> Edition:
    return Edition.model_validate(
        {
            "name": "e",
            "wave": "2026",
            "seed": 1,
            "weights": weights,
            "weighting": weighting,
            "source": [{"wave": "2026", "file": "a.csv"}],
        }
    )


def declared(project: Path, **files: str) -> Path:
    (project / "params").mkdir()
    for name, content in files.items():
        (project / f"params/{name}.csv").write_text(content, encoding="utf-8-sig")
    return project


def weighed(sample: pd.DataFrame, how: Edition, project: Path, **answers: Any) -> weigh.Weighted:
    return weigh.weights(sample, pd.DataFrame(answers, index=sample.index), how, project)


def test_without_weights_everybody_weighs_one(tmp_path: Path) -> None:
    assert weighed(responses("7", "x"), edition("none"), tmp_path).weight.tolist() == [1.0, 1.0]


def test_delivered_weights_stay_as_they_came_and_a_single_zero_is_one(tmp_path: Path) -> None:
    found = weighed(responses("0.553675", "2", "0"), edition("delivered"), tmp_path)
    assert found.weight.tolist() == [0.553675, 2.0, 0.0]
    assert found.steps["n"].tolist() == [2]


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
    declared(tmp_path, population="stratum,population\nurban,700\ncounty,300\n")
    sample = strata(*["urban"] * 2, *["county"] * 2)
    weight = weighed(sample, edition("population"), tmp_path).weight
    assert weight.tolist() == [0.7 / 0.5, 0.7 / 0.5, 0.3 / 0.5, 0.3 / 0.5]  # to the last bit, as ever
    assert weight.mean() == pytest.approx(1)


def test_the_declared_form_of_the_population_setting_gives_the_same_weights(tmp_path: Path) -> None:
    declared(tmp_path, population="stratum,population\nurban,71234\ncounty,33\nrest,5\n")
    sample = strata(*["urban"] * 7, *["county"] * 2, *["rest"] * 5)
    short, long = (
        weighed(sample, e, tmp_path) for e in (edition("population"), edition("declared", poststratify=True))
    )
    pd.testing.assert_series_equal(short.weight, long.weight, check_exact=True)


def test_a_wave_with_its_own_population_uses_that_one(tmp_path: Path) -> None:
    declared(tmp_path, population="stratum,population,wave\nu,1,\nc,1,\nu,3,2026\nc,1,2026\n")
    sample = pd.concat([strata("u", "c"), strata("u", "c", wave="2025")], ignore_index=True)
    found = weighed(sample, edition("population"), tmp_path)
    assert found.weight.tolist() == pytest.approx([1.5, 0.5, 1, 1])
    assert found.steps[["wave", "step"]].agg(" ".join, axis=1).tolist() == [
        "2025 start", "2025 poststratified", "2026 start", "2026 poststratified",
    ]  # fmt: skip


@pytest.mark.parametrize(("sample", "missing"), [(("u", "c", "x"), "'x'"), (("u",), "'c'")])
def test_a_stratum_missing_on_either_side_is_named_with_its_wave(
    tmp_path: Path, sample: tuple[str, ...], missing: str
) -> None:
    declared(tmp_path, population="stratum,population\nu,1\nc,1\n")
    with pytest.raises(DesignError, match=missing) as caught:
        weighed(strata(*sample), edition("population"), tmp_path)
    assert caught.value.where == "params/population.csv, wave 2026"


@pytest.mark.parametrize("row", ["urban,", "urban,-5", "urban,many", ",5"])
def test_a_population_that_is_no_number_is_refused_by_row(tmp_path: Path, row: str) -> None:
    declared(tmp_path, population=f"stratum,population\n{row}\n")
    with pytest.raises(ParamsError, match=r"population\.csv, row 2"):
        weighed(strata("urban"), edition("population"), tmp_path)


def test_a_missing_population_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ParamsError, match=r"params/population\.csv"):
        weighed(strata("urban"), edition("population"), tmp_path)


def test_weighting_is_the_same_for_numbers_of_any_size() -> None:
    sample = strata("u", "c", "c")["stratum"]
    ones = pd.Series(1.0, index=sample.index)
    large = weigh.poststratify(ones, sample, {"u": 7e9, "c": 3e9})
    small = weigh.poststratify(ones, sample, {"u": 7.0, "c": 3.0})
    assert np.allclose(large, small * 1e9, rtol=1e-14)


POPULATION = "stratum,population,drawn,contacted\nurban,700,10,8\ncounty,300,6,\n"
MARGINS = "margin,level,share,population\nage,young,0.4,\nage,old,0.6,\nsex,f,,510\nsex,m,,490\n"


@pytest.fixture
def several(tmp_path: Path) -> tuple[pd.DataFrame, dict[str, list[str]], Path]:
    sample = strata(*["urban"] * 5, *["county"] * 3)
    answers = {"age": list("yyooyoyo"), "sex": list("fmfmffmm")}
    answers["age"] = ["young" if a == "y" else "old" for a in answers["age"]]
    return sample, answers, declared(tmp_path, population=POPULATION, margins=MARGINS)


def test_design_weights_are_people_over_people_drawn_with_mean_one(several: Any) -> None:
    sample, answers, project = several
    found = weighed(sample, edition("declared", base="design"), project, **answers)
    assert found.weight[0] / found.weight[7] == pytest.approx((700 / 10) / (300 / 6))
    assert found.weight.mean() == pytest.approx(1)


def test_every_step_is_told_before_and_after_and_the_last_meets_strata_and_margins(several: Any) -> None:
    sample, answers, project = several
    how = edition("declared", base="design", poststratify=True, margins=["age", "sex"])
    found = weighed(sample, how, project, **answers)
    assert found.steps["step"].tolist() == ["start", "design", "poststratified", "raked"]
    assert found.steps["effective"].tolist() == pytest.approx(
        [8, 7.8125, 7.8125, 8 / found.steps["deff"].iloc[-1]]
    )
    assert found.steps["deff"].iloc[[0, 3]].tolist() == [1, weigh.effect(found.weight).deff]
    for column, level, share in (
        (answers["age"], "young", 0.4), (answers["sex"], "f", 0.51), (sample["stratum"], "urban", 0.7),
    ):  # fmt: skip
        inside = pd.Series(column) == level
        assert found.weight[inside].sum() / found.weight.sum() == pytest.approx(share, rel=1e-9)
    assert found.weight.mean() == pytest.approx(1)


def test_trimmed_weights_stay_inside_the_bounds_and_may_meet_the_margins_again(several: Any) -> None:
    sample, answers, project = several
    how = {"margins": ["age", "sex"], "trim_low": 0.8, "trim_high": 1.15}
    found = weighed(sample, edition("declared", **how), project, **answers)
    last = found.steps.iloc[-1]
    assert (last["step"], last["lowest"] >= 0.8, last["highest"] <= 1.15) == ("trimmed", True, True)
    again = weighed(sample, edition("declared", **how, repeat=True), project, **answers)
    assert again.steps["step"].tolist()[-2:] == ["trimmed", "repeated"]
    young = pd.Series(answers["age"]) == "young"
    assert again.weight[young].sum() / again.weight.sum() == pytest.approx(0.4, rel=1e-9)


def test_delivered_weights_that_are_raked_keep_their_sum(several: Any) -> None:
    _, answers, project = several
    sample = responses("1", "2", "3", "4", "0", "6", "7", "8")
    how = edition("declared", base="delivered", margins=["age"])
    found = weighed(sample, how, project, **answers)
    assert found.weight.sum() == pytest.approx(31)
    assert found.weight[4] == 0


@pytest.mark.parametrize(
    ("margins", "answers", "words"),
    [
        (["tenure"], {"tenure": ["a"] * 8}, ("'tenure' has no targets", "wave 2026")),
        (["sex"], {}, ("'sex' has no answers", "wave 2026")),
        (["sex"], {"sex": ["f"] * 8}, ("'sex'", "without answers: 'm'", "wave 2026")),
    ],
)  # fmt: skip
def test_a_margin_that_cannot_be_raked_is_named_with_its_wave(
    several: Any, margins: list[str], answers: dict[str, list[str]], words: tuple[str, ...]
) -> None:
    sample, _, project = several
    with pytest.raises(DesignError) as caught:
        weighed(sample, edition("declared", margins=margins), project, **answers)
    assert all(word in caught.value.message for word in words)


def test_a_wave_with_targets_of_its_own_is_raked_to_those(tmp_path: Path) -> None:
    rows = ("a,x,0.5,", "a,y,0.5,", "a,x,0.25,2026", "a,y,0.75,2026")
    declared(tmp_path, margins="\n".join(["margin,level,share,wave", *rows]))
    sample = pd.concat([strata(*"sss"), strata(*"sss", wave="2025")], ignore_index=True)
    found = weighed(sample, edition("declared", margins=["a"]), tmp_path, a=list("xyyxyy"))
    assert found.weight.tolist() == pytest.approx([0.75, 1.125, 1.125, 1.5, 0.75, 0.75])


def test_the_sample_counts_people_from_the_population_to_those_accepted(several: Any) -> None:
    sample, answers, project = several
    received = pd.Series({("2026", "urban"): 6, ("2026", "county"): 3, ("2026", ""): 1})
    found = weigh.weights(
        sample, pd.DataFrame(answers), edition("none"), project, received=received
    ).sample.set_index("stratum")
    urban = found.loc["urban", ["population", "drawn", "contacted", "received", "accepted"]]
    assert urban.tolist() == [700, 10, 8, 6, 5]
    assert found.loc["urban", "contact_rate":].tolist() == pytest.approx([8 / 10, 6 / 10, 6 / 8, 5 / 6])  # type: ignore[misc]
    assert found.loc["county", "validity_rate"] == 1
    assert np.isnan(found.loc["county", "contact_rate"])
    assert found.loc["", ["received", "accepted"]].tolist() == [1, 0]
    assert found["wave"].eq("2026").all()


def test_what_nobody_counted_is_not_known(tmp_path: Path) -> None:
    found = weighed(strata("u", "u", "c"), edition("none"), tmp_path).sample
    assert found["accepted"].tolist() == [1, 2]
    assert found[["population", "received", "response_rate", "validity_rate"]].isna().all(axis=None)


def test_an_edition_without_responses_has_no_weights(tmp_path: Path) -> None:
    found = weighed(responses().astype({"wave": str}), edition("none"), tmp_path)
    assert (len(found.weight), len(found.steps), len(found.sample)) == (0, 0, 0)

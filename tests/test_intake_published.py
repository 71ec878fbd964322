"""Scores published by others: matched, mapped, counted."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from csatreport.errors import DataError, ParamsError
from csatreport.intake import published as publications
from csatreport.params import Edition, Item, Questionnaire, Scale, Text
from csatreport.params.load import load_edition, load_questionnaire

TFL = Path(__file__).parent / "projects" / "tfl"
SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"

ITEM = Item(
    item="clean",
    kind="rating",
    label=Text.same("c"),
    wording=Text.same("c"),
    scale=Scale(low=0, high=100),
    sources={None: "Cleanliness"},
)
NAMES = {"red": Text.same("Red"), "blue": Text.same("Blue")}
QUESTIONNAIRE = Questionnaire((ITEM,), {"line": NAMES}, {"line": {"Red": "red", "Blue": "blue"}})
ROWS = (
    "Cleanliness,2018/19,QTR 1,All,70",
    "Cleanliness,2018/19,QTR 1,Red,71",
    "Cleanliness,2017/18,QTR 4,Blue,69.5",
)


def scores(folder: Path, *rows: str) -> pd.DataFrame:
    (folder / "p.csv").write_text(
        "\n".join(["metric,year,quarter,line,value", *rows]) + "\n", encoding="utf-8"
    )
    declared = {
        "file": "p.csv",
        "item": "metric",
        "wave": "FY{year} {quarter}",
        "domain": "line",
        "level": "line",
        "all": "All",
        "value": "value",
    }
    edition = Edition.model_validate({"name": "e", "wave": "FY2018/19Q1", "seed": 1, "published": [declared]})
    return publications.scores(edition.published[0], folder, QUESTIONNAIRE, edition)


def test_a_score_has_its_wave_item_level_and_value_and_everybody_is_no_level(tmp_path: Path) -> None:
    table = scores(tmp_path, *ROWS)
    assert table[list(publications.COLUMNS)].to_numpy().tolist() == [
        ["FY2018/19Q1", "clean", "", "", 70.0],
        ["FY2018/19Q1", "clean", "line", "red", 71.0],
        ["FY2017/18Q4", "clean", "line", "blue", 69.5],
    ]
    assert (table["rule"] == "").all()


@pytest.mark.parametrize(
    ("row", "rule"),
    [
        ("Cleanliness,2017/18,,All,70", publications.OTHER_LENGTH),
        ("Cleanliness,2018/19,QTR 2,All,70", publications.LATER),
        ("Noise,2018/19,QTR 1,All,70", publications.NOT_DECLARED),
        ("Cleanliness,soon,QTR 1,All,70", publications.NO_WAVE),
        ("Cleanliness,2018/19,QTR 1,Green,70", publications.NO_LEVEL),
        ("Cleanliness,2018/19,QTR 1,Blue,n/a", publications.NO_NUMBER),
        ("Cleanliness,2018/19,QTR 1,Blue,170", publications.OUTSIDE),
    ],
)
def test_a_row_that_cannot_be_used_is_put_aside_by_the_rule_it_breaks(
    tmp_path: Path, row: str, rule: str
) -> None:
    assert scores(tmp_path, *ROWS, row)["rule"].tolist() == ["", "", "", rule]


def test_more_than_a_few_unusable_rows_are_a_wrong_declaration(tmp_path: Path) -> None:
    rows = [f"Cleanliness,2018/19,QTR 1,Green{n},70" for n in range(2)]
    with pytest.raises(ParamsError, match="unknown level") as caught:
        scores(tmp_path, *ROWS, *rows)
    assert "'Green0', 'Green1'" in caught.value.message
    assert "rows 5, 6" in caught.value.message


def test_two_scores_for_one_thing_are_refused_by_row(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="rows 2, 5"):
        scores(tmp_path, *ROWS, ROWS[0])


def test_a_column_that_is_not_there_is_refused_with_the_nearest(tmp_path: Path) -> None:
    (tmp_path / "p.csv").write_text("metrics,value\n1,2\n", encoding="utf-8")
    declared = {
        "file": "p.csv",
        "item": "metric",
        "wave": "{year}",
        "domain": "line",
        "level": "line",
        "all": "All",
        "value": "value",
    }
    edition = Edition.model_validate({"name": "e", "wave": "2018", "seed": 1, "published": [declared]})
    with pytest.raises(ParamsError, match="did you mean 'metrics'"):
        publications.scores(edition.published[0], tmp_path, QUESTIONNAIRE, edition)


@pytest.mark.skipif(not SHARED.is_dir(), reason="../shared/data is not here")
def test_the_780_annual_rows_of_the_underground_are_put_aside_and_all_others_are_scores() -> None:
    edition = load_edition(TFL, "FY2018-19Q1")
    (declared,) = edition.published
    table = publications.scores(declared, TFL, load_questionnaire(TFL), edition)
    counts = table["rule"].value_counts().to_dict()
    assert counts == {"": len(table) - 780, publications.OTHER_LENGTH: 780}

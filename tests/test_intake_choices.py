"""Several choices become one indicator per option."""

from __future__ import annotations

import pandas as pd
import pytest

from csatreport.errors import DataError
from csatreport.intake.choices import indicators, ticked
from csatreport.intake.code import UNKNOWN
from csatreport.params import Item, Text


def item(missing: tuple[str, ...] = ()) -> Item:
    both = Text.same("c")
    return Item(item="c", kind="multiple", label=both, wording=both, codes="channel", missing=missing)


def answers(*given: str) -> pd.Series:
    return pd.Series(list(given), dtype=str)


CHANNELS = {"App": "app", "网点": "branch", "Phone, any": "phone", "9": "none"}


def test_choices_become_an_indicator_per_code_and_a_blank_cell_says_nothing() -> None:
    marks, coded = indicators(answers("App┋网点", "网点", ""), item(), CHANNELS, separator="┋")
    assert marks.columns.tolist() == ["app", "branch", "phone", "none"]
    assert marks.fillna(-1).to_numpy().tolist() == [[1, 1, 0, 0], [0, 1, 0, 0], [-1, -1, -1, -1]]
    assert coded.fault.empty


def test_an_option_may_hold_the_separator_of_the_options() -> None:
    marks, coded = indicators(answers("Phone, any, App", "App, Phone, any"), item(), CHANNELS, separator=", ")
    assert marks[["app", "phone"]].to_numpy().tolist() == [[1, 1], [1, 1]]
    assert coded.fault.empty


def test_a_missing_code_is_no_choice() -> None:
    marks, _ = indicators(answers("none"), item(("none",)), {**CHANNELS, "none": "none"}, separator=";")
    assert "none" not in marks.columns
    assert marks.isna().all(axis=None)


def test_choices_that_the_list_does_not_know_are_set_aside_and_the_others_stay() -> None:
    marks, coded = indicators(answers("App;x;y", "App"), item(), CHANNELS, separator=";")
    assert marks["app"].tolist() == [1, 1]
    assert coded.fault.index.tolist() == [0, 0]
    assert set(coded.fault) == {UNKNOWN}


def test_choices_in_words_of_their_own_count_as_other_where_the_list_has_it() -> None:
    known = {"App": "app", "其他": "other"}
    marks, coded = indicators(answers("App┋小程序", "App"), item(), known, separator="┋")
    assert marks["other"].tolist() == [1, 0]
    assert coded.words.to_dict() == {0: "小程序"}


def test_a_column_per_option_gives_the_same_choices_as_one_cell() -> None:
    columns = {
        ("5(App)",): answers("1", "0", ""),
        ("Q5_网点", "网点"): answers("1", "1", "0"),
        ("Q5[9]",): answers("", "No", "x"),
    }
    cells = ticked(columns, CHANNELS, file="a.csv")
    assert cells.tolist() == ["App┋网点", "网点", "9"]


def test_a_column_that_leads_to_no_option_is_refused_by_name() -> None:
    with pytest.raises(DataError, match=r"column '5\(Fax\)'"):
        ticked({("5(Fax)",): answers("1")}, CHANNELS, file="a.csv")

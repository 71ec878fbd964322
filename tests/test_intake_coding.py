"""Words that wait for a code reach the file in which people code, and come back as answers."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
from rawproject import LABELS, QUESTIONNAIRE, project
from surveys import make_survey, rating, responses

from csatreport.intake.coding import write
from csatreport.params.load import load_questionnaire
from csatreport.survey import Survey

ITEMS = QUESTIONNAIRE + "plan,category,Plan,套餐,Which plan?,哪种套餐?,,plan,,,,,Plan,-\n"
LISTS = LABELS + "plan,basic,Basic,基础,\nplan,other,Other,其他,\n"


def waiting(*words: tuple[str, int]) -> Survey:
    others = pd.DataFrame(
        [("2026Q3", "plan", text, n) for text, n in words], columns=["wave", "item", "text", "n"]
    )
    return replace(make_survey((rating("a"),), responses(a=[1.0])), others=others)


def lines(folder: Path) -> list[str]:
    return (folder / "params/coding.csv").read_text(encoding="utf-8-sig").splitlines()


def test_the_most_frequent_words_come_first_and_wait_for_their_code(tmp_path: Path) -> None:
    folder = project(tmp_path, questionnaire=ITEMS, labels=LISTS)
    assert write(folder, waiting(("rare", 1), ("often, really", 9))) == 2
    assert lines(folder) == ["item,text,code", 'plan,"often, really",', "plan,rare,"]
    assert load_questionnaire(folder).coding == {}


def test_rows_that_were_coded_stay_and_nothing_is_listed_twice(tmp_path: Path) -> None:
    folder = project(tmp_path, questionnaire=ITEMS, labels=LISTS)
    (folder / "params/coding.csv").write_text("item,text,code\nplan,the cheap one,basic\n", encoding="utf-8")
    assert write(folder, waiting(("the  cheap one", 3), ("new", 1))) == 1
    assert write(folder, waiting(("the  cheap one", 3), ("new", 1))) == 0
    assert lines(folder) == ["item,text,code", "plan,the cheap one,basic", "plan,new,"]


def test_a_formula_is_guarded_in_the_spreadsheet_and_still_found_by_its_words(tmp_path: Path) -> None:
    folder = project(tmp_path, questionnaire=ITEMS, labels=LISTS)
    write(folder, waiting(("=1+1", 1), ("'quoted'", 1)))
    assert lines(folder)[1:] == ["plan,'=1+1,", "plan,'quoted',"]
    text = (folder / "params/coding.csv").read_text(encoding="utf-8").replace("'=1+1,", "'=1+1,basic")
    (folder / "params/coding.csv").write_text(text, encoding="utf-8")
    assert load_questionnaire(folder).coding == {"plan": {"=1+1": "basic"}}
    assert write(folder, waiting(("=1+1", 1))) == 0

"""Answers in people's own words: coded from params/coding.csv, or listed until somebody codes them."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
from rawproject import LABELS, QUESTIONNAIRE, project

from csatreport.intake.collect import FAULTS, Collected
from csatreport.intake.others import recoded
from csatreport.params.load import load_questionnaire

ITEMS = QUESTIONNAIRE + (
    "plan,category,Plan,套餐,Which plan?,哪种套餐?,,plan,,,,,Plan,-\n"
    "channels,multiple,Channels,渠道,Which channels?,哪些渠道?,,channel,,,,,Channels,-\n"
    "channels_other,other,Other channel,其他渠道,,,,channel,,,,,Other,-\n"
)
LISTS = LABELS + (
    "plan,basic,Basic,基础,\nplan,other,Other,其他,\nchannel,app,App,应用,\nchannel,fax,Fax,传真,\nchannel,other,Other,其他,\n"
)
CODING = "item,text,code\nchannels_other,by  FAX,fax\nplan,the cheap one,basic\nplan,waits,\nchannels,mini app,app\n"


def made(folder: Path, words: list[tuple[int, str, str]]) -> Collected:
    folder = project(folder, questionnaire=ITEMS, labels=LISTS)
    (folder / "params/coding.csv").write_text(CODING, encoding="utf-8")
    answers = pd.DataFrame({"plan": pd.array(["other"] * 3, dtype="string"), "channels.app": [0.0] * 3,
                            "channels.fax": [0.0] * 3, "channels.other": [1.0] * 3})  # fmt: skip
    frame = pd.DataFrame(words, columns=["response", "item", "text"])
    none, faults = pd.DataFrame(index=range(3)), pd.DataFrame(columns=list(FAULTS))
    return recoded(Collected(none, answers, none, faults, frame.iloc[:0], frame), load_questionnaire(folder))


def test_a_coded_word_takes_the_place_of_other_in_a_single_choice(tmp_path: Path) -> None:
    result = made(tmp_path, [(0, "plan", "the cheap one"), (1, "plan", "never heard")])
    assert result.answers["plan"].tolist() == ["basic", "other", "other"]
    assert result.words.to_numpy().tolist() == [[1, "plan", "never heard"]]


def test_words_beside_the_question_count_for_it(tmp_path: Path) -> None:
    result = made(tmp_path, [(1, "channels_other", "by FAX")])
    assert result.answers["channels.fax"].tolist() == [0, 1, 0]
    assert result.answers["channels.other"].tolist() == [1, 0, 1]
    assert result.words.empty


def test_other_stays_chosen_while_some_words_of_the_response_have_no_code(tmp_path: Path) -> None:
    result = made(tmp_path, [(2, "channels", "mini app"), (2, "channels", "smoke signs")])
    assert result.answers.loc[2, ["channels.app", "channels.other"]].tolist() == [1, 1]
    assert result.words["text"].tolist() == ["smoke signs"]


def test_a_row_without_a_code_waits(tmp_path: Path) -> None:
    result = made(tmp_path, [(0, "plan", "waits")])
    assert result.answers["plan"].tolist()[0] == "other"
    assert result.words["text"].tolist() == ["waits"]

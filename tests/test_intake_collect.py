"""One raw file, read and coded: answers by item, who answered and when, and nothing lost on the way."""

from __future__ import annotations

from pathlib import Path

import pytest
from rawproject import EDITION, LABELS, QUESTIONNAIRE, project

from csatreport.errors import DataError, ParamsError
from csatreport.intake.collect import Collected, collect, together
from csatreport.params.load import load_edition, load_questionnaire

ITEMS = QUESTIONNAIRE + (
    "channels,multiple,Channels,渠道,Which channels?,哪些渠道?,,channel,,,,,Channels,\n"
    "channels_other,other,Other channel,其他渠道,,,,channel,,,,,Other,\n"
    "who,interviewer,Interviewer,访问员,,,,,,,,,Interviewer,-\n"
    "begun,start,Start,开始,,,,,,,,,Begun,-\n"
    "ended,end,End,结束,,,,,,,,,Ended,-\n"
)
LISTS = LABELS + (
    "channel,app,App,应用,App\nchannel,shop,Shop,门店,Shop|门店\nchannel,other,Other,其他,Other\n"
)
HEADER = (
    "ID", "How satisfied are you?", "Effort", "Region", "Remark", "Channels", "Other", "Interviewer", "Begun", "Ended",
)  # fmt: skip
ROWS = (
    ("a", "5", "1", "North", "fine", "App┋门店", "", "w7", "2026-07-01 10:00", "2026-07-01 10:12"),
    ("b", "4", "2", "South", "", "Other", "by fax", "w7", "2026年7月2日 上午9:30", "2026年7月2日 上午9:33"),
    ("c", "9", "5", "1", "", "Telepathy", "", "", "", ""),
    ("d", "", "", "", "", "", "", "", "", ""),
)


def collected(folder: Path, **changes: object) -> Collected:
    declared = {"questionnaire": ITEMS, "labels": LISTS, "header": HEADER, "answers": ROWS} | changes
    made = project(folder, **declared)  # type: ignore[arg-type]
    (source,) = load_edition(made, "2026Q3").source
    return collect(source, made, load_questionnaire(made))


def test_several_choices_become_indicators_and_unknown_ones_count_as_other(tmp_path: Path) -> None:
    answers = collected(tmp_path).answers
    marks = answers[["channels.app", "channels.shop", "channels.other"]]
    assert marks.fillna(-1).to_numpy().tolist() == [[1, 1, 0], [0, 0, 1], [0, 0, 1], [-1, -1, -1]]


def test_words_of_their_own_are_listed_whether_in_the_cell_or_beside_it(tmp_path: Path) -> None:
    words = collected(tmp_path).words
    assert words.to_numpy().tolist() == [[2, "channels", "Telepathy"], [1, "channels_other", "by fax"]]


def test_free_text_is_kept_apart_from_answers(tmp_path: Path) -> None:
    assert collected(tmp_path).texts.to_numpy().tolist() == [[0, "remark", "fine"]]


def test_interviewer_times_and_length_come_from_their_items(tmp_path: Path) -> None:
    design = collected(tmp_path).design
    assert design["interviewer"].tolist() == ["w7", "w7", "", ""]
    assert design["minutes"].fillna(-1).tolist() == [12, 3, -1, -1]
    assert design["start"].astype(str).tolist()[1] == "2026-07-02 09:30:00"


def test_single_answers_set_aside_are_counted_for_their_response(tmp_path: Path) -> None:
    made = collected(tmp_path)
    assert made.faults[["response", "item", "value"]].to_numpy().tolist() == [[2, "overall", "9"]]
    assert made.design["faulty"].tolist() == [0, 0, 1, 0]
    assert made.design["answered"].tolist() == [True, True, True, False]


def test_items_that_a_file_is_said_to_lack_are_not_looked_for(tmp_path: Path) -> None:
    header, rows = HEADER[:5], [row[:5] for row in ROWS]
    lacking = EDITION + 'without = ["channels*", "who", "begun", "ended"]\n'
    made = collected(tmp_path, header=header, answers=rows, edition=lacking)
    assert made.answers["channels.app"].isna().all()
    with pytest.raises(ParamsError, match="its column is not in"):
        collected(tmp_path / "strict", header=header, answers=rows)


def test_replicate_weights_are_found_by_their_pattern(tmp_path: Path) -> None:
    items = QUESTIONNAIRE + "rep,replicate,Replicates,复制权数,,,,,,,,,rw*,-\n"
    header = (*HEADER[:5], "rw1", "rw2")
    made = collected(
        tmp_path, questionnaire=items, header=header, answers=[(*r[:5], "1.5", "0.5") for r in ROWS]
    )
    assert made.replicates.columns.tolist() == ["replicate_1", "replicate_2"]
    assert made.replicates.iloc[0].tolist() == [1.5, 0.5]
    broken = [(*r[:5], "1.5", "" if n == 2 else "1") for n, r in enumerate(ROWS)]
    with pytest.raises(DataError, match="missing or no numbers") as caught:
        collected(tmp_path / "broken", questionnaire=items, header=header, answers=broken)
    assert caught.value.where == "data/raw/a.csv, row 4, column 'rw2'"


def test_several_files_have_one_running_number(tmp_path: Path) -> None:
    part = collected(tmp_path)
    whole = together([part, part])
    assert whole.design.index.tolist() == list(range(8))
    assert whole.words["response"].tolist() == [2, 1, 6, 5]
    assert whole.faults["response"].tolist() == [2, 6]

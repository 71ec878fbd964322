"""questionnaire.csv and labels.csv: read as people write them, refused by row and column."""

from __future__ import annotations

from pathlib import Path

import pytest
from rawproject import LABELS, QUESTIONNAIRE, project

from csatreport.errors import ParamsError
from csatreport.params import Scale, Wave
from csatreport.params.sheet import load_questionnaire


def refused(folder: Path) -> str:
    with pytest.raises(ParamsError) as caught:
        load_questionnaire(folder)
    return caught.value.message


def test_an_item_is_read_with_scale_direction_missing_codes_and_roles(tmp_path: Path) -> None:
    questionnaire = load_questionnaire(project(tmp_path))
    overall, effort = questionnaire["overall"], questionnaire["effort"]
    assert overall.scale == Scale(low=1, high=5)
    assert overall.missing == ("0", "Blank")
    assert overall.roles == {"overall": ""}
    assert (overall.direction, effort.direction) == ("higher", "lower")
    assert overall.row == 3


def test_a_wave_has_its_own_header_and_a_dash_means_not_asked(tmp_path: Path) -> None:
    questionnaire = load_questionnaire(project(tmp_path))
    now, before = Wave.parse("2026Q3"), Wave.parse("2026Q2")
    assert [questionnaire["overall"].source(w) for w in (now, before)] == [
        "How satisfied are you?",
        "Overall",
    ]
    assert questionnaire["effort"].source(before) is None


def test_a_fiscal_wave_may_have_its_own_header(tmp_path: Path) -> None:
    text = QUESTIONNAIRE.replace("source_2026Q2", "source_FY2018/19Q1")
    overall = load_questionnaire(project(tmp_path, questionnaire=text))["overall"]
    assert overall.source(Wave.parse("FY2018 QTR 1")) == "Overall"


def test_pair_roles_keep_their_key(tmp_path: Path) -> None:
    text = QUESTIONNAIRE.replace(",overall,How", ",overall perception:s01,How").replace(
        "service,,Effort", "service,expectation:s01,Effort"
    )
    questionnaire = load_questionnaire(project(tmp_path, questionnaire=text))
    assert [(a.item, b.item) for a, b in questionnaire.pairs("expectation", "perception")] == [
        ("effort", "overall")
    ]


def test_answers_lead_to_codes_and_an_empty_source_means_the_code_itself(tmp_path: Path) -> None:
    answers = load_questionnaire(project(tmp_path)).answers
    assert answers["region"] == {"North": "north", "1": "north", "South": "south", "2": "south"}
    assert answers["mode"] == {"web": "web"}


def test_a_byte_order_mark_is_no_part_of_the_header(tmp_path: Path) -> None:
    folder = project(tmp_path)
    (folder / "params/questionnaire.csv").write_text(QUESTIONNAIRE, encoding="utf-8-sig")
    assert load_questionnaire(folder)["id"].kind == "respondent"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("direction,", "directon,", ("row 1", "unknown column 'directon'", "'direction'")),
        ("item,kind", "item,knd", ("column 'kind' is missing", "unknown column 'knd'")),
        ("dimension,roles", "dimension,dimension", ("'dimension' twice",)),
        ("source_2026Q2", "source_soon", ("'source_soon' names no wave",)),
        ("overall,rating", "overall,ratng", ("row 3, kind", "'rating'", "'ratng'")),
        ("1-5,,,0;", "5-1,,,0;", ("row 3, scale", "'5-1'", "1-5")),
        ("1-5,,lower", "1-5,,downwards", ("row 4, direction", "'lower'")),
        ("overall,rating,Overall,总体", "overall,rating,Overall,", ("row 3, label_zh",)),
        ("Anything else?", "Anything, else?", ("row 6", "more cells than columns")),
        ("overall,How", "overall overall,How", ("row 3, roles", "twice")),
        ("overall,How", "overal,How", ("row 3, roles", "'overal'")),
        ("overall,rating", "Over all,rating", ("row 3, item", "Over all")),
    ],
)
def test_a_fault_of_the_questionnaire_is_named_by_row_and_column(
    tmp_path: Path, old: str, new: str, said: tuple[str, ...]
) -> None:
    message = refused(project(tmp_path, questionnaire=QUESTIONNAIRE.replace(old, new, 1)))
    assert "params/questionnaire.csv" in message
    assert all(part in message for part in said), message


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("region,south", "region,north", ("row 4, code", "'north' twice")),
        ("South|2", "South|1", ("row 4, source", "'1' leads to two codes")),
        ("South,南部", "South,", ("row 4", "label_zh empty")),
    ],
)
def test_a_fault_of_the_labels_is_named_by_row(
    tmp_path: Path, old: str, new: str, said: tuple[str, ...]
) -> None:
    message = refused(project(tmp_path, labels=LABELS.replace(old, new, 1)))
    assert "params/labels.csv" in message
    assert all(part in message for part in said), message


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("Overall", '"Overall', ("row 3", "not readable as CSV")),  # would swallow all rows below
        ("Overall", "Over\0all", ("row 3", "cannot be printed", r"Over\x00all")),
    ],
)
def test_what_no_spreadsheet_writes_is_refused_by_row(
    tmp_path: Path, old: str, new: str, said: tuple[str, ...]
) -> None:
    message = refused(project(tmp_path, questionnaire=QUESTIONNAIRE.replace(old, new, 1)))
    assert all(word in message for word in said)


def test_a_missing_file_and_another_encoding_are_refused(tmp_path: Path) -> None:
    folder = project(tmp_path)
    (folder / "params/labels.csv").write_bytes(LABELS.encode("gb18030"))
    assert "not UTF-8" in refused(folder)
    (folder / "params/labels.csv").unlink()
    assert "params/labels.csv" in refused(folder)

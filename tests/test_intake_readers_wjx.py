"""问卷星: the text and the code export of one survey are the same answers."""

from __future__ import annotations

from pathlib import Path

import exports
import pandas as pd
import pytest
import xlsxwriter
from exports import ATTRIBUTES, GENDER, OVERALL, SERVICES, Answer
from hypothesis import given, settings
from hypothesis import strategies as st

from csatreport.intake.code import plain
from csatreport.intake.readers import Export, read
from csatreport.params import Source

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"
LISTS = {
    "1": {"男": "m", "1": "m", "女": "f", "2": "f"},  # 男|1 and 女|2 in params/labels.csv
}
ITEMS = [exports.called("wjx", q) for q in (GENDER, SERVICES, OVERALL, exports.COMMENT)]
ITEMS += [exports.called("wjx", ATTRIBUTES, row) for row in (1, 2, 3)] + ["2 other"]
words = st.text(
    st.characters(codec="utf-8", exclude_characters="〖〗┋\0", exclude_categories=("C", "Z")), min_size=1
)
ratings = st.none() | st.integers(1, 5)
answers = st.builds(
    Answer,
    key=st.just("k"),
    gender=st.none() | st.integers(1, 2),
    services=st.sets(st.integers(1, 4)).map(lambda chosen: tuple(sorted(chosen))),
    overall=ratings,
    attributes=st.tuples(ratings, ratings, ratings),
    comment=words.filter(lambda text: text not in ("-2", "-3")),
    written=words,
)


def export(file: Path) -> Export:
    return read(Source.model_validate({"wave": "2026Q3", "file": file.name}), file.parent)


def cells(made: Export, name: str) -> list[str]:
    (place,) = [n for n, column in enumerate(made.columns) if name in column.names]
    return [str(cell) for cell in made.cells[place]]


def coded(made: Export) -> pd.DataFrame:
    """Every item, coded by its list where it has one."""
    lists = {exports.called("wjx", GENDER): LISTS["1"]}
    return pd.DataFrame(
        {name: [lists.get(name, {}).get(plain(c), c) for c in cells(made, name)] for name in ITEMS}
    )


def test_text_and_code_come_out_the_same_item_by_item(tmp_path: Path) -> None:
    text, code = export(exports.wjx_text(tmp_path / "t.xlsx")), export(exports.wjx_code(tmp_path / "c.csv"))
    pd.testing.assert_frame_equal(coded(text), coded(code))
    assert cells(text, "第2题") == ["宽带┋安防", "电视┋其他", "", "宽带┋电视┋安防", "其他"]
    assert cells(code, "2 other") == ["", "智能门锁", "", "", "太阳能"]


@settings(max_examples=30, deadline=None)
@given(given_answers=st.lists(answers, min_size=4, max_size=8))
def test_any_answers_come_out_the_same(
    given_answers: list[Answer], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("wjx")
    sure = [*given_answers, *exports.ANSWERS]  # every option and rating occurs
    text = export(exports.wjx_text(folder / "t.csv", sure))
    code = export(exports.wjx_code(folder / "c.csv", sure))
    pd.testing.assert_frame_equal(coded(text), coded(code))


def sheet(file: Path, *rows: list[object]) -> Path:
    with xlsxwriter.Workbook(str(file)) as book:
        page = book.add_worksheet()
        for n, row in enumerate(rows):
            page.write_row(n, 0, row)
    return file


META = ["序号", "提交答卷时间", "所用时间", "来源", "来源详情", "来自IP"]
OWN = ["1", "2026/7/3 15:05:11", "3分12秒", "链接", "N/A", "1.2.3.4(台湾-台北)"]


def test_a_duration_in_words_gives_the_start(tmp_path: Path) -> None:
    made = export(sheet(tmp_path / "a.xlsx", [*META, "总分", "1、满意吗？"], [*OWN, "88", "5"]))
    assert made.cells[made.facts["start"]].tolist() == ["2026-07-03 15:01:59"]
    assert made.cells[made.facts["place"]].tolist() == ["台湾-台北"]
    assert made.cells[made.facts["device"]].tolist() == ["1.2.3.4"]
    assert cells(made, "总分") == ["88"]


def test_words_beside_a_single_choice_leave_the_choice(tmp_path: Path) -> None:
    made = export(sheet(tmp_path / "a.xlsx", [*META, "1、从哪里知道我们？"], [*OWN, "其他〖邻居介绍〗"]))
    assert cells(made, "从哪里知道我们？") == ["其他"]
    assert cells(made, "1〖〗") == ["邻居介绍"]


def test_columns_of_numbers_beyond_one_are_rows_of_a_matrix(tmp_path: Path) -> None:
    made = export(
        sheet(tmp_path / "a.xlsx", [*META, "第1题(网速)", "第1题(客服)"], [*OWN, 1, 1], [*OWN, 5, 1])
    )
    assert cells(made, "第1题(网速)") == ["1", "5"]
    assert cells(made, "第1题(客服)") == ["1", "1"]


def test_a_matrix_that_a_row_of_nobody_answered_stays_a_matrix(tmp_path: Path) -> None:
    made = export(
        sheet(
            tmp_path / "a.xlsx",
            [*META, "第1题(网速)", "第1题(客服)"],
            [*OWN, "很满意", ""],
            [*OWN, "一般", ""],
        )
    )
    assert cells(made, "第1题(网速)") == ["很满意", "一般"]
    assert cells(made, "第1题(客服)") == ["", ""]


def test_options_behind_the_question_s_text_are_choices_too(tmp_path: Path) -> None:
    header = [*META, "1、用过哪些？(宽带)", "1、用过哪些？(电视)", "2、年龄(周岁)"]
    made = export(sheet(tmp_path / "a.xlsx", header, [*OWN, 1, 1, 34], [*OWN, 0, 1, 29]))
    assert cells(made, "用过哪些？") == ["宽带┋电视", "电视"]
    assert cells(made, "2、年龄(周岁)") == ["34", "29"]


@pytest.mark.skipif(not SHARED.is_dir(), reason="../shared/data is not here")
def test_a_real_export_is_read_whole() -> None:
    made = read(Source.model_validate({"wave": "2026Q3", "file": "wjx/text-export.xls"}), SHARED)
    assert made.format == "wjx"
    assert len(made.cells) == 800
    hobbies = cells(made, "兴趣爱好")
    assert hobbies[0] == "运动┋影视┋购物"
    original = pd.read_excel(SHARED / "wjx/text-export.xls", engine="calamine", dtype=str)[
        "6、兴趣爱好"
    ].fillna("")
    assert hobbies == original.str.replace(r"〖.*?〗", "", regex=True).tolist()
    assert cells(made, "6〖〗") == original.str.extract(r"〖(.*?)〗")[0].fillna("").tolist()
    assert cells(made, "6〖〗").count("") < 800

"""Whatever platform a survey is exported by, the answers that come out are the same."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import exports
import pytest
from exports import ANSWERS, ATTRIBUTES, COMMENT, GENDER, OVERALL, SERVICES, Question

from csatreport.errors import DataError, ParamsError
from csatreport.intake import times
from csatreport.intake.readers import Export, read
from csatreport.params import Source


@dataclass(frozen=True)
class Case:
    """How an export is written, what it is, and what it knows of its own accord."""

    platform: str
    file: str
    write: Callable[[Path], Path]
    facts: frozenset[str] = frozenset()
    several: bool = True


WHEN = frozenset({"end", "start"})
CASES = {
    "wjx text": Case("wjx", "a.xlsx", exports.wjx_text, WHEN | {"minutes", "device", "place"}),
    "wjx text, csv": Case("wjx", "a.csv", exports.wjx_text, WHEN | {"minutes", "device", "place"}),
    "wjx code": Case("wjx", "a.xlsx", exports.wjx_code, WHEN | {"minutes", "device", "place"}),
    "qualtrics": Case("qualtrics", "a.csv", exports.qualtrics, WHEN | {"minutes", "device", "respondent", "test"}),
    "qualtrics, texts": Case("qualtrics", "a.xlsx", partial(exports.qualtrics, texts=True), WHEN | {"test"}),
    "qualtrics, one column": Case("qualtrics", "a.csv", partial(exports.qualtrics, split=False), WHEN),
    "qualtrics, texts in one column": Case("qualtrics", "a.csv", partial(exports.qualtrics, split=False, texts=True)),
    "surveymonkey": Case("surveymonkey", "a.csv", exports.surveymonkey, WHEN | {"respondent", "device"}),
    "surveymonkey, xlsx": Case("surveymonkey", "a.xlsx", exports.surveymonkey, WHEN | {"respondent", "device"}),
    "limesurvey": Case("limesurvey", "a.csv", exports.limesurvey, WHEN | {"device"}),
    "limesurvey, codes": Case("limesurvey", "a.csv", partial(exports.limesurvey, texts=False), WHEN | {"device"}),
    "google forms": Case("google-forms", "a.csv", exports.google_forms, frozenset({"end"})),
    "google forms, sheet": Case("google-forms", "a.xlsx", exports.google_forms, frozenset({"end"})),
    "kobo": Case("kobo", "a.csv", exports.kobo, WHEN | {"respondent", "interviewer", "device"}),
    "kobo, xlsx": Case("kobo", "a.xlsx", exports.kobo, WHEN | {"respondent", "interviewer", "device"}),
    "spss": Case("spss", "a.sav", exports.spss, WHEN | {"respondent"}, several=False),
    "plain": Case("csv", "a.csv", exports.plain),
    "plain, gb18030": Case("csv", "a.csv", partial(exports.plain, encoding="gb18030")),
    "plain, excel": Case("excel", "a.xlsx", exports.plain),
    "plain, parquet": Case("parquet", "a.parquet", exports.plain),
}  # fmt: skip
OTHERS = {"其他(请注明)": 4, "other": 4, "SQ001": 1, "SQ002": 2, "SQ003": 3}


@pytest.fixture(params=CASES.values(), ids=CASES.keys())
def case(request: pytest.FixtureRequest) -> Case:
    found: Case = request.param
    return found


def export(case: Case, folder: Path, **declared: object) -> Export:
    case.write(folder / case.file)
    encoding = "gb18030" if getattr(case.write, "keywords", {}).get("encoding") else "utf-8"
    source = {"wave": "2026Q3", "file": case.file, "encoding": encoding}
    return read(Source.model_validate(source | declared), folder)


def position(export: Export, name: str) -> int:
    (found,) = [n for n, column in enumerate(export.columns) if name in column.names]
    return found


def cells(export: Export, name: str) -> list[str]:
    return [str(cell) for cell in export.cells[position(export, name)]]


def number(text: str, question: Question, labels: dict[str, str]) -> int | None:
    """An option by its number, from number, text, or label of a code."""
    text = labels.get(text, text)
    if not text or text.isdecimal():
        return int(text) if text else None
    return OTHERS.get(text) or question.options.index(text) + 1


def chosen(export: Export, name: str) -> list[tuple[int, ...]]:
    column = export.columns[position(export, name)]
    split = [cell.split(column.separator or exports.CHOICE) for cell in cells(export, name)]
    numbers = [[number(c, SERVICES, dict(column.labels)) for c in choices if c] for choices in split]
    return [tuple(n for n in row if n) for row in numbers]


def test_an_export_is_recognised_by_its_content(case: Case, tmp_path: Path) -> None:
    assert export(case, tmp_path).format == case.platform


def test_an_export_is_read_the_same_where_its_platform_is_stated(case: Case, tmp_path: Path) -> None:
    found, stated = export(case, tmp_path), export(case, tmp_path, format=case.platform)
    assert stated.columns == found.columns
    assert stated.cells.to_numpy().tolist() == found.cells.to_numpy().tolist()


def test_single_choices_and_ratings_are_those_that_were_given(case: Case, tmp_path: Path) -> None:
    made = export(case, tmp_path)
    name = partial(exports.called, case.platform)
    labels = dict(made.columns[position(made, name(GENDER))].labels)
    assert [number(c, GENDER, labels) for c in cells(made, name(GENDER))] == [a.gender for a in ANSWERS]
    assert cells(made, name(OVERALL)) == [str(a.overall or "") for a in ANSWERS]
    for row in (1, 2, 3):
        given = [str(a.attributes[row - 1] or "") for a in ANSWERS]
        assert cells(made, name(ATTRIBUTES, row)) == given


def test_several_choices_are_one_column_whatever_the_export_made_of_them(case: Case, tmp_path: Path) -> None:
    if not case.several:
        pytest.skip("the file holds no multiple-response set; see test_intake_readers_spss.py")
    made = export(case, tmp_path)
    assert chosen(made, exports.called(case.platform, SERVICES)) == [a.services for a in ANSWERS]


def test_comments_keep_their_quotes_commas_and_lines(case: Case, tmp_path: Path) -> None:
    made = export(case, tmp_path)
    assert cells(made, exports.called(case.platform, COMMENT)) == [a.comment for a in ANSWERS]


def test_what_was_written_beside_an_option_is_not_lost(case: Case, tmp_path: Path) -> None:
    if case.platform in ("google-forms", "csv", "excel", "parquet"):
        pytest.skip("the export has no such answers")
    made = export(case, tmp_path)
    columns = [list(map(str, made.cells[n])) for n in made.cells]
    assert [a.written for a in ANSWERS] in columns


def test_the_platform_tells_who_answered_when_and_where(case: Case, tmp_path: Path) -> None:
    made = export(case, tmp_path)
    assert case.facts <= made.facts.keys()
    told = {fact: made.cells[at] for fact, at in made.facts.items()}
    if "end" in told:
        assert times.moments(told["end"]).astype(str).tolist() == [a.end for a in ANSWERS]
    if {"start", "end"} <= told.keys():
        length = times.between(times.moments(told["start"]), times.moments(told["end"]))
        assert length.mul(60).round().tolist() == [a.seconds for a in ANSWERS]
    if "minutes" in told:
        assert times.durations(told["minutes"]).mul(60).round().tolist() == [a.seconds for a in ANSWERS]
    if "test" in told:
        assert [bool(str(t)) for t in told["test"]] == [a.test for a in ANSWERS]
    if "place" in told:
        assert told["place"].tolist() == [a.place for a in ANSWERS]
    if "device" in told:
        assert set(told["device"]) <= {ANSWERS[0].ip, "ee:1"}
    if "respondent" in told:
        assert [str(key)[-2:] for key in told["respondent"]] == [a.key for a in ANSWERS]


def test_rows_are_counted_as_a_spreadsheet_does(case: Case, tmp_path: Path) -> None:
    made = export(case, tmp_path)
    headers = {"qualtrics": 3, "surveymonkey": 2, "spss": 0}.get(case.platform, 1)
    assert made.row.tolist() == [n + headers for n in range(1, len(made.cells) + 1)]


def test_a_form_gives_kobo_s_codes_their_labels(tmp_path: Path) -> None:
    exports.xlsform(tmp_path / "form.xlsx")
    exports.kobo(tmp_path / "a.csv")
    made = read(Source.model_validate({"wave": "2026Q3", "file": "a.csv", "form": "form.xlsx"}), tmp_path)
    column = made.columns[position(made, "Services")]
    assert column.names == ("about/q2", "q2", "您用过哪些服务", "Services")
    assert column.labels == {"1": "宽带", "2": "电视", "3": "安防", "4": "其他"}
    assert cells(made, "您的性别") == ["1", "2", "", "1", "2"]


def test_a_form_tells_choices_that_were_exported_in_one_column_only(tmp_path: Path) -> None:
    exports.xlsform(tmp_path / "form.xlsx")
    (tmp_path / "a.csv").write_text("about/q2,_id,_uuid\n1 3,1,x\n4,2,y\n")
    made = read(Source.model_validate({"wave": "2026Q3", "file": "a.csv", "form": "form.xlsx"}), tmp_path)
    assert cells(made, "about/q2") == ["1┋3", "4"]


def test_a_form_without_its_sheets_is_refused(tmp_path: Path) -> None:
    exports.plain(tmp_path / "form.xlsx")
    exports.kobo(tmp_path / "a.csv")
    with pytest.raises(ParamsError, match="no sheet 'survey'"):
        read(Source.model_validate({"wave": "2026Q3", "file": "a.csv", "form": "form.xlsx"}), tmp_path)


def test_a_qualtrics_export_whose_header_rows_were_deleted_is_refused(tmp_path: Path) -> None:
    file = exports.qualtrics(tmp_path / "a.csv")
    lines = file.read_text(encoding="utf-8-sig").splitlines(keepends=True)
    file.write_text("".join([lines[0], *lines[3:]]))
    with pytest.raises(DataError, match="without its header rows"):
        read(Source.model_validate({"wave": "2026Q3", "file": "a.csv"}), tmp_path)
    plain = read(Source.model_validate({"wave": "2026Q3", "file": "a.csv", "format": "csv"}), tmp_path)
    assert len(plain.cells) == len(ANSWERS)

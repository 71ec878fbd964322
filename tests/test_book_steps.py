import json

import pytest
from executed import manuscript as made
from executed import notebook

from csatreport.book import steps

BOOK = """
title = { en = "Report", zh = "报告" }
organisation = { en = "Lantern", zh = "明灯" }
source = { en = "Sample survey", zh = "示例调查" }
[[part]]
title = { en = "Overview", zh = "概览" }
chapters = [{ notebook = "cover.ipynb" }]
[[part]]
title = { en = "Absent", zh = "缺失" }
chapters = [{ notebook = "absent.ipynb" }]
[[part]]
title = { en = "Results", zh = "结果" }
chapters = [{ notebook = "gone.ipynb" }, { notebook = "items.ipynb" }]
"""
EDITION = 'wave = "2026Q3"\nseed = 1\n[[source]]\nwave = "2026Q3"\nfile = "a.csv"\n'


@pytest.fixture
def project(tmp_path):
    (tmp_path / "params" / "editions").mkdir(parents=True)
    (tmp_path / "params" / "book.toml").write_text(BOOK, encoding="utf-8")
    (tmp_path / "params" / "editions" / "2026Q3.toml").write_text(EDITION, encoding="utf-8")
    (tmp_path / "notebooks").mkdir()
    made(tmp_path / "notebooks")
    return tmp_path


def read(project):
    return steps.manuscript(
        project, "2026Q3", revision=2, reason="late answers", notebooks=project / "notebooks"
    )


def test_chapters_that_were_not_run_and_parts_without_any_are_left_out(project):
    found = read(project)
    assert [(p.title.en, [page.name for page in p.pages]) for p in found.parts] == [
        ("Overview", ["cover"]), ("Results", ["items"]),
    ]  # fmt: skip
    assert (found.revision, found.reason, found.data_date) == (2, "late answers", "2026-09-30")


def test_every_chart_table_and_row_of_cards_names_its_source(project):
    notes = [
        r.note["zh"]
        for page in read(project).pages
        for _, r in page.records
        if r.kind in ("chart", "table", "cards")
    ]
    assert notes
    assert all(note.endswith("来源：示例调查。") for note in notes)


def test_readable_code_is_written_for_the_folder_named_without_a_manuscript(tmp_path):
    (tmp_path / "cover.ipynb").write_text(json.dumps(notebook("Title", "标题", "cover")), encoding="utf-8")
    nothing = {"project": "", "edition": "", "revision": 1, "reason": "", "language": "en"}
    steps.write(kind="code", notebooks=str(tmp_path), into=str(tmp_path), **nothing)
    assert "Title" in (tmp_path / "cover.html").read_text(encoding="utf-8")


def test_the_workbook_is_written_from_the_executed_chapters(project):
    where = {"project": str(project), "notebooks": str(project / "notebooks")}
    steps.write(
        kind="workbook",
        edition="2026Q3",
        revision=1,
        reason="",
        language="en",
        into=str(project / "t.xlsx"),
        **where,
    )
    assert (project / "t.xlsx").read_bytes().startswith(b"PK")


def test_a_product_of_a_manuscript_that_was_read_before_does_not_read_it_again(project):
    where = {"project": str(project), "edition": "2026Q3", "revision": 1, "reason": ""}
    begun = steps.begin(notebooks=str(project / "notebooks"), **where)
    files = [project / "one.xlsx", project / "two.xlsx"]
    for file, folder, read_before in zip(files, ("notebooks", "gone"), (None, begun), strict=True):
        steps.write(
            kind="workbook", notebooks=str(project / folder), language="en", into=str(file), begun=read_before, **where
        )  # fmt: skip
    assert files[0].read_bytes() == files[1].read_bytes()

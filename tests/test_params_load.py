"""Projects, books and editions: found, loaded, refused with their file, line and key."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from rawproject import BOOK, EDITION, project

from csatreport.errors import ParamsError
from csatreport.params import Wave, load


def refused(call: object) -> str:
    with pytest.raises(ParamsError) as caught:
        call()  # type: ignore[operator]
    return caught.value.message


def test_the_project_is_the_nearest_folder_above_with_a_book(tmp_path: Path) -> None:
    folder = project(tmp_path / "p")
    assert load.find_project(folder / "data" / "raw") == folder.resolve()


def test_a_folder_outside_every_project_is_refused_with_what_to_do(tmp_path: Path) -> None:
    assert "csatreport init" in refused(lambda: load.find_project(tmp_path))


def test_an_edition_is_named_after_its_file(tmp_path: Path) -> None:
    edition = load.load_edition(project(tmp_path), "2026Q3")
    assert (edition.name, edition.wave, str(edition.source[0].file)) == (
        "2026Q3",
        Wave.parse("2026Q3"),
        "data/raw/a.csv",
    )


def test_an_edition_that_writes_its_own_name_is_refused(tmp_path: Path) -> None:
    folder = project(tmp_path, edition='name = "x"\n' + EDITION)
    assert "it is the file's name" in refused(lambda: load.load_edition(folder, "2026Q3"))


def test_editions_are_sorted_by_wave_not_by_name(tmp_path: Path) -> None:
    folder = project(tmp_path)
    older = EDITION.replace("2026Q3", "2025Q4")
    (folder / "params/editions/zz-2025.toml").write_text(older, encoding="utf-8")
    assert load.editions(folder) == ("zz-2025", "2026Q3")


def test_an_unknown_edition_suggests_the_one_that_was_meant(tmp_path: Path) -> None:
    assert "'2026Q3'" in refused(lambda: load.load_edition(project(tmp_path), "2026-Q3"))


def test_an_unknown_key_is_named_with_file_line_and_the_key_that_was_meant(tmp_path: Path) -> None:
    folder = project(tmp_path, edition=EDITION + 'encodin = "utf-8"\n')
    message = refused(lambda: load.load_edition(folder, "2026Q3"))
    assert "params/editions/2026Q3.toml, line 7, source[1].encodin" in message
    assert "did you mean 'encoding'?" in message


def test_a_text_where_a_number_belongs_is_refused_not_converted(tmp_path: Path) -> None:
    folder = project(tmp_path, edition=EDITION.replace("seed = 7", 'seed = "7"'))
    message = refused(lambda: load.load_edition(folder, "2026Q3"))
    assert "line 3, seed" in message
    assert "integer" in message


def test_a_wave_that_is_none_is_refused_with_the_forms_a_wave_can_have(tmp_path: Path) -> None:
    folder = project(tmp_path, edition=EDITION.replace('wave = "2026Q3"', 'wave = "2026Q5"', 1))
    message = refused(lambda: load.load_edition(folder, "2026Q3"))
    assert "FY2018/19Q1" in message
    assert "'2026Q5'" in message


def test_several_faults_of_a_file_are_told_at_once(tmp_path: Path) -> None:
    folder = project(tmp_path, edition=EDITION.replace("seed = 7", "sead = 7\nlow_base = 1"))
    message = refused(lambda: load.load_edition(folder, "2026Q3"))
    assert message.startswith("3 faults")
    assert all(key in message for key in ("'sead'", "'seed' is missing", "low_base"))


def test_a_fault_inside_a_list_is_told_once_at_the_inside(tmp_path: Path) -> None:
    folder = project(tmp_path, book=BOOK.replace('"cover.ipynb"', '"cover.ipynb", needs = ["wave"]'))
    message = refused(lambda: load.load_book(folder))
    assert "chapters[1].needs[1]" in message
    assert "faults" not in message


def test_a_text_in_one_language_only_is_refused(tmp_path: Path) -> None:
    folder = project(tmp_path, book=BOOK.replace(', zh = "明灯"', ""))
    message = refused(lambda: load.load_book(folder))
    assert "'zh' is missing" in message
    assert "params/book.toml, line 3, organisation.zh" in message


def test_broken_toml_names_file_and_line(tmp_path: Path) -> None:
    message = refused(lambda: load.load_book(project(tmp_path, book="title = \n")))
    assert "params/book.toml" in message
    assert "line 1" in message


def test_a_missing_book_and_one_in_another_encoding_are_refused(tmp_path: Path) -> None:
    folder = project(tmp_path)
    (folder / "params/book.toml").write_bytes('title = "满意"'.encode("gb18030"))
    assert "not UTF-8 at byte 9" in refused(lambda: load.load_book(folder))
    (folder / "params/book.toml").unlink()
    assert "missing" in refused(lambda: load.load_book(folder))


def test_a_byte_order_mark_is_no_part_of_a_file(tmp_path: Path) -> None:
    folder = project(tmp_path)
    (folder / "params/book.toml").write_text(BOOK, encoding="utf-8-sig")
    assert load.load_book(folder).title.zh == "满意度"


def test_a_notebook_of_the_project_comes_before_the_packaged_one(tmp_path: Path) -> None:
    folder = project(tmp_path)
    assert load.notebook_path(folder, "cover.ipynb") == folder / "notebooks" / "cover.ipynb"
    packaged = sorted((load.packaged() / "notebooks").glob("*.ipynb"))
    assert packaged
    assert all(load.notebook_path(tmp_path / "other", p.name) == p for p in packaged)


def test_a_notebook_that_is_nowhere_is_refused_with_the_nearest_name(tmp_path: Path) -> None:
    assert "'cover.ipynb'" in refused(lambda: load.notebook_path(project(tmp_path), "covr.ipynb"))


def test_a_chapter_has_the_title_of_its_notebook_and_none_when_that_is_no_notebook(tmp_path: Path) -> None:
    folder = project(tmp_path)
    title = load.load_book(folder).chapters[0].title
    assert title is not None
    assert (title.en, title.zh) == ("Cover", "封面")
    for text in ("", "{}", '{"cells": []}', "[1]"):
        (folder / "notebooks/cover.ipynb").write_text(text, encoding="utf-8")
        assert load.load_book(folder).chapters[0].title is None


def test_loading_declarations_imports_neither_pandas_nor_numpy() -> None:
    code = "import sys, csatreport.params.load; sys.exit('pandas' in sys.modules or 'numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0

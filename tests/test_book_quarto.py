from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest
from executed import manuscript

from csatreport.book import quarto
from csatreport.errors import BookError, UsageError


@pytest.fixture
def project(tmp_path: Path) -> Path:
    notebooks = tmp_path / "notebooks"
    notebooks.mkdir()
    quarto.write(manuscript(notebooks), "zh", tmp_path / "book")
    return tmp_path / "book"


def stand_in(folder: Path, script: str) -> None:
    folder.mkdir(exist_ok=True)
    command = folder / "quarto"
    command.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    command.chmod(command.stat().st_mode | stat.S_IXUSR)


def test_the_project_lists_every_page_and_all_are_there(project: Path) -> None:
    declared = json.loads((project / "_quarto.yml").read_text(encoding="utf-8"))
    chapters = declared["book"]["chapters"]
    assert chapters[0] == "index.qmd"
    names = [c for entry in chapters for c in (entry["chapters"] if isinstance(entry, dict) else [entry])]
    assert names == ["index.qmd", "items.qmd", "trend.qmd", "records.qmd"]
    assert all((project / name).is_file() for name in names)
    assert declared["lang"] == "zh-CN"


def test_records_are_handed_through_and_their_files_lie_beside(project: Path) -> None:
    page = (project / "items.qmd").read_text(encoding="utf-8")
    assert "```````` {=html}" in page
    assert 'src="figures/items-items.light.svg"' in page
    assert (project / "figures" / "items-items.light.svg").is_file()
    assert (project / "data" / "items-items-table.csv").is_file()


def test_quarto_is_called_once_to_render_the_project(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in(tmp_path / "bin", f'echo "$@" >> {tmp_path}/calls')
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:/usr/bin:/bin")
    assert quarto.render(project) == project / "_book"
    assert (tmp_path / "calls").read_text(encoding="utf-8") == f"render {project} --to html\n"


def test_without_quarto_the_reader_is_told_how_to_get_it(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UsageError, match=r"quarto\.org"):
        quarto.render(project)


def test_what_quarto_says_when_it_fails_is_passed_on(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in(tmp_path / "bin", "echo 'no such format' >&2; exit 3")
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:/usr/bin:/bin")
    with pytest.raises(BookError, match="no such format"):
        quarto.render(project)

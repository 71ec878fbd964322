from __future__ import annotations

import json
import re
from pathlib import Path

from executed import HOSTILE, notebook

from csatreport.book import codeview
from csatreport.book.kept import Kept


def write(tmp_path: Path, **cell: object) -> str:
    content = notebook("Items", "各项", "items")
    content["cells"][-1].update(cell)
    (tmp_path / "items.ipynb").write_text(json.dumps(content), encoding="utf-8")
    return codeview.write(tmp_path / "items.ipynb", tmp_path).read_text(encoding="utf-8")


def test_code_and_what_it_showed_can_be_read(tmp_path: Path) -> None:
    shown = {"text/html": "<p>83.1% of customers are satisfied.</p>", "text/plain": "items.overall"}
    output = {"output_type": "display_data", "metadata": {}, "data": shown}
    html = write(tmp_path, source='items = estimate.items(survey, "csat")', outputs=[output])
    assert "estimate" in html
    assert "<p>83.1% of customers are satisfied.</p>" in html


def test_a_rule_between_the_languages_does_not_make_a_heading_of_the_text_above(tmp_path: Path) -> None:
    html = write(tmp_path)
    assert "<h2>First finding of Items</h2>" in html
    assert len(re.findall("<hr", html)) == 3


def test_every_notebook_of_a_folder_gets_its_page(tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / "items.html").unlink()
    codeview.write_all(tmp_path)
    assert [p.name for p in sorted(tmp_path.iterdir())] == ["items.html", "items.ipynb"]


def test_the_page_needs_nothing_else_and_runs_nothing(tmp_path: Path) -> None:
    html = write(
        tmp_path,
        source=f"# {HOSTILE}",
        outputs=[{"output_type": "stream", "name": "stdout", "text": HOSTILE}],
    )
    assert "<script" not in html
    assert not re.search(r'(?:src|href)="(?:https?:)?//', html)
    assert re.findall(r'href="([^"]*)"', html) == ["items.ipynb"]


def test_a_page_that_is_kept_is_the_page_of_the_notebook_as_it_is_now(tmp_path: Path) -> None:
    kept = Kept(tmp_path / "kept", "tools")
    write(tmp_path)
    for source in ("first()", "second()"):
        content = json.loads((tmp_path / "items.ipynb").read_text(encoding="utf-8"))
        content["cells"][-1]["source"] = source
        (tmp_path / "items.ipynb").write_text(json.dumps(content), encoding="utf-8")
        fresh = codeview.write(tmp_path / "items.ipynb", tmp_path).read_bytes()
        for _ in range(2):
            assert codeview.write(tmp_path / "items.ipynb", tmp_path, kept).read_bytes() == fresh
    assert len(list((tmp_path / "kept").iterdir())) == 2

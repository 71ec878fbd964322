from __future__ import annotations

import json
import re
from pathlib import Path

from executed import HOSTILE, notebook

from csatreport.book import codeview


def write(tmp_path: Path, **cell: object) -> str:
    content = notebook("Items", "各项", "items")
    content["cells"][-1].update(cell)
    (tmp_path / "items.ipynb").write_text(json.dumps(content), encoding="utf-8")
    return codeview.write(tmp_path / "items.ipynb", tmp_path).read_text(encoding="utf-8")


def test_code_and_what_it_showed_can_be_read(tmp_path: Path) -> None:
    html = write(tmp_path, source='items = estimate.items(survey, "csat")')
    assert "estimate" in html
    assert ">claim items.overall\n83.1% of customers are satisfied.\n83.1%的客户表示满意。</pre>" in html


def test_a_rule_between_the_languages_does_not_make_a_heading_of_the_text_above(tmp_path: Path) -> None:
    html = write(tmp_path)
    assert "<h2>First finding of Items</h2>" in html
    assert len(re.findall("<hr", html)) == 3


def test_the_page_needs_nothing_else_and_runs_nothing(tmp_path: Path) -> None:
    html = write(
        tmp_path,
        source=f"# {HOSTILE}",
        outputs=[{"output_type": "stream", "name": "stdout", "text": HOSTILE}],
    )
    assert "<script" not in html
    assert not re.search(r'(?:src|href)="(?:https?:)?//', html)
    assert re.findall(r'href="([^"]*)"', html) == ["items.ipynb"]

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from executed import HOSTILE

from csatreport.book import shelf
from csatreport.book.kept import Kept
from csatreport.errors import BookError


def publish(reports: Path, edition: str, revision: int, date: str, **more: object) -> None:
    folder = reports / f"{edition}-r{revision}"
    folder.mkdir(parents=True)
    card = {"label": {"en": "Satisfied", "zh": "满意率"}, "text": {"en": "83%", "zh": "83%"},
            "detail": {"en": "", "zh": ""}, "status": "good", "status_text": {"en": "On target", "zh": "达标"}}  # fmt: skip
    manifest = {
        "edition": edition, "revision": revision, "reason": "", "title": {"en": "Report", "zh": "报告"},
        "organisation": {"en": "Lantern", "zh": "明灯"},
        "wave_label": {"en": f"Wave {edition}", "zh": f"{edition}期"},
        "data_date": date, "languages": ["en", "zh"], "headline": [card], "pages": ["cover", "items"],
        "inputs": {}, "files": {}, "times": {}, **more,
    }  # fmt: skip
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    claims = {"claims": [{"text": {"en": f"Claim of {edition}.", "zh": f"{edition}的结论。"}}]}
    (folder / "claims.json").write_text(json.dumps(claims), encoding="utf-8")


def listed(reports: Path) -> list[dict[str, object]]:
    script = (reports / "versions.js").read_text(encoding="utf-8")
    return json.loads(re.fullmatch(r"window\.csatEditions = (.*);\n", script)[1])  # type: ignore[index, no-any-return]


def test_editions_are_listed_newest_first_with_their_pages(tmp_path: Path) -> None:
    publish(tmp_path, "2026Q2", 1, "2026-06-30")
    publish(tmp_path, "2026Q3", 1, "2026-09-30")
    publish(tmp_path, "2026Q2", 2, "2026-06-30")
    shelf.index(tmp_path)
    assert [one["folder"] for one in listed(tmp_path)] == ["2026Q3-r1", "2026Q2-r2", "2026Q2-r1"]
    assert listed(tmp_path)[0]["pages"] == {code: ["index", "items", "records"] for code in ("en", "zh")}
    html = (tmp_path / "index.html").read_text(encoding="utf-8")
    places = [html.index(f'id="{name}"') for name in ("2026Q3-r1", "2026Q2-r2", "2026Q2-r1")]
    assert places == sorted(places)
    assert html.count("Replaced by a later revision.") == 1


def test_an_edition_shows_its_headline_revision_reason_and_its_links(tmp_path: Path) -> None:
    publish(tmp_path, "2026Q3", 2, "2026-09-30", reason="Late answers")
    (tmp_path / "2026Q3-r2" / "report-zh.pdf").touch()
    shelf.index(tmp_path)
    html = (tmp_path / "index.html").read_text(encoding="utf-8")
    for said in (
        "Claim of 2026Q3.",
        "2026Q3的结论。",
        "revision 2",
        "Late answers",
        "83%",
        "On target",
        "达标",
    ):
        assert said in html
    links = set(re.findall(r'href="([^":]*)"', html))
    assert links == {"2026Q3-r2/en/index.html", "2026Q3-r2/zh/index.html", "2026Q3-r2/report-zh.pdf"}


def test_hostile_names_stay_text_in_page_and_script(tmp_path: Path) -> None:
    both = {"en": HOSTILE, "zh": HOSTILE}
    publish(tmp_path, "2026Q3", 1, "2026-09-30", title=both, wave_label=both, reason=HOSTILE)
    shelf.index(tmp_path)
    assert "<script" not in (tmp_path / "index.html").read_text(encoding="utf-8")
    assert "<" not in (tmp_path / "versions.js").read_text(encoding="utf-8")
    assert listed(tmp_path)[0]["label"] == dict.fromkeys(("en", "zh"), f"{HOSTILE} · r1")


def test_the_shelf_asks_for_nothing_and_is_the_same_each_time(tmp_path: Path) -> None:
    publish(tmp_path, "2026Q3", 1, "2026-09-30")
    shelf.index(tmp_path)
    first = (tmp_path / "index.html").read_bytes()
    shelf.index(tmp_path)
    assert (tmp_path / "index.html").read_bytes() == first
    assert not re.search(rb'(?:src|href)="(?:https?:)?//', first)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["2026Q3-r1", "index.html", "versions.js"]


def test_an_empty_shelf_says_so(tmp_path: Path) -> None:
    shelf.index(tmp_path)
    assert listed(tmp_path) == []
    assert "No edition has been published yet." in (tmp_path / "index.html").read_text(encoding="utf-8")


def test_a_broken_manifest_leaves_the_old_list_in_place(tmp_path: Path) -> None:
    publish(tmp_path, "2026Q3", 1, "2026-09-30")
    shelf.index(tmp_path)
    before = (tmp_path / "index.html").read_bytes()
    (tmp_path / "2026Q3-r1" / "manifest.json").write_text("{", encoding="utf-8")
    with pytest.raises(BookError, match="2026Q3-r1"):
        shelf.index(tmp_path)
    assert (tmp_path / "index.html").read_bytes() == before


def test_a_list_that_says_everything_already_is_left_alone(tmp_path: Path) -> None:
    kept = Kept(tmp_path / "kept", "tools")
    publish(tmp_path, "2026Q3", 1, "2026-09-30")
    shelf.index(tmp_path, kept)
    before = {name: (tmp_path / name).stat().st_ino for name in ("index.html", "versions.js")}
    html = (tmp_path / "index.html").read_bytes()
    shelf.index(tmp_path, kept)
    assert before == {name: (tmp_path / name).stat().st_ino for name in before}
    (tmp_path / "index.html").write_text("edited", encoding="utf-8")
    shelf.index(tmp_path)
    assert (tmp_path / "index.html").read_bytes() == html

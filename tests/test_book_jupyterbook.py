from __future__ import annotations

import re
from pathlib import Path

import pytest

from csatreport.book import jupyterbook
from csatreport.book.pages import SitePage, SitePart
from csatreport.book.words import Words
from csatreport.errors import BookError


def facts() -> dict[str, object]:
    plain = dict.fromkeys(
        ("title", "organisation", "source", "wave", "edition", "edition_line", "reason", "date"), "x"
    )
    return {
        **plain,
        "language": "en",
        "other": "",
        "revision": 1,
        "pages": ["index"],
        "notebooks": {},
        "words": Words("en").plain,
    }


def build(tmp_path: Path, markdown: str) -> str:
    source, into = tmp_path / "source", tmp_path / "site"
    (source / "assets").mkdir(parents=True)
    (source / "assets" / "palette.css").touch()
    pages = (
        SitePage("index", "Title", f"# Title\n\n{markdown}\n"),
        SitePage("records", "Records", "# Records\n"),
    )
    parts = (SitePart("One", pages[:1]), SitePart("Two", pages[1:]))
    jupyterbook.write_source(parts, dict(facts()), source)
    jupyterbook.build(source, into)
    return (into / "index.html").read_text(encoding="utf-8")


def test_formulas_become_mathml_and_tags_in_prose_stay_text(tmp_path: Path) -> None:
    html = build(
        tmp_path,
        "The share $p = \\frac{a}{b}$ is\n\n$$\\hat p \\pm z$$\n\n<script>alert(1)</script> <b onclick='x()'>b</b>",
    )
    assert "<mfrac>" in html
    assert 'display="block"' in html
    assert "<script>alert(1)" not in html
    assert "<b onclick" not in html
    assert not re.search(r"<script[^>]*mathjax", html, re.IGNORECASE)


def test_what_is_no_formula_fails_the_build_and_is_named(tmp_path: Path) -> None:
    with pytest.raises(BookError, match=r"not a formula: \\nonsense\{<"):
        build(tmp_path, "So $\\nonsense{<$ it is.")


def test_a_link_to_a_page_that_is_not_there_fails_the_build_and_is_named(tmp_path: Path) -> None:
    with pytest.raises(BookError, match="nowhere"):
        build(tmp_path, "[gone](nowhere.md)")

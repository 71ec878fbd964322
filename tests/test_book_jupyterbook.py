from __future__ import annotations

import re

import pytest

from csatreport.book import jupyterbook
from csatreport.book.pages import SitePage, SitePart
from csatreport.book.words import Words
from csatreport.errors import BookError


def facts() -> dict[str, object]:
    plain = dict.fromkeys(("title", "organisation", "source", "wave", "edition", "date"), "x")
    return {
        **plain,
        "language": "en",
        "other": "",
        "pages": ["index"],
        "notebooks": {},
        "words": Words("en").plain,
    }


def build(markdown: str) -> str:
    pages = (
        SitePage("index", "Title", f"# Title\n\n{markdown}\n"),
        SitePage("records", "Records", "# Records\n"),
    )
    parts = (SitePart("One", pages[:1]), SitePart("Two", pages[1:]))
    return jupyterbook.render(parts, dict(facts())).pages["index"].html


def test_formulas_become_mathml_and_tags_in_prose_stay_text() -> None:
    html = build(
        "The share $p = \\frac{a}{b}$ is\n\n$$\\hat p \\pm z$$\n\n<script>alert(1)</script> <b onclick='x()'>b</b>",
    )
    assert "<mfrac>" in html
    assert 'display="block"' in html
    assert "<script>alert(1)" not in html
    assert "<b onclick" not in html
    assert not re.search(r"<script[^>]*mathjax", html, re.IGNORECASE)


def test_what_is_no_formula_fails_the_build_and_is_named() -> None:
    with pytest.raises(BookError, match=r"not a formula: \\nonsense\{<"):
        build("So $\\nonsense{<$ it is.")


def test_a_link_to_a_page_that_is_not_there_fails_the_build_and_is_named() -> None:
    with pytest.raises(BookError, match="nowhere"):
        build("[gone](nowhere.md)")

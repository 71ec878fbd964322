"""A published edition as its readers open it: every page, both languages, on a desk and on a phone."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import pytest

if TYPE_CHECKING:
    from conftest import Reader

pytestmark = pytest.mark.browser

LOOKED_INTO = ("index", "claims", "trend", "customers", "records")
BROKEN_WORDS = """() => {
  const broken = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (!node.parentElement.closest('.csat-table th')) continue;
    for (const word of node.textContent.matchAll(/[A-Za-z0-9]+/g)) {
      const range = document.createRange();
      range.setStart(node, word.index);
      range.setEnd(node, word.index + word[0].length);
      if (new Set([...range.getClientRects()].map(box => Math.round(box.top))).size > 1) broken.push(word[0]);
    }
  }
  return broken;
}"""
WIDE_TABLES = """() => [...document.querySelectorAll('.csat-scroll')]
  .filter(box => box.scrollWidth > box.clientWidth).map(box => box.getAttribute('aria-label'))"""
HINTS = """() => [...document.querySelectorAll('.csat-scroll, .csat-picture')]
  .filter(box => box.scrollWidth > box.clientWidth)
  .map(box => box.previousElementSibling.checkVisibility() && box.previousElementSibling.innerText)"""


@pytest.fixture(scope="module")
def newer(shelf: Path) -> Path:
    return shelf / "2026Q3-r1"


def test_every_page_asks_only_for_files_fits_the_screen_and_complains_of_nothing(
    newer: Path, reader: Reader, language: str
) -> None:
    pages = sorted((newer / language).glob("*.html"))
    assert len(pages) >= 14
    for path in pages:
        page = reader.open(path, settled=True)
        assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0, path.name
        assert page.evaluate(BROKEN_WORDS) == [], path.name
        assert page.evaluate("[...document.images].filter(i => !i.naturalWidth).map(i => i.src)") == []
        if reader.page.viewport_size == {"width": 1280, "height": 900}:
            assert page.evaluate(WIDE_TABLES) == [], path.name
    assert reader.complaints == []
    assert [url for url in reader.asked if not url.startswith(("file://", "data:"))] == []


def test_a_box_that_scrolls_says_so(newer: Path, reader: Reader, language: str) -> None:
    page = reader.open(newer / language / "trend.html", settled=True)
    hint = {"en": "↔ Swipe sideways to see all of it", "zh": "↔ 左右滑动可查看完整内容"}[language]
    scrolling = page.evaluate(HINTS)
    assert set(scrolling) <= {hint}
    assert bool(scrolling) == (page.viewport_size != {"width": 1280, "height": 900})


@pytest.mark.parametrize(("reader", "language"), [("desktop", "en"), ("phone", "zh")], indirect=True)
@pytest.mark.parametrize("name", LOOKED_INTO)
def test_axe_finds_nothing_serious_in_the_edition(
    newer: Path, reader: Reader, language: str, name: str
) -> None:
    reader.open(newer / language / f"{name}.html", settled=True)
    assert reader.barriers() == []


@pytest.mark.parametrize("name", ["customers", "records"])
def test_language_and_edition_are_changed_on_the_page_that_is_read(
    newer: Path, reader: Reader, language: str, other: str, name: str
) -> None:
    page = reader.open(newer / language / f"{name}.html", settled=True)
    page.select_option("#csat-editions", index=1, force=True)
    page.wait_for_url(f"**/2026Q2-r1/{language}/{name}.html")
    page.evaluate("document.querySelector('.csat-language').click()")
    page.wait_for_url(f"**/2026Q2-r1/{other}/{name}.html")


@pytest.mark.parametrize(
    ("language", "asked", "found"),
    [
        ("zh", "满意", {"claims.html", "satisfaction.html", "trend.html"}),
        ("zh", "满意度", {"satisfaction.html", "trend.html"}),
        ("en", "satisfaction", {"claims.html", "satisfaction.html", "trend.html"}),
    ],
)
def test_search_finds_the_chapters_that_speak_of_it(
    newer: Path, reader: Reader, language: str, asked: str, found: set[str]
) -> None:
    page = reader.open(newer / language / "search.html", f"?q={asked}")
    page.wait_for_function("document.querySelectorAll('#search-results .csat-found mark').length >= 2")
    page.wait_for_function("document.querySelector('#search-results .search-summary')?.innerText")
    links = page.locator("#search-results li > a").evaluate_all(
        "all => all.map(a => a.getAttribute('href').split(/[?#]/)[0])"
    )
    assert found <= set(links)


def test_every_local_link_leads_to_a_file_and_a_place_in_it(shelf: Path) -> None:
    pages = {path: Read(path) for path in sorted(shelf.rglob("*.html"))}
    lost = [
        f"{path}: {link}" for path, read in pages.items() for link in read.links if _lost(path, link, pages)
    ]
    assert sum(len(read.links) for read in pages.values()) > 1000
    assert lost == []


class Read(HTMLParser):
    """Where the links of a page lead, and the places in it that links can lead to."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.links: list[str] = []
        self.places: set[str] = set()
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        given = dict(attrs)
        self.links += [link for name in ("href", "src") if (link := given.get(name))]
        self.places.add(given.get("id") or "")


def _lost(page: Path, link: str, pages: dict[Path, Read]) -> bool:
    parts = urlsplit(link)
    if parts.scheme == "data":
        return False
    target = (page.parent / unquote(parts.path)).resolve() if parts.path else page
    if parts.scheme or not target.is_file():
        return True
    return target in pages and unquote(parts.fragment) not in pages[target].places

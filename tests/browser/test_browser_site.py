"""The site as its readers see it: opened from disk, in a real browser."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Reader
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

PAGES = ("index", "items", "records", "search")


def test_pages_ask_only_for_files_beside_them_and_complain_of_nothing(
    reports: Path, reader: Reader, language: str
) -> None:
    for name in (*PAGES, "trend"):
        reader.open(reports / "2026Q3-r1" / language / f"{name}.html", settled=True)
    assert reader.complaints == []
    assert [url for url in reader.asked if not url.startswith(("file://", "data:"))] == []


def test_no_page_is_wider_than_the_screen(reports: Path, reader: Reader, language: str) -> None:
    for name in PAGES:
        page = reader.open(reports / "2026Q3-r1" / language / f"{name}.html")
        assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0, name
    page = reader.open(reports / "index.html")
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0


def test_the_language_switch_keeps_the_page_and_the_place(
    reports: Path, reader: Reader, language: str, other: str
) -> None:
    page = reader.open(reports / "2026Q3-r1" / language / "items.html", "#items-items-table")
    page.evaluate("document.querySelector('.csat-language').click()")
    page.wait_for_url(f"**/{other}/items.html#items-items-table")
    assert page.locator("html").get_attribute("lang") == {"en": "zh-CN", "zh": "en"}[language]


def test_the_edition_switch_keeps_the_page_where_the_other_edition_has_it(
    reports: Path, reader: Reader, language: str
) -> None:
    page = reader.open(reports / "2026Q3-r1" / language / "items.html")
    label = {"en": "Q2 2026 · r1", "zh": "2026年第二季度 · r1"}[language]
    page.select_option("#csat-editions", label=label, force=True)
    page.wait_for_url(f"**/2026Q2-r1/{language}/items.html")
    assert "2026-06-30" in page.locator(".csat-footer").inner_text()


def test_the_edition_switch_opens_the_cover_where_the_other_edition_lacks_the_page(
    reports: Path, reader: Reader, language: str
) -> None:
    page = reader.open(reports / "2026Q3-r1" / language / "trend.html")
    page.select_option("#csat-editions", index=1, force=True)
    page.wait_for_url(f"**/2026Q2-r1/{language}/index.html")


def test_an_edition_alone_on_a_disk_still_opens(reports: Path, reader: Reader, tmp_path: Path) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    alone = tmp_path / "a" / "b" / "en"
    alone.symlink_to(reports / "2026Q3-r1" / "en")
    page = reader.open(alone / "items.html")
    assert page.locator("#csat-editions option").count() == 1
    assert page.locator("h1").first.inner_text().startswith("Satisfaction by item")


@pytest.mark.parametrize(
    ("language", "asked"),
    [
        ("zh", "满意"),
        ("zh", "满意度"),
        ("zh", "账单"),
        ("en", "satisfaction"),
        ("en", "Billing"),
    ],
)
def test_search_finds_words_of_prose_and_of_tables(
    reports: Path, reader: Reader, language: str, asked: str
) -> None:
    page = reader.open(reports / "2026Q3-r1" / language / "index.html", settled=True)
    page.evaluate(
        "q => { const f = document.querySelector('.csat-sidebar-search'); f.q.value = q; f.requestSubmit(); }",
        asked,
    )
    page.wait_for_selector("#search-results li a")
    page.wait_for_function("document.querySelectorAll('#search-results .csat-found mark').length >= 2")
    links = page.locator("#search-results li a").evaluate_all(
        "all => all.map(a => a.getAttribute('href').split(/[?#]/)[0])"
    )
    assert {"items.html", "trend.html"} <= set(links)
    assert reader.complaints == []


def test_a_word_of_letters_and_digits_is_one_word_on_both_sides(
    reports: Path, reader: Reader, language: str
) -> None:
    page = reader.open(reports / "2026Q3-r1" / language / "search.html", "?q=2026Q3")
    page.wait_for_selector("#search-results li a[href^='records.html']")


@pytest.mark.parametrize(("language", "asked"), [("zh", "航天飞机"), ("en", "zeppelin")])
def test_search_does_not_find_what_is_not_there(
    reports: Path, reader: Reader, language: str, asked: str
) -> None:
    page = reader.open(reports / "2026Q3-r1" / language / "search.html", f"?q={asked}")
    page.wait_for_function("document.querySelector('#search-results .search-summary')?.innerText")
    assert page.locator("#search-results li").count() == 0


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_serious(
    reports: Path, reader: Reader, language: str, scheme: str, name: str
) -> None:
    reader.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    query = "?q=83" if name == "search" else ""
    page = reader.open(reports / "2026Q3-r1" / language / f"{name}.html", query)
    assert page.locator("html").get_attribute("data-theme") == scheme
    assert reader.barriers() == []


def test_axe_finds_nothing_serious_on_the_shelf_and_in_a_notebook(
    reports: Path, reader: Reader, scheme: str
) -> None:
    reader.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    for path in (reports / "index.html", reports / "2026Q3-r1" / "notebooks" / "items.html"):
        reader.open(path)
        assert reader.barriers() == [], path


def test_a_page_shows_the_picture_that_suits_it(reports: Path, reader: Reader, scheme: str) -> None:
    reader.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page = reader.open(reports / "2026Q3-r1" / "en" / "items.html")
    shown = page.locator(".csat-picture img:visible").evaluate_all(
        "all => all.map(i => i.getAttribute('src'))"
    )
    assert shown == [f"figures/items-items.{scheme}.svg"]
    page.emulate_media(media="print", color_scheme=scheme)  # type: ignore[arg-type]
    printed = page.locator(".csat-picture img:visible").evaluate_all(
        "all => all.map(i => i.getAttribute('src'))"
    )
    assert printed == ["figures/items-items.light.svg"]


def test_the_first_tab_stop_leads_past_the_navigation(reports: Path, reader: Reader, language: str) -> None:
    page = reader.open(reports / "2026Q3-r1" / language / "items.html")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main-content"


def test_on_a_phone_the_contents_open_and_lead_to_another_chapter(reports: Path, reader: Reader) -> None:
    page = reader.open(reports / "2026Q3-r1" / "en" / "items.html")
    width = page.viewport_size
    if width is None or width["width"] > 1000:
        page.click(".bd-sidebar-primary >> text=Trend and change")
    else:
        page.click("button.primary-toggle:visible")
        page.click("dialog[open] >> text=Trend and change")
    page.wait_for_url("**/trend.html")


def test_a_number_leads_to_its_record(reports: Path, reader: Reader) -> None:
    page = reader.open(reports / "2026Q3-r1" / "en" / "items.html")
    page.click("#items-overall .csat-number")
    page.wait_for_url("**/records.html#items-overall--csat")
    assert page.locator(":target").get_by_text("0.8312").is_visible()


def test_chinese_in_an_english_page_is_drawn_with_the_font_that_comes_with_it(
    reports: Path, chromium: Browser
) -> None:
    page = chromium.new_page(viewport={"width": 1280, "height": 900})
    page.goto((reports / "2026Q3-r1" / "en" / "index.html").as_uri())
    loaded = "[...document.fonts].every(font => font.status === 'loaded')"
    painted = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
    page.wait_for_function(loaded)
    page.evaluate(painted)
    width = (
        "link => { const text = document.createRange(); text.selectNodeContents(link);"
        " return text.getBoundingClientRect().width / parseFloat(getComputedStyle(link).fontSize) }"
    )
    link = page.locator(".csat-language").first
    assert link.inner_text() == "中文"
    assert link.evaluate(width) == pytest.approx(2, abs=0.01)  # a box for a missing sign is narrower
    page.close()

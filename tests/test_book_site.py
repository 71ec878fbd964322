from __future__ import annotations

import dataclasses
import os
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from executed import HOSTILE, manuscript

from csatreport.book import site
from csatreport.book.manuscript import Exhibit, Manuscript
from csatreport.errors import BookError

LANGUAGES = ("en", "zh")


class Links(HTMLParser):
    """Everything a page asks for or leads to, and every id that can be led to."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.ids: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [v for k, v in attrs if k in ("src", "href", "action") and v and tag != "html"]
        self.ids |= {v for k, v in attrs if k == "id" and v}


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Manuscript:
    return manuscript(tmp_path_factory.mktemp("notebooks"))


@pytest.fixture(scope="module")
def built(book: Manuscript, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("edition")
    for language in LANGUAGES:
        site.write(book, language, folder / language)
    return folder


def pages(built: Path) -> list[Path]:
    return sorted(built.glob("*/*.html"))


def test_every_chapter_the_cover_the_records_and_search_are_there_in_both_languages(built: Path) -> None:
    for language in LANGUAGES:
        names = {p.stem for p in (built / language).glob("*.html")}
        assert names == {"index", "items", "trend", "records", "search"}


def test_nothing_is_asked_of_another_host(built: Path) -> None:
    for page in pages(built):
        assert not [
            link for link in Links(page.read_text("utf-8")).found if re.match(r"(?i)(https?:)?//", link)
        ], page
    for sheet in built.rglob("*.css"):
        assert not re.search(r"url\(\s*['\"]?(https?:)?//", sheet.read_text("utf-8")), sheet


def test_every_link_inside_the_site_leads_somewhere(built: Path) -> None:
    read = {p: Links(p.read_text("utf-8")) for p in pages(built)}
    for page, links in read.items():
        for link in links.found:
            path, _, fragment = link.partition("#")
            target = (page.parent / path.partition("?")[0]).resolve() if path else page
            if link.startswith("data:") or not target.is_relative_to(built):
                continue
            if target.parent.name in LANGUAGES or target.is_relative_to(built / page.parent.name):
                assert target.is_file(), f"{page.name}: {link}"
            if fragment and target in read:
                assert fragment in read[target].ids, f"{page.name}: {link}"


def test_links_out_of_the_site_are_the_parts_of_an_edition(built: Path) -> None:
    out = {link for p in pages(built) for link in Links(p.read_text("utf-8")).found if link.startswith("../")}
    outside = {link for link in out if not re.match(r"\.\./(en|zh)/", link)}
    assert outside == {
        "../report-en.pdf", "../report-zh.pdf", "../tables.xlsx", "../claims.json",
        "../manifest.json", "../../index.html",
        *(f"../notebooks/{name}.{end}" for name in ("cover", "items", "trend") for end in ("ipynb", "html")),
    }  # fmt: skip


def test_hostile_text_is_shown_and_is_never_markup(built: Path) -> None:
    for page in pages(built):
        assert "<script>alert(1)" not in page.read_text("utf-8")
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in (built / "en" / "items.html").read_text("utf-8")


def test_the_chinese_site_has_no_english_words_of_the_theme(built: Path) -> None:
    for page in (built / "zh").glob("*.html"):
        text = re.sub(r"<(script|style).*?</\1>", "", page.read_text("utf-8"), flags=re.DOTALL)
        said = re.findall(
            r'>([^<>]+)<|(?:title|aria-label|placeholder)="([^"]*)"', text.replace("English", "")
        )
        words = " ".join(" ".join(pair) for pair in said).replace("Read this page in English", "")
        for english in (
            "Search",
            "Contents",
            "Next",
            "Previous",
            "Skip",
            "Toggle",
            "Print",
            "On this page",
            "Edition",
            "Main",
        ):
            assert not re.search(rf"\b{english}\b", words), f"{page.name}: {english}"


def test_every_number_of_a_claim_has_its_row_among_the_records(built: Path) -> None:
    records = (built / "en" / "records.html").read_text("utf-8")
    linked = set(re.findall(r'records\.html#([\w-]+)"', (built / "en" / "items.html").read_text("utf-8")))
    assert linked == {"items-overall--csat", *(f"items-cards--{i}-csat" for i in range(3))}
    assert all(f'id="{name}"' in records for name in linked)
    for part in ("0.8312", "1702", "1488.2", "0.811 to 0.849", "population", "ab" * 6):
        assert part in records


def test_the_dark_picture_has_the_dark_colours(book: Manuscript, tmp_path: Path) -> None:
    from csatreport.book.words import Words
    from csatreport.palette import DARK, LIGHT

    svg = f'<svg><rect fill="{LIGHT["accent"]}"/></svg>'
    charts = [b for b in book.pages[0].blocks if isinstance(b, Exhibit) and b.record.kind == "chart"]
    drawn = dataclasses.replace(charts[0].record, svg={"en": svg, "zh": svg})  # type: ignore[type-var]
    page = dataclasses.replace(book.pages[0], blocks=(Exhibit(drawn, 1),))  # type: ignore[arg-type]
    part = dataclasses.replace(book.parts[0], pages=(page,))
    site.assets(dataclasses.replace(book, parts=(part,)), Words("en"), tmp_path)
    assert DARK["accent"] in (tmp_path / "figures" / "cover-items.dark.svg").read_text("utf-8")
    assert (tmp_path / "figures" / "cover-items.light.svg").read_text("utf-8") == svg


def test_the_search_index_holds_sentences_and_cells_of_tables(built: Path) -> None:
    english = (built / "en" / "searchindex.js").read_text("utf-8")
    chinese = (built / "zh" / "searchindex.js").read_text("utf-8")
    assert '"satisfact"' in english
    assert '"bill"' in english
    assert "\\u6ee1\\u610f" in chinese  # 满意
    assert "\\u8d26\\u5355" in chinese  # 账单


def test_another_folder_time_zone_and_locale_give_the_same_bytes(
    book: Manuscript, built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {"TZ": "Asia/Shanghai", "LC_ALL": "C", "LANG": "de_DE", "PYTHONHASHSEED": "7"}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)
    again = tmp_path / "a folder with spaces 中" / "zh"
    site.write(book, "zh", again)
    first = {p.relative_to(built / "zh"): p.read_bytes() for p in (built / "zh").rglob("*") if p.is_file()}
    second = {p.relative_to(again): p.read_bytes() for p in again.rglob("*") if p.is_file()}
    assert first.keys() == second.keys()
    assert [str(k) for k in first if first[k] != second[k]] == []


def test_no_page_says_where_or_when_it_was_built(built: Path) -> None:
    for path in (p for p in built.rglob("*") if p.is_file()):
        data = path.read_bytes()
        assert str(built).encode() not in data, path
        assert b"/csatreport-site-" not in data, path
        assert os.fsencode(Path.home()) + b"/" not in data or path.suffix == ".js", path


def test_two_records_of_one_id_are_refused_before_one_overwrites_the_other(
    book: Manuscript, tmp_path: Path
) -> None:
    cover = book.pages[0]
    twice = dataclasses.replace(cover, blocks=(*cover.blocks, cover.blocks[-1]))
    parts = (dataclasses.replace(book.parts[0], pages=(twice,)), *book.parts[1:])
    with pytest.raises(BookError, match="cover-prose"):
        site.write(dataclasses.replace(book, parts=parts), "en", tmp_path / "en")


def test_hostile_label_is_whole_in_the_page(built: Path) -> None:
    from html import unescape

    assert HOSTILE in unescape((built / "zh" / "items.html").read_text("utf-8"))

"""The four projects end to end: what a published edition holds, whatever the project."""

from __future__ import annotations

import hashlib
import html
import json
import re
import subprocess
import zipfile
from html.parser import HTMLParser
from pathlib import Path

import built
import pytest
from built import Built
from tools import tool

pytestmark = pytest.mark.build

LEFT_OUT = {
    "root": set(),
    "kiosk": {
        "beforeafter",
        "value",
        "churn",
        "cases",
        "studies",
        "thousand",
        "comments",
        "demands",
        "dissatisfied",
        "standards",
        "indicators",
        "journey",
        "pathmodel",
        "trend",
        "year",
        "standing",
    },
    "sfo": {
        "value",
        "churn",
        "cases",
        "studies",
        "thousand",
        "comments",
        "demands",
        "dissatisfied",
        "standards",
        "indicators",
        "journey",
        "pathmodel",
        "kano",
        "year",
        "servqual",
        "importance",
    },
    "tfl": {
        "beforeafter",
        "segments",
        "value",
        "churn",
        "cases",
        "studies",
        "thousand",
        "comments",
        "demands",
        "dissatisfied",
        "standards",
        "drivers",
        "journey",
        "pathmodel",
        "satisfaction",
        "indicators",
        "customers",
        "servqual",
        "structure",
        "importance",
        "fieldwork",
        "kano",
    },
}


class Visible(HTMLParser):
    """Text of a page as a reader sees it."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.hidden = 0

    def handle_starttag(self, tag, _attrs):
        self.hidden += tag in ("script", "style")

    def handle_endtag(self, tag):
        self.hidden -= tag in ("script", "style")

    def handle_data(self, data):
        if not self.hidden:
            self.parts.append(data)


def bare(text: str) -> str:
    """Text without white space and soft hyphens: what is left of a sentence after line breaks."""
    return re.sub(r"[\s\u00ad\u200b\u2060]", "", text)


def page_text(path: Path) -> str:
    visible = Visible()
    visible.feed(path.read_text(encoding="utf-8"))
    return bare("".join(visible.parts))


def pdf_text(path: Path) -> str:
    done = subprocess.run([tool("pdftotext"), "-raw", path, "-"], capture_output=True, text=True, check=True)
    body = re.sub(r"\n[^\n]*\n\f", "\n", done.stdout)
    return bare(body)


def stem(chapter: str, first: str) -> str:
    return "index" if chapter == first else chapter


def digests(folder: Path) -> dict[str, str]:
    return {
        str(p.relative_to(folder)): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in sorted(folder.rglob("*"))
        if p.is_file() and p.name != "manifest.json"
    }


def test_an_edition_holds_both_sites_both_pdfs_notebooks_tables_claims_and_manifest(edition: Built) -> None:
    assert {p.name for p in edition.edition.iterdir()} == {
        "en", "zh", "report-en.pdf", "report-zh.pdf", "notebooks", "tables.xlsx", "claims.json", "manifest.json",
    }  # fmt: skip


@pytest.mark.parametrize("name", LEFT_OUT)
def test_a_chapter_without_data_leaves_the_book_and_the_cover_says_so(name, published) -> None:
    edition = published(name)
    assert set(edition.manifest["left_out"]) == LEFT_OUT[name]
    assert not {p.stem for p in (edition.edition / "en").glob("*.html")} & LEFT_OUT[name]
    cover = page_text(edition.edition / "en" / "index.html")
    assert ("leftoutofthisedition" in cover) == bool(LEFT_OUT[name])


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_claim_reads_the_same_in_the_site_and_in_the_pdf(edition: Built, language: str) -> None:
    first = edition.manifest["pages"][0]
    site = {
        c: page_text(edition.edition / language / f"{stem(c, first)}.html") for c in edition.manifest["pages"]
    }
    pdf = pdf_text(edition.edition / f"report-{language}.pdf")
    sentences = [(c["chapter"], bare(c["text"][language])) for c in edition.claims]
    assert len(sentences) >= 8
    assert [s for chapter, s in sentences if s not in site[chapter]] == []
    assert [s for _, s in sentences if s not in pdf] == []


def test_both_languages_state_the_same_numbers(edition: Built) -> None:
    digit = re.compile(r"[+−]?\d[\d.,]*%?")
    for claim in edition.claims:
        for value in claim["values"]:
            said = {k: text.replace("none", "0") for k, text in value["text"].items()}
            assert digit.findall(said["en"]) == digit.findall(said["zh"]), claim["id"]


def test_every_number_in_a_claim_has_its_record(edition: Built) -> None:
    for claim in edition.claims:
        printed = {value["text"]["en"] for value in claim["values"]}
        rest = claim["text"]["en"]
        for text in sorted({edition.manifest["wave_label"]["en"], *printed}, key=len, reverse=True):
            rest = rest.replace(text, "")
        labels = re.sub(r"“[^”]*”|\b(?:Q[1-4]|H[12]) \d{4}(?:/\d\d)?|\b\d{4}\b", "", rest)
        assert not re.search(r"\d+(?:\.\d+)?%", labels), (claim["id"], rest)


def test_no_page_asks_for_anything_from_another_host(edition: Built) -> None:
    asks = re.compile(
        r"""(?:src|href|data)=["'](?:https?:)?//(?P<host>[^/"']+)|url\(["']?https?://|@import\s+["']https?:"""
    )
    loads = re.compile(r"<a\b[^>]*>", re.IGNORECASE)
    for page in edition.edition.rglob("*.html"):
        source = loads.sub("", page.read_text(encoding="utf-8"))
        assert not asks.search(source), page


def test_nothing_of_the_code_is_shown_on_a_page(edition: Built) -> None:
    for page in (edition.edition / "en").glob("*.html"):
        assert "open_edition(" not in page.read_text(encoding="utf-8"), page


def test_no_cell_of_the_workbook_is_a_formula(edition: Built) -> None:
    with zipfile.ZipFile(edition.edition / "tables.xlsx") as book:
        sheets = [n for n in book.namelist() if n.startswith("xl/worksheets/")]
        assert len(sheets) > 3
        assert [n for n in sheets if b"<f>" in book.read(n) or b"<f " in book.read(n)] == []


def test_received_is_accepted_plus_quarantined_in_every_source(edition: Built) -> None:
    base = edition.manifest["base"]
    assert base
    assert all(row["received"] == row["accepted"] + row["quarantined"] for row in base)


def test_the_manifest_hashes_what_was_published(edition: Built) -> None:
    listed = {
        name: entry if isinstance(entry, str) else entry["sha256"]
        for name, entry in edition.manifest["files"].items()
    }
    assert listed == digests(edition.edition)


def test_a_second_build_finds_nothing_to_do(edition: Built) -> None:
    again = built.build(edition.project, edition.manifest["edition"])
    assert again.returncode == 0, again.stderr
    assert [o["status"] for o in json.loads(again.stdout)["outcomes"]] == ["unchanged"]


def test_the_same_edition_in_another_folder_zone_and_locale_has_the_same_bytes(
    root: Built, folder: Path
) -> None:
    project = built.copied("root", folder)
    done = built.build(
        project,
        "2026Q3",
        TZ="Pacific/Kiritimati",
        LC_ALL="zh_CN.UTF-8",
        LANG="zh_CN.UTF-8",
        PYTHONHASHSEED="7",
    )
    assert done.returncode == 0, done.stderr
    other = project / "reports" / "2026Q3-r1"
    assert digests(other) == digests(root.edition)
    one, two = (
        {k: v for k, v in json.loads((e / "manifest.json").read_text()).items() if k != "times"}
        for e in (root.edition, other)
    )
    assert one == two


def test_hostile_comments_are_in_nothing_that_is_published(root: Built) -> None:
    raw = (root.project / "data" / "raw" / "survey-web-2026Q3.csv").read_text(encoding="utf-8-sig")
    hostile = [c for c in ("alert('satisfied')", "=SUM(A1:A9)", "{braces}") if c in raw]
    assert hostile
    for file in root.edition.rglob("*"):
        if file.suffix in (".html", ".json", ".ipynb", ".csv"):
            text = html.unescape(file.read_text(encoding="utf-8"))
            assert [c for c in hostile if c in text] == [], file

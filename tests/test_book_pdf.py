"""What must hold of the PDF: what the manuscript says, archivable, readable aloud, and always the same."""

from __future__ import annotations

import dataclasses
import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import executed
import pytest
from pypdf import PdfReader
from tools import tool

from csatreport.book import appendix, pdf
from csatreport.book.manuscript import Exhibit, Manuscript, Passage
from csatreport.errors import BookError
from csatreport.params import LANGUAGES, Language
from csatreport.records import Chart, Claim

_UNSEEN = re.compile(r"[\s\u200a\u200b\u00ad]+")
_SIZE = (595.276, 841.89)  # A4 in points


def squeezed(text: str) -> str:
    """Text without white space and places to break: line ends of a PDF are not those of the manuscript."""
    return _UNSEEN.sub("", text)


def extracted(file: Path) -> str:
    done = subprocess.run(
        [tool("pdftotext"), "-enc", "UTF-8", str(file), "-"], capture_output=True, check=True
    )
    return squeezed(done.stdout.decode())


@pytest.fixture(scope="module")
def manuscript(tmp_path_factory: pytest.TempPathFactory) -> Manuscript:
    return executed.manuscript(tmp_path_factory.mktemp("executed"))


@pytest.fixture(scope="module")
def written(manuscript: Manuscript, tmp_path_factory: pytest.TempPathFactory) -> dict[Language, Path]:
    folder = tmp_path_factory.mktemp("pdf")
    for language in LANGUAGES:
        pdf.write(manuscript, language, folder / f"report-{language}.pdf")
    return {language: folder / f"report-{language}.pdf" for language in LANGUAGES}


def with_blocks(manuscript: Manuscript, *blocks: Exhibit | Passage) -> Manuscript:
    page = manuscript.pages[0]
    page = dataclasses.replace(page, blocks=(page.blocks[0], *blocks))
    return dataclasses.replace(manuscript, parts=(dataclasses.replace(manuscript.parts[0], pages=(page,)),))


def bookmarks(outline: list[Any], depth: int = 0) -> Iterator[tuple[int, str]]:
    for entry in outline:
        if isinstance(entry, list):
            yield from bookmarks(entry, depth + 1)
        else:
            yield depth, entry.title


def tags(reader: PdfReader) -> Iterator[Any]:
    """Every node of the structure tree, in reading order."""
    waiting = [reader.trailer["/Root"]["/StructTreeRoot"]]
    while waiting:
        node = waiting.pop().get_object()
        yield node
        kids = node.get("/K", [])
        found = [kid.get_object() for kid in (kids if isinstance(kids, list) else [kids])]
        waiting += reversed([kid for kid in found if isinstance(kid, dict) and kid.get("/Type") != "/MCR"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_claim_of_the_manuscript_is_in_the_text_of_the_pdf(
    manuscript: Manuscript, written: dict[Language, Path], language: Language
) -> None:
    text = extracted(written[language])
    said = [claim.text[language] for _, _, claim in manuscript.claims]
    assert said
    assert [s for s in said if squeezed(s) not in text] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_table_cell_note_and_title_is_in_the_text_of_the_pdf(
    manuscript: Manuscript, written: dict[Language, Path], language: Language
) -> None:
    text = extracted(written[language])
    for _, table in manuscript.tables:
        cells = [cell.text[language] for row in table.rows for cell in row]
        assert [
            t for t in (*cells, table.note[language], table.title[language]) if squeezed(t) not in text
        ] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_bookmarks_are_the_parts_and_chapters_in_order(
    manuscript: Manuscript, written: dict[Language, Path], language: Language
) -> None:
    found = list(bookmarks(PdfReader(written[language]).outline))
    parts = [part.title[language] for part in manuscript.parts]
    chapters = [page.title[language] for page in manuscript.pages]
    assert [t for depth, t in found if depth == 0][: len(parts)] == parts
    assert [t for depth, t in found if depth == 1][: len(chapters)] == chapters
    assert len([t for depth, t in found if depth == 1]) == len(chapters) + 1  # the appendix


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_are_a4_hold_something_and_carry_edition_revision_and_number(
    manuscript: Manuscript, written: dict[Language, Path], language: Language
) -> None:
    running = [
        squeezed(manuscript.book.title[language]),
        *(squeezed(p.title[language]) for p in manuscript.pages),
    ]
    pages = PdfReader(written[language]).pages
    head = {"en": "Edition2026Q3,revision1", "zh": "2026Q3版，修订号1"}[language]
    assert len(pages) >= 5
    for number, page in enumerate(pages, start=1):
        assert (float(page.mediabox.width), float(page.mediabox.height)) == pytest.approx(_SIZE, abs=0.01)
        text = squeezed(page.extract_text())
        assert head in text
        assert number == 1 or text.endswith(str(number))
        for repeated in (head, *running):
            text = text.replace(repeated, "")
        assert len(text) > 10


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pdf_is_tagged_says_its_language_and_claims_archive_and_access_standards(
    manuscript: Manuscript, written: dict[Language, Path], language: Language
) -> None:
    reader = PdfReader(written[language])
    root, about = reader.trailer["/Root"], reader.metadata
    xmp = root["/Metadata"].get_data().decode()
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert root["/Lang"].lower().startswith(language)
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert "<pdfaid:part>3<" in xmp
    assert "<pdfaid:conformance>A<" in xmp
    assert "<pdfuaid:part>1<" in xmp
    assert about is not None
    assert about.title == f"{manuscript.book.title[language]} {manuscript.edition.wave.label[language]}"
    assert about.author == manuscript.book.organisation[language]
    assert about.creation_date_raw.startswith("D:20260930")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_font_is_embedded_and_maps_to_unicode(
    written: dict[Language, Path], language: Language
) -> None:
    listed = subprocess.run(
        [tool("pdffonts"), str(written[language])], capture_output=True, check=True, text=True
    )
    fonts = [line.split()[-5:-2] for line in listed.stdout.splitlines()[2:]]
    assert fonts
    assert all(font == ["yes", "yes", "yes"] for font in fonts)


def test_figures_are_vectors_with_alternative_text(
    manuscript: Manuscript, written: dict[Language, Path]
) -> None:
    listed = subprocess.run(
        ["pdfimages", "-list", str(written["zh"])], capture_output=True, check=True, text=True
    )
    assert len(listed.stdout.splitlines()) == 2  # the header only: no raster image
    charts = [r for p in manuscript.pages for _, r in p.records if isinstance(r, Chart)]
    alts = [node["/Alt"] for node in tags(PdfReader(written["zh"])) if "/Alt" in node]
    assert alts == [chart.alt["zh"] for chart in charts]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_number_of_a_claim_or_card_leads_to_its_record_in_the_appendix(
    manuscript: Manuscript, written: dict[Language, Path], language: Language
) -> None:
    reader = PdfReader(written[language])
    book = [page for i, page in enumerate(reader.pages) if i != 1]  # without the contents
    links = [a.get_object() for page in book for a in page.get("/Annots", [])]
    aims = [link.get("/Dest") or link.get("/A", {}).get("/D") for link in links]
    places = [aim.get_object() for aim in aims]
    found = [(reader.get_page_number(place[0].get_object()), float(place[3])) for place in places]
    last = len(reader.pages) - 1
    stating = [record for _, record, _ in appendix.stated(manuscript)]
    assert {page for page, _ in found} == {last}
    assert len({height for _, height in found}) == len(stating)
    assert len(found) >= len(stating)
    assert all(
        squeezed(f"({record.id})") in squeezed(reader.pages[last].extract_text()) for record in stating
    )


def test_headings_tables_header_cells_lists_and_links_are_tagged(written: dict[Language, Path]) -> None:
    kinds = {node["/S"] for node in tags(PdfReader(written["en"])) if "/S" in node}
    assert {
        "/H1",
        "/H2",
        "/H3",
        "/Table",
        "/TH",
        "/TD",
        "/L",
        "/LI",
        "/Figure",
        "/Caption",
        "/TOC",
        "/P",
    } <= kinds


@pytest.mark.parametrize(
    "hostile",
    [
        executed.HOSTILE,
        '#import "x.typ"',
        "$ sum_x $ *b* _i_ `c` <l> @r ~ \\ // /* [ ] { } = - + \" ' ---",
        "x" * 400,
    ],
)
def test_hostile_text_is_printed_as_it_stands(manuscript: Manuscript, tmp_path: Path, hostile: str) -> None:
    both = {"en": hostile, "zh": hostile}
    claim = Claim("hostile", both, {"en": [], "zh": []}, (), both)
    pdf.write(with_blocks(manuscript, Exhibit(claim, 1)), "en", tmp_path / "out.pdf")
    assert squeezed(hostile) in extracted(tmp_path / "out.pdf")


def test_nothing_leaves_the_page(manuscript: Manuscript, tmp_path: Path) -> None:
    word = {"en": "W" * 500, "zh": "满意" * 200}
    claim = Claim("long", word, {"en": [], "zh": []}, (), word)
    for language in LANGUAGES:
        pdf.write(with_blocks(manuscript, Exhibit(claim, 1), Passage(word)), language, tmp_path / "out.pdf")
        boxes = subprocess.run(
            [tool("pdftotext"), "-bbox", str(tmp_path / "out.pdf"), "-"],
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        edges = [float(x) for x in re.findall(r'xMax="([\d.]+)"', boxes)]
        assert edges
        assert max(edges) < _SIZE[0] - 24 / 25.4 * 72 + 2


@pytest.mark.parametrize("markdown", ["$\\unheardof$", "\U0001f600", "\u0001"])
def test_what_cannot_be_set_is_refused_and_leaves_no_file(
    manuscript: Manuscript, tmp_path: Path, markdown: str
) -> None:
    with pytest.raises(BookError):
        pdf.write(
            with_blocks(manuscript, Passage({"en": markdown, "zh": markdown})), "en", tmp_path / "out.pdf"
        )
    assert not (tmp_path / "out.pdf").exists()


def test_equal_manuscripts_give_equal_bytes_in_any_folder_and_zone(
    manuscript: Manuscript, in_two_zones: Callable[[Callable[[Path], bytes]], list[bytes]]
) -> None:
    def made(folder: Path) -> bytes:
        pdf.write(manuscript, "zh", folder / "report.pdf")
        return (folder / "report.pdf").read_bytes()

    first, second = in_two_zones(made)
    assert first == second

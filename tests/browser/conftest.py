"""A published shelf of two editions made from hand-made notebooks, and a Chromium to read it with."""

from __future__ import annotations

import dataclasses
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import built
import pytest
from axe_playwright_python.sync_playwright import Axe
from executed import manuscript
from playwright.sync_api import Browser, Page, Request, sync_playwright
from tools import tool

from csatreport.book import claims, codeview, site
from csatreport.book import shelf as shelving
from csatreport.book.manuscript import Manuscript
from csatreport.params import Wave

ARGUMENTS = [
    "--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
SETTLED = """[...document.images].every(image => image.complete) &&
  (!document.querySelector("script[src$='versions.js']") || window.csatEditions) &&
  (typeof Search === 'undefined' || Search._index)"""
SIZES = {"desktop": (1280, 900), "phone": (390, 844)}


@pytest.fixture(scope="session")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two editions; the older one lacks the page `trend`."""
    folder = tmp_path_factory.mktemp("project") / "reports"
    newer = manuscript(_folder(folder / "2026Q3-r1" / "notebooks"))
    older = _earlier(manuscript(_folder(folder / "2026Q2-r1" / "notebooks")))
    for book in (newer, older):
        _publish(book, folder / f"{book.edition.name}-r{book.revision}")
    shelving.index(folder)
    return folder


def _folder(path: Path) -> Path:
    path.mkdir(parents=True)
    return path


def _earlier(book: Manuscript) -> Manuscript:
    results = dataclasses.replace(book.parts[1], pages=book.parts[1].pages[:1])
    edition = book.edition.model_copy(update={"name": "2026Q2", "wave": Wave.parse("2026Q2")})
    return dataclasses.replace(book, edition=edition, parts=(book.parts[0], results), data_date="2026-06-30")


def _publish(book: Manuscript, folder: Path) -> None:
    for language in book.edition.languages:
        site.write(book, language, folder / language)
    for notebook in sorted((folder / "notebooks").glob("*.ipynb")):
        codeview.write(notebook, folder / "notebooks")
    claims.write(book, folder / "claims.json")
    manifest = {
        "edition": book.edition.name, "revision": book.revision, "reason": book.reason,
        "data_date": book.data_date,
        "title": book.book.title.model_dump(), "organisation": book.book.organisation.model_dump(),
        "wave_label": book.edition.wave.label.model_dump(), "languages": list(book.edition.languages),
        "headline": [], "inputs": {}, "files": {}, "times": {}, "pages": [page.name for page in book.pages],
    }  # fmt: skip
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")


@pytest.fixture(scope="session")
def shelf(root: built.Built, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The published edition of the sample company, and the one before it beside it."""
    project = tmp_path_factory.mktemp("shelf") / "root"
    shutil.copytree(root.project, project)
    done = built.build(project, "2026Q2")
    assert done.returncode == 0, done.stderr
    return project / "reports"


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    chromium = tool("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield browser
        browser.close()


class Reader:
    """A page that remembers everything it asked for and complained of."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.asked: list[str] = []
        self.complaints: list[str] = []
        page.on("request", lambda request: self.asked.append(request.url))
        page.on(
            "console", lambda m: self.complaints.append(m.text) if m.type in ("error", "warning") else None
        )
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("requestfailed", self._failed)

    def _failed(self, request: Request) -> None:
        """Note a file that could not be had; one that we left before it came, such as an icon, was not asked for."""
        if request.failure != "net::ERR_ABORTED":
            self.complaints.append(f"failed: {request.url} ({request.failure})")

    def open(self, path: Path, query: str = "", *, settled: bool = False) -> Page:
        """Open a page; ``settled`` waits for what it loads late, so that leaving it breaks nothing off."""
        self.page.goto(path.as_uri() + query)
        if settled:
            self.page.evaluate("document.querySelectorAll('img').forEach(image => image.loading = 'eager')")
            self.page.wait_for_function(SETTLED)
        return self.page

    def barriers(self) -> list[str]:
        """What axe finds serious or critical on the page that is open."""
        return [
            f"{violation['id']}: {node['target']} {node['failureSummary']}"
            for violation in Axe().run(self.page).response["violations"]
            if violation["impact"] in ("serious", "critical")
            for node in violation["nodes"]
        ]


@pytest.fixture(params=SIZES)
def reader(chromium: Browser, request: pytest.FixtureRequest) -> Iterator[Reader]:
    width, height = SIZES[request.param]
    context = chromium.new_context(viewport={"width": width, "height": height}, color_scheme="light")
    yield Reader(context.new_page())
    context.close()


@pytest.fixture(params=["light", "dark"])
def scheme(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=["en", "zh"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def other(language: str) -> str:
    """The language that the page is not in."""
    return {"en": "zh", "zh": "en"}[language]

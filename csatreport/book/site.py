"""The web site of one edition: pages, pictures, data and fonts, one folder per language."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

from csatreport import palette
from csatreport.book import jupyterbook, markup, palettes, webfont
from csatreport.book.downloads import csv_bytes, table_rows
from csatreport.book.manuscript import Manuscript
from csatreport.book.pages import SitePart, edition_line, parts, site_name
from csatreport.book.words import Words
from csatreport.records import Chart, Table


def write(manuscript: Manuscript, language: str, into: Path) -> None:
    """Write the site of one language into the folder ``into``, which is made.

    Links out of the site are relative to an edition's folder: ``../notebooks``, ``../report-en.pdf``,
    ``../tables.xlsx``, ``../claims.json``, ``../manifest.json`` and, for the list of editions,
    ``../../versions.js``.

    Raises
    ------
    BookError
        The site could not be made, or something in it would not be found.
    """
    words = Words(language)
    with tempfile.TemporaryDirectory(prefix="csatreport-site-") as folder:
        source = Path(folder)
        content = parts(manuscript, words, jupyterbook.fence)
        facts = _facts(manuscript, content, words)
        assets(manuscript, words, source / "assets")
        _font(content, facts, source / "assets" / "fonts")
        (source / "assets" / "palette.css").write_text(
            palettes.css('html[data-theme="dark"]'), encoding="utf-8", newline="\n"
        )
        jupyterbook.write_source(content, facts, source)
        jupyterbook.build(source, into)


def assets(manuscript: Manuscript, words: Words, into: Path) -> None:
    """Pictures (``figures/``) and data (``data/``) of every exhibit, named after their records."""
    for folder in ("figures", "data", "fonts"):
        (into / folder).mkdir(parents=True, exist_ok=True)
    for page in manuscript.pages:
        for _, record in page.records:
            if isinstance(record, Chart):
                _chart(record, words.language, into)
            elif isinstance(record, Table):
                rows = table_rows(record, words.language)
                (into / "data" / f"{markup.slug(record.id)}.csv").write_bytes(csv_bytes(rows))


def _chart(record: Chart, language: str, into: Path) -> None:
    name, svg = markup.slug(record.id), record.svg[language]
    (into / "figures" / f"{name}.light.svg").write_text(svg, encoding="utf-8", newline="\n")
    (into / "figures" / f"{name}.dark.svg").write_text(palette.darkened(svg), encoding="utf-8", newline="\n")
    (into / "data" / f"{name}.csv").write_bytes(csv_bytes(record.data[language]))


def _facts(manuscript: Manuscript, content: tuple[SitePart, ...], words: Words) -> dict[str, Any]:
    """What the templates and scripts of the site need to know."""
    says, book = words.language, manuscript.book
    notebooks = {site_name(manuscript, p): p.name for p in manuscript.pages}
    return {
        "language": says,
        "other": next((code for code in manuscript.edition.languages if code != says), ""),
        "title": book.title[says],
        "organisation": book.organisation[says],
        "source": words("source", source=book.source[says]),
        "wave": manuscript.edition.wave.label[says],
        "edition": manuscript.edition.name,
        "revision": manuscript.revision,
        "edition_line": edition_line(manuscript, words),
        "reason": words("reason", reason=manuscript.reason) if manuscript.reason else "",
        "date": words("data_date", date=manuscript.data_date),
        "pages": [page.name for part in content for page in part.every],
        "notebooks": notebooks,
        "words": words.plain,
    }


def _font(content: tuple[SitePart, ...], facts: dict[str, Any], into: Path) -> None:
    said = "".join(page.source for part in content for page in part.every)
    said += "".join(part.title for part in content) + json.dumps(facts, ensure_ascii=False)
    webfont.write(said, into / "chinese.woff2")

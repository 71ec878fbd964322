"""The web site of one edition: pages, pictures, data and fonts, one folder per language."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import Any

from csatreport import palette
from csatreport.book import incremental, jupyterbook, markup, palettes, search, webfont
from csatreport.book.downloads import csv_bytes, table_rows
from csatreport.book.kept import Kept
from csatreport.book.manuscript import Manuscript
from csatreport.book.pages import SitePart, edition_line, parts, site_name
from csatreport.book.words import Words
from csatreport.records import Chart, Table

_LATE = re.compile(r"<!--csat:(revision|edition_line|reason)-->")


def write(manuscript: Manuscript, language: str, into: Path, kept: Kept | None = None) -> None:
    """Write the site of one language into the folder ``into``, which is made.

    What ``kept`` holds from before is not made again. Links out of the site are relative to an edition's folder:
    ``../notebooks``, ``../report-en.pdf``, ``../tables.xlsx``, ``../claims.json``, ``../manifest.json`` and, for the list
    of editions, ``../../versions.js``.

    Raises
    ------
    BookError
        The site could not be made, or something in it would not be found.
    """
    words, kept = Words(language), kept or Kept()
    content = parts(manuscript, words, jupyterbook.fence)
    facts, late = _facts(manuscript, content, words), _late(manuscript, words)
    made = incremental.make(content, facts, kept)
    assets(manuscript, words, into)
    texts = {f"{name}.html": _printed(page.html, late) for name, page in made.pages.items()}
    texts["palette.css"] = palettes.css('html[data-theme="dark"]')
    texts["searchindex.js"], texts["texts.js"] = search.index(made.pages), search.texts(made.pages)
    files = {name: text.encode("utf-8", "surrogatepass") for name, text in texts.items()}
    files["fonts/chinese.woff2"] = webfont.subset(_said(content, facts, late), kept)
    files["search.html"] = _printed(made.files["search.html"].decode(), late).encode()
    for name, data in (dict(made.files) | files).items():
        (into / name).parent.mkdir(parents=True, exist_ok=True)
        (into / name).write_bytes(data)


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
        "date": words("data_date", date=manuscript.data_date),
        "pages": [page.name for part in content for page in part.every],
        "notebooks": notebooks,
        "words": words.plain,
    }


def _late(manuscript: Manuscript, words: Words) -> dict[str, str]:
    """What is printed on every page and differs from revision to revision, as HTML.

    It comes last: pages are kept without it.
    """
    reason = escape(words("reason", reason=manuscript.reason)) if manuscript.reason else ""
    return {
        "revision": str(manuscript.revision),
        "edition_line": escape(edition_line(manuscript, words)),
        "reason": f"<p>{reason}</p>" if reason else "",
    }


def _printed(html: str, late: Mapping[str, str]) -> str:
    """A page with what differs from revision to revision; text of chapters can hold no such comment."""
    return _LATE.sub(lambda found: late[found[1]], html)


def _said(content: tuple[SitePart, ...], facts: dict[str, Any], late: Mapping[str, str]) -> str:
    """Everything that is printed anywhere."""
    said = "".join(page.source for part in content for page in part.every)
    return said + "".join(part.title for part in content) + json.dumps([facts, late], ensure_ascii=False)

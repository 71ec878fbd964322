"""The shelf: ``reports/index.html`` lists the editions, ``reports/versions.js`` tells each of the others.

Both are made from what the editions say of themselves (``manifest.json``, ``claims.json``) and replaced
whole; the editions are only read.
"""

from __future__ import annotations

import base64
import json
import os
import tempfile
from pathlib import Path
from typing import Any

from csatreport.book import markup, palettes, webfont
from csatreport.book.editions import Published, published
from csatreport.book.kept import Kept
from csatreport.book.words import THEME, Words


def index(reports: Path, kept: Kept | None = None) -> None:
    """Write the list of editions and the list that version switchers read, where they are not there already.

    Raises
    ------
    BookError
        An edition's manifest cannot be read.
    """
    reports.mkdir(parents=True, exist_ok=True)
    shelved = published(reports)
    _replace(reports / "versions.js", versions(shelved))
    _replace(reports / "index.html", page(shelved, kept))


def versions(shelved: tuple[Published, ...]) -> str:
    """The editions as a script, newest first: pages that are opened from disk can read nothing else."""
    listed = json.dumps([_version(one) for one in shelved], sort_keys=True).replace("<", "\\u003c")
    return f"window.csatEditions = {listed};\n"


def _version(one: Published) -> dict[str, Any]:
    names = ["index", *one.manifest["pages"][1:], "records"]
    return {
        "folder": one.name,
        "name": one.edition,
        "revision": one.revision,
        "label": {code: f"{said} · r{one.revision}" for code, said in one.manifest["wave_label"].items()},
        "headline": one.claim,
        "pages": dict.fromkeys(one.manifest["languages"], names),
    }


def page(shelved: tuple[Published, ...], kept: Kept | None = None) -> str:
    """The list of editions as one HTML page that needs no other file; its font from ``kept`` where it was made before."""
    import jinja2

    both = {code: Words(code) for code in ("en", "zh")}
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(THEME), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["sign"] = markup.sign
    template = environment.get_template("shelf.html")
    newest = {one.edition: one.revision for one in reversed(shelved)}
    html = template.render(
        editions=[_entry(one, superseded=one.revision < newest[one.edition]) for one in shelved],
        words=both,
        palette=palettes.css('html[data-theme="dark"]', automatic=True),
        font="",
    )
    return html.replace("/*font*/", base64.b64encode(webfont.subset(html, kept)).decode())


def _entry(one: Published, *, superseded: bool) -> dict[str, Any]:
    kept = ("title", "organisation", "wave_label", "data_date", "reason", "headline", "languages")
    files = {code: f"report-{code}.pdf" for code in one.manifest["languages"]}
    return {
        **{key: one.manifest[key] for key in kept},
        "folder": one.name,
        "edition": one.edition,
        "revision": one.revision,
        "claim": one.claim,
        "superseded": superseded,
        "pdf": {code: name for code, name in files.items() if (one.folder / name).is_file()},
    }


def _replace(path: Path, text: str) -> None:
    if path.is_file() and path.read_bytes() == text.encode():
        return
    handle, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    Path(name).chmod(0o644)
    Path(name).replace(path)

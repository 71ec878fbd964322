"""Pages of Markdown in, pages of HTML out, by jupyter-book's own configuration of Sphinx (:mod:`~csatreport.book.sphinxapp`).

Neither the caller's locale nor its hash seed can change a byte: a process that was started otherwise than the jobs of a
build has the pages made by one of its own.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from csatreport.book.kept import Kept
from csatreport.book.rendered import Batch, Rendered, Slugs
from csatreport.errors import BookError

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from csatreport.book.pages import SitePage, SitePart

PRELOAD = (  # what a process that is forked for a site should have imported
    "sphinx.builders.html", "sphinx.application", "sphinx.search.en", "jupyter_book.config", "myst_parser.sphinx_ext.main",
    "sphinx_external_toc", "sphinx_book_theme", "pydata_sphinx_theme", "fontTools.subset",
)  # fmt: skip
_ENVIRONMENT = {
    "PYTHONHASHSEED": "0",
    "TZ": "UTC",
    "LC_ALL": "C.UTF-8",
    "SOURCE_DATE_EPOCH": "0",
}


def fence(html: str) -> str:
    """HTML that a Markdown page hands through as it is."""
    return f"````````{{raw}} html\n{html}\n````````"


def render(
    parts: Sequence[SitePart],
    facts: Mapping[str, Any],
    *,
    wanted: Collection[str] | None = None,
    slugs: Mapping[str, Slugs] | None = None,
    kept: Kept | None = None,
) -> Batch:
    """Make the pages that are ``wanted`` (all, unless told otherwise) and the files that all pages share.

    Parameters
    ----------
    parts : sequence of SitePart
        The whole book; of the pages that are not wanted only names, titles and order are looked at.
    facts : mapping
        What the templates print.
    wanted : collection of str
        Names of pages.
    slugs : mapping
        Of pages that are not wanted: the names of their headings.
    kept : Kept
        Where compiled templates are kept.

    Raises
    ------
    BookError
        Sphinx stopped, or warned of anything at all (a link to nowhere, markup that is wrong).
    """
    with tempfile.TemporaryDirectory(prefix="csatreport-site-") as folder:
        source, into = Path(folder) / "source", Path(folder) / "site"
        source.mkdir()
        _write_source(parts, facts, source, wanted=wanted, slugs=slugs or {}, kept=kept or Kept())
        warned = _build(source, into)
        if warned:
            raise BookError(
                "the web site cannot be built",
                where=f"pages in {facts['language']}",
                got="\n".join(warned.splitlines()[-12:]),
                todo="correct the text or link that it names; the pages are made from the chapter notebooks",
            )
        return _read(source, into)


def _write_source(
    parts: Sequence[SitePart],
    facts: Mapping[str, Any],
    source: Path,
    *,
    wanted: Collection[str] | None,
    slugs: Mapping[str, Slugs],
    kept: Kept,
) -> None:
    """Write the pages, the table of contents and what the other side must know."""
    every = [page for part in parts for page in part.every]
    reading = {page.name for page in every} if wanted is None else set(wanted)
    for page in every:
        text = page.source if page.name in reading else ""
        (source / f"{page.name}.md").write_text(text, encoding="utf-8", newline="\n")
    root, *first = parts[0].pages
    groups = [(parts[0].title, first), *((part.title, part.pages) for part in parts[1:])]
    groups = [(title, pages) for title, pages in groups if pages]
    toc = {
        "format": "jb-book",
        "root": root.name,
        "parts": [{"caption": title, "chapters": [listed(p) for p in pages]} for title, pages in groups],
    }
    under = {page.name: [p.name for p in page.under] for page in every if page.under}
    site = {
        "facts": facts,
        "titles": {page.name: page.title for page in every},
        "groups": [[title, [[p.name, *(u.name for u in p.under)] for p in pages]] for title, pages in groups],
        "under": {root.name: [p.name for _, pages in groups for p in pages], **under},
        "wanted": sorted(reading),
        "slugs": slugs,
        "kept": [str(kept.folder.resolve()) if kept.folder else "", kept.tools],
    }
    (source / "_toc.yml").write_text(json.dumps(toc), encoding="utf-8")  # JSON is YAML
    (source / "site.json").write_text(json.dumps(site), encoding="utf-8")


def listed(page: SitePage) -> dict[str, Any]:
    """A page in the table of contents, with those under it."""
    return {"file": page.name} | ({"sections": [{"file": p.name} for p in page.under]} if page.under else {})


def _build(source: Path, into: Path) -> str:
    """Build in this process, or in one of its own; returns Sphinx's warnings, or how it ended."""
    if _settled():
        from csatreport.book import sphinxapp

        return sphinxapp.build(source, into)
    run = subprocess.run(  # noqa: S603  # our own interpreter and our own module
        [sys.executable, "-m", "csatreport.book.sphinxapp", str(source), str(into)],
        env={**os.environ, **_ENVIRONMENT, "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    return run.stderr.strip() or f"Sphinx ended with status {run.returncode}" if run.returncode else ""


def _settled() -> bool:
    """Whether this process was started so that it gives the bytes that every other one gives."""
    return not sys.flags.hash_randomization and all(os.environ.get(k) == v for k, v in _ENVIRONMENT.items())


def _read(source: Path, into: Path) -> Batch:
    """What was made: pages with their HTML, and everything else."""
    made = json.loads((source / "made.json").read_text(encoding="utf-8"))
    html = {name: into / f"{name}.html" for name in made}
    pages = {
        name: Rendered(html=html[name].read_text(encoding="utf-8"), **parts) for name, parts in made.items()
    }
    others = sorted(path for path in into.rglob("*") if path.is_file() and path not in set(html.values()))
    return Batch(pages, {path.relative_to(into).as_posix(): path.read_bytes() for path in others})

"""An executed notebook as one readable page: its text, its code, and what each cell showed."""

from __future__ import annotations

import re
from functools import cache
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from csatreport.book import palettes
from csatreport.book.kept import Kept
from csatreport.book.words import THEME
from csatreport.engine.environment import sha256

if TYPE_CHECKING:
    from nbconvert import HTMLExporter


def write_all(notebooks: Path, kept: Kept | None = None) -> None:
    """Write the page of every notebook in a folder, beside it, from ``kept`` where it was made before."""
    for notebook in sorted(notebooks.glob("*.ipynb")):
        write(notebook, notebooks, kept)


def write(notebook: Path, into: Path, kept: Kept | None = None) -> Path:
    """Write the page of ``notebook`` into the folder ``into``; returns the file."""
    path, kept = into / f"{notebook.stem}.html", kept or Kept()
    name = kept.name("code", notebook.name, sha256(notebook))
    html = kept.get(name)
    if html is None:
        html = notebook_html(notebook).encode()
        kept.put(name, html)
    path.write_bytes(html)
    return path


def notebook_html(path: Path) -> str:
    """An executed notebook as HTML that needs no other file and runs no script.

    The body is nbconvert's ``basic`` template, which loads nothing; the frame and its colours are ours.
    """
    import nbformat

    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "markdown":  # a rule right under a line of text would make that a heading
            cell.source = re.sub(r"\n---[ \t]*(?=\n|$)", "\n\n---", cell.source)
    body, _ = _exporter().from_notebook_node(notebook)
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8"/>\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1"/>\n'
        f"<title>{escape(path.name)}</title>\n<style>\n{_style()}</style>\n</head>\n<body>\n<main>\n"
        f'<p class="file"><a href="{escape(path.name)}" download="">{escape(path.name)}</a></p>\n'
        f"{body}\n</main>\n</body>\n</html>\n"
    )


@cache
def _exporter() -> HTMLExporter:
    """One for all notebooks: each would compile its templates anew."""
    from nbconvert import HTMLExporter

    return HTMLExporter(template_name="basic", exclude_anchor_links=True)


@cache
def _style() -> str:
    own = (THEME / "codeview.css").read_text(encoding="utf-8")
    return palettes.css("html[data-theme=dark]") + own

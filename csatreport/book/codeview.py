"""An executed notebook as one readable page: its text, its code and, as text, what each cell showed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from csatreport.book import palettes
from csatreport.book.words import THEME
from csatreport.records import MIME

if TYPE_CHECKING:
    from markdown_it import MarkdownIt


def write(notebook: Path, into: Path) -> Path:
    """Write the page of ``notebook`` into the folder ``into``; returns the file."""
    path = into / f"{notebook.stem}.html"
    path.write_text(notebook_html(notebook), encoding="utf-8", newline="\n")
    return path


def notebook_html(path: Path) -> str:
    """An executed notebook as HTML that needs no other file and runs no script."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    body = "\n".join(part for i, cell in enumerate(cells, 1) for part in _cell(cell, i))
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8"/>\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1"/>\n'
        f"<title>{escape(path.name)}</title>\n<style>\n{_style()}</style>\n</head>\n<body>\n<main>\n"
        f'<p class="file"><a href="{escape(path.name)}" download="">{escape(path.name)}</a></p>\n'
        f"{body}\n</main>\n</body>\n</html>\n"
    )


def _cell(cell: dict[str, Any], number: int) -> Iterator[str]:
    source = "".join(cell["source"])
    if cell["cell_type"] == "markdown":
        # --- between the languages: alone a rule, but right under a line of text it would make that a heading
        yield f"<section>{_markdown().render(source.replace(chr(10) + '---', chr(10) * 2 + '---'))}</section>"
    elif cell["cell_type"] == "code" and source.strip():
        yield f'<section class="code" id="cell-{number}"><p class="cell">{number}</p>{_code(source)}'
        yield from (f'<pre class="shown">{escape(text)}</pre>' for text in _shown(cell))
        yield "</section>"


def _shown(cell: dict[str, Any]) -> Iterator[str]:
    for output in cell["outputs"]:
        data = output.get("data", {})
        said = (
            _record(data[MIME]) if MIME in data else "".join(output.get("text", data.get("text/plain", "")))
        )
        text = said.strip()
        if text:
            yield text


def _record(record: dict[str, Any]) -> str:
    said: dict[str, str] = record.get("text") or record.get("title") or {}
    return "\n".join([f"{record['kind']} {record['id']}", *said.values()])


def _code(source: str) -> str:
    from pygments import highlight  # type: ignore[import-untyped]  # no stubs here
    from pygments.formatters import HtmlFormatter  # type: ignore[import-untyped]
    from pygments.lexers import PythonLexer  # type: ignore[import-untyped]

    return str(highlight(source, PythonLexer(), HtmlFormatter(cssclass="highlight")))


@cache
def _markdown() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": False}).enable("table")


@cache
def _style() -> str:
    return palettes.css("html[data-theme=dark]", automatic=True) + (THEME / "codeview.css").read_text(
        encoding="utf-8"
    )

"""The same book as a Quarto project, for those who have Quarto.

Quarto is not a dependency: :func:`write` needs nothing, :func:`render` calls the ``quarto`` that is on
PATH and says how to get it where there is none.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

from csatreport.book import palettes, site
from csatreport.book.manuscript import Manuscript
from csatreport.book.pages import SitePart, parts
from csatreport.book.words import THEME, Words
from csatreport.errors import BookError, UsageError
from csatreport.params import Language


def fence(html: str) -> str:
    """HTML that Quarto hands through as it is."""
    return f"```````` {{=html}}\n{html}\n````````"


def write(manuscript: Manuscript, language: str, into: Path) -> None:
    """Write the book as a Quarto project into the folder ``into``: ``_quarto.yml``, pages, pictures, data.

    Raises
    ------
    BookError
        Names that a site cannot tell apart.
    """
    words = Words(language)
    content = parts(manuscript, words, fence)
    site.assets(manuscript, words, into)
    style = palettes.css("body.quarto-dark") + (THEME / "static" / "csat.css").read_text(encoding="utf-8")
    (into / "csat.css").write_text(style.replace("../fonts/", "fonts/"), encoding="utf-8", newline="\n")
    for part in content:
        for page in part.every:
            (into / f"{page.name}.qmd").write_text(page.source, encoding="utf-8", newline="\n")
    project = json.dumps(_project(manuscript, words.language, content), ensure_ascii=False, indent=1)
    (into / "_quarto.yml").write_text(project + "\n", encoding="utf-8", newline="\n")  # JSON is YAML


def _project(manuscript: Manuscript, language: Language, content: tuple[SitePart, ...]) -> dict[str, Any]:
    first, *rest = content
    chapters: list[Any] = [f"{page.name}.qmd" for page in first.pages]
    chapters += [{"part": part.title, "chapters": [f"{p.name}.qmd" for p in part.every]} for part in rest]
    book = manuscript.book
    return {
        "project": {"type": "book", "output-dir": "_book", "resources": ["figures", "data", "fonts"]},
        "lang": {"zh": "zh-CN"}.get(language, language),
        "execute": {"enabled": False},
        "book": {
            "title": book.title[language],
            "author": book.organisation[language],
            "date": manuscript.data_date,
            "chapters": chapters,
        },
        "format": {
            "html": {
                "theme": {"light": "cosmo", "dark": "darkly"},
                "css": "csat.css",
                "html-math-method": "mathml",
                "number-sections": False,
            }
        },
    }


def render(project: Path) -> Path:
    """Render a Quarto project; returns the folder of the book.

    Raises
    ------
    UsageError
        There is no ``quarto`` on PATH.
    BookError
        Quarto failed.
    """
    command = shutil.which("quarto")
    if command is None:
        raise UsageError(
            "Quarto is not installed",
            where="PATH",
            expected="a command `quarto`, version 1.4 or newer",
            got=os.environ.get("PATH", ""),
            todo="install it from quarto.org, or leave it: the web site and the PDF do not need it",
        )
    run = subprocess.run(  # noqa: S603  # the quarto of this machine, no shell
        [command, "render", str(project), "--to", "html"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    if run.returncode != 0:
        raise BookError(
            "Quarto could not render the book",
            where=str(project),
            got="\n".join(run.stderr.strip().splitlines()[-12:]),
            todo="run `quarto render` in that folder to see it all",
        )
    return project / "_book"

"""The steps of a build that run in processes of their own, each with plain arguments."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from csatreport.book.manuscript import Manuscript, Part, read_page, sourced
from csatreport.params import Language
from csatreport.params.load import load_book, load_edition

Kind = Literal["site", "pdf", "workbook", "code"]


def manuscript(project: Path, edition: str, *, revision: int, reason: str, notebooks: Path) -> Manuscript:
    """Read the manuscript from the executed chapters in ``notebooks``; parts without any are left out."""
    book, declared = load_book(project), load_edition(project, edition)
    parts = []
    for part in book.part:
        paths = [notebooks / chapter.notebook for chapter in part.chapters]
        pages = tuple(sourced(read_page(path), book.source) for path in paths if path.is_file())
        if pages:
            parts.append(Part(part.title, pages))
    return Manuscript(book, declared, revision, reason, tuple(parts), declared.wave.end.isoformat())


def write(
    *,
    kind: Kind,
    project: str,
    edition: str,
    revision: int,
    reason: str,
    notebooks: str,
    into: str,
    language: Language,
) -> None:
    """Write one product of the book: a ``site``, a ``pdf``, the ``workbook`` or readable ``code``."""
    from csatreport.book import codeview, pdf, site, workbook

    if kind == "code":
        codeview.write_all(Path(into))
        return
    made = manuscript(Path(project), edition, revision=revision, reason=reason, notebooks=Path(notebooks))
    match kind:
        case "site":
            site.write(made, language, Path(into))
        case "pdf":
            pdf.write(made, language, Path(into))
        case "workbook":
            workbook.write(made, Path(into))

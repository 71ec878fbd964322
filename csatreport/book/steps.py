"""The steps of a build that run in processes of their own, each with plain arguments."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from csatreport.book.kept import Kept
from csatreport.book.manuscript import Fan, Manuscript, Page, Part, of_level, read_page, sourced
from csatreport.params import Chapter, Language
from csatreport.params.load import load_book, load_edition, load_questionnaire
from csatreport.records import Words

Kind = Literal["site", "pdf", "workbook", "claims", "code"]


def manuscript(project: Path, edition: str, *, revision: int, reason: str, notebooks: Path) -> Manuscript:
    """Read the manuscript from the executed chapters in ``notebooks``; parts without any are left out."""
    book, declared = load_book(project), load_edition(project, edition)
    items = _items(project) if any(chapter.level for chapter in book.chapters) else {}
    parts = []
    for part in book.part:
        there = [chapter for chapter in part.chapters if (notebooks / chapter.file).is_file()]
        pages = tuple(sourced(_page(chapter, notebooks, items), book.source) for chapter in there)
        if pages:
            parts.append(Part(part.title, pages))
    return Manuscript(book, declared, revision, reason, tuple(parts), declared.wave.end.isoformat())


def _items(project: Path) -> dict[str, Words]:
    """What each item is called."""
    return {i.item: i.label.model_dump() for i in load_questionnaire(project).items}


def _page(chapter: Chapter, notebooks: Path, items: Mapping[str, Words]) -> Page:
    page = read_page(notebooks / chapter.file)
    if chapter.level_label is None:
        return page
    title = chapter.title.model_dump() if chapter.title else page.title
    fan = Fan(chapter.stem, title, items[chapter.each])
    return of_level(page, title=chapter.level_label.model_dump(), fan=fan)


def begin(*, project: str, edition: str, revision: int, reason: str, notebooks: str) -> Manuscript:
    """Read what all products of a book but readable code begin with."""
    return manuscript(Path(project), edition, revision=revision, reason=reason, notebooks=Path(notebooks))


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
    tools: str = "",
    begun: Manuscript | None = None,
) -> None:
    """Write one product of the book: a ``site``, a ``pdf``, the ``workbook``, the ``claims`` or readable ``code``.

    ``tools`` is a hash of the software; only with it is anything kept for the next build, in ``build/kept-site/``.
    ``begun`` is what :func:`begin` read, where it was read once for several products.
    """
    from csatreport.book import claims, codeview, pdf, site, workbook

    folder = (
        Path(project) / "build" / "kept-site" / (f"site-{edition}-{language}" if kind == "site" else kind)
    )
    kept = Kept(folder, tools) if tools else Kept()
    if kind == "code":
        codeview.write_all(Path(into), kept)
        kept.sweep()
        return
    made = begun or begin(
        project=project, edition=edition, revision=revision, reason=reason, notebooks=notebooks
    )
    match kind:
        case "site":
            site.write(made, language, Path(into), kept)
            kept.sweep()
        case "pdf":
            pdf.write(made, language, Path(into), kept)
            kept.sweep()
        case "workbook":
            workbook.write(made, Path(into))
        case "claims":
            claims.write(made, Path(into))

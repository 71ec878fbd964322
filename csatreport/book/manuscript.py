"""The manuscript: executed notebooks as one document that site, PDF and Excel are made from.

A chapter notebook holds Markdown cells, written in English above a line ``---`` and in Chinese below
it, and code cells whose outputs are records. Everything else in an output is refused: a reader
would not see it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from csatreport.errors import BookError
from csatreport.params import Book, Edition, Text
from csatreport.records import MIME, Cards, Chart, Claim, Record, Table, Words, from_json

_SPLIT = re.compile(r"\n[ \t]*---[ \t]*(?:\n|$)")
_HEADING = re.compile(r"^(#{1,6})\s+(.+?)\s*$")


@dataclass(frozen=True)
class Heading:
    """A heading; level 1 is the title of the page."""

    level: int
    text: Words


@dataclass(frozen=True)
class Passage:
    """Markdown prose (paragraphs, lists, links, emphasis, tables, maths between dollars)."""

    text: Words


@dataclass(frozen=True)
class Exhibit:
    """A record and the cell that made it."""

    record: Record
    cell: int


Block = Heading | Passage | Exhibit


@dataclass(frozen=True)
class Fan:
    """A notebook that a page was made with for every level of an item: its stem, its own title, what the item is called."""

    name: str
    title: Words
    item: Words


@dataclass(frozen=True)
class Page:
    """One chapter: ``name`` is the notebook's stem and the page's name in the site.

    Of a ``fan`` there are as many pages as the item has levels; ``title`` is then the level's.
    """

    name: str
    title: Words
    blocks: tuple[Block, ...]
    fan: Fan | None = None

    @property
    def records(self) -> Iterator[tuple[int, Record]]:
        """(cell, record) of every exhibit, in order."""
        return ((b.cell, b.record) for b in self.blocks if isinstance(b, Exhibit))


@dataclass(frozen=True)
class Part:
    """A titled group of pages."""

    title: Text
    pages: tuple[Page, ...]


@dataclass(frozen=True)
class Manuscript:
    """Everything the writers of site, PDF and Excel need. ``revision`` counts from 1."""

    book: Book
    edition: Edition
    revision: int
    reason: str  # why this revision was made; "" for the first
    parts: tuple[Part, ...]
    data_date: str  # ISO date the edition is about (end of the wave): the only date in outputs

    @property
    def pages(self) -> tuple[Page, ...]:
        """All pages in reading order; the first is the cover."""
        return tuple(page for part in self.parts for page in part.pages)

    @property
    def names(self) -> tuple[str, ...]:
        """What readers can open, in reading order: pages, and before those of a fan the list of them."""
        found = ((p.fan.name, p.name) if p.fan else (p.name,) for p in self.pages)
        return tuple(dict.fromkeys(name for names in found for name in names))

    @property
    def claims(self) -> Iterator[tuple[Page, int, Claim]]:
        """(page, cell, claim) of every claim of the book."""
        return ((p, c, r) for p in self.pages for c, r in p.records if isinstance(r, Claim))

    @property
    def tables(self) -> Iterator[tuple[Page, Table]]:
        """(page, table) of every table of the book."""
        return ((p, r) for p in self.pages for _, r in p.records if isinstance(r, Table))


def read_page(path: Path) -> Page:
    """Read an executed chapter notebook.

    Raises
    ------
    BookError
        A Markdown cell without its Chinese half, an output that is no record, no title.
    """
    notebook = json.loads(path.read_text(encoding="utf-8"))
    blocks = [b for i, cell in enumerate(notebook["cells"]) for b in _blocks(cell, i, path)]
    title = next((b.text for b in blocks if isinstance(b, Heading) and b.level == 1), None)
    if title is None:
        raise BookError(
            "a chapter without a title",
            where=str(path.name),
            expected="a first Markdown cell '# Title', a line '---', '# 标题'",
            todo="add the title cell to the notebook",
        )
    return Page(path.stem, title, _with_something(blocks))


def _with_something(blocks: list[Block]) -> tuple[Block, ...]:
    """The blocks without headings that nothing stands under: a section may have nothing to say in an edition."""
    kept: list[Block] = []
    for block in reversed(blocks):
        after = kept[-1] if kept else None
        bare = after is None or (
            isinstance(after, Heading) and isinstance(block, Heading) and after.level <= block.level
        )
        if not (isinstance(block, Heading) and block.level > 1 and bare):
            kept.append(block)
    return tuple(reversed(kept))


def of_level(page: Page, *, title: Words, fan: Fan) -> Page:
    """The page of one level: called like the level, and every exhibit named after the page instead of the notebook."""

    def named(block: Block) -> Block:
        if isinstance(block, Heading) and block.level == 1:
            return replace(block, text=title)
        if not isinstance(block, Exhibit):
            return block
        own = block.record.id.removeprefix(f"{fan.name}.")
        return replace(block, record=replace(block.record, id=f"{page.name}.{own}"))

    return Page(page.name, title, tuple(named(b) for b in page.blocks), fan)


def sourced(page: Page, source: Text) -> Page:
    """The page with the source of the data under every chart, table and row of cards."""
    said = {"en": f" Source: {source.en}.", "zh": f"来源：{source.zh}。"}
    return replace(page, blocks=tuple(_sourced(block, said) for block in page.blocks))


def _sourced(block: Block, said: Words) -> Block:
    if not isinstance(block, Exhibit) or not isinstance(block.record, Chart | Table | Cards):
        return block
    note = {language: (text + said[language]).strip() for language, text in block.record.note.items()}
    return replace(block, record=replace(block.record, note=note))


def _blocks(cell: dict[str, Any], index: int, path: Path) -> Iterator[Block]:
    where = f"{path.name}, cell {index + 1}"
    if cell["cell_type"] == "markdown":
        yield _prose("".join(cell["source"]), where)
    elif cell["cell_type"] == "code":
        for output in cell["outputs"]:
            if output["output_type"] == "stream" and output.get("name") == "stderr":
                continue
            data = output.get("data", {})
            if MIME not in data:
                raise BookError(
                    "a cell shows something that is not an exhibit",
                    where=where,
                    expected="claims, charts and tables, shown with show(...)",
                    got=f"{output['output_type']}: {_shown(output)}",
                    todo="remove the print or wrap the result in a table or chart",
                )
            yield Exhibit(from_json(data[MIME]), index)


def _shown(output: dict[str, Any]) -> str:
    """The beginning of what a cell showed, for a message."""
    said = output.get("text") or output.get("data", {}).get("text/plain", "")
    text = " ".join("".join(said).split())
    return repr(text[:60] + ("…" if len(text) > 60 else ""))


def _prose(source: str, where: str) -> Heading | Passage:
    halves = [half.strip() for half in _SPLIT.split(source)]
    if len(halves) != 2 or not all(halves):
        raise BookError(
            "a Markdown cell that is not in both languages",
            where=where,
            expected="English, a line with only ---, Chinese",
            got=f"{len([h for h in halves if h])} part(s)",
            todo="write the other language below a line with ---",
        )
    en, zh = halves
    heads = [_HEADING.match(half) for half in halves]
    if heads[0] and heads[1] and "\n" not in en and "\n" not in zh:
        return Heading(len(heads[0][1]), {"en": heads[0][2], "zh": heads[1][2]})
    if any(heads):
        raise BookError(
            "a heading that shares its cell with other text, or is a heading in one language only",
            where=where,
            expected="a cell with '# Title', '---', '# 标题' and nothing else",
            todo="give the heading a cell of its own",
        )
    return Passage({"en": en, "zh": zh})

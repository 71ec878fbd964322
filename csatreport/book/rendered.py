"""What a site generator made of pages, as plain values that can be kept."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass

Slugs = Mapping[str, tuple[int, str, str]]  # name in links -> line, id in the page, text of the heading


@dataclass(frozen=True)
class Rendered:
    """A page: its HTML, and what others must know of it.

    ``alone`` says whether it rests on nothing but its own source, the contents of the book and the pages that it
    names; only such a page may be kept.
    """

    html: str
    title: str  # HTML
    text: str  # what a search shows of it
    titles: list[tuple[str, str | None]]  # headings and their ids
    title_words: list[str]
    words: list[str]
    slugs: Slugs
    alone: bool


@dataclass(frozen=True)
class Batch:
    """Pages that were made together, and the files that they share: path -> bytes."""

    pages: Mapping[str, Rendered]
    files: Mapping[str, bytes]


def page_bytes(page: Rendered) -> bytes:
    """A page as it is kept."""
    return json.dumps(asdict(page), ensure_ascii=False).encode("utf-8", "surrogatepass")


def page_from(content: bytes) -> Rendered:
    """A page that was kept."""
    return Rendered(**json.loads(content.decode("utf-8", "surrogatepass")))


def files_bytes(files: Mapping[str, bytes]) -> bytes:
    """Files as they are kept."""
    return json.dumps({path: base64.b64encode(data).decode() for path, data in files.items()}).encode()


def files_from(content: bytes) -> dict[str, bytes]:
    """Files that were kept."""
    return {path: base64.b64decode(data) for path, data in json.loads(content).items()}

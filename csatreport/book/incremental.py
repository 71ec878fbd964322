"""The pages of a site: those that are kept from before, and of the rest whatever the generator makes of them.

A page is kept under the hash of all that its HTML is made from: its source, the contents of the book, what templates
print, the pages to whose headings it leads, and the software.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from csatreport.book import jupyterbook, rendered, somepages
from csatreport.book.kept import Kept
from csatreport.book.pages import SitePage, SitePart
from csatreport.book.rendered import Batch

_SHARED = ("_static/", "search.html")  # files that come from the book as a whole; others are some page's own


def make(parts: Sequence[SitePart], facts: Mapping[str, Any], kept: Kept) -> Batch:
    """Make the site, as far as it is not kept, and keep what was made.

    Raises
    ------
    BookError
        The site could not be made, or something in it would not be found.
    """
    pages = {page.name: page for part in parts for page in part.every}
    names, shared = _names(parts, pages, facts, kept)
    found = {page: rendered.page_from(data) for page, name in names.items() if (data := kept.get(name))}
    files = kept.get(shared)
    wanted = pages.keys() - found.keys()
    if files is not None and not wanted:
        return Batch(found, rendered.files_from(files))
    slugs = {page: one.slugs for page, one in found.items()}
    batch = jupyterbook.render(parts, facts, wanted=wanted, slugs=slugs, kept=kept)
    for page, one in batch.pages.items():
        if one.alone:
            kept.put(names[page], rendered.page_bytes(one))
    own = {path: data for path, data in batch.files.items() if path.startswith(_SHARED)}
    if files is None:
        kept.put(shared, rendered.files_bytes(own))
    return Batch(found | dict(batch.pages), dict(batch.files))


def _names(
    parts: Sequence[SitePart], pages: Mapping[str, SitePage], facts: Mapping[str, Any], kept: Kept
) -> tuple[dict[str, str], str]:
    """Where each page is kept, and where the files that they share are."""
    contents = [
        [part.title, [[_listed(p), [_listed(u) for u in p.under]] for p in part.pages]] for part in parts
    ]
    shared = kept.name("site", facts, contents)
    led = {name: sorted(somepages.linked(page.source) & pages.keys()) for name, page in pages.items()}
    sources = {name: page.source for name, page in pages.items()}
    names = {
        name: kept.name("page", shared, name, page.source, [[n, sources[n]] for n in led[name]])
        for name, page in pages.items()
    }
    return names, shared


def _listed(page: SitePage) -> tuple[str, str]:
    return page.name, page.title

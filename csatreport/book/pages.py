"""The manuscript as Markdown pages of one language, for any site generator.

Prose stays Markdown, records become HTML between fences that the generator passes through. Which fence
that is, the generator's own file says (:mod:`~csatreport.book.jupyterbook`, :mod:`~csatreport.book.quarto`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from csatreport.book import finder, markup, numbers
from csatreport.book.manuscript import Block, Exhibit, Heading, Manuscript, Page, Passage
from csatreport.book.prose import closed
from csatreport.book.words import Words
from csatreport.errors import BookError
from csatreport.records import Cards, Chart, Claim, Prose, Record, Table

Fence = Callable[[str], str]

_RESERVED = {"index", "records", "search", "genindex"}
_LINK = re.compile(r"\]\(([A-Za-z0-9_-]+)\.(?:ipynb|md|html)(#[^)\s]*)?\)")


@dataclass(frozen=True)
class SitePage:
    """A page of the site: its file name without ending, its title, its Markdown, and the pages that it is a list of."""

    name: str
    title: str
    source: str
    under: tuple[SitePage, ...] = ()


@dataclass(frozen=True)
class SitePart:
    """A titled group of pages in the contents."""

    title: str
    pages: tuple[SitePage, ...]

    @property
    def every(self) -> tuple[SitePage, ...]:
        """Its pages, each before those under it."""
        return tuple(one for page in self.pages for one in (page, *page.under))


def site_name(manuscript: Manuscript, page: Page) -> str:
    """The page's file name: the cover is what opens when the folder is opened."""
    return "index" if page is manuscript.pages[0] else page.name


def parts(manuscript: Manuscript, words: Words, fence: Fence) -> tuple[SitePart, ...]:
    """Every page of the site in reading order; the first page of the first part is the cover.

    Raises
    ------
    BookError
        A chapter has a name that the site needs itself, or two records share an id.
    """
    _check(manuscript)
    chapters = tuple(
        SitePart(part.title[words.language], tuple(_site_pages(manuscript, part.pages, words, fence)))
        for part in manuscript.parts
    )
    ledger = SitePage("records", words("numbers_title"), _ledger(manuscript, words, fence))
    return (*chapters, SitePart(words("numbers_part"), (ledger,)))


def _check(manuscript: Manuscript) -> None:
    taken = [name for name in manuscript.names[1:] if name in _RESERVED]
    ids = [markup.slug(r.id) for p in manuscript.pages for _, r in p.records]
    twice = sorted({i for i in ids if ids.count(i) > 1})
    if taken or twice:
        raise BookError(
            "names that the site cannot tell apart",
            got=", ".join([*taken, *twice]),
            expected=f"each record id once in the book, and no chapter called {', '.join(sorted(_RESERVED))}",
            todo="rename the chapter's notebook, or give the claim, chart or table another id",
        )


def _site_pages(
    manuscript: Manuscript, pages: Sequence[Page], words: Words, fence: Fence
) -> Iterator[SitePage]:
    """Pages, those of a fan under a list of them."""
    for fan, together in groupby(pages, key=lambda page: page.fan):
        made = tuple(_site_page(manuscript, page, words, fence) for page in together)
        if fan is None:
            yield from made
        else:
            title = fan.title[words.language]
            yield SitePage(
                fan.name, title, f"# {title}\n\n{fence(finder.index(manuscript, fan, words))}\n", made
            )


def _site_page(manuscript: Manuscript, page: Page, words: Words, fence: Fence) -> SitePage:
    title, cover = page.title[words.language], page is manuscript.pages[0]
    blocks = [_block(b, words, fence) for b in page.blocks]
    if cover:
        first = next((i for i, b in enumerate(page.blocks[1:], 1) if isinstance(b, Heading)), len(blocks))
        found = [fence(finder.finder(manuscript, fan, words)) for fan in finder.fans(manuscript)]
        blocks[first:first] = found
        blocks = [fence(_eyebrow(manuscript, words)), blocks[0], fence(_hero(manuscript, words)), *blocks[1:]]
        blocks.append(fence(_contents(manuscript, words)))
    elif page.fan is not None:
        blocks.insert(0, fence(finder.back(page.fan, words)))
    source = _links("\n\n".join(b for b in blocks if b), manuscript)
    return SitePage(site_name(manuscript, page), title, source + "\n")


def _links(source: str, manuscript: Manuscript) -> str:
    cover = manuscript.pages[0].name
    return _LINK.sub(lambda m: f"]({'index' if m[1] == cover else m[1]}.md{m[2] or ''})", source)


def _block(block: Block, words: Words, fence: Fence) -> str:
    match block:
        case Heading(level, text):
            return f"{'#' * level} {text[words.language]}"
        case Passage(text) | Exhibit(Prose(text=text), _):
            return closed(text[words.language])
        case Exhibit(record, _):
            return fence(_record(record, words))


def _record(record: Record, words: Words) -> str:
    match record:
        case Claim():
            return markup.claim(record, words)
        case Cards():
            return markup.cards(record, words)
        case Chart():
            return markup.chart(record, words)
        case Table():
            return markup.table(record, words)
    raise TypeError(f"no HTML for {record!r}")


def _eyebrow(manuscript: Manuscript, words: Words) -> str:
    book = manuscript.book
    said = f"{book.organisation[words.language]} · {book.title[words.language]}"
    return f'<div class="csat-eyebrow"><p>{markup.text(said)}</p></div>'


def _hero(manuscript: Manuscript, words: Words) -> str:
    facts = [edition_line(manuscript, words), words("data_date", date=manuscript.data_date)]
    lines = " ".join(f"<span>{markup.text(fact)}</span>" for fact in facts)
    wave = markup.text(manuscript.edition.wave.label[words.language])
    return (
        f'<div class="csat-hero">\n<p class="csat-hero-wave">{wave}</p>\n'
        f'<p class="csat-hero-facts">{lines}</p>\n</div>'
    )


def edition_line(manuscript: Manuscript, words: Words) -> str:
    """Edition and revision, as the cover and every footer print it."""
    key = "edition" if manuscript.revision > 1 else "first_revision"
    return words(key, edition=manuscript.edition.name, revision=manuscript.revision)


def _contents(manuscript: Manuscript, words: Words) -> str:
    groups = "\n".join(_group(manuscript, i, words) for i in range(len(manuscript.parts)))
    title = words("chapters")
    heading = f'<p class="csat-contents-title" role="heading" aria-level="2">{title}</p>'
    return f'<nav class="csat-contents" aria-label="{title}">\n{heading}\n{groups}\n</nav>'


def _group(manuscript: Manuscript, index: int, words: Words) -> str:
    part = manuscript.parts[index]
    single = [p for p in part.pages if p is not manuscript.pages[0] and p.fan is None]
    entries = [finder.entry(site_name(manuscript, p), p, words) for p in single]
    entries += [
        finder.fan_entry(f, words) for f in finder.fans(manuscript) if f in [p.fan for p in part.pages]
    ]
    if not entries:
        return ""
    title = markup.text(part.title[words.language])
    return f'<p class="csat-part">{title}</p>\n<ul>\n{"".join(entries)}</ul>'


def _ledger(manuscript: Manuscript, words: Words, fence: Fence) -> str:
    def blocks() -> Iterator[str]:
        yield f"# {words('numbers_title')}"
        yield words("numbers_intro")
        for page in manuscript.pages:
            listed = numbers.ledger(site_name(manuscript, page), page, words)
            if listed:
                yield f"## {page.title[words.language]}"
                yield fence(listed)

    return "\n\n".join(blocks()) + "\n"

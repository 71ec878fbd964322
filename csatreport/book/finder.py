"""Pages of a fan found by their reader: on the cover in one click, on the list of them, and back from each."""

from __future__ import annotations

from csatreport.book import markup
from csatreport.book.manuscript import Fan, Manuscript, Page
from csatreport.book.words import Words
from csatreport.records import Claim

_MANY = 30  # names among which the eye wants help; then they can be narrowed down by typing


def fans(manuscript: Manuscript) -> tuple[Fan, ...]:
    """Every fan of the book, in reading order."""
    return tuple({page.fan.name: page.fan for page in manuscript.pages if page.fan}.values())


def finder(manuscript: Manuscript, fan: Fan, words: Words) -> str:
    """Links to every page of a fan, for the cover."""
    title = markup.text(fan.title[words.language])
    pages = _pages(manuscript, fan)
    links = "".join(
        f'<li><a href="{p.name}.html">{markup.text(p.title[words.language])}</a></li>\n' for p in pages
    )
    return (
        f'<nav class="csat-find" aria-label="{title}">\n'
        f'<p class="csat-find-title"><a href="{fan.name}.html">{title}</a></p>\n'
        f"{_narrow(fan, len(pages), words)}<ul>\n{links}</ul>\n</nav>"
    )


def index(manuscript: Manuscript, fan: Fan, words: Words) -> str:
    """The list of a fan: every page with the first thing that it says."""
    pages = _pages(manuscript, fan)
    entries = "".join(entry(p.name, p, words) for p in pages)
    title = markup.text(fan.title[words.language])
    return (
        f'<nav class="csat-contents csat-fan" aria-label="{title}">\n'
        f"{_narrow(fan, len(pages), words)}<ul>\n{entries}</ul>\n</nav>"
    )


def fan_entry(fan: Fan, words: Words) -> str:
    """The fan in the contents of the book."""
    title = markup.text(fan.title[words.language])
    return f'<li><a href="{fan.name}.html"><strong>{title}</strong></a></li>\n'


def back(fan: Fan, words: Words) -> str:
    """The way from a page to the list of all."""
    title = markup.text(fan.title[words.language])
    return f'<p class="csat-up"><a href="{fan.name}.html">{title}</a></p>'


def entry(name: str, page: Page, words: Words) -> str:
    """A page in a list, by its file ``name``, with the first thing that it says."""
    first = next((r.text[words.language] for _, r in page.records if isinstance(r, Claim)), "")
    teaser = f" <span>{markup.text(first)}</span>" if first else ""
    return f'<li><a href="{name}.html"><strong>{markup.text(page.title[words.language])}</strong>{teaser}</a></li>\n'


def _pages(manuscript: Manuscript, fan: Fan) -> list[Page]:
    return [page for page in manuscript.pages if page.fan == fan]


def _narrow(fan: Fan, pages: int, words: Words) -> str:
    """A field that narrows the names down; only scripts can, so that it is hidden without them."""
    if pages <= _MANY:
        return ""
    hint = markup.text(words("find", item=fan.item[words.language]))
    return f'<input class="csat-narrow" type="search" placeholder="{hint}" aria-label="{hint}" hidden>\n'

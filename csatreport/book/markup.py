"""Records as HTML: claims, cards, charts and tables of one language.

Pure functions from a record to a string. Everything that a record says is escaped, because labels and
comments come from customers; only the tags written here are tags.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

from csatreport.book.columns import filled
from csatreport.book.words import Words
from csatreport.records import Card, Cards, Cell, Chart, Claim, Status, Table

_SIGNS: dict[Status, str] = {  # shape and sign say the same as the colour
    "good": '<circle cx="12" cy="12" r="10"/><path d="M7 12.5l3.5 3.5L17 9"/>',
    "warn": '<path d="M12 2.5L22.5 21h-21z"/><path d="M12 9.5v5M12 17.6v.2"/>',
    "bad": '<path d="M8 2h8l6 6v8l-6 6H8l-6-6V8z"/><path d="M8.5 8.5l7 7M15.5 8.5l-7 7"/>',
    "unsure": '<path d="M12 1.5L22.5 12 12 22.5 1.5 12z"/>'
    '<path d="M10 10.2a2.1 2.1 0 1 1 3 1.9q-1 .5-1 1.6M12 16.4v.2"/>',
}
_MARKS = {"low": "°", "suppressed": "–"}  # and which tables say what they mean
_SIZE = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')
_RANGE = re.compile(r"[+−]?[\d.,]+%?–[\d.,]+%?")


def text(words: str) -> str:
    """Words that cannot become markup, of HTML or of the Markdown around it."""
    return (
        escape(words).replace("`", "&#96;").replace("\n", " ").replace("{", "&#123;").replace("}", "&#125;")
    )


def whole(html: str) -> str:
    """HTML in which a range of numbers stays on one line."""
    return _RANGE.sub(r'<span class="csat-whole">\g<0></span>', html)


def slug(name: str) -> str:
    """A record's id as an anchor and as part of a file name."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


def anchor(record: str, value: str) -> str:
    """Where the page of records tells about one value of a record."""
    return f"{slug(record)}--{slug(value)}"


def sign(status: Status) -> str:
    """The traffic light of a status: a shape of its own, hidden from readers who hear the words."""
    if status == "none":
        return ""
    return (
        f'<svg class="csat-sign csat-{status}" viewBox="0 0 24 24" aria-hidden="true">{_SIGNS[status]}</svg>'
    )


def claim(record: Claim, words: Words) -> str:
    """A sentence whose numbers lead to their records, and its small print."""
    said = f'<p class="csat-sentence">{sentence(record, words)}</p>\n'
    return (
        f'<div class="csat-claim" id="{slug(record.id)}">\n{said}{_note(record.note[words.language])}</div>'
    )


def _note(note: str) -> str:
    return f'<p class="csat-note">{text(note)}</p>\n' if note else ""


def sentence(record: Claim, words: Words) -> str:
    """The text of a claim with each number linked to its record."""
    said, out, at = record.text[words.language], [], 0
    title = text(words("claim_see"))
    for start, end, name in sorted(record.spans[words.language]):
        href = f"records.html#{anchor(record.id, name)}"
        number = f'<a class="csat-number" href="{href}" title="{title}">{text(said[start:end])}</a>'
        out += [text(said[at:start]), number]
        at = end
    return "".join([*out, text(said[at:])])


def cards(record: Cards, words: Words) -> str:
    """The headline figures, each with its traffic light in shape, colour and words."""
    shown = "\n".join(_card(c, record.id, i, words) for i, c in enumerate(record.cards))
    return f'<div class="csat-cards" id="{slug(record.id)}">\n{shown}\n</div>\n{_note(record.note[words.language])}'


def _card(card: Card, record: str, index: int, words: Words) -> str:
    says = {k: text(getattr(card, k)[words.language]) for k in ("label", "text", "detail", "status_text")}
    says["detail"] = whole(says["detail"])
    href = f"records.html#{anchor(record, f'{index}-{card.value.name}')}"
    light = ""
    if card.status != "none":
        said = f"<span>{says['status_text']}</span>"
        light = f'<p class="csat-light csat-{card.status}">{sign(card.status)} {said}</p>\n'
    return (
        f'<section class="csat-card csat-card-{card.status}">\n<p class="csat-label">{says["label"]}</p>\n'
        f'<p class="csat-figure"><a href="{href}" title="{text(words("claim_see"))}">{says["text"]}</a></p>\n'
        f'{light}<p class="csat-detail">{says["detail"]}</p>\n</section>'
    )


def chart(record: Chart, words: Words) -> str:
    """A figure for the light and the dark page, its title, small print and downloads."""
    name, says = slug(record.id), words.language
    title, alt = text(record.title[says]), text(record.alt[says])
    images = "\n".join(
        f'<img class="only-{tone}" src="figures/{name}.{tone}.svg" alt="{alt}"{_size(record.svg[says])} loading="lazy"/>'
        for tone in ("light", "dark")
    )
    box = f'<div class="csat-picture" role="region" tabindex="0" aria-label="{title}">'
    files = [(f"figures/{name}.light.svg", "download_svg"), (f"data/{name}.csv", "download_csv")]
    return (
        f'<figure class="csat-figure-box" id="{name}" style="--width:{record.width:g}">\n'
        f"<figcaption>{title}</figcaption>\n{box}\n{images}\n</div>\n"
        f"{_small_print(record.note[says], files, title, words)}\n</figure>"
    )


def _size(svg: str) -> str:
    """Width and height of a picture, so that a page keeps its place until the picture is there."""
    found = _SIZE.search(svg)
    return f' width="{float(found[1]):.0f}" height="{float(found[2]):.0f}"' if found else ""


def _small_print(note: str, files: list[tuple[str, str]], title: str, words: Words) -> str:
    named = {key: words("download_of", what=words(key), title=title) for _, key in files}
    links = " ".join(
        f'<a href="{href}" download="" aria-label="{named[key]}">{words(key)}</a>' for href, key in files
    )
    return f'<div class="csat-under">\n{_note(note)}<p class="csat-downloads">{links}</p>\n</div>'


def table(record: Table, words: Words) -> str:
    """A table without empty columns in a box that scrolls, its marks explained, its data to download."""
    record = filled(record, words.language)
    name, title = slug(record.id), text(record.title[words.language])
    head, body = "\n".join(_head(record, words)), "\n".join(_body(record, words))
    keys = "".join(f'<p class="csat-note">{key}</p>\n' for key in _keys(record, words))
    under = _small_print(record.note[words.language], [(f"data/{name}.csv", "download_csv")], title, words)
    return (
        f'<figure class="csat-table-box" id="{name}">\n'
        f'<div class="csat-scroll" role="region" tabindex="0" aria-label="{words("table_region", title=title)}">\n'
        f'<table class="csat-table">\n<caption><span>{title}</span></caption>\n'
        f"<thead>\n{head}\n</thead>\n{body}\n</table>\n</div>\n{keys}{under}\n</figure>"
    )


def _keys(record: Table, words: Words) -> Iterator[str]:
    """What the marks of a table mean, where its note does not say so already."""
    marks, note = {c.mark for row in record.rows for c in row}, record.note[words.language]
    for mark, printed in _MARKS.items():
        if mark in marks and not re.search(rf"(?<![\w%]){printed}(?![\w%+−])", note):
            yield words(f"base_{mark}")


def _head(record: Table, words: Words) -> Iterator[str]:
    says = words.language
    labels = (f'<th scope="col" class="csat-{c.align}">{_label(c.label[says])}</th>' for c in record.columns)
    yield f"<tr>{' '.join(labels)}</tr>"
    if any(c.unit.get(says) for c in record.columns):
        units = (f'<td class="csat-{c.align}">{text(c.unit.get(says, ""))}</td>' for c in record.columns)
        yield f'<tr class="csat-units">{" ".join(units)}</tr>'


def _label(label: str) -> str:
    """A header; a Chinese one breaks between year and quarter."""
    return text(label).replace("年第", "年<wbr/>第")


def _body(record: Table, words: Words) -> Iterator[str]:
    yield "<tbody>"
    for index, row in enumerate(record.rows):
        if str(index) in record.groups:
            heading = text(record.groups[str(index)][words.language])
            yield "</tbody>\n<tbody>" if index else ""
            span = f'scope="rowgroup" colspan="{len(record.columns)}"'
            yield f'<tr class="csat-group"><th {span}><span>{heading}</span></th></tr>'
        cells = (
            _cell(c, column.align, i == 0, words)
            for i, (c, column) in enumerate(zip(row, record.columns, strict=True))
        )
        yield f"<tr>{' '.join(cells)}</tr>"
    yield "</tbody>"


def _cell(cell: Cell, align: str, first: bool, words: Words) -> str:
    says = text(cell.text[words.language])
    mark = (
        f'<abbr class="csat-mark" title="{words("base_low_short")}">{_MARKS["low"]}</abbr>'
        if cell.mark == "low"
        else ""
    )
    if cell.mark == "suppressed":
        says = f'<abbr class="csat-withheld" title="{words("base_suppressed_short")}">{says or _MARKS["suppressed"]}</abbr>'
    light = (
        f'{sign(cell.status)} <span class="csat-heard">{words(f"status_{cell.status}")}</span> '
        if cell.status != "none"
        else ""
    )
    tag, scope = ("th", ' scope="row"') if first else ("td", "")
    return f'<{tag}{scope} class="csat-{align}">{light}{says}{mark}</{tag}>'

"""The page of records: every number that a sentence or a card states, and what it rests on."""

from __future__ import annotations

from collections.abc import Iterator

from csatreport.book import markup
from csatreport.book.manuscript import Page
from csatreport.book.words import Words
from csatreport.records import Cards, Claim, Record, Value

_COLUMNS = ("name", "value", "unit", "n", "effective", "interval", "p", "item", "wave", "data")
_LEFT = {"unit", "item", "wave", "data"}


def ledger(site_name: str, page: Page, words: Words) -> str:
    """All numbers of one chapter as a table, a group for each sentence; "" where there are none."""
    groups = "\n".join(
        _group(site_name, cell, record, words) for cell, record in page.records if _values(record)
    )
    if not groups:
        return ""
    head = " ".join(
        f'<th scope="col" class="csat-{_align(c)}">{words(f"numbers_{c}")}</th>' for c in _COLUMNS
    )
    title = markup.text(page.title[words.language])
    region = words("table_region", title=title)
    return (
        f'<div class="csat-scroll" role="region" tabindex="0" aria-label="{region}">\n'
        f'<table class="csat-table csat-ledger">\n<thead>\n<tr>{head}</tr>\n</thead>\n{groups}\n</table>\n</div>'
    )


def _align(column: str) -> str:
    return "left" if column in _LEFT else "right"


def _values(record: Record) -> list[tuple[str, Value]]:
    """(name in anchors, value) of everything the record states."""
    if isinstance(record, Claim):
        return [(v.name, v) for v in record.values]
    if isinstance(record, Cards):
        return [(f"{i}-{c.value.name}", c.value) for i, c in enumerate(record.cards)]
    return []


def _group(site_name: str, cell: int, record: Record, words: Words) -> str:
    says = words.language
    said = record.text[says] if isinstance(record, Claim) else " · ".join(_labels(record, says))
    href = f"{site_name}.html#{markup.slug(record.id)}"
    back = f'<a href="{href}" title="{words("of_claim")}">{markup.text(said)}</a>'
    rows = "\n".join(_row(record, name, value, cell, words) for name, value in _values(record))
    named = f"<span>{back} <code>{markup.text(record.id)}</code></span>"
    heading = f'<th scope="rowgroup" colspan="{len(_COLUMNS)}">{named}</th>'
    return f'<tbody>\n<tr class="csat-group">{heading}</tr>\n{rows}\n</tbody>'


def _labels(record: Record, language: str) -> Iterator[str]:
    if isinstance(record, Cards):
        yield from (card.label[language] for card in record.cards)


def _row(record: Record, name: str, value: Value, cell: int, words: Words) -> str:
    wave = " ← ".join(filter(None, (value.wave, value.compared)))
    weight = value.weight or words("numbers_unweighted")
    shown = {
        "value": _lines(_number(value.value)),
        "unit": markup.whole(_lines(words.unit(value.unit))),
        "n": _lines(_number(value.n)),
        "effective": _lines(_number(value.effective_n)),
        "interval": _lines(_interval(value, words)),
        "p": _lines(_number(value.p, digits=3)),
        "item": _lines(value.measure, value.item),
        "wave": _lines(wave, _filter(value, words)),
        "data": _lines(weight, f"{words('numbers_cell')} {cell + 1}", value.data[:12]),
    }
    cells = " ".join(f'<td class="csat-{_align(k)}">{said}</td>' for k, said in shown.items())
    head = f'<th scope="row" class="csat-right">{markup.text(value.text[words.language])}</th>'
    return f'<tr id="{markup.anchor(record.id, name)}">{head} {cells}</tr>'


def _lines(*said: str) -> str:
    """One line for each thing said; long names of variables may break after their underscores."""
    return " <br/>".join(markup.text(one).replace("_", "_<wbr/>") for one in said if one)


def _interval(value: Value, words: Words) -> str:
    if value.low is None:
        return ""
    return words("numbers_range", low=_number(value.low), high=_number(value.high))


def _filter(value: Value, words: Words) -> str:
    return f"{value.domain} = {value.level}" if value.domain else words("numbers_everybody")


def _number(value: float | None, *, digits: int = 6) -> str:
    return "" if value is None else f"{value:.{digits}g}".replace("-", "−")

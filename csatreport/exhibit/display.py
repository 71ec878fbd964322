"""Showing exhibits in a notebook: one output each, read by the book and by people."""

from __future__ import annotations

import html
from typing import Any

from IPython.display import display

from csatreport.records import MIME, Cards, Chart, Claim, Prose, Record, Table, to_json


def show(*exhibits: Record) -> None:
    """Display exhibits in this order, each as one output."""
    for record in exhibits:
        display(bundle(record), raw=True)


def bundle(record: Record) -> dict[str, Any]:
    """The record for the book, and something to look at for whoever works in the notebook."""
    return {MIME: to_json(record), "text/plain": record.id, "text/html": _html(record)}


def _html(record: Record) -> str:
    match record:
        case Claim():
            return _both("p", record.text) + _both("small", record.note)
        case Chart():
            return record.svg["en"] + _both("small", record.note)
        case Table():
            head = "".join(f"<th>{html.escape(c.label['en'])}</th>" for c in record.columns)
            rows = "".join(
                "<tr>" + "".join(f"<td>{html.escape(c.text['en'])}</td>" for c in row) + "</tr>"
                for row in record.rows
            )
            return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>" + _both(
                "small", record.note
            )
        case Cards():
            return "".join(
                _both("p", {k: f"{c.label[k]}: {c.text[k]}" for k in c.text}) for c in record.cards
            )
        case Prose():
            return _both("p", record.text)


def _both(tag: str, text: dict[str, str]) -> str:
    return "".join(f"<{tag} lang='{k}'>{html.escape(v)}</{tag}>" for k, v in text.items())

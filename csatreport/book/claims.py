"""``claims.json``: every claim of the book with every number it states and where that comes from."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import Any

from csatreport.book.manuscript import Manuscript
from csatreport.errors import BookError


def collect(manuscript: Manuscript) -> list[dict[str, Any]]:
    """All claims in reading order, as JSON values.

    Raises
    ------
    BookError
        Two claims share an id.
    """
    _refuse_twins(manuscript)
    return [
        {
            "id": claim.id,
            "chapter": page.name,
            "cell": cell + 1,
            "text": claim.text,
            "note": claim.note,
            "values": [asdict(value) for value in claim.values],
        }
        for page, cell, claim in manuscript.claims
    ]


def write(manuscript: Manuscript, into: Path) -> None:
    """Write the claims of the book to the file ``into``."""
    content = {
        "edition": manuscript.edition.name,
        "revision": manuscript.revision,
        "claims": collect(manuscript),
    }
    text = json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True, allow_nan=False)
    into.write_text(text + "\n", encoding="utf-8")


def _refuse_twins(manuscript: Manuscript) -> None:
    where: dict[str, list[str]] = {}
    for page, cell, claim in manuscript.claims:
        where.setdefault(claim.id, []).append(f"{page.name}, cell {cell + 1}")
    twins = [name for name, times in Counter({k: len(v) for k, v in where.items()}).items() if times > 1]
    if twins:
        raise BookError(
            "claims that share an id",
            where="; ".join(place for name in twins for place in where[name]),
            expected="each claim id once in the book",
            got=", ".join(twins),
            todo="give each claim an id of its own",
        )

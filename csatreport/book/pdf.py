"""The whole book as one PDF: PDF/A-3a and PDF/UA-1, set by Typst with the fonts that we ship."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

from csatreport.book import measuring, pagination, press, typesetting
from csatreport.book.kept import Kept
from csatreport.book.manuscript import Manuscript
from csatreport.params import Language


def write(manuscript: Manuscript, language: Language, into: Path, kept: Kept | None = None) -> None:
    """Write the book in one language to the file ``into``.

    The only date in it is ``manuscript.data_date``: equal manuscripts give equal bytes.

    Parameters
    ----------
    kept : Kept, optional
        How high chapters were found to be: only those that changed are measured.

    Raises
    ------
    BookError
        A chart without alternative text, a formula that cannot be set, a character that no font has.
    """
    import typst

    book = typesetting.document(manuscript, language)
    book = pagination.arranged(book, measuring.heights(book, language, kept or Kept()))
    try:
        made = typst.compile(
            **press.given("book.typ", language, book=json.dumps(book, ensure_ascii=False)),
            format="pdf",
            pdf_standards=["a-3a", "ua-1"],  # to be kept for years; to be read aloud
            timestamp=datetime.fromisoformat(manuscript.data_date).replace(tzinfo=UTC),
        )
    except typst.TypstError as error:
        raise press.refused(error, into.name) from error
    into.write_bytes(made)

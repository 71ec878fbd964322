"""The whole book as one PDF: PDF/A-3a and PDF/UA-1, set by Typst with the fonts that we ship."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

from csatreport import palette
from csatreport.book import typesetting
from csatreport.book.manuscript import Manuscript
from csatreport.errors import BookError
from csatreport.params import Language

_TEMPLATE = Path(__file__).parent / "typst" / "book.typ"


def write(manuscript: Manuscript, language: Language, into: Path) -> None:
    """Write the book in one language to the file ``into``.

    The only date in it is ``manuscript.data_date``: equal manuscripts give equal bytes.

    Raises
    ------
    BookError
        A chart without alternative text, a formula that cannot be set, a character that no font has.
    """
    import pylopdf_fonts_zh_cn
    import typst

    book = json.dumps(typesetting.document(manuscript, language), ensure_ascii=False)
    try:
        made = typst.compile(
            _TEMPLATE,
            root=_TEMPLATE.parent,
            font_paths=[Path(pylopdf_fonts_zh_cn.__file__).parent],
            ignore_system_fonts=True,
            sys_inputs={"book": book, "language": language, "colours": json.dumps(palette.LIGHT)},
            format="pdf",
            pdf_standards=["a-3a", "ua-1"],  # to be kept for years; to be read aloud
            timestamp=datetime.fromisoformat(manuscript.data_date).replace(tzinfo=UTC),
        )
    except typst.TypstError as error:
        raise BookError(
            f"the PDF cannot be set: {error.message}",
            where=f"{into.name}",
            got=error.diagnostic,
            todo="change the text or chart that it names",
        ) from error
    into.write_bytes(made)

"""Which column holds which item: by header or question text, never by position."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from csatreport.errors import DataError
from csatreport.params import Item, Wave
from csatreport.params.faults import Fault, closest, refuse
from csatreport.params.text import normal

_SHOWN, _LONG = 3, 60  # headers that a message shows, and characters of each


def columns(
    header: Sequence[str],
    items: Iterable[Item],
    *,
    wave: Wave,
    file: str,
    elsewhere: frozenset[str] = frozenset(),
) -> dict[str, int]:
    """Position in ``header`` of every item that was asked in ``wave``.

    Texts are compared after NFKC and with white space collapsed; case counts. Items in ``elsewhere``
    (published by others) need not be there.

    Raises
    ------
    ParamsError
        Headers that the questionnaire names are not in the file.
    DataError
        A header that the questionnaire names is there twice, or none of them is there at all.
    """
    texts = [normal(h) for h in header]
    found: dict[str, int] = {}
    faults: list[Fault] = []
    for item in items:
        text = normal(item.source(wave) or "")
        if not text or (text not in texts and item.item in elsewhere):
            continue
        if text not in texts:
            faults.append(_missing(item, text, texts, wave, file))
        elif texts.count(text) > 1:
            raise _twice(item, text, texts, file)
        else:
            found[item.item] = texts.index(text)
    if len(faults) > _SHOWN and not found and not elsewhere:
        raise _strange(faults, header, file)
    refuse(faults)
    return found


def _missing(item: Item, text: str, texts: Sequence[str], wave: Wave, file: str) -> Fault:
    column = f"source_{wave}" if wave in item.sources else "source"
    return Fault(
        f"item {item.item!r}: its column is not in {file}",
        f"params/questionnaire.csv, row {item.row}, {column}",
        expected=f"a header {text!r}",
        todo=f"{closest(text, texts)}; write '-' in a column source_{wave} if it was not asked",
    )


def _twice(item: Item, text: str, texts: Sequence[str], file: str) -> DataError:
    places = ", ".join(str(n) for n, t in enumerate(texts, 1) if t == text)
    return DataError(
        f"the header of item {item.item!r} is there twice",
        where=file,
        expected="one column",
        got=f"{text!r} in columns {places}",
        todo="rename or remove one of the columns in the export",
    )


def _strange(faults: Sequence[Fault], header: Sequence[str], file: str) -> DataError:
    return DataError(
        "no header of the questionnaire is in the first row of the file",
        where=f"{file}, row 1",
        expected=", ".join(f.expected for f in faults[:_SHOWN]) + ", ...",
        got=", ".join(repr(h[:_LONG]) for h in header[:_SHOWN]) + (", ..." if len(header) > _SHOWN else ""),
        todo="declare the right file, `encoding` and `sheet`; the file must begin with its header",
    )

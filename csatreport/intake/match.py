"""Which column holds which item: by header or question text, never by position."""

from __future__ import annotations

import fnmatch
from collections.abc import Iterable, Mapping, Sequence

from csatreport.errors import DataError
from csatreport.intake.code import form, plain, shown, visible
from csatreport.intake.readers.export import Column
from csatreport.params import Item, Kind, Wave
from csatreport.params.faults import Fault, closest, refuse

SEVERAL: tuple[Kind, ...] = ("multiple", "replicate")  # items that several columns may make up
_SHOWN, _LONG = 3, 60  # headers that a message shows, and characters of each


def columns(
    header: Sequence[Column],
    items: Iterable[Item],
    *,
    wave: Wave,
    file: str,
    elsewhere: frozenset[str] = frozenset(),
) -> dict[str, tuple[int, ...]]:
    """Positions in ``header`` of every item that was asked in ``wave``: one, or several for a pattern.

    A column is found by any of its names. An item's source is tried as it stands, then, where it holds
    ``|``, as alternatives. A source with ``*`` is a pattern of columns for items that are made of several
    (``multiple``, ``replicate``). Texts are compared after NFKC, with white space collapsed and without
    characters that nobody sees; case counts. Items in ``elsewhere`` (published by others) need not be there.

    Raises
    ------
    ParamsError
        Headers that the questionnaire names are not in the file.
    DataError
        A header that the questionnaire names is there twice, or none of them is there at all.
    """
    places = _named(header)
    found: dict[str, tuple[int, ...]] = {}
    faults: list[Fault] = []
    for item in items:
        text = visible(item.source(wave) or "")
        at = _places(text, places, several=item.kind in SEVERAL)
        if at:
            if len(at) > 1 and "*" not in text:
                raise _twice(item, text, at, file)
            found[item.item] = at
        elif text and item.item not in elsewhere:
            faults.append(_missing(item, text, list(places), wave, file))
    if len(faults) > _SHOWN and not found and not elsewhere:
        raise _strange(faults, header, file)
    refuse(faults)
    return found


def beside(header: Sequence[Column], item: Item, wave: Wave, *, taken: Iterable[int]) -> tuple[int, ...]:
    """Columns, not among ``taken``, that a pattern of the item names too, though another alternative was found."""
    places, patterns = (
        _named(header),
        [n for n in _alternatives(visible(item.source(wave) or "")) if "*" in n],
    )
    named = {place for name in patterns for place in _at(name, places, several=True)}
    return tuple(sorted(named.difference(taken)))


def _named(header: Sequence[Column]) -> dict[str, list[int]]:
    """Positions by name."""
    places: dict[str, list[int]] = {}
    for position, column in enumerate(header):
        for name in dict.fromkeys(map(visible, column.names)):
            places.setdefault(name, []).append(position)
    return places


def _alternatives(text: str) -> list[str]:
    return list(dict.fromkeys([text, *map(str.strip, text.split("|"))]))


def _places(text: str, places: Mapping[str, list[int]], *, several: bool) -> tuple[int, ...]:
    """Where the first of the alternatives in ``text`` stands; nowhere is ()."""
    found = (_at(name, places, several=several) for name in _alternatives(text))
    return next(filter(None, found), ())


def _at(name: str, places: Mapping[str, list[int]], *, several: bool) -> tuple[int, ...]:
    if name in places or not (several and "*" in name):
        return tuple(places.get(name, ()))
    return tuple(sorted({p for n in fnmatch.filter(places, name) for p in places[n]}))


def _missing(item: Item, text: str, texts: Sequence[str], wave: Wave, file: str) -> Fault:
    column = f"source_{wave}" if wave in item.sources else "source"
    return Fault(
        f"item {item.item!r}: its column is not in {file}",
        f"params/questionnaire.csv, row {item.row}, {column}",
        expected=f"a header {text!r}",
        todo=f"{_nearest(text, texts)}; write '-' in a column source_{wave} if it was not asked",
    )


def _nearest(text: str, texts: Sequence[str]) -> str:
    """The header that any of the alternatives nearly is, else those that are there."""
    told = [closest(name, texts) for name in _alternatives(text)]
    return next((t for t in told if t.startswith("did you mean")), told[0])


def _twice(item: Item, text: str, at: Sequence[int], file: str) -> DataError:
    places = ", ".join(str(p + 1) for p in at)
    return DataError(
        f"the header of item {item.item!r} is there twice",
        where=file,
        expected="one column",
        got=f"{text!r} in columns {places}",
        todo="rename or remove one of the columns in the export",
    )


def _strange(faults: Sequence[Fault], header: Sequence[Column], file: str) -> DataError:
    first = [h.names[0][:_LONG] for h in header[:_SHOWN] if h.names]
    if any(plain(text).replace(".", "", 1).isdecimal() for text in first):  # somebody's answers, not a header
        first = [shown(text) or form(text) for text in first]
    return DataError(
        "no header of the questionnaire is in the first row of the file",
        where=f"{file}, row 1",
        expected=", ".join(f.expected for f in faults[:_SHOWN]) + ", ...",
        got=", ".join(map(repr, first)) + (", ..." if len(header) > _SHOWN else ""),
        todo="declare the right file, `encoding` and `sheet`; the file must begin with its header",
    )

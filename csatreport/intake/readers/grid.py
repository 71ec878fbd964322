"""A table of text as it stands in a file, header rows included, and what a platform makes of it.

Text is kept as Arrow dictionaries until a platform asks for it, then as categories of strings: a million
answers to a question are a million small numbers and a handful of texts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from csatreport.errors import DataError
from csatreport.intake.readers import strangers
from csatreport.intake.readers.export import Column, Export, Fact
from csatreport.intake.readers.form import NO_FORM, Form

WIDEST = 16_384  # columns of a sheet; more are no questionnaire
SHEETS = (1 << 16, 1 << 20)  # rows of a sheet, of old and of new files
LONGEST = 10_000  # characters of a header
HEAD = 8  # rows that a platform may look at to recognise its own export
_TEXT = pa.dictionary(pa.int32(), pa.string())


class Part(NamedTuple):
    """A column of an export with its cells, and the fact that the platform tells in it."""

    column: Column
    cells: pd.Series
    fact: Fact | None = None


@dataclass(frozen=True, eq=False)
class Grid:
    """A table of text.

    ``table`` holds every row as dictionaries of strings, ``row`` where each stands in the file as a
    spreadsheet counts, ``spoilt`` what is wrong with a row that cannot be used, by its position in
    ``table``. ``merged`` names cells of the first row that span several columns, ``joined`` those that span
    several rows, with the last of these. ``form`` is what the answers were collected with, where it was declared.
    """

    file: str
    container: str
    table: pa.Table
    row: npt.NDArray[np.int64]
    sha256: str
    spoilt: Mapping[int, str] = field(default_factory=dict)
    merged: tuple[str, ...] = ()
    joined: tuple[tuple[str, int], ...] = ()
    form: Form = NO_FORM

    @cached_property
    def head(self) -> tuple[tuple[str, ...], ...]:
        """The first rows."""
        columns = [c.to_pylist() for c in self.table.slice(0, HEAD).columns]
        return tuple(tuple(text or "" for text in row) for row in zip(*columns, strict=True))

    def plausible(self) -> Grid:
        """The same grid.

        Raises
        ------
        DataError
            It is empty, or no header but something else stands in the first row.
        """
        if not self.head:
            raise self.without_answers()
        for place, text in enumerate(self.head[0], 1):
            if len(text) > LONGEST:
                raise DataError(
                    "a header too long to be one",
                    where=f"{self.file}, row {self.row[0]}, column {place}",
                    expected=f"at most {LONGEST:,} characters",
                    got=f"{len(text):,}",
                    todo="begin the file with its header, and export it again",
                )
        not_full(len(self.row), last=int(self.row[-1]), where=self.file)
        return self

    def body(self, headers: int) -> list[pd.Series]:
        """Each column below so many header rows.

        Raises
        ------
        DataError
            There is no row below, or cells there span several rows.
        """
        if self.table.num_rows <= headers or not any(map(any, self.head[:headers])):
            raise self.without_answers()
        joined = [name for name, last in self.joined if last >= self.row[headers]]
        if joined:
            raise DataError(
                "merged cells among the answers",
                where=f"{self.file}, {joined[0]}" + f" and {len(joined) - 1} more" * (len(joined) > 1),
                expected="a cell for every answer",
                got="cells that span several rows: only the first of these has the answer",
                todo="unmerge them, fill in the answer of every row, and save it; or export it again",
            )
        return [_text(column, headers) for column in self.table.columns]

    def without_answers(self) -> DataError:
        """Say that there is nothing to read."""
        return DataError(
            "the file holds no answers",
            where=self.file,
            expected="a header row and at least one row below",
            got=f"{self.table.num_rows} row" + "s" * (self.table.num_rows != 1),
            todo="export it again, or leave the source out",
        )

    def export(self, platform: str, parts: Iterable[Part], *, headers: int) -> Export:
        """What was delivered, from the columns that a platform made of it."""
        spoilt = strangers.found(self.table, headers) | dict(self.spoilt)
        return exported(
            parts,
            file=self.file,
            platform=platform,
            row=self.row[headers:],
            sha256=self.sha256,
            spoilt={at - headers: why for at, why in spoilt.items() if at >= headers},
        )


def not_full(rows: int, *, last: int, where: str) -> None:
    """Refuse a table that ends in the last row of a sheet: what came after it was cut off.

    Raises
    ------
    DataError
        So many rows, up to the last one, that a spreadsheet could hold no more.
    """
    if last in SHEETS and rows > last / 2:
        raise DataError(
            "a sheet filled to its last row",
            where=f"{where}, row {last:,}",
            expected=f"fewer than {last:,} rows",
            got="as many as a spreadsheet can hold: further ones were cut off",
            todo="export it again as .csv, and do not open it in a spreadsheet program",
        )


def exported(
    parts: Iterable[Part],
    *,
    file: str,
    platform: str,
    row: npt.NDArray[np.int64],
    sha256: str,
    spoilt: Mapping[int, str] | None = None,
) -> Export:
    """Columns as an export; of several that tell the same fact the first counts."""
    made = list(parts)
    facts: dict[Fact, int] = {}
    for place, part in enumerate(made):
        if part.fact is not None:
            facts.setdefault(part.fact, place)
    return Export(
        file=file,
        format=platform,
        columns=tuple(part.column for part in made),
        cells=pd.DataFrame({n: part.cells for n, part in enumerate(made)}),
        row=row,
        sha256=sha256,
        facts=facts,
        spoilt=spoilt or {},
    )


def table(columns: Sequence[pa.ChunkedArray | pa.Array]) -> pa.Table:
    """A table of numbered columns."""
    return pa.table(list(columns), names=[str(n) for n in range(len(columns))])


def batch(rows: Sequence[Sequence[str]]) -> pa.Table:
    """A table of rows of one length."""
    return table([pa.array(column, pa.string()).cast(_TEXT) for column in zip(*rows, strict=True)])


def categories(codes: npt.NDArray[np.integer], texts: Sequence[str]) -> pd.Series:
    """Cells of which each holds the text with its code, or none for -1; texts may be the same."""
    place, different = pd.factorize(np.array([*texts, ""], dtype=object))  # the last is what -1 points at
    used = different if (codes < 0).any() else different[: place[:-1].max(initial=-1) + 1]
    return _series(place[codes], pd.Index(used, dtype="str"))


def recoded(cells: pd.Series, change: Callable[[str], str]) -> pd.Series:
    """Each distinct text changed once."""
    return categories(cells.cat.codes.to_numpy(), [change(text) for text in cells.cat.categories])


def distinct(cells: pd.Series) -> list[str]:
    """Different texts of a column but blank."""
    return [text for text in cells.cat.categories if text.strip()]


def where(cells: pd.Series, wanted: Callable[[str], object]) -> npt.NDArray[np.bool_]:
    """Which cells hold a text of that kind."""
    hits = np.array([bool(wanted(text)) for text in cells.cat.categories], dtype=bool)
    return hits[cells.cat.codes.to_numpy()]


def _series(codes: npt.NDArray[np.integer], texts: pd.Index) -> pd.Series:
    return pd.Series(pd.Categorical.from_codes(codes, categories=texts))


def _text(column: pa.ChunkedArray, headers: int) -> pd.Series:
    """Cells below the header rows; what only the header says is no category of them."""
    whole = column.cast(_TEXT).unify_dictionaries().combine_chunks()
    whole = whole.chunk(0) if isinstance(whole, pa.ChunkedArray) else whole
    codes = whole.indices.fill_null(len(whole.dictionary)).to_numpy()
    names = pd.Index(whole.dictionary.to_pandas(), dtype="str")
    if whole.indices.null_count:
        names, codes = _blanks(names, codes)
    return _without(names, codes[headers:], set(codes[:headers].tolist()))


def _blanks(names: pd.Index, codes: npt.NDArray[np.integer]) -> tuple[pd.Index, npt.NDArray[np.integer]]:
    """Missing cells, whose code is one past the last, as empty text."""
    blank = names.get_indexer(pd.Index([""], dtype="str"))[0]
    if blank < 0:
        return names.append(pd.Index([""], dtype="str")), codes
    return names, np.where(codes == len(names), blank, codes)


def _without(names: pd.Index, codes: npt.NDArray[np.integer], header: set[int]) -> pd.Series:
    for code in sorted(header, reverse=True):
        if not (codes == code).any():
            codes = codes - (codes > code)
            names = names.delete(code)
    return _series(codes, names)

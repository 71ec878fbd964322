"""Who answered, when, where and how: by items of the questionnaire, else by what the platform records."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd
from pyarrow import compute

from csatreport.errors import DataError, ParamsError
from csatreport.intake import code, strings, times
from csatreport.intake.readers.export import Fact
from csatreport.intake.words import known
from csatreport.params import Item, Kind, Source

if TYPE_CHECKING:
    from csatreport.intake.collect import Delivery

_KEYS: tuple[Fact, ...] = ("respondent", "customer", "interviewer", "place", "device")
_ROUND = 14  # characters of such a number, at most
_ROUNDED = re.compile(r"\d(\.\d+)?E\+\d\d")  # a long number, as a spreadsheet shows it
_EXAMPLES = 3  # forms of times that a message shows
_DRAWN: tuple[Kind, ...] = ("stratum", "cluster")


def design(source: Source, delivery: Delivery, coded: dict[str, code.Coded]) -> pd.DataFrame:
    """Source, wave, row and everything about each response that is no answer."""
    cells, spoilt = delivery.export.cells, delivery.export.spoilt
    start, end = _moments(delivery, "start"), _moments(delivery, "end")
    _whole(delivery)
    minutes = times.durations(_text(delivery, "minutes")).fillna(times.between(start, end))
    columns: dict[str, object] = {
        "source": delivery.export.file,
        "wave": str(source.wave),
        "row": delivery.export.row,
    }
    columns |= {"mode": _mode(source, delivery, coded)}
    columns |= {key: code.texts(_text(delivery, key), {}) for key in _KEYS}
    columns |= {
        "start": start.fillna(end),
        "end": end,
        "minutes": minutes,
    }  # some platforms tell the end only
    columns |= {"test": _text(delivery, "test").str.strip() != ""}
    columns |= {"weight": code.texts(_text(delivery, "weight"), {})}
    columns |= {kind: code.texts(_text(delivery, kind), _list(delivery, kind)) for kind in _DRAWN}
    frame = pd.DataFrame(columns, index=cells.index)
    frame["spoilt"] = pd.Series(spoilt, dtype=object).reindex(cells.index).fillna("")
    return frame


def replicates(delivery: Delivery) -> pd.DataFrame:
    """Replicate weights, in the order of their columns.

    Raises
    ------
    DataError
        One of them is not a number.
    """
    columns = [p for item in delivery.of_kind("replicate") for p in delivery.found[item.item]]
    texts = [delivery.export.cells[p] for p in columns]
    frame = pd.DataFrame(
        {f"replicate_{n}": pd.to_numeric(t.map(code.plain), errors="coerce") for n, t in enumerate(texts, 1)},
        index=delivery.export.cells.index,
        dtype="float64",
    )
    wrong = frame.isna() | (frame < 0)
    if wrong.any(axis=None):
        column = delivery.export.columns[columns[int(wrong.any().to_numpy().argmax())]].names[0]
        row = int(delivery.export.row[wrong.any(axis=1).to_numpy().argmax()])
        raise DataError(
            "replicate weights that are missing or no numbers",
            where=f"{delivery.export.file}, row {row}, column {column!r}",
            expected="a weight of zero or more for every response and replicate",
            todo="correct the export, or leave the item of kind replicate out",
        )
    return frame


def _text(delivery: Delivery, kind: Fact | Kind) -> pd.Series:
    """The column of an item of this kind, else the platform's own, else blank."""
    cells = delivery.export.cells
    for item in delivery.of_kind(kind):  # every fact is a kind
        return delivery.cells(item)
    if kind in delivery.export.facts:
        return cells[delivery.export.facts[kind]]  # type: ignore[index]
    codes: npt.NDArray[np.intp] = np.zeros(len(cells), dtype=np.intp)
    blank = pd.Categorical.from_codes(codes, categories=pd.Index([""]))
    return pd.Series(blank, index=cells.index)


def _moments(delivery: Delivery, kind: Literal["start", "end"]) -> pd.Series:
    """Times of interviews; refused where the questionnaire names the column and most are no times.

    A platform may write its own times in a form that nobody knows yet; then they are unknown.
    """
    text = _text(delivery, kind)
    found = times.moments(text)
    unknown = text[found.isna()].astype(object)
    lost = unknown[unknown.str.strip() != ""] if len(unknown) else unknown
    given = len(text) - len(unknown) + len(lost)
    for item in delivery.of_kind(kind):
        if len(lost) > max(1, code.TOLERATED * given):
            forms = lost.map(code.form).value_counts().head(_EXAMPLES).index
            raise DataError(
                f"item {item.item!r}: times that cannot be read, or in which day and month cannot be told apart",
                where=_column(delivery, item),
                expected="times such as 2026-07-13 10:00, the year first; or day from month told by the column",
                got=f"{len(lost)} of {given}, written like " + ", ".join(map(repr, forms)),
                todo="export dates with the year first; or take the item out of params/questionnaire.csv",
            )
    return found


def _whole(delivery: Delivery) -> None:
    """Refuse respondent keys that a spreadsheet rounded: different people have the same one then."""
    for item in delivery.of_kind("respondent", "customer"):
        cells = delivery.cells(item)
        keys = strings.arrow(pd.Series(cells.unique()))
        possible = keys.filter(compute.match_substring(keys, "E+")).to_pylist()
        suspects = [key for key in possible if len(key) < _ROUND and _ROUNDED.fullmatch(key)]
        if not suspects:
            continue
        rounded = cells[cells.isin(suspects)].astype(object)
        rounded = rounded[rounded.duplicated(keep=False)]
        if len(rounded):
            raise DataError(
                f"item {item.item!r}: keys that a spreadsheet rounded",
                where=_column(delivery, item),
                expected="the whole key of every respondent",
                got=f"{rounded.iloc[0]!r} in {(rounded == rounded.iloc[0]).sum()} rows",
                todo="export it again; if a spreadsheet must open it, let it take this column as text",
            )


def _column(delivery: Delivery, item: Item) -> str:
    return f"{delivery.export.file}, column {delivery.column(item).names[0]!r}"


def _list(delivery: Delivery, kind: Kind) -> dict[str, str]:
    for item in delivery.of_kind(kind):
        return known(item, delivery.questionnaire, delivery.column(item), file=delivery.export.file)
    return {}


def _mode(source: Source, delivery: Delivery, coded: dict[str, code.Coded]) -> pd.Series:
    """Code of the survey mode: as answered, else as declared for the file."""
    modes = delivery.questionnaire.labels.get("mode", {})
    if source.mode is not None and source.mode not in modes:
        raise ParamsError(
            f"no mode {source.mode!r}",
            where=f"source {source.file}, mode",
            expected=", ".join(sorted(modes)) or "a code of list 'mode' in params/labels.csv",
            todo="correct it, or add the code to list 'mode' of params/labels.csv",
        )
    for item in delivery.of_kind("mode"):
        return coded[item.item].value
    return pd.Series(source.mode, index=delivery.export.cells.index, dtype="string")

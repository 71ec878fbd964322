"""SPSS files: codes as text, with their labels; user-missing codes and ranges are blank."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
import pandas as pd
import pyreadstat

from csatreport.errors import DataError
from csatreport.intake.readers.choices import merged, together
from csatreport.intake.readers.export import CHOICE, Column, Export, Fact
from csatreport.intake.readers.grid import Part, categories, exported, where
from csatreport.intake.readers.values import text

if TYPE_CHECKING:
    from csatreport.intake.readers import Delivered

FACTS: dict[str, Fact] = {  # names that mean one thing only, without signs and in lower case
    "respondent": "respondent",
    "respondentid": "respondent",
    "responseid": "respondent",
    "customer": "customer",
    "customerid": "customer",
    "interviewer": "interviewer",
    "interviewerid": "interviewer",
    "startdate": "start",
    "starttime": "start",
    "enddate": "end",
    "endtime": "end",
    "submitdate": "end",
    "ipaddress": "device",
    "ipaddr": "device",
    "deviceid": "device",
}
_BROKEN = (pyreadstat.ReadstatError, pyreadstat.PyreadstatError, ValueError, OverflowError)


class Told(Protocol):
    """What pyreadstat tells about the variables of a file."""

    column_names_to_labels: dict[str, str | None]
    variable_value_labels: dict[str, dict[object, str]]
    mr_sets: dict[str, dict[str, Any]]


def read(content: bytes, source: Delivered, sha256: str) -> Export:
    """Every variable by its name and its label, then every multiple-response set.

    Raises
    ------
    DataError
        The file is damaged, or holds no answers.
    """
    file = str(source.file)
    frame, told = _loaded(content, source.encoding, file)
    if not len(frame) or not len(frame.columns):
        raise DataError(
            "the file holds no answers",
            where=file,
            expected="variables and at least one case",
            got=f"{len(frame.columns)} variables, {len(frame)} cases",
            todo="export it again, or leave the source out",
        )
    cells = {str(name): _cells(frame[name]) for name in frame.columns}
    parts = [*_variables(cells, told), *_sets(cells, told)]
    return exported(parts, file=file, platform="spss", row=np.arange(1, len(frame) + 1), sha256=sha256)


def _loaded(content: bytes, encoding: str, file: str) -> tuple[pd.DataFrame, Told]:
    name = codecs.lookup(encoding).name
    own = {} if name == "utf-8" else {"encoding": name}  # else the file says itself in which it is
    system = content.startswith(b"$FL")
    try:
        found: tuple[pd.DataFrame, Told] = (
            pyreadstat.read_sav(io.BytesIO(content), **own)
            if system
            else pyreadstat.read_por(io.BytesIO(content))
        )
    except _BROKEN as error:
        raise DataError(
            "not readable as an SPSS file",
            where=file,
            expected="a whole .sav, .zsav or .por file",
            got=str(error),
            todo="save it again in SPSS; where its texts are in another encoding, declare `encoding`",
        ) from error
    return found


def _variables(cells: Mapping[str, pd.Series], told: Told) -> Iterator[Part]:
    for name, column in cells.items():
        label = (told.column_names_to_labels.get(name) or "").strip()
        labels = {_plain(c): str(t) for c, t in told.variable_value_labels.get(name, {}).items()}
        fact = FACTS.get(name.lower().replace("_", ""))
        yield Part(Column(_names(name, label), labels=labels), column, fact)


def _sets(cells: Mapping[str, pd.Series], told: Told) -> Iterator[Part]:
    """Each multiple-response set as one column of choices."""
    for name, about in told.mr_sets.items():
        members = [m for m in about["variable_list"] if m in cells]
        names = _names(f"${name.removeprefix('$')}", (about["label"] or "").strip())
        column = Column(
            (name.removeprefix("$"), *names), CHOICE, _labels(members, told, about["is_dichotomy"])
        )
        if about["is_dichotomy"]:
            counted = _plain(about["counted_value"])
            marks = ((m, where(cells[m], counted.__eq__)) for m in members)
            yield Part(column, merged(marks))
        else:
            yield Part(column, together(cells[m] for m in members))


def _labels(members: list[str], told: Told, dichotomy: bool) -> dict[str, str]:
    if dichotomy:
        return {m: told.column_names_to_labels.get(m) or m for m in members}
    return {_plain(c): str(t) for m in members for c, t in told.variable_value_labels.get(m, {}).items()}


def _names(name: str, label: str) -> tuple[str, ...]:
    return (name, label, f"{name}. {label}") if label else (name,)


def _cells(values: pd.Series) -> pd.Series:
    """Values as text; missing ones are blank."""
    codes, distinct = pd.factorize(values)
    return categories(codes, [_plain(value) for value in distinct])


def _plain(value: object) -> str:
    """A value or code as text; texts are filled up with spaces to the width of their variable."""
    return value.rstrip() if isinstance(value, str) else text(value)

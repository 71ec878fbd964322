"""A prepared edition as it stands on disk: each table is read when somebody asks for it, and that is recorded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from csatreport import reads
from csatreport.intake import store
from csatreport.params import Book, Edition, Questionnaire
from csatreport.params.load import load_analysis
from csatreport.reads import tables
from csatreport.survey import Records, Survey

_SURVEY = "survey"


@dataclass(frozen=True)
class _Tables:
    """The survey's tables: the hash of each file, and what was read of them."""

    folder: Path
    names: frozenset[str]
    files: Mapping[str, str]
    own: Mapping[str, str]
    questionnaire: Questionnaire
    read: dict[str, pd.DataFrame] = field(default_factory=dict)

    def get(self, name: str) -> pd.DataFrame:
        if name not in self.read:
            file, sha256 = self.folder / f"{name}.parquet", self.files[name]
            frame = store.read(file, strings=(), sha256=sha256)
            if name == "responses":
                texts = ["mode", *(i.item for i in self.questionnaire.of_kind("category"))]
                frame = frame.astype(dict.fromkeys(texts, "string"))
            self.read[name] = frame
        return self.read[name]


class Prepared(Survey):
    """A survey whose tables are read when they are asked for; made by :func:`survey`."""

    _tables: _Tables

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - a table, or the hash of all of them
        found: _Tables | None = vars(self).get("_tables")
        if found and name in found.names:
            return found.get(name)
        if found and name == "data":
            return found.own["data"]
        raise AttributeError(name)


def survey(
    folder: Path,
    units: Mapping[str, store.Unit],
    edition: Edition,
    *,
    project: Path,
    book: Book,
    questionnaire: Questionnaire,
) -> Survey:
    """The survey of an edition whose ``units`` stand in ``folder``."""
    described = {name: {"tables": unit.tables, "data": unit.data} for name, unit in units.items()}
    files, records, own = (reads.root(n, r) for n, r in tables.roots(edition.name, described).items())
    made = object.__new__(Prepared)
    vars(made).update(
        book=book,
        edition=edition,
        questionnaire=questionnaire,
        analysis=load_analysis(project),
        weights="" if edition.weights == "none" else edition.weights,
        records=Records(folder, records, files),
        _tables=_Tables(
            folder,
            frozenset(units[_SURVEY].tables),
            files,
            own,
            questionnaire,
        ),
    )
    return made

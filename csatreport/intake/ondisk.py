"""A prepared edition as it stands on disk: each table is read when somebody asks for it, and that is recorded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Self

import pandas as pd

from csatreport import reads
from csatreport.intake import bywave, mapped, store
from csatreport.params import Book, Edition, Questionnaire, Wave
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
    waves: dict[str, pd.DataFrame] = field(default_factory=dict)
    few: dict[tuple[str, ...], pd.DataFrame] = field(default_factory=dict)

    def get(self, name: str) -> pd.DataFrame:
        if name not in self.read:
            file, sha256 = self.folder / f"{name}.parquet", self.files[name]
            self.read[name] = (
                self._typed(mapped.read(file, sha256=sha256))
                if name == "responses"
                else store.read(file, strings=(), sha256=sha256)
            )
        return self.read[name]

    @cached_property
    def large(self) -> bool:
        """Whether responses are too many to be held at once."""
        return bywave.large(self.folder / "responses.parquet")

    def of_wave(self, wave: str) -> pd.DataFrame:
        """Responses of one wave; those of the last two that were asked for are kept."""
        if wave not in self.waves:
            while len(self.waves) > 1:
                self.waves.pop(next(iter(self.waves)))
            self.waves[wave] = self._typed(bywave.of_wave(self._responses, wave, texts=self._texts))
        return self.waves[wave]

    def columns(self, names: tuple[str, ...]) -> pd.DataFrame:
        """Columns of the responses of all waves."""
        if names not in self.few:
            self.few[names] = bywave.columns(self._responses, names)
        return self.few[names]

    @cached_property
    def _responses(self) -> Path:
        """The file of all responses, as it was prepared."""
        file = self.folder / "responses.parquet"
        store.demand(file, self.files["responses"])
        return file

    def _typed(self, responses: pd.DataFrame) -> pd.DataFrame:
        others = [name for name in self._texts if responses[name].dtype != pd.StringDtype()]
        return responses.astype(dict.fromkeys(others, "string")) if others else responses

    @cached_property
    def _texts(self) -> tuple[str, ...]:
        """Columns of texts that may be missing."""
        return ("mode", *(i.item for i in self.questionnaire.of_kind("category")))


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

    def in_wave(self, wave: Wave) -> Self:
        """Give the same survey with the responses of one wave only; of a large edition nothing else is read."""
        if "responses" in vars(self) or not self._tables.large:
            return super().in_wave(wave)
        return self.having(responses=self._tables.of_wave(str(wave)))

    def answers(self, *columns: str) -> pd.DataFrame:
        """Some columns of the responses of all waves; of a large edition nothing else is read."""
        if "responses" in vars(self) or not self._tables.large:
            return super().answers(*columns)
        return self._tables.columns(columns)


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

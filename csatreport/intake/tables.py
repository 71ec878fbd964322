"""The prepared tables of the survey, in memory: everything is refused here, nothing is written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, fields
from functools import partial
from pathlib import Path

import pandas as pd

from csatreport.intake import flow
from csatreport.intake.collect import Collected, collect
from csatreport.intake.kept import Facts, Kept
from csatreport.params import Edition, Questionnaire, Source

_MANY = 2_000_000  # responses from which a source is read again rather than held


@dataclass(frozen=True)
class Tables:
    """Prepared tables as :class:`csatreport.survey.Survey` describes them."""

    responses: pd.DataFrame
    published: pd.DataFrame
    ledger: pd.DataFrame
    quarantine: pd.DataFrame
    comments: pd.DataFrame
    others: pd.DataFrame
    weighting: pd.DataFrame
    sample: pd.DataFrame


@dataclass
class _Blocks:
    """Blocks of rows as they come; of a table that is not wanted only the first."""

    wanted: frozenset[str]
    added: dict[str, list[pd.DataFrame]] = field(default_factory=dict)
    held: dict[str, dict[int, pd.DataFrame]] = field(default_factory=dict)

    def add(self, name: str, frame: pd.DataFrame) -> None:
        if name in self.wanted:
            self.added.setdefault(name, []).append(frame)

    def hold(self, name: str, place: int, frame: pd.DataFrame) -> None:
        self.held.setdefault(name, {})[place] = frame

    def release(self, name: str) -> None:
        for _, frame in sorted(self.held.pop(name, {}).items()):
            self.add(name, frame)

    def table(self, name: str) -> pd.DataFrame:
        blocks = self.added[name]
        return pd.concat([b for b in blocks if len(b)] or blocks[:1], ignore_index=True)


def tables(project: Path, edition: Edition, questionnaire: Questionnaire) -> Tables:
    """Read, code, clean and weigh every source of the edition; nothing is hidden, for nothing is written.

    Raises
    ------
    ParamsError, DataError, DesignError
        What cannot be reported on.
    """
    names = [f.name for f in fields(Tables)]
    blocks = _blocks(project, edition, questionnaire, frozenset(names))
    return Tables(**{name: blocks.table(name) for name in names})


def ledger(project: Path, edition: Edition, questionnaire: Questionnaire) -> pd.DataFrame:
    """The ledger alone, of a survey of any size.

    Raises
    ------
    ParamsError, DataError, DesignError
        What cannot be reported on.
    """
    return _blocks(project, edition, questionnaire, frozenset({"ledger"})).table("ledger")


def _blocks(project: Path, edition: Edition, questionnaire: Questionnaire, wanted: frozenset[str]) -> _Blocks:
    blocks, rows = _Blocks(wanted), 0

    def read(source: Source, elsewhere: frozenset[str]) -> Kept:
        nonlocal rows
        again = partial(collect, source, project, questionnaire, elsewhere=elsewhere)
        collected = again()
        facts = Facts.of(collected)
        rows += facts.rows
        return _kept(facts, again if rows > _MANY else lambda: collected)

    flow.make(project, edition, questionnaire, read=read, into=blocks)
    return blocks


def _kept(facts: Facts, responses: Callable[[], Collected]) -> Kept:
    return Kept(facts, responses, lambda: responses().design)

"""The survey's tables, made one wave at a time: memory need not hold more than the largest wave.

First every source is read and kept, one after the other; then the waves follow, the oldest first. What only
all of them together can say is known from a few facts of each.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Protocol

import numpy as np
import pandas as pd

from csatreport.intake import comments, complete, devices, frames, room, wave
from csatreport.intake import published as publications
from csatreport.intake.frames import HEAD, LEDGER, QUARANTINE
from csatreport.intake.kept import Kept, Whole
from csatreport.intake.require import require
from csatreport.intake.weigh import sample, steps
from csatreport.params import Edition, Questionnaire, Source, Wave

Read = Callable[[Source, frozenset[str]], Kept]


class Into(Protocol):
    """Where tables go, some rows at a time."""

    def add(self, name: str, frame: pd.DataFrame) -> None:
        """Add rows to the end of a table."""

    def hold(self, name: str, place: int, frame: pd.DataFrame) -> None:
        """Hold back rows of a table."""

    def release(self, name: str) -> None:
        """Add what was held back of a table, in the order of the places."""


def make(project: Path, edition: Edition, questionnaire: Questionnaire, *, read: Read, into: Into) -> None:
    """Make every table of the survey.

    Parameters
    ----------
    read : callable
        Reads a source; items with published scores, which it is told, need not be in it.
    into : Into
        Takes the tables of :class:`csatreport.survey.Survey`.

    Raises
    ------
    ParamsError, DataError, DesignError
        What cannot be reported on.
    """
    scores = _scores(project, edition, questionnaire)
    whole = Whole(tuple(read(source, frozenset(scores["item"])) for source in edition.source))
    answered: set[str] = set()
    if whole.sources:
        require(questionnaire, edition, whole.recorded)
        answered |= _responses(whole, edition, questionnaire, project, into)
    else:
        _no_responses(questionnaire, into)
    published, aside, counted = _of_scores(scores)
    for name, frame in (("published", published), ("ledger", counted), ("quarantine", aside)):
        into.add(name, frame)
    complete.balanced(counted, {str(f): int(n) for f, n in scores["source"].value_counts().items()})
    complete.waves(edition, answered | set(published["wave"]), aside)


def elsewhere(project: Path, edition: Edition, questionnaire: Questionnaire) -> frozenset[str]:
    """Items with published scores: a source need not have them.

    Raises
    ------
    ParamsError, DataError
        What was published cannot be used.
    """
    return frozenset(_scores(project, edition, questionnaire)["item"])


def _scores(project: Path, edition: Edition, questionnaire: Questionnaire) -> pd.DataFrame:
    scored = [publications.scores(p, project, questionnaire, edition) for p in edition.published]
    return pd.concat(scored, ignore_index=True) if scored else _no_scores()


def _responses(
    whole: Whole,
    edition: Edition,
    questionnaire: Questionnaire,
    project: Path,
    into: Into,
) -> set[str]:
    """Make everything but the published scores, and say which waves have answers."""
    places = _places(edition)
    again = devices.seen(whole, places, edition, questionnaire)
    sampled: dict[str, pd.DataFrame] = {}
    for name, of_wave in places.items():
        parts = [whole.sources[place].responses() for place in of_wave]
        made = wave.prepared(
            wave.received(parts, of_wave, whole), edition, questionnaire, project, again=again.get(name)
        )
        complete.balanced(made.ledger, whole.received(of_wave))
        if made.responses.empty:
            raise complete.no_answers(name, whole.facts[of_wave[0]].file, made.quarantine)
        for table in ("responses", "others", "weighting"):
            into.add(table, getattr(made, table))
        sampled[name] = made.sample
        _hold(made, of_wave, whole, into)
        del made, parts
        room.give_back()
    for name in sorted(sampled, key=lambda w: Wave.parse(w).index):
        into.add("sample", sampled[name])
    for table in ("ledger", "quarantine", "comments"):
        into.release(table)
    return set(places)


def _places(edition: Edition) -> Mapping[str, list[int]]:
    """Places of the sources of each wave, in the order in which prepared waves stand."""
    names = [str(source.wave) for source in edition.source]
    return {name: [place for place, n in enumerate(names) if n == name] for name in sorted(set(names))}


def _hold(made: wave.Prepared, places: list[int], whole: Whole, into: Into) -> None:
    """Hold back what stands in the order of the sources, not of the waves."""
    of_file = {whole.facts[place].file: place for place in reversed(places)}
    for table in ("ledger", "quarantine"):
        frame: pd.DataFrame = getattr(made, table)
        for place, rows in _apart(frame, frame["source"].map(of_file)):
            into.hold(table, place, rows)
    at = np.searchsorted(np.array(whole.first), made.comments["response"].to_numpy(), side="right") - 1
    for place, rows in _apart(made.comments, pd.Series(at, index=made.comments.index)):
        into.hold("comments", place, rows)


def _apart(frame: pd.DataFrame, places: pd.Series) -> Iterator[tuple[int, pd.DataFrame]]:
    if frame.empty:
        yield -1, frame
        return
    for place in sorted(places.unique()):
        yield int(place), frame[(places == place).to_numpy()]


def _of_scores(scores: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Build accepted scores, quarantine and ledger."""
    accepted = scores["rule"] == ""
    kept = scores.loc[accepted, list(publications.COLUMNS)].reset_index(drop=True)
    aside = scores[~accepted].assign(
        item="", value="", reason="a published score that this edition cannot use"
    )
    return kept, aside[list(QUARANTINE)], wave.count(scores.assign(mode=None, accepted=accepted))


def _no_responses(questionnaire: Questionnaire, into: Into) -> None:
    items = [
        (i.item, "float64" if i.kind == "rating" else "string")
        for i in questionnaire.of_kind("rating", "category")
    ]
    into.add("responses", frames.none(HEAD, *items))
    for name, columns in (
        ("comments", comments.COLUMNS),
        ("others", comments.OTHERS),
        ("weighting", steps.COLUMNS),
        ("sample", sample.COLUMNS),
        ("ledger", LEDGER),
        ("quarantine", QUARANTINE),
    ):
        into.add(name, frames.none(columns))


def _no_scores() -> pd.DataFrame:
    return frames.none(publications.ALL).astype({"value": "float64"})

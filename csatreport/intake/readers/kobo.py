"""Kobo and other XLSForm tools: ``group/question`` by name, several choices also as ``question/option``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from csatreport.intake.readers.choices import merged
from csatreport.intake.readers.export import CHOICE, Column, Export, Fact
from csatreport.intake.readers.form import Form, Question
from csatreport.intake.readers.grid import Grid, Part, distinct, recoded, where

_FACTS: dict[str, Fact] = {
    "_uuid": "respondent",
    "start": "start",
    "end": "end",
    "username": "interviewer",
    "_submitted_by": "interviewer",
    "deviceid": "device",
}
_OWN = frozenset(
    {"_id", "_uuid", "_submission_time", "_index", "_status", "_validation_status", "__version__"}
)
_SEVERAL = 2  # so many of its own headers are no accident
_TICKS = frozenset({"0", "1", "true", "false", "1.0", "0.0", "yes", "no"})
_TICKED = frozenset({"1", "true", "1.0", "yes"})


def recognises(grid: Grid) -> bool:
    """Whether it has the columns that the server adds to a submission."""
    return len(_OWN.intersection(map(str.strip, grid.head[0]))) >= _SEVERAL


def export(grid: Grid) -> Export:
    """A column per question, named by path, name and labels."""
    paths = [text.strip() for text in grid.head[0]]
    cells = grid.body(1)
    options = _options(paths, cells, grid.form)
    inner = {place for places in options.values() for place in places}
    parts = []
    for place, path in enumerate(paths):
        if place not in inner:
            own = {paths[n].rpartition("/")[2]: cells[n] for n in options.pop(path, [])}
            parts.append(_part(path, cells[place], own, grid.form.of(path)))
    parts += [_alone(path, paths, places, cells, grid.form) for path, places in options.items()]
    return grid.export("kobo", parts, headers=1)


def _options(paths: Sequence[str], cells: Sequence[pd.Series], form: Form) -> dict[str, list[int]]:
    """Columns of the options of each question that has some, by the path of the question."""
    found: dict[str, list[int]] = {}
    for place, path in enumerate(paths):
        question, _, option = path.rpartition("/")
        ticks = {text.strip().lower() for text in distinct(cells[place])} <= _TICKS
        if option and ticks and (question in paths or form.of(question).several):
            found.setdefault(question, []).append(place)
    return found


def _part(path: str, cells: pd.Series, options: Mapping[str, pd.Series], question: Question) -> Part:
    """One question; where its options have columns of their own, these say what was chosen."""
    if options:
        cells = merged((option, where(column, _tick)) for option, column in options.items())
    elif question.several:
        cells = recoded(cells, lambda text: CHOICE.join(text.split()))
    several = CHOICE if options or question.several else ""
    return Part(Column(_names(path, question), several, question.choices), cells, _FACTS.get(path))


def _alone(
    path: str, paths: Sequence[str], places: Sequence[int], cells: Sequence[pd.Series], form: Form
) -> Part:
    """A question of which only the options were exported."""
    options = {paths[n].rpartition("/")[2]: cells[n] for n in places}
    return _part(path, cells[places[0]], options, form.of(path))


def _tick(text: str) -> bool:
    return text.strip().lower() in _TICKED


def _names(path: str, question: Question) -> tuple[str, ...]:
    return tuple(dict.fromkeys((path, path.rpartition("/")[2], *question.labels)))

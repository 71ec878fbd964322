"""One raw file of answers, read and coded; nothing is put aside yet but single answers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatch
from pathlib import Path

import numpy as np
import pandas as pd

from csatreport.errors import DataError
from csatreport.intake import choices, code, fieldwork, match, room, turned
from csatreport.intake.readers import read
from csatreport.intake.readers.export import CHOICE, Column, Export
from csatreport.intake.words import known
from csatreport.params import Item, Kind, Questionnaire, Source, Wave

STORED: tuple[Kind, ...] = ("rating", "category")
FAULTS = ("response", "item", "value", "rule", "reason")
WORDS = ("response", "item", "text")


@dataclass(frozen=True)
class Collected:
    """The responses of one or more files, one row each, all with the same index.

    ``design`` has ``source, wave, row, mode, respondent, customer, interviewer, place, device, start, end,
    minutes, test, weight, stratum, cluster, asked, answered, faulty, spoilt``; ``answers`` one column per
    item, ratings as answered, and an indicator ``item.code`` for each choice of a multiple item;
    ``replicates`` the replicate weights that were delivered. By ``response`` (the index): ``faults`` has
    ``item, value, rule, reason`` of answers that were set aside, ``texts`` ``item, text`` of free text, and
    ``words`` ``item, text`` of answers in people's own words that count as ``other``.
    """

    design: pd.DataFrame
    answers: pd.DataFrame
    replicates: pd.DataFrame
    faults: pd.DataFrame
    texts: pd.DataFrame
    words: pd.DataFrame


@dataclass(frozen=True)
class Delivery:
    """An export with the items of the questionnaire that were found in it."""

    export: Export
    questionnaire: Questionnaire
    found: dict[str, tuple[int, ...]]
    wave: Wave

    def has(self, item: Item) -> bool:
        """Whether the export holds the item."""
        return item.item in self.found

    def cells(self, item: Item) -> pd.Series:
        """Answers to an item of one column, as text."""
        return self.export.cells[self.found[item.item][0]]

    def column(self, item: Item) -> Column:
        """Names, separator and labels of an item of one column."""
        return self.export.columns[self.found[item.item][0]]

    def of_kind(self, *kinds: Kind) -> tuple[Item, ...]:
        """Items of these kinds that the export holds."""
        return tuple(i for i in self.questionnaire.of_kind(*kinds) if self.has(i))


def collect(
    source: Source, project: Path, questionnaire: Questionnaire, *, elsewhere: frozenset[str] = frozenset()
) -> Collected:
    """Read and code the file of ``source``.

    Raises
    ------
    ParamsError, DataError
        The file is not what was declared.
    """
    export = read(source, project)
    room.give_back()
    asked = [i for i in questionnaire.items if not any(fnmatch(i.item, p) for p in source.without)]
    found = match.columns(export.columns, asked, wave=source.wave, file=export.file, elsewhere=elsewhere)
    delivery = Delivery(export, questionnaire, found, source.wave)
    coded = {i.item: _coded(i, delivery) for i in delivery.of_kind(*STORED, "mode")}
    marks = {i.item: _choices(i, delivery) for i in delivery.of_kind("multiple")}
    told = coded | {name: c for name, (_, c) in marks.items()}
    faults = _long(FAULTS, _faults(delivery, told))
    texts = _long(WORDS, _texts(delivery, "text"))
    words = _long(WORDS, [*_strangers(told), *_texts(delivery, "other")])
    answers = _answers(delivery, coded, {name: frame for name, (frame, _) in marks.items()})
    if not source.turns:
        turned.refuse(answers, delivery.of_kind("rating"), row=export.row, file=export.file)
    design = fieldwork.design(source, delivery, coded)
    design["asked"] = len(delivery.of_kind("rating"))
    design["faulty"] = faults["response"].value_counts().reindex(design.index, fill_value=0)
    design["answered"] = answers.notna().any(axis=1) | design.index.isin(
        pd.concat([faults["response"], texts["response"], words["response"]])
    )
    return Collected(design, answers, fieldwork.replicates(delivery), faults, texts, words)


def together(parts: list[Collected], *, first: Sequence[int] = ()) -> Collected:
    """Several files as one; the responses of each are numbered from ``first`` on, by default one after the other."""
    sizes = [len(p.design) for p in parts]
    begin = list(first) or [sum(sizes[:n]) for n in range(len(sizes))]
    index = numbers(begin, sizes)

    def joined(name: str) -> pd.DataFrame:
        frames: list[pd.DataFrame] = [getattr(p, name) for p in parts]
        whole = pd.concat(frames, ignore_index=True) if len(frames) > 1 else frames[0]
        return whole.set_axis(index)

    def moved(name: str) -> pd.DataFrame:
        frames: list[pd.DataFrame] = [getattr(p, name) for p in parts]
        shifted = [f.assign(response=f["response"] + o) for f, o in zip(frames, begin, strict=True)]
        return pd.concat(shifted, ignore_index=True)

    return Collected(
        joined("design"),
        joined("answers"),
        joined("replicates"),
        moved("faults"),
        moved("texts"),
        moved("words"),
    )


def numbers(first: Sequence[int], sizes: Sequence[int]) -> pd.Index:
    """Numbers of the responses; a range, which takes no room, where they follow each other."""
    ends = [begin + size for begin, size in zip(first, sizes, strict=True)]
    if list(first[1:]) == ends[:-1]:
        return pd.RangeIndex(first[0] if first else 0, ends[-1] if ends else 0)
    several: pd.Index = pd.Index(np.concatenate([np.arange(b, e) for b, e in zip(first, ends, strict=True)]))
    return several


def _coded(item: Item, delivery: Delivery) -> code.Coded:
    answers = delivery.cells(item)
    words = known(item, delivery.questionnaire, delivery.column(item), file=delivery.export.file)
    coded = code.ratings(answers, item, words) if item.kind == "rating" else code.codes(answers, item, words)
    code.contradictions(answers, _of_responses(coded, delivery.export), item, where=delivery.export.file)
    return coded


def _of_responses(coded: code.Coded, export: Export) -> code.Coded:
    """Answers without those in rows that are no response, such as a header that is repeated."""
    if not export.spoilt:
        return coded
    kept = [series[~series.index.isin(list(export.spoilt))] for series in (coded.value, coded.fault)]
    return replace(coded, value=kept[0], fault=kept[1])


def _choices(item: Item, delivery: Delivery) -> tuple[pd.DataFrame, code.Coded]:
    """Indicators named ``item.code``, and what was set aside."""
    at = delivery.found[item.item]
    columns = [delivery.export.columns[p] for p in at]
    words = known(item, delivery.questionnaire, columns[0], file=delivery.export.file)
    if len(at) == 1:
        answers, separator = delivery.cells(item), columns[0].separator or CHOICE
    else:
        ticks = {c.names: delivery.export.cells[p] for p, c in zip(at, columns, strict=True)}
        answers, separator = choices.ticked(ticks, words, file=delivery.export.file), CHOICE
    marks, coded = choices.indicators(answers, item, words, separator=separator)
    code.contradictions(answers, _of_responses(coded, delivery.export), item, where=delivery.export.file)
    _all_read(item, delivery, marks)
    return marks.add_prefix(f"{item.item}."), coded


def _all_read(item: Item, delivery: Delivery, marks: pd.DataFrame) -> None:
    """Refuse choices of responses without any that stand in columns of another pattern of the item.

    Raises
    ------
    DataError
        Two exports were put into one file, each with its own way to tell choices.
    """
    taken = (place for at in delivery.found.values() for place in at)
    none = marks.isna().all(axis=1)
    for place in match.beside(delivery.export.columns, item, delivery.wave, taken=taken):
        column = delivery.export.columns[place].names[0]
        lost = none & choices.ticks(delivery.export.cells[place])
        if lost.any():
            raise DataError(
                f"item {item.item!r}: choices in columns of two kinds",
                where=f"{delivery.export.file}, row {delivery.export.row[lost.to_numpy().argmax()]}, column {column!r}",
                expected="one cell with every choice, or a column for each of them",
                got=f"{lost.sum()} responses chose {column!r} and nothing where the item was found",
                todo="deliver the two kinds as files of their own, each a [[source]]",
            )


def _answers(
    delivery: Delivery, coded: dict[str, code.Coded], marks: dict[str, pd.DataFrame]
) -> pd.DataFrame:
    """Every item in the order of the questionnaire, missing where the file does not hold it."""
    index = delivery.export.cells.index
    columns: dict[str, pd.Series] = {}
    for item in delivery.questionnaire.of_kind(*STORED, "multiple"):
        if item.item in coded:
            columns[item.item] = coded[item.item].value
        elif item.item in marks:
            columns |= {str(name): column for name, column in marks[item.item].items()}
        elif item.kind == "category":
            columns[item.item] = pd.Series(pd.NA, index=index, dtype="string")
        else:
            names = indicators(item, delivery.questionnaire) if item.kind == "multiple" else [item.item]
            columns |= {name: pd.Series(float("nan"), index=index, dtype="float32") for name in names}
    return pd.DataFrame(columns, index=index)


def indicators(item: Item, questionnaire: Questionnaire) -> list[str]:
    """Names of the columns of a multiple item: ``item.code`` for each code that is no missing one."""
    return [f"{item.item}.{c}" for c in questionnaire.labels.get(item.codes, {}) if c not in item.missing]


def _faults(delivery: Delivery, coded: dict[str, code.Coded]) -> Iterator[pd.DataFrame]:
    for name, c in coded.items():
        if len(c.fault):
            raw = delivery.cells(delivery.questionnaire[name])[c.fault.index].astype(object)
            told = {"rule": c.fault, "value": raw.map(code.shown), "reason": raw.map(_reason)}
            columns = {k: column.to_numpy() for k, column in told.items()}
            yield pd.DataFrame({"response": c.fault.index, "item": name, **columns})


def _strangers(told: dict[str, code.Coded]) -> Iterator[pd.DataFrame]:
    for name, c in told.items():
        if len(c.words):
            yield pd.DataFrame({"response": c.words.index, "item": name, "text": c.words.to_numpy()})


def _texts(delivery: Delivery, kind: Kind) -> Iterator[pd.DataFrame]:
    for item in delivery.of_kind(kind):
        cells = delivery.cells(item)
        place, distinct = pd.factorize(cells)
        written = np.array([text.strip() != "" for text in distinct], dtype=bool)
        text = cells[written[place]].astype(object)
        yield pd.DataFrame({"response": text.index, "item": item.item, "text": text.to_numpy()})


def _long(columns: tuple[str, ...], frames: Iterator[pd.DataFrame] | list[pd.DataFrame]) -> pd.DataFrame:
    kinds = {c: "int64" if c == "response" else object for c in columns}
    none = pd.DataFrame({c: pd.Series(dtype=k) for c, k in kinds.items()})
    whole: pd.DataFrame = pd.concat([none, *frames], ignore_index=True)
    return whole.astype(kinds)


def _reason(raw: str) -> str:
    return (
        "a number that is not among the answers"
        if code.shown(raw)
        else f"text of {len(raw.strip())} characters"
    )

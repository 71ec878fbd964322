"""Items with several choices: one indicator per option, whatever the export made of them."""

from __future__ import annotations

import re
from collections.abc import Mapping

import numpy as np
import pandas as pd

from csatreport.errors import DataError
from csatreport.intake.code import OTHER, UNKNOWN, Coded, missing_codes, plain
from csatreport.intake.readers.export import CHOICE
from csatreport.params import Item

_SIGN = re.compile(r"[_.(\[（:/-]")
_NOT_TICKED = frozenset({"", "0", "false", "no", "n", "否", "not selected"})
_JOINED = 6  # so many times an option may hold the separator of the options


def indicators(
    answers: pd.Series, item: Item, known: dict[str, str], *, separator: str
) -> tuple[pd.DataFrame, Coded]:
    """Indicators of an item with several choices.

    Parameters
    ----------
    answers : Series of str
        The choices of each response, with ``separator`` between them; blank where nothing was chosen.
    known : dict
        Answer (see :func:`csatreport.intake.code.plain`) to code. An answer may hold the separator itself.

    Returns
    -------
    DataFrame
        A column per code of ``known``, in its order: 1 chosen, 0 not, NaN where nothing was chosen.
    Coded
        What was set aside, or counts as ``other``; a response stands once for each such choice.
    """
    missing = missing_codes(item)
    order = list(dict.fromkeys(c for c in known.values() if c not in missing))
    place, distinct = pd.factorize(answers)
    read = [_chosen(raw, known, missing, separator=separator) for raw in distinct]
    marks = np.full((len(read), len(order)), np.nan, dtype=np.float32)
    for row, (found, strange) in enumerate(read):
        kept = found | ({OTHER} if strange and OTHER in order else set())
        if kept:
            marks[row] = [c in kept for c in order]
    words = _strangers(answers, place, [strange for _, strange in read])
    given, none = answers[answers != ""], pd.Series(dtype=object)
    coded = Coded(given, none, words) if OTHER in order else Coded(given, words.map(lambda _: UNKNOWN), none)
    return pd.DataFrame(marks[place], index=answers.index, columns=order), coded


def _strangers(answers: pd.Series, place: np.ndarray, strange: list[list[str]]) -> pd.Series:
    """Every choice that the list does not know, by the response that made it."""
    at = np.flatnonzero(np.isin(place, np.flatnonzero([bool(s) for s in strange])))
    return pd.Series([strange[p] for p in place[at]], index=answers.index[at], dtype=object).explode()


def _chosen(
    raw: str, known: dict[str, str], missing: frozenset[str], *, separator: str
) -> tuple[set[str], list[str]]:
    """Codes of the choices in a cell, and the choices that the list does not know."""
    parts = [p.strip() for p in raw.split(separator)]
    found: set[str] = set()
    strange: list[str] = []
    at = 0
    while at < len(parts):
        ends = range(min(len(parts), at + _JOINED), at, -1)  # the longest first
        texts = {end: plain(separator.join(parts[at:end])) for end in ends}
        end = next((e for e, t in texts.items() if t in known or t in missing), 0)
        if end and texts[end] in known and known[texts[end]] not in missing:
            found.add(known[texts[end]])
        elif not end:
            strange += [parts[at]] if parts[at] else []
        at = end or at + 1
    return found, strange


def ticked(columns: Mapping[tuple[str, ...], pd.Series], known: dict[str, str], *, file: str) -> pd.Series:
    """One cell of choices from a column per option, each ticked or not.

    The option is the name of its column, or its end (``Q5_web``, ``5(网站)``, ``Q5[2]``), that the list knows.

    Raises
    ------
    DataError
        A column leads to no option.
    """
    chosen: pd.Series | None = None
    for names, answers in columns.items():
        option = _option(names, known, file) + CHOICE
        cell = answers.astype(object).map({a: option if _is_tick(str(a)) else "" for a in answers.unique()})
        chosen = cell if chosen is None else chosen + cell
    return (pd.Series(dtype=object) if chosen is None else chosen).str.removesuffix(CHOICE)


def ticks(answers: pd.Series) -> pd.Series:
    """Whether each cell of a column of one option says that it was chosen."""
    marked: pd.Series = (
        answers.astype(object).map({a: _is_tick(str(a)) for a in answers.unique()}).astype(bool)
    )
    return marked


def _is_tick(answer: str) -> bool:
    return plain(answer).lower() not in _NOT_TICKED


def _option(names: tuple[str, ...], known: dict[str, str], file: str) -> str:
    found = next((end for name in names for end in _endings(name) if plain(end) in known), None)
    if found is None:
        raise DataError(
            f"no option of the list for column {names[0]!r}",
            where=file,
            expected=", ".join(list(known)[:10]),
            todo="add the option to params/labels.csv, or narrow the pattern in params/questionnaire.csv",
        )
    return found


def _endings(name: str) -> list[str]:
    """The name, and each of its ends after a sign that separates question and option."""
    whole = name.strip().removesuffix(")").removesuffix("]").removesuffix("）")
    return [name, *(whole[m.end() :].strip() for m in _SIGN.finditer(whole))]

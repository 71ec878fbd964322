"""Scores that others published: no respondents, one row per score."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from csatreport.errors import DataError, ParamsError
from csatreport.intake.code import TOLERATED, plain
from csatreport.intake.readers import plain_table
from csatreport.intake.readers.export import Export
from csatreport.params import Edition, Published, Questionnaire, Wave
from csatreport.params.faults import closest
from csatreport.params.text import normal

COLUMNS = ("wave", "item", "domain", "level", "value")
ALL = (*COLUMNS, "source", "row", "rule")
_PLACE = re.compile(r"\{([^{}]+)\}")
NOT_DECLARED, NO_WAVE, OTHER_LENGTH, LATER, NO_LEVEL, NO_NUMBER, OUTSIDE = (
    "item not declared",
    "not a wave",
    "other wave length",
    "after the edition's wave",
    "unknown level",
    "not a number",
    "outside the scale",
)
_CONTRADICTING = (NO_WAVE, NO_LEVEL, NO_NUMBER, OUTSIDE)


def scores(
    published: Published, project: Path, questionnaire: Questionnaire, edition: Edition
) -> pd.DataFrame:
    """Every row of the file, with the columns of :data:`COLUMNS` and ``source, row, rule``.

    ``rule`` is "" where the score is accepted. The level that means everybody becomes "" with domain "".

    Raises
    ------
    ParamsError
        A column is not there, or the file contradicts its declaration.
    DataError
        Two scores for the same wave, item and level.
    """
    raw = plain_table(published, project)
    column = _columns(raw, published, edition)
    items = {normal(s): i for i in questionnaire.of_kind("rating") for s in i.sources.values()}
    waves = _waves(raw, published, column)
    codes = levels(published, questionnaire)
    level = column(published.level).map(normal)
    everybody = level == normal(published.all)
    item = column(published.item).map(normal)
    table = pd.DataFrame(
        {
            "wave": waves.map(lambda w: str(w) if w else ""),
            "item": item.map({text: i.item for text, i in items.items()}).fillna(""),
            "domain": pd.Series(published.domain, index=raw.cells.index).where(~everybody, ""),
            "level": level.map(codes).where(~everybody, ""),
            "value": pd.to_numeric(column(published.value).map(plain), errors="coerce").astype("float64"),
        }
    )
    low, high = (
        item.map({t: getattr(i.scale, end) for t, i in items.items() if i.scale}) for end in ("low", "high")
    )
    broken = {
        NOT_DECLARED: table["item"] == "",
        NO_WAVE: waves.isna(),
        OTHER_LENGTH: waves.map(lambda w: bool(w) and w.kind != edition.wave.kind),
        LATER: waves.map(lambda w: bool(w) and w.kind == edition.wave.kind and edition.wave < w),
        NO_LEVEL: table["level"].isna(),
        NO_NUMBER: table["value"].isna(),
        OUTSIDE: ~table["value"].between(low, high),
    }
    table["rule"] = ""
    for rule, mask in broken.items():
        table.loc[(table["rule"] == "") & mask, "rule"] = rule
    table["level"] = table["level"].fillna("")
    table = table.assign(source=raw.file, row=raw.row)
    _contradicted(table, raw, level, published)
    _unique(table[table["rule"] == ""])
    return table


def levels(published: Published, questionnaire: Questionnaire) -> dict[str, str]:
    """Map levels as published to codes, by the list of the category item ``domain`` or of that name."""
    lists = {i.item: i.codes for i in questionnaire.of_kind("category")}
    name = lists.get(published.domain, published.domain)
    if name not in questionnaire.answers:
        raise ParamsError(
            f"no list {name!r} in params/labels.csv",
            where=f"published {published.file}, domain",
            expected="a category item or a list of labels",
            todo=closest(name, questionnaire.answers),
        )
    return questionnaire.answers[name]


def _columns(raw: Export, published: Published, edition: Edition) -> Callable[[str], pd.Series]:
    header = [normal(c.names[0]) for c in raw.columns]

    def column(name: str) -> pd.Series:
        if header.count(normal(name)) != 1:
            raise ParamsError(
                f"not one column {name!r} in {raw.file}",
                where=f"params/editions/{edition.name}.toml, published",
                expected="a header that is there once",
                got=f"{header.count(normal(name))} times",
                todo=closest(name, header),
            )
        return raw.cells[header.index(normal(name))].astype(object)

    for name in (published.item, published.level, published.value):
        column(name)
    return column


def _waves(raw: Export, published: Published, column: Callable[[str], pd.Series]) -> pd.Series:
    text = pd.Series("", index=raw.cells.index, dtype=object)
    for n, part in enumerate(_PLACE.split(published.wave)):
        text = text + (column(part).map(normal) if n % 2 else part)
    table = {t: _wave(t) for t in text.unique()}
    return text.map(table).astype(object)


def _wave(text: str) -> Wave | None:
    try:
        return Wave.parse(text)
    except ParamsError:
        return None  # counted and put aside, refused when there are many


def _contradicted(table: pd.DataFrame, raw: Export, level: pd.Series, published: Published) -> None:
    for rule in _CONTRADICTING:
        wrong = table["rule"] == rule
        if wrong.sum() > max(1, TOLERATED * len(table)):
            rows = ", ".join(str(r) for r in table.loc[wrong, "row"].head(5))
            got = f"{wrong.sum()} of {len(table)} rows"
            if rule == NO_LEVEL:
                got += f": {', '.join(map(repr, sorted(level[wrong].unique())[:5]))}"
            raise ParamsError(
                f"the data contradict their declaration: {rule}",
                where=f"{raw.file}, rows {rows}",
                got=got,
                todo=f"correct the declaration; levels of {published.domain!r} come from params/labels.csv",
            )


def _unique(accepted: pd.DataFrame) -> None:
    twice = accepted[accepted.duplicated(["wave", "item", "domain", "level"], keep=False)]
    if len(twice):
        first = twice.iloc[0]
        rows = twice.loc[
            (twice[["wave", "item", "level"]] == first[["wave", "item", "level"]]).all(axis=1), "row"
        ]
        raise DataError(
            "two scores for one thing",
            where=f"{first['source']}, rows {', '.join(map(str, rows))}",
            expected="one score",
            got=f"wave {first['wave']}, item {first['item']!r}, level {first['level']!r}",
            todo="remove one of the rows",
        )

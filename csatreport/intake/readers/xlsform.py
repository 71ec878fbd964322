"""The form that an XLSForm tool collected with: labels of its questions and choices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from csatreport.errors import ParamsError
from csatreport.intake.readers import workbook
from csatreport.intake.readers.form import Form, Question
from csatreport.params.faults import closest

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook


def read(content: bytes, *, where: str) -> Form:
    """Read the sheets ``survey`` and ``choices``.

    Raises
    ------
    ParamsError
        There is no such sheet or column.
    DataError
        It is no workbook.
    """
    book = workbook.opened(content, where=where)
    survey, choices = (
        _table(_rows(content, book, name, where), columns, f"{where}, sheet {name}")
        for name, columns in (("survey", ("type", "name")), ("choices", ("name",)))
    )
    lists: dict[str, dict[str, str]] = {}
    for row in choices:
        labels = _labels(row)
        known = row.get("list_name") or row.get("list name", "")
        lists.setdefault(known, {})[row["name"]] = labels[0] if labels else row["name"]
    return Form(_questions(survey, lists))


def _questions(survey: Sequence[dict[str, str]], lists: Mapping[str, dict[str, str]]) -> dict[str, Question]:
    found: dict[str, Question] = {}
    groups: list[str] = []
    for row in survey:
        kind, _, name = row["type"].strip().partition(" ")
        opening = row["type"].replace("_", " ").split()[:2]
        if opening in (["begin", "group"], ["begin", "repeat"]):
            groups.append(row["name"])
        elif opening in (["end", "group"], ["end", "repeat"]):
            groups = groups[:-1]
        elif row["name"]:
            several = kind == "select_multiple"
            choices = lists.get(name.split(" ")[0], {}) if kind.startswith("select_") else {}
            found["/".join([*groups, row["name"]])] = Question(_labels(row), choices, several)
    return found


def _labels(row: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(text for name, text in row.items() if name.split("::")[0].strip() == "label" and text)


def _rows(content: bytes, book: CalamineWorkbook, name: str, where: str) -> list[list[str]]:
    return workbook.rows(content, book, _sheet(book.sheet_names, name, where), where=where)


def _sheet(names: Sequence[str], wanted: str, where: str) -> str:
    for name in names:
        if name.strip().lower() == wanted:
            return name
    raise ParamsError(f"no sheet {wanted!r} in the form", where=where, todo=closest(wanted, names))


def _table(rows: Sequence[Sequence[str]], needed: Sequence[str], where: str) -> list[dict[str, str]]:
    header = [text.strip() for text in rows[0]] if rows else []
    missing = [name for name in needed if name not in header]
    if missing:
        raise ParamsError(
            f"no column {missing[0]!r}",
            where=where,
            expected=", ".join(needed),
            todo=closest(missing[0], header),
        )
    return [dict(zip(header, map(str.strip, row), strict=False)) for row in rows[1:] if any(row)]

"""Which answer in an export stands for which code: what the lists say, and what the export says itself."""

from __future__ import annotations

from csatreport.errors import DataError
from csatreport.intake.code import plain
from csatreport.intake.readers.export import Column
from csatreport.params import Item, Questionnaire

_NO_COLUMN = Column(())


def known(
    item: Item, questionnaire: Questionnaire, column: Column = _NO_COLUMN, *, file: str = ""
) -> dict[str, str]:
    """Answer (see :func:`code.plain`) to code, from the item's list in ``params/labels.csv``.

    Where the export labels its codes (SPSS, XLSForm), a code stands for what its label stands for.

    Raises
    ------
    DataError
        The export labels a code otherwise than the list does: one of them is wrong.
    """
    name = item.codes or ("mode" if item.kind == "mode" else "")
    listed = {plain(raw): c for raw, c in questionnaire.answers.get(name, {}).items()}
    own = {plain(raw): listed[plain(label)] for raw, label in column.labels.items() if plain(label) in listed}
    for raw, meant in own.items():
        if listed.get(raw, meant) != meant:
            raise DataError(
                f"item {item.item!r}: the export and the list label a code differently",
                where=f"{file}; list {name!r} of params/labels.csv",
                expected=f"answer {raw!r} = {listed[raw]!r}, as in the list",
                got=f"{raw!r} labelled {column.labels.get(raw, '')!r}, which is {meant!r}",
                todo="find out which is right; correct the `source` of the list, or export again",
            )
    return listed | own

"""Tables of no platform: the first row is the header."""

from __future__ import annotations

from csatreport.errors import DataError
from csatreport.intake.readers.export import Column, Export
from csatreport.intake.readers.grid import Grid, Part


def export(grid: Grid) -> Export:
    """One column per column.

    Raises
    ------
    DataError
        A header cell spans several columns, so that those beside it have no name.
    """
    cells = grid.body(1)
    if grid.merged:
        raise DataError(
            "merged cells in the header",
            where=f"{grid.file}, {', '.join(grid.merged)}",
            expected="one header cell above each column",
            got="cells that span several columns",
            todo="unmerge them and name each column; or state the `format`, if a survey platform wrote the file",
        )
    parts = [Part(Column((name,)), column) for name, column in zip(grid.head[0], cells, strict=True)]
    return grid.export(grid.container, parts, headers=1)

"""Heat map of many series over waves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from csatreport.exhibit import notes, words
from csatreport.exhibit.charts import said
from csatreport.exhibit.charts.heatmap import Cell, Grid, heatmap
from csatreport.exhibit.words import both
from csatreport.params.text import Text
from csatreport.params.wave import Wave
from csatreport.records import Chart
from csatreport.results import Estimates


def heat(name: str, series: Sequence[Estimates], *, title: Text | None = None) -> Chart:
    """A row for each series, a column for each wave, numbers in the cells; a gap where nothing may be shown.

    Raises
    ------
    BookError
        No estimate may be shown, or units differ.
    """
    lines = [list(s) for s in series]
    every = said.some([e for line in lines for e in line], name)
    waves = {e.wave: e.wave_label for e in every}
    order = sorted(waves, key=Wave.parse)
    at = [{e.wave: Cell(e) for e in line} for line in lines]
    grid = Grid(
        [line[0].label for line in lines],
        [waves[w] for w in order],
        [[cells.get(w) for w in order] for cells in at],
        bare=True,
    )
    unit = words.UNITS[every[0].unit]
    darker = both(f"numbers in {unit.en}, the darker the higher", f"单位：{unit.zh}，颜色越深数值越高")
    drawn = heatmap(name, grid, title=title or said.title(every), note=notes.of(every, [darker]))
    alt = said.extremes(every, both("Heat map", "热力图"))
    return replace(drawn, alt=alt, data=said.data(every))

"""Heat maps of correlations and of loadings."""

from __future__ import annotations

from collections.abc import Sequence

from csatreport.exhibit import notes, numbers
from csatreport.exhibit.charts.heatmap import NOTE, Cell, Grid, Look, heatmap
from csatreport.exhibit.shapes.structure import Correlation, Named, Structure
from csatreport.exhibit.words import both
from csatreport.params.text import Text
from csatreport.records import Chart
from csatreport.results import Estimate

_PAIRS = both("each pair on the answers that have both", "每对相关系数按两项均作答的答卷计算")
_OUTLINE = both(
    "framed: the service belongs to this group, but not in nearly all resamples",
    "带框：该项目归入此组，但在重抽样中不够稳定",
)


def correlations(name: str, correlations: Sequence[Correlation], *, title: Text | None = None) -> Chart:
    """Every item against every other below the diagonal; items in the order in which they come, under their dimensions."""
    found = list(correlations)
    items = list({s.item: s for r in found for s in (r.first, r.second)}.values())
    at = {frozenset((r.first.item, r.second.item)): r.estimate for r in found}
    before = items[:-1]  # nothing stands below the diagonal of the last
    cells = [[_pair(at, a, b) if j < i else None for j, b in enumerate(before)] for i, a in enumerate(items)]
    labels = [s.label for s in items]
    grid = Grid(labels, labels[:-1], cells, _headings(items), numbered=True)
    made = both("Correlation of services", "各项服务之间的相关系数")
    estimates = [r.estimate for r in found]
    return heatmap(
        name, grid, title=title or of_wave(made, estimates[0]), note=notes.of(estimates, [_PAIRS, NOTE])
    )


def _pair(at: dict[frozenset[str], Estimate], a: Named, b: Named) -> Cell | None:
    found = at.get(frozenset((a.item, b.item)))
    return None if found is None else Cell(found)


def loadings(name: str, structure: Structure, *, title: Text | None = None) -> Chart:
    """Loadings of every service on every group, services under the group they belong to; large ones are shaded."""
    homes = list(structure.home)
    order = [structure.subjects.index(s) for g in structure.groups for s in g.items]
    cells = [
        [Cell(e, _look(structure, k, f, home=homes[k] == f)) for f, e in enumerate(structure.cells[k])]
        for k in order
    ]
    starts = {order.index(structure.subjects.index(g.items[0])): g.name for g in structure.groups if g.items}
    labels = [structure.subjects[k].label for k in order]
    grid = Grid(labels, [g.name for g in structure.groups], cells, starts)
    large = numbers.bare(structure.large, "coefficient")
    extra = [
        both(
            f"shaded: loadings of {large} or more, and the group each service belongs to",
            f"着色：载荷不低于{large}，以及各项目所属的组",
        )
    ]
    estimates = [e for row in structure.cells for e in row]
    unstable = any(c.look == "framed" for row in cells for c in row)
    note = notes.of(estimates, [*extra, *([_OUTLINE] if unstable else [])])
    made = both("Groups of services: loadings", "服务项目分组：因子载荷")
    return heatmap(name, grid, title=title or of_wave(made, estimates[0]), note=note)


def _look(structure: Structure, k: int, f: int, *, home: bool) -> Look:
    if home and not structure.stable[k]:
        return "framed"
    e = structure.cells[k][f]
    return "shaded" if home or (e.shown and abs(e.value) >= structure.large) else "bare"


def _headings(items: Sequence[Named]) -> dict[int, Text]:
    """Dimensions above their first items, where each dimension stands together."""
    groups = [s.group for s in items]
    starts = [i for i, g in enumerate(groups) if i == 0 or g != groups[i - 1]]
    if len(starts) != len(set(groups)) or len(starts) < 2:
        return {}
    return {i: label for i in starts if (label := items[i].group_label)}


def of_wave(text: Text, e: Estimate) -> Text:
    """A title with the wave of an estimate."""
    return both(f"{text.en}, {e.wave_label.en}", f"{text.zh}，{e.wave_label.zh}")

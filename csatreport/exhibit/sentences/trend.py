"""What is said of lines through all waves, where there are enough waves to draw one."""

from __future__ import annotations

from csatreport.exhibit import tables
from csatreport.exhibit.claims import claim
from csatreport.params.text import Text
from csatreport.records import Record
from csatreport.results import Contrasts


def lines(name: str, found: Contrasts, *, title: Text) -> tuple[Record, ...]:
    """How many services rose or fell along their line, one by one; that there is no line, with too few waves."""
    if not any(c.tested for c in found):
        none = claim(
            name,
            en="Too few waves can be compared to draw a line through them.",
            zh="可比的期数过少，不拟合走势线。",
        )
        return (none,)
    said = claim(
        name,
        en="Over all waves that can be compared, {lines.risen} of {lines} services rose clearly and {lines.fallen} fell "
        "clearly.",
        zh="在各期可比的范围内，{lines}项服务中，明显上升的有{lines.risen}项，明显下降的有{lines.fallen}项。",
        lines=found,
    )
    return said, tables.contrasts(f"{name}-table", found, title=title)

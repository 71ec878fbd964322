"""Breaks in series: ``[[breaks]]``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal

from csatreport.params.analysis.declared import Table
from csatreport.params.edition import WaveField
from csatreport.params.faults import Fault, closest
from csatreport.params.text import Text

if TYPE_CHECKING:
    from csatreport.params.questionnaire import Questionnaire

What = Literal["wording", "scale", "mode", "frame"]


class Break(Table):
    """From ``wave`` on, ``items`` (none: all) are no longer measured as before.

    ``what`` changed: the wording of the question, its scale, how people were asked, or who could be asked.
    """

    wave: WaveField
    what: What
    note: Text
    items: tuple[str, ...] = ()

    def faults(self, questionnaire: Questionnaire) -> Iterator[Fault]:
        """Items that do not exist."""
        known = {i.item for i in questionnaire.items}
        for item in self.items:
            if item not in known:
                where = f"params/analysis.toml, breaks of {self.wave}, items"
                yield Fault(f"no item {item!r}", where, todo=closest(item, known))

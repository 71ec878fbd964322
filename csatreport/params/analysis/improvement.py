"""What was done to improve: ``[[improvement]]``."""

from __future__ import annotations

from datetime import date

from csatreport.params.analysis.declared import Table
from csatreport.params.text import Text


class Improvement(Table):
    """From ``since`` on, something was done in ``levels`` of ``domain`` (none: everywhere) that ``items`` should show."""

    code: str
    title: Text
    items: tuple[str, ...]
    since: date
    domain: str = ""
    levels: tuple[str, ...] = ()
    cost: float | None = None

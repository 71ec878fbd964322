"""Breaks in series: ``[[breaks]]``."""

from __future__ import annotations

from typing import Literal

from csatreport.params.analysis.declared import Table
from csatreport.params.text import Text


class Break(Table):
    """From ``wave`` on, ``items`` (none: all) are no longer measured as before."""

    wave: str
    what: Literal["wording", "scale", "mode", "frame"]
    note: Text
    items: tuple[str, ...] = ()

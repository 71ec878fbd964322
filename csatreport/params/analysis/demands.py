"""What customers demand: ``[demands]``."""

from __future__ import annotations

from csatreport.params.analysis.declared import Table
from csatreport.params.text import Text


class Demand(Table):
    """One demand."""

    code: str
    label: Text


class Demands(Table):
    """What customers demand: ``[demands]``."""

    demand: tuple[Demand, ...] = ()

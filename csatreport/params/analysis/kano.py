"""How Kano's questions are read, and what features cost: ``[kano]``."""

from __future__ import annotations

from csatreport.params.analysis.declared import Table


class Kano(Table):
    """How Kano's questions are read, and what features cost: ``[kano]``."""

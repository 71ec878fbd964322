"""How the structure of satisfaction is looked for: ``[structure]``."""

from __future__ import annotations

from csatreport.params.analysis.declared import Table


class Structure(Table):
    """How the structure of satisfaction is looked for: ``[structure]``."""

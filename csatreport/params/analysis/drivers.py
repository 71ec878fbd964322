"""What drives satisfaction: ``[drivers]``."""

from __future__ import annotations

from csatreport.params.analysis.declared import Table


class Drivers(Table):
    """What drives satisfaction: ``[drivers]``."""

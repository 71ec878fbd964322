"""The journey of a customer: ``[journey]``."""

from __future__ import annotations

from csatreport.params.analysis.declared import Table


class Journey(Table):
    """The journey of a customer: ``[journey]``."""

"""The value of customers: ``[value]``."""

from __future__ import annotations

from csatreport.params.analysis.declared import Table


class Value(Table):
    """How tiers are cut, what states mean, and what lifetime value assumes."""

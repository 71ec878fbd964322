"""The index out of 1,000: ``[thousand]``."""

from __future__ import annotations

from csatreport.params.analysis.declared import Table


class Thousand(Table):
    """The index out of 1,000: ``[thousand]``."""

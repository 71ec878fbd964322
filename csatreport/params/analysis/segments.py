"""Segments of customers: ``[segments]``."""

from __future__ import annotations

from csatreport.params.analysis.declared import Table


class Segments(Table):
    """Which answers segments are found from, how many there may be, and what they are called."""

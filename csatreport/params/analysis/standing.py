"""Peers among each other: ``[standing]``."""

from __future__ import annotations

from csatreport.params.analysis.declared import Table


class Standing(Table):
    """Which customer types the mix is adjusted for."""

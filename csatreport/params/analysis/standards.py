"""Service standards and what customers say of the same: ``[standards]``."""

from __future__ import annotations

from csatreport.params.analysis.declared import Table


class Standards(Table):
    """Service standards and what customers say of the same: ``[standards]``."""

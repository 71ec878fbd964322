"""Themes and sentiment of comments: ``[comments]``."""

from __future__ import annotations

from csatreport.params.analysis.declared import Table


class Comments(Table):
    """Themes and sentiment of comments: ``[comments]``."""

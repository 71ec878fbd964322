"""The model of the satisfaction index: ``[path_model]``."""

from __future__ import annotations

from csatreport.params.analysis.declared import Table


class PathModel(Table):
    """The model of the satisfaction index: ``[path_model]``."""

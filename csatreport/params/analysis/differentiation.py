"""Which differences between customers are large enough to matter: ``[differentiation]``."""

from __future__ import annotations

from pydantic import Field

from csatreport.params.analysis.declared import Table


class Differentiation(Table):
    """Which differences between customers are large enough to matter: ``[differentiation]``.

    ``large`` is the smallest gap between the highest and the lowest group that matters, in points of the
    satisfaction index (0-100).
    """

    large: float = Field(default=5.0, gt=0, le=100)

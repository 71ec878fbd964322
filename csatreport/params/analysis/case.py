"""Cases that lessons are drawn from: ``[[case]]``."""

from __future__ import annotations

from csatreport.params.analysis.declared import Table
from csatreport.params.text import Text


class Case(Table):
    """A success or a failure: its background, actions with their dates, and the results expected of them."""

    code: str
    title: Text

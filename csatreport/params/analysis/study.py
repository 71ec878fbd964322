"""Studies of one market by others: ``[[study]]``."""

from __future__ import annotations

from csatreport.params.analysis.declared import Table
from csatreport.params.text import Text


class Study(Table):
    """The design of a study: who was asked, when, where, how many, and the weights of its factors."""

    code: str
    title: Text

"""A made-up company whose truth is known. No analysis imports it.

``python -m csatreport.simulate [DIR]`` writes the raw exports of twelve quarters of Brightwater Broadband,
an invented provider of broadband and home services, into ``DIR`` (``data/raw`` by default).

The way of the data: :mod:`company` and :mod:`events` (what is true) -> :mod:`population` (the customers)
-> :mod:`sampling` (who is asked and answers) -> :mod:`answers`, :mod:`details`, :mod:`comments` (what they
answer; :mod:`opinions` holds what they feel) -> :mod:`fieldwork` and :mod:`faults` (when, and what goes
wrong) -> :mod:`formats` (the files); :mod:`happenings` (the other records); :mod:`truth`.
"""

from csatreport.simulate.population import SEED
from csatreport.simulate.writing import write

__all__ = ["SEED", "write"]

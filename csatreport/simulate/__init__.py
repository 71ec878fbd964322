"""A made-up company whose truth is known. No analysis imports it.

``python -m csatreport.simulate [DIR]`` writes the raw exports of six quarters of Brightwater Broadband,
an invented provider of broadband and home services, into ``DIR`` (``data/raw`` by default).

The way of the data: :mod:`company` (what is true) -> :mod:`people` (who answers) -> :mod:`answers`
(what they answer) -> :mod:`faults` (what goes wrong) -> :mod:`export` (the files).
"""

from csatreport.simulate.export import Simulation, simulate, write

__all__ = ["Simulation", "simulate", "write"]

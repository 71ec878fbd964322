"""Importance-performance analysis: what matters to customers, and how well it is done.

``stated`` takes importance as customers say it, :mod:`.derived` as it is worked out from what goes with satisfaction;
``points`` is the map of both, ``crosshair`` its quadrants and how sure they are, ``priority`` what to do first.
"""

from csatreport.measure.importance.points import ImportancePerformance, Point
from csatreport.measure.importance.stated import changes, performances, quadrants

__all__ = ["ImportancePerformance", "Point", "changes", "performances", "quadrants"]

"""Segments: groups of customers found from their answers, how many there are, and whether they would be found again."""

from csatreport.measure.segments.features import Features
from csatreport.measure.segments.found import Evidence, Segmentation, found, placed

__all__ = ["Evidence", "Features", "Segmentation", "found", "placed"]

"""Segments: groups of customers found from their answers, how many there are, and whether they would be found again."""

from csatreport.measure.segments.features import Features
from csatreport.measure.segments.found import Evidence, Segmentation, found, placed
from csatreport.measure.segments.named import Segments, named
from csatreport.measure.segments.questions import typing_tool

__all__ = ["Evidence", "Features", "Segmentation", "Segments", "found", "named", "placed", "typing_tool"]

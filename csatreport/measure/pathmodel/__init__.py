"""The satisfaction index: a path model of constructs, estimated by partial least squares."""

from csatreport.measure.pathmodel.analysis import of
from csatreport.measure.pathmodel.groups import groups
from csatreport.measure.pathmodel.index import changes, series

__all__ = ["changes", "groups", "of", "series"]

"""Charts, one file per form."""

from csatreport.exhibit.charts.aims import aims
from csatreport.exhibit.charts.answers import answers
from csatreport.exhibit.charts.beforeafter import courses, events
from csatreport.exhibit.charts.cases import cases
from csatreport.exhibit.charts.casesactions import case_actions
from csatreport.exhibit.charts.change import change
from csatreport.exhibit.charts.composition import composition
from csatreport.exhibit.charts.corrected import mix, movers, shrinkage
from csatreport.exhibit.charts.demands import demands
from csatreport.exhibit.charts.differences import differences
from csatreport.exhibit.charts.dots import dots
from csatreport.exhibit.charts.flow import flow
from csatreport.exhibit.charts.funnel import funnel
from csatreport.exhibit.charts.gaps import gaps
from csatreport.exhibit.charts.heat import heat
from csatreport.exhibit.charts.journey import journey
from csatreport.exhibit.charts.kanomap import kanomap
from csatreport.exhibit.charts.kanoorder import kanoorder
from csatreport.exhibit.charts.kanoshares import kanoshares
from csatreport.exhibit.charts.pareto import pareto
from csatreport.exhibit.charts.paths import paths
from csatreport.exhibit.charts.quadrants import quadrants
from csatreport.exhibit.charts.scatter import scatter
from csatreport.exhibit.charts.scree import scree
from csatreport.exhibit.charts.segments import segment_evidence, segment_portrait, segment_profile
from csatreport.exhibit.charts.standing import standing
from csatreport.exhibit.charts.structure import correlations, loadings
from csatreport.exhibit.charts.studies import slopes
from csatreport.exhibit.charts.tones import tones
from csatreport.exhibit.charts.tree import tree
from csatreport.exhibit.charts.trend import trend
from csatreport.exhibit.charts.valuecurve import value_curve
from csatreport.exhibit.charts.valuematrix import value_matrix

__all__ = [
    "aims",
    "answers",
    "case_actions",
    "cases",
    "change",
    "composition",
    "correlations",
    "courses",
    "demands",
    "differences",
    "dots",
    "events",
    "flow",
    "funnel",
    "gaps",
    "heat",
    "journey",
    "kanomap",
    "kanoorder",
    "kanoshares",
    "loadings",
    "mix",
    "movers",
    "pareto",
    "paths",
    "quadrants",
    "scatter",
    "scree",
    "segment_evidence",
    "segment_portrait",
    "segment_profile",
    "shrinkage",
    "slopes",
    "standing",
    "tones",
    "tree",
    "trend",
    "value_curve",
    "value_matrix",
]

"""Kano's model: what must be there, what counts one to one, what delights.

``evaluation`` has the tables, ``answers`` reads the pairs of a wave, ``rules`` names classes and tells mixed ones,
``features`` estimates, ``resources`` orders by what money buys, ``analysis`` puts it together. Groups against
each other and waves against each other: :mod:`csatreport.compare.kano`.
"""

from csatreport.measure.kano.analysis import Domain, Group, Kano, analysis
from csatreport.measure.kano.features import Feature
from csatreport.measure.kano.resources import Step

__all__ = ["Domain", "Feature", "Group", "Kano", "Step", "analysis"]

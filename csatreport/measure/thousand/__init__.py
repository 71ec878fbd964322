"""The index out of 1,000: factors (dimensions) with weights, as studies of many brands publish it.

A factor is, for each respondent, the mean of the ratings he gave in it, rescaled to 0-1,000; its score is the weighted mean
over those who rated it. The index is the sum of factor scores times factor weights, in every group: weights of factors
that nobody of the group rated are shared out over the others.

``parts`` makes factors, ``whole`` the index, ``bands`` loyalty by band of it.
"""

from csatreport.measure.thousand.bands import Loyalty, loyalty
from csatreport.measure.thousand.parts import composite, factors, values
from csatreport.measure.thousand.whole import SUBJECT, Factor, Thousand, change, index, levels, series

__all__ = [
    "SUBJECT",
    "Factor",
    "Loyalty",
    "Thousand",
    "change",
    "composite",
    "factors",
    "index",
    "levels",
    "loyalty",
    "series",
    "values",
]

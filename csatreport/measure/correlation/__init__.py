"""How ratings move together: Pearson's and Spearman's correlations, weighted, with corrected tests.

``coefficient`` is the estimator (one pair of columns or many), ``family`` the correlations of a survey's items.
"""

from csatreport.measure.correlation.family import (
    Correlation,
    Correlations,
    between,
    items,
    services,
    with_overall,
)

__all__ = ["Correlation", "Correlations", "between", "items", "services", "with_overall"]

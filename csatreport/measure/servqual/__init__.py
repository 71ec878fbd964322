"""SERVQUAL: what customers perceived against what they expected, pair by pair.

``pairs`` says which answers belong together, ``weights`` what each dimension counts in the total, ``ranks`` makes
Wilcoxon's test, ``gaps`` the result. Gaps of groups and of waves: :mod:`csatreport.compare.servqual`.
"""

from csatreport.measure.servqual.gaps import Gap, Servqual, gaps

__all__ = ["Gap", "Servqual", "gaps"]

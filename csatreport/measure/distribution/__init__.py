"""How answers are distributed: frequencies, and the mean, median, mode and standard deviation of each item.

All are weighted and estimated with the whole design, by the levels of a domain too; a level with a small base is
suppressed with the neighbours that would give it away, as everywhere. ``spread`` holds the estimators of one column.
"""

from csatreport.measure.distribution.answers import frequencies, services
from csatreport.measure.distribution.summaries import Summary, quantiles, spreads, summaries, summarise

__all__ = ["Summary", "frequencies", "quantiles", "services", "spreads", "summaries", "summarise"]

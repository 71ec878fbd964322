"""Charts, one file per form."""

from csatreport.exhibit.charts.dots import dots

__all__ = ["dots"]

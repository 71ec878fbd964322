"""Tables, one file per kind of result."""

from csatreport.exhibit.tables.estimates import contrasts, estimates

__all__ = ["contrasts", "estimates"]

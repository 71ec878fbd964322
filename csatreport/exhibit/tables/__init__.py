"""Tables, one file per kind of result."""

from csatreport.exhibit.tables.estimates import contrasts, estimates
from csatreport.exhibit.tables.fieldwork import missing, modes, quarantine, weights
from csatreport.exhibit.tables.models import importance, indicators, servqual, standing

__all__ = [
    "contrasts",
    "estimates",
    "importance",
    "indicators",
    "missing",
    "modes",
    "quarantine",
    "servqual",
    "standing",
    "weights",
]

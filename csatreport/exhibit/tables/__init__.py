"""Tables, one file per kind of result."""

from csatreport.exhibit.tables.estimates import contrasts, estimates
from csatreport.exhibit.tables.fieldwork import missing, modes, quarantine
from csatreport.exhibit.tables.journey import blueprint, journey, lifecycle
from csatreport.exhibit.tables.models import importance, indicators, standing
from csatreport.exhibit.tables.received import sources, steps, strata, unmatched
from csatreport.exhibit.tables.servqual import servqual
from csatreport.exhibit.tables.thousand import thousand

__all__ = [
    "blueprint",
    "contrasts",
    "estimates",
    "importance",
    "indicators",
    "journey",
    "lifecycle",
    "missing",
    "modes",
    "quarantine",
    "servqual",
    "sources",
    "standing",
    "steps",
    "strata",
    "thousand",
    "unmatched",
]

"""Service standards: whether visits find them kept, and whether customers are satisfied where they are."""

from csatreport.measure.standards.compliance import (
    Compliance,
    Kept,
    branches,
    cells,
    changes,
    compliance,
    series,
)
from csatreport.measure.standards.perceived import Perceived, Sense, perceived, senses

__all__ = [
    "Compliance",
    "Kept",
    "Perceived",
    "Sense",
    "branches",
    "cells",
    "changes",
    "compliance",
    "perceived",
    "senses",
    "series",
]

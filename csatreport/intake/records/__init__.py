"""Other records than answers: complaints, sales, costs ... read, checked, made private, joined."""

from csatreport.intake.records.assemble import Records, assemble, people
from csatreport.intake.records.catalogue import FIELDS, TABLES
from csatreport.intake.records.delivered import Delivered, deliver, read_table
from csatreport.intake.records.fields import Field, Schema

__all__ = [
    "FIELDS",
    "TABLES",
    "Delivered",
    "Field",
    "Records",
    "Schema",
    "assemble",
    "deliver",
    "people",
    "read_table",
]

"""Every table of records that an edition may declare."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from csatreport.intake.records import cases, customers, feedback, improvement, money, service, studies
from csatreport.intake.records.fields import Schema
from csatreport.params.edition import TableName

TABLES: Final[Mapping[TableName, Schema]] = MappingProxyType(
    {
        schema.table: schema
        for schema in (
            customers.CUSTOMERS,
            customers.LIFECYCLE,
            feedback.COMPLAINTS,
            feedback.REVIEWS,
            feedback.INTERVIEWS,
            money.SALES,
            money.COSTS,
            service.VISITS,
            service.TRAINING,
            service.SUGGESTIONS,
            money.MARKET,
            service.WARNINGS,
            improvement.PROJECTS,
            improvement.TASKS,
            improvement.RISKS,
            cases.CASES,
            studies.STUDIES,
        )
    }
)
FIELDS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {name: tuple(f.name for f in schema.fields) for name, schema in TABLES.items()}
)

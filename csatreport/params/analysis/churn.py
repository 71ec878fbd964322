"""Customers who leave: ``[churn]``."""

from __future__ import annotations

from csatreport.params.analysis.declared import Table


class Churn(Table):
    """The event of the list ``lifecycle`` that ends a customer's time, and how risk is modelled."""

    event: str = "left"

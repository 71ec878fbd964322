"""Customers one by one: since when, and when they left."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from csatreport.measure.customers import Customers


def edition(customers, events=None, event="left"):
    tables = {"customers": pd.DataFrame(customers, columns=["customer", "since"])}
    tables["customers"]["since"] = pd.to_datetime(tables["customers"]["since"])
    if events is not None:
        tables["lifecycle"] = pd.DataFrame(events, columns=["customer", "event", "date"])
        tables["lifecycle"]["date"] = pd.to_datetime(tables["lifecycle"]["date"])
    return SimpleNamespace(records=tables, analysis=SimpleNamespace(churn=SimpleNamespace(event=event)))


@pytest.fixture
def three():
    return Customers.of(
        edition(
            [("a", "2020-01-01"), ("b", "2024-05-01"), ("c", "2026-01-01")],
            [("a", "left", "2025-03-01"), ("a", "contact", "2020-01-01"), ("z", "left", "2025-01-01")],
        )
    )


def test_a_customer_is_active_from_the_day_after_coming_until_leaving(three):
    assert three.active(date(2024, 5, 1)).tolist() == [True, False, False]
    assert three.active(date(2025, 3, 1)).tolist() == [True, True, False]
    assert three.active(date(2025, 3, 2)).tolist() == [False, True, False]


def test_who_leaves_in_a_quarter_is_told_by_its_first_and_last_day(three):
    assert three.leaves(date(2025, 1, 1), date(2025, 3, 31)).tolist() == [True, False, False]
    assert not three.leaves(date(2025, 4, 1), date(2026, 3, 31)).any()


def test_years_count_from_the_day_of_coming(three):
    assert three.years(date(2026, 1, 1)) == pytest.approx([6.0, 1.67, 0.0], abs=0.01)


def test_keys_find_their_rows_and_strangers_none(three):
    assert three.rows(pd.Series(["c", "z", "a"])).tolist() == [2, -1, 0]


def test_of_several_leavings_the_first_since_coming_counts():
    events = [("a", "left", "2019-06-01"), ("a", "left", "2024-02-01"), ("a", "left", "2023-02-01")]
    found = Customers.of(edition([("a", "2020-01-01")], events))
    assert found.left.astype(str).tolist() == ["2023-02-01"]


def test_without_a_lifecycle_nobody_is_known_to_have_left():
    assert np.isnat(Customers.of(edition([("a", "2020-01-01")])).left).all()


def test_the_event_that_ends_a_customers_time_is_declared():
    events = [("a", "cancelled", "2024-02-01"), ("a", "left", "2025-02-01")]
    found = Customers.of(edition([("a", "2020-01-01")], events, event="cancelled"))
    assert found.left.astype(str).tolist() == ["2024-02-01"]

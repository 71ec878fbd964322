from dataclasses import replace

import company
import numpy as np
import pandas as pd
import pytest
import truly
from dissatisfaction import LISTS, simple, survey

from csatreport.measure.moods import complaints
from csatreport.params import Text

CAUSES = {
    "late": Text(en="Late", zh="迟到"),
    "rude": Text(en="Rude", zh="态度差"),
    "bill": Text(en="Bill", zh="账单"),
}


class Kept(dict):
    """Tables that a test made, in place of prepared ones."""

    @property
    def data(self):
        return dict.fromkeys(self, "c" * 64)


def records(n=60, *, wave="2026Q3", **columns):
    opened = pd.Series(pd.Timestamp("2026-07-01 08:00") + pd.to_timedelta(np.arange(n), "h"))
    plain = {
        "cause": ["late"] * n, "customer": [f"c{i}" for i in range(n)], "opened": opened,
        "closed": opened + pd.Timedelta("2D"), "resolved": pd.array([True] * n, "boolean"),
        "repeat": pd.array([False] * n, "boolean"), "wave": wave,
    }  # fmt: skip
    return pd.DataFrame({**plain, **columns})


def made(*tables, **edition):
    base = survey(simple([5.0] * 20), **edition)
    labels = {**LISTS, "cause": CAUSES}
    kept = Kept(complaints=pd.concat(tables, ignore_index=True)) if tables else {}
    return replace(base, questionnaire=replace(base.questionnaire, labels=labels), records=kept)


def test_complaints_are_counted_and_timed():
    closed = records()["opened"] + pd.to_timedelta([1, 2, 3] * 20, "D")
    found = complaints.complaints(
        made(records(closed=closed, repeat=pd.array([True, False] * 30, "boolean")))
    ).total
    assert (found.volume.value, found.resolved.value, found.repeat.value, found.days.value) == (60, 1, 0.5, 2)
    assert (found.volume.unit, found.days.unit, found.resolved.data) == ("count", "days", "c" * 64)


def test_where_nobody_complains_twice_the_number_has_poissons_error():
    assert complaints.complaints(made(records())).total.volume.se == pytest.approx(60**0.5)


def test_a_customer_who_complains_often_widens_the_interval_and_unknown_callers_do_not():
    again = complaints.complaints(made(records(customer=["c1"] * 30 + [f"d{i}" for i in range(30)]))).total
    assert again.volume.se == pytest.approx((30**2 + 30) ** 0.5)
    unknown = complaints.complaints(made(records(customer=[None] * 30 + [f"d{i}" for i in range(30)]))).total
    assert unknown.volume.se == pytest.approx(60**0.5)


def test_what_is_not_closed_took_longer_than_all_others_and_is_neither_resolved_nor_not():
    closed, resolved = records()["closed"].copy(), pd.array([True] * 60, "boolean")
    closed[:20], resolved[:20] = pd.NaT, pd.NA
    found = complaints.complaints(made(records(closed=closed, resolved=resolved))).total
    assert (found.days.value, found.resolved.value, found.resolved.n) == (2, 1, 40)
    never = complaints.complaints(made(records(closed=pd.NaT))).total
    assert not never.days.shown


def test_causes_come_by_their_number_and_small_ones_are_hidden():
    found = complaints.complaints(made(records(cause=["rude"] * 20 + ["late"] * 30 + ["bill"] * 10)))
    assert [r.volume.level for r in found.rows] == ["", "late", "rude", "bill"]
    assert found.rows[1].label.zh == "迟到"
    few = complaints.complaints(made(records(cause=["late"] * 55 + ["bill"] * 5))).rows[1:]
    assert [(r.volume.level, r.volume.shown) for r in few] == [("late", True), ("bill", False)]


def test_without_records_of_the_wave_there_is_nothing():
    for empty in (made(), made(records(wave="2026Q1"))):
        assert complaints.complaints(empty).total is None
        assert not len(complaints.changes(empty))


def test_changes_are_one_family_of_four():
    spread = pd.to_timedelta(np.linspace(1, 2, 60), "D")
    slower = records(wave="2026Q2", closed=records()["opened"] + spread + pd.Timedelta("2D"))
    now = records(closed=records()["opened"] + spread)
    volume, resolved, _, days = complaints.changes(made(slower, now))
    assert (volume.value, volume.direction, days.direction) == (0, "none", "down")
    assert days.value == pytest.approx(-2, abs=1e-6)
    assert not resolved.tested  # all were resolved in both


def test_the_order_of_records_changes_nothing():
    table = company.survey().records["complaints"]
    one = complaints.complaints(company.survey(), causes=False).total
    turned = replace(company.survey(), records=Kept(complaints=table.sample(frac=1, random_state=2)))
    two = complaints.complaints(turned, causes=False).total
    for a, b in zip((one.volume, one.resolved, one.days), (two.volume, two.resolved, two.days), strict=True):
        assert (a.value, a.se) == pytest.approx((b.value, b.se))


def test_the_company_closes_quicker_and_resolves_as_its_records_were_made():
    *_, days = complaints.changes(company.survey())
    assert (
        days.direction == "down"
    )  # repairs are sent out by area and the hotline calls back since this quarter
    cases, scene = truly.cases(), truly.scene()
    own = scene.quarter(cases.opened) == len(scene.quarters) - 1
    true = float(cases.resolved[own & ~np.isnat(cases.closed)].mean())
    assert complaints.complaints(company.survey(), causes=False).total.resolved.value == pytest.approx(
        true, abs=0.005
    )

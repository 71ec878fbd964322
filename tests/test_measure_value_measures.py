"""Recency, frequency, money, profit, places, scores: against sums by hand."""

import numpy as np
import pytest
import valued

from csatreport.errors import DataError, UsageError
from csatreport.measure import value
from csatreport.measure.value.measures import Measures, cut, place
from csatreport.measure.value.sold import Sold, after, earlier
from csatreport.params import Wave
from csatreport.params.analysis.value import Value
from csatreport.results import Estimate

WAVE = Wave.parse("2026Q3")


def three():
    since = {"a": "2020-01-01", "b": "2024-01-01", "c": "2026-09-01", "d": "2020-01-01", "e": "2026-10-05"}
    sales = [
        ("a", "2026-09-30", 100, 40), ("a", "2025-10-01", 50, 10, "upgrade"), ("a", "2025-09-30", 70, 20),
        ("b", "2026-07-01", 30, -5), ("c", "2026-09-02", 10, 1), ("d", "2026-01-01", 500, 300), ("zz", "2026-01-01", 60, 6),
        ("b", "2026-08-01", -10, -2), ("a", "2024-09-01", 5, 5),
    ]  # fmt: skip
    opened = [("a", "2026-04-01", True), ("a", "2026-03-31", False), ("b", "2026-09-30", False)]
    complaints = [*opened, ("zz", "2026-09-01", False)]
    return valued.records(list(since.items()), sales, [("d", "2026-06-01")], complaints)


def measured(tables=None, **declared):
    made = valued.survey(tables or three())
    return Measures.of(Sold.of(made), Value(**declared), after(WAVE))


def test_measures_are_those_of_a_hand_calculation():
    m = measured()
    assert m.active.tolist() == [True, True, True, False, False]
    assert m.recency[:3].tolist() == [1, 61, 29]  # days until the day after the wave
    assert m.frequency[:3].tolist() == [2, 2, 1]  # the purchase of 30 September 2025 lies before the window
    assert m.money[:3].tolist() == [150, 20, 10]
    assert m.worth[:3].tolist() == [50, -7, 1]
    assert m.change[0] == pytest.approx(150 / 70 - 1)
    assert np.isnan(m.change[1:3]).all()  # bought nothing then; was not there
    assert m.complaints[:3].tolist() == [1, 1, 0]
    assert m.unresolved[:3].tolist() == [0, 1, 0]
    assert m.wanted[:3].tolist() == [1, 0, 0]


def test_the_window_is_declared():
    assert measured(months=3).money[:3].tolist() == [100, 20, 10]
    assert earlier(after(WAVE), 15) == np.datetime64("2025-07-01")


def test_money_takes_the_place_of_profit_that_was_not_delivered():
    tables = three()
    tables["sales"]["profit"] = np.nan
    assert measured(tables).worth[:3].tolist() == [150, 20, 10]
    sold = Sold.of(valued.survey(tables))
    assert sold.profit is None
    assert sold.unstated == 1
    assert measured(by="amount").worth[:3].tolist() == [150, 20, 10]


def test_sales_of_strangers_are_left_out_and_their_share_is_known():
    sold = Sold.of(valued.survey(three()))
    assert len(sold.customer) == 8
    assert sold.strangers == pytest.approx(60 / 835)


def test_sales_that_name_no_customer_at_all_are_refused():
    tables = three()
    tables["sales"]["customer"] = "nobody"
    with pytest.raises(DataError, match="no sale names a customer"):
        Sold.of(valued.survey(tables))
    del tables["sales"]
    with pytest.raises(UsageError, match="no table 'sales'"):
        Sold.of(valued.survey(Plain(tables)))


class Plain(valued.Tables):
    def __missing__(self, table):
        raise UsageError(f"no table {table!r}")


def test_places_are_shares_above_with_equals_counted_half():
    assert place(np.array([10.0, 30.0, 20.0, 20.0])) == pytest.approx([0.875, 0.125, 0.5, 0.5])
    assert place(np.full(4, 7.0)) == pytest.approx([0.5] * 4)
    assert len(place(np.empty(0))) == 0


def test_equals_at_a_cut_stay_together():
    values = np.array([9.0, 5.0, 5.0, 5.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0])
    assert cut(place(values), [0.2, 0.5, 1.0]).tolist() == [0, 1, 1, 1, 2, 2, 2, 2, 2, 2]
    assert cut(place(np.arange(10.0)), [0.2, 0.5, 1.0]).tolist() == [2, 2, 2, 2, 2, 1, 1, 1, 0, 0]


def test_scores_are_fifths_and_who_never_bought_is_last():
    tables = valued.records(
        [(f"k{i}", "2020-01-01") for i in range(10)],
        [(f"k{i}", f"2026-0{i + 1}-01", 10 * i + 1, 1) for i in range(8)],
    )
    m = measured(tables)
    assert m.score(m.money).tolist() == [2, 2, 3, 3, 4, 4, 5, 5, 1, 1]
    assert m.score(m.recency, low=True).tolist() == [2, 2, 3, 3, 4, 4, 5, 5, 1, 1]


def test_what_was_not_known_for_all_of_the_window_is_said():
    assert measured().whole
    tables = three()
    tables["sales"] = tables["sales"][tables["sales"]["date"] >= "2026-01-01"]
    assert not measured(tables).whole
    assert np.isnan(measured(tables).change).all()


def test_rows_in_another_order_change_nothing():
    tables, other = valued.company(), valued.company()
    rng = np.random.default_rng(1)
    for name in other:
        other[name] = other[name].iloc[rng.permutation(len(other[name]))].reset_index(drop=True)
    for made in (value.tiers, value.lifetime, value.by_state, value.groups, value.foretold):
        first, second = (
            made(value.Portfolio.of(valued.survey(t, previous="2026Q2"))) for t in (tables, other)
        )
        assert [_rounded(e) for e in _estimates(first)] == [_rounded(e) for e in _estimates(second)]


def _estimates(thing):
    if isinstance(thing, Estimate):
        return [thing]
    if isinstance(thing, tuple | list):
        return [e for part in thing for e in _estimates(part)]
    return (
        [e for part in vars(thing).values() for e in _estimates(part)]
        if hasattr(thing, "__dict__") and not hasattr(thing, "year")
        else []
    )


def _rounded(e):
    return (
        e.measure,
        e.level,
        e.flag,
        *(None if x is None or np.isnan(x) else round(x, 6) for x in (e.value, e.low, e.high)),
    )

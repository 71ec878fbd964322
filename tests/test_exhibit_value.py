"""What the chapter on value says and draws, also where little is known."""

import re

import numpy as np
import pytest
import valued

from csatreport.errors import BookError
from csatreport.exhibit import charts, sentences
from csatreport.measure import value
from csatreport.records import Claim, Table


def chapter(portfolio):
    """Every exhibit of the chapter, as its notebook makes them."""
    states, groups, lifetime = value.by_state(portfolio), value.groups(portfolio), value.lifetime(portfolio)
    said = sentences.value
    return [
        *said.changed(
            "value.changed", value.leaving_changes(portfolio), value.mood_changes(portfolio), states
        ),
        *said.first("value.first", groups),
        *said.tiers("value.tiers", value.tiers(portfolio), lifetime),
        *said.scores("value.scores", value.scores(portfolio)),
        *said.lifetime("value.lifetime", lifetime),
        *said.states("value.states", states, value.foretold(portfolio)),
        *said.matrix("value.matrix", value.matrix(portfolio)),
        *said.groups("value.groups", groups),
    ]


def answers(wave="2026Q3", top=5):
    names = [f"k{i:04d}" for i in range(400) if i % 12]
    return valued.answers(names, np.where(np.arange(len(names)) % 5 < 3, top, 2), wave)


def of(tables=None, *frames, **rest):
    return value.Portfolio.of(valued.survey(tables or valued.company(), *frames, **rest))


@pytest.fixture(scope="module")
def whole():
    return chapter(of(None, answers("2026Q2", 3), answers(), previous="2026Q2"))


def texts(records, language):
    return " ".join(r.text[language] for r in records if isinstance(r, Claim))


def test_everything_has_its_own_name_and_both_languages(whole):
    names = [r.id for r in whole]
    assert len(names) == len(set(names))
    assert all(n.startswith("value.") for n in names)
    assert not re.search(r"[\u4e00-\u9fff]", texts(whole, "en"))
    assert "应首先联系" in texts(whole, "zh")
    for table in (r for r in whole if isinstance(r, Table)):
        assert all(cell.text["zh"] or not cell.text["en"] for row in table.rows for cell in row)


def test_the_changes_and_the_group_to_call_come_first(whole):
    assert [r.id for r in whole[:4]] == [
        "value.changed-left",
        "value.changed-mood",
        "value.changed-risk",
        "value.first",
    ]


def test_every_assumption_of_lifetime_value_is_printed(whole):
    table = next(r for r in whole if r.id == "value.lifetime-assumptions")
    assert [row[1].text["en"] for row in table.rows][2:4] == ["5", "10.0%"]
    assert table.rows[0][1].text["en"] == "12"


def test_an_edition_without_an_earlier_wave_says_nothing_of_changes():
    names = {r.id for r in chapter(of(None, answers(), previous=None))}
    assert not {n for n in names if n.startswith("value.changed")}
    assert "value.first" in names
    assert "value.tiers-moved" not in names


def test_without_leavers_answers_or_profit_the_chapter_still_stands():
    tables = valued.company()
    del tables["lifecycle"], tables["complaints"]
    tables["sales"]["profit"] = np.nan
    found = chapter(of(tables, previous=None))
    said = texts(found, "en")
    assert "lifetime value is not known" in said
    assert "No answers can be placed with a tier" in said
    assert "of the sales of the last 12 months" in said
    assert "To call first" in said


def test_customers_who_bring_nothing_make_no_curve():
    tables = valued.records([(f"k{i}", "2020-01-01") for i in range(30)], [("k0", "2019-01-01", 10, 5)])
    portfolio = of(tables)
    assert {r.id for r in chapter(portfolio)} >= {"value.tiers-table", "value.states-table"}
    with pytest.raises(BookError, match="without anything to show"):
        charts.value_curve("value.curve", value.tiers(portfolio))
    with pytest.raises(BookError, match="without anything to show"):
        charts.value_matrix("value.matrix", value.matrix(portfolio))


def test_declared_names_that_are_markup_stay_words():
    bad = "<b>=1+1</b> $x$ *a*"
    tier = {"code": "top", "label": {"en": bad, "zh": bad}, "share": 0.3}
    rest = {"code": "rest", "label": {"en": "Rest", "zh": "其余"}, "share": 0.7}
    declared = {"tier": [tier, rest], "state": {"prime": 1}}
    portfolio = of(None, answers(), value=declared)
    curve = charts.value_curve("value.curve", value.tiers(portfolio))
    matrix = charts.value_matrix("value.matrix", value.matrix(portfolio))
    assert all("<b>" not in c.svg["en"] for c in (curve, matrix))


def test_hidden_cells_of_the_matrix_print_no_number():
    names = ["k0001", *(f"k{i:04d}" for i in range(41, 341, 5))]
    found = value.matrix(of(None, valued.answers(names, [1, *([5, 3, 2] * 20)])))
    data = charts.value_matrix("value.matrix", found).data["en"]
    hidden = [row for row in data[1:] if row[2] is None]
    assert hidden
    assert all(x is None for row in hidden for x in row[2:])


def test_neither_curve_nor_sentence_tells_what_one_customer_brings():
    names = [f"k{i}" for i in range(95)]
    rich = [(names[0], "2026-09-01", 10_000.0, 5_000.0)]
    sales = [(c, "2026-08-01", 10.0, 2.0) for c in names[1:]]
    found = value.tiers(of(valued.records([(c, "2020-01-01") for c in names], rich + sales), minimum_base=30))
    (none, *_, everybody), shares = found.curve, [round(x * 95) for x, _ in found.curve]
    assert (none, everybody) == ((0.0, 0.0), (1.0, 1.0))
    assert min(np.diff(shares)) >= 30
    assert found.half is None
    assert not found.top.customers.shown
    said = sentences.value.tiers("value.tiers", found, None)
    assert not any(str(n) in texts(said, "en") for n in (10_000, 5_000, "nan"))
    assert "too few" in texts(said, "en")


def test_how_many_customers_a_hidden_tier_has_stands_nowhere():
    """Tiers of 20, 60, 120 and 200 of 400 customers, some of whom left: the first is hidden, and the next with it."""
    portfolio = of(None, previous=None, minimum_base=30)
    found, worth = value.tiers(portfolio), value.lifetime(portfolio)
    assert [t.customers.shown for t in found.rows] == [False, False, True, True]
    for table in (r for r in sentences.value.tiers("value.t", found, worth) if isinstance(r, Table)):
        assert all(cell.text["en"] in ("–", "") for row in table.rows[:2] for cell in row[1:])
    lifetime = next(r for r in sentences.value.lifetime("value.l", worth) if r.id == "value.l-table")
    assert [[cell.text["en"] for cell in row[1:]] for row in lifetime.rows[:2]] == [["–"] * 3] * 2


def test_the_base_of_all_others_does_not_tell_how_many_answered_in_a_hidden_tier():
    found = value.matrix(of(None, answers(), previous=None, minimum_base=30))
    hidden = [c for c in found.gaps if not c.second.shown]
    assert hidden
    assert not any(c.first.shown for c in hidden)
    table = next(r for r in sentences.value.matrix("value.m", found) if r.id == "value.m-gaps")
    assert table.note["en"].startswith("Base 110–256.")

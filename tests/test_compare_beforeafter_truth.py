"""What the simulated company planted is found again, in every wave, and what did nothing is never called a success."""

from __future__ import annotations

from dataclasses import replace

import company
import pytest

from csatreport.compare import beforeafter
from csatreport.params import Wave

NOTHING = ("loyalty_gifts", "outage_sms")
WAVES = ("2025Q2", "2025Q4", "2026Q3")


@pytest.fixture(scope="module")
def found():
    survey = company.survey()
    made = {}
    for name in WAVES:
        wave = Wave.parse(name)
        edition = survey.edition.model_copy(
            update={"wave": wave, "previous": wave.shifted(-1), "year_ago": wave.shifted(-4)}
        )
        made[name] = beforeafter.effects(replace(survey, edition=edition))
    return made


def compared(found):
    return [(wave, row) for wave, made in found.items() for row in made.compared]


def test_intervals_hold_what_was_planted_in_every_wave(found):
    planted = company.truth()["improvements"]
    rows = compared(found)
    assert len(rows) == 12
    for wave, row in rows:
        points = planted[row.code]["points"][row.item]
        assert row.effect.low <= points <= row.effect.high, (wave, row.code, row.item)


def test_what_worked_is_seen_and_what_did_nothing_is_not(found):
    for wave, row in compared(found):
        assert row.verdict == ("unseen" if row.code in NOTHING else "worked"), (wave, row.code)
        assert not row.leads.apart


def test_no_earlier_quarter_and_no_other_branches_show_what_worked(found):
    for _, row in compared(found):
        assert not row.earlier.clear.rows
        assert row.rank.sets == 999
        assert (row.rank.larger == 0) == (row.verdict == "worked")


def test_what_began_everywhere_is_a_change_and_no_effect(found):
    rows = {r.code: r for r in found["2026Q3"].rows if r.change is not None}
    assert set(rows) == {"install_slots", "callback", "dispatch", "new_app", "new_bill"}
    assert {r.verdict for r in rows.values()} == {"everywhere"}
    assert rows["new_bill"].change.direction == "down"
    assert rows["install_slots"].change.first.wave == "2026Q1"


def test_what_has_not_begun_waits(found):
    rows = {r.code: r.verdict for r in found["2025Q2"].rows}
    assert (rows["outage_sms"], rows["new_bill"], rows["wifi_check"]) == ("waiting", "waiting", "worked")


def test_the_cost_is_what_its_project_spent(found):
    spent = company.survey().records["projects"].set_index("project")["spent"]
    row = next(r for r in found["2026Q3"].rows if r.code == "wifi_check")
    assert row.money.cost.value == spent["GJ01"]
    assert row.money.payback.low < row.money.payback.value < row.money.payback.high

import json
from types import SimpleNamespace as Given

import pytest
from figures import HOSTILE, branches, changes, contrast, estimate, hidden, items
from test_exhibit_charts import FIELDWORK, MATRIX, SERVQUAL, STANDING, TREE

from csatreport.errors import BookError
from csatreport.exhibit import tables
from csatreport.params import Text
from csatreport.records import from_json, to_json
from csatreport.results import Contrasts, Count, Estimates

ASIDE = [
    Given(
        label=Text(en="Too fast", zh="作答过快"),
        item_label=None,
        count=Count(30, Text(en="a", zh="a"), of=40),
    ),
    Given(
        label=Text(en="Out of range", zh="超出量程"),
        item_label=Text(en="Billing", zh="账单"),
        count=Count(3, Text(en="a", zh="a"), of=3),
    ),
]
FIELD = Given(
    modes=FIELDWORK.modes,
    total=FIELDWORK.total,
    responses=ASIDE[:1],
    answers=ASIDE[1:],
    missing=[Count(30, Text(en="Billing", zh="账单"), of=1380, unit="share")],
)
SOURCE = Given(label=Text(en="Complaints", zh="投诉"), files=4, received=Count(40, Text.same("a")),
               accepted=Count(38, Text.same("a")), quarantined=Count(2, Text.same("a")))  # fmt: skip
STRATA = [
    Given(label=Text(en="Urban", zh="城区"), population=512600.0, drawn=900.0, received=700.0, accepted=650.0,
          response=0.7, validity=0.93),
    Given(label=Text(en="Township", zh="乡镇"), population=121100.0, drawn=None, received=60.0, accepted=50.0,
          response=None, validity=0.83),
]  # fmt: skip
CAME = Given(
    sources=[SOURCE, SOURCE],
    total=SOURCE,
    strata=STRATA,
    steps=[
        Given(
            label=Text(en="Raked", zh="迭代加权"),
            lowest=0.3,
            median=0.9,
            highest=3.1,
            effective=1290.4,
            deff=1.07,
        )
    ],
    unmatched=[
        Given(table=Text(en="Sales", zh="销售"), field=Text(en="Customer", zh="客户"), keys=3, rows=5)
    ],
)
KINDS = {
    "estimates": lambda: tables.estimates("t", branches()),
    "contrasts": lambda: tables.contrasts("t", changes()),
    "servqual": lambda: tables.servqual("t", SERVQUAL),
    "dimensions": lambda: tables.servqual("t", SERVQUAL, of="dimensions"),
    "importance": lambda: tables.importance("t", MATRIX),
    "standing": lambda: tables.standing("t", STANDING),
    "indicators": lambda: tables.indicators("t", TREE),
    "modes": lambda: tables.modes("t", FIELD),
    "quarantine": lambda: tables.quarantine("t", FIELD),
    "missing": lambda: tables.missing("t", FIELD),
    "sources": lambda: tables.sources("t", CAME),
    "strata": lambda: tables.strata("t", CAME),
    "steps": lambda: tables.steps("t", CAME),
    "unmatched": lambda: tables.unmatched("t", CAME),
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_row_has_a_cell_for_every_column_and_every_text_both_languages(kind):
    table = KINDS[kind]()
    assert all(len(row) == len(table.columns) for row in table.rows)
    texts = (
        [c.text for row in table.rows for c in row]
        + [c.label for c in table.columns]
        + [table.title, table.note]
    )
    assert all(set(t) == {"en", "zh"} for t in texts)
    assert from_json(json.loads(json.dumps(to_json(table), allow_nan=False))) == table


@pytest.mark.parametrize("kind", KINDS)
def test_numbers_stand_at_the_right_and_words_at_the_left(kind):
    table = KINDS[kind]()
    for i, column in enumerate(table.columns):
        kinds = {isinstance(row[i].value, int | float) for row in table.rows if row[i].value is not None}
        if kinds == {True}:
            assert column.align == "right", column.label


def test_units_are_in_the_header_and_not_in_the_cells():
    table = tables.estimates("t", items(2))
    assert table.columns[1].unit["en"] == "%"
    assert table.rows[0][1].text["en"] == "90.0"
    assert table.rows[0][1].value == 90.0
    assert table.rows[0][2].text["zh"] == "88.1–91.9"


def test_what_is_suppressed_shows_a_dash_and_holds_no_number():
    row = tables.estimates("t", branches()).rows[3]
    assert row[0].text["en"] == "Branch D"
    assert {c.text["en"] for c in row[1:]} == {"–"}
    assert {c.value for c in row[1:]} == {None}
    assert {c.mark for c in row[1:]} == {"suppressed"}


def test_a_low_base_is_marked_on_the_number():
    assert tables.estimates("t", branches()).rows[2][1].mark == "low"


def test_a_contrast_with_a_suppressed_side_gives_away_neither_side():
    shown = estimate(0.8, domain="branch", level="A")
    table = tables.contrasts(
        "t", Contrasts((contrast(shown, hidden(domain="branch", level="B"), kind="gap"),))
    )
    assert all(not isinstance(c.value, int | float) for c in table.rows[0])


def test_only_a_supported_difference_has_a_colour():
    status = [row[-1].status for row in tables.contrasts("t", changes()).rows]
    assert status == ["good", "bad", "none"]


def measured(measure, first, second):
    sides = [
        estimate(x, measure=measure, unit="index", wave=w) for x, w in ((first, "2026Q2"), (second, "2026Q3"))
    ]
    return tables.contrasts("t", Contrasts((contrast(*sides),))).rows[0][-1].status


def test_a_lower_priority_is_good_news_and_a_larger_need_is_no_news_at_all():
    assert measured("priority", 30.0, 20.0) == "good"
    assert measured("csat_index", 30.0, 20.0) == "bad"
    assert measured("need", 30.0, 20.0) == "none"


def test_a_table_of_nothing_says_so():
    assert "No result" in tables.contrasts("t", Contrasts(())).rows[0][0].text["en"]


def test_a_hostile_label_is_kept_as_plain_text():
    table = tables.estimates(
        "t", Estimates((estimate(label=Text(en=HOSTILE, zh=HOSTILE)), estimate(item="b")))
    )
    assert table.rows[0][0].text["en"] == HOSTILE


def test_groups_that_stand_together_get_a_heading():
    grouped = Estimates(
        tuple(
            estimate(item=f"q{i}", group=g, group_label=Text(en=g, zh=g))
            for i, g in enumerate(["Network", "Network", "Price"])
        )
    )
    assert {k: v["en"] for k, v in tables.estimates("t", grouped).groups.items()} == {
        "0": "Network",
        "2": "Price",
    }


def test_a_table_of_different_measures_is_refused():
    mixed = Estimates((estimate(0.8), estimate(34.0, unit="nps", measure="nps")))
    with pytest.raises(BookError, match="different measures"):
        tables.estimates("t.mixed", mixed)


def test_one_source_alone_has_no_total_below_it():
    lines = {n: len(tables.sources("t", Given(sources=[SOURCE] * n, total=SOURCE)).rows) for n in (1, 2)}
    assert lines == {1: 1, 2: 3}


def test_a_stratum_of_which_nobody_knows_how_many_were_drawn_shows_a_dash():
    assert [c.text["en"] for c in tables.strata("t", CAME).rows[1]][2:6] == ["–", "60", "50", "–"]


def test_where_every_key_leads_to_its_row_the_table_says_so():
    (row,) = tables.unmatched("t", Given(unmatched=[])).rows
    assert row[0].text == {"en": "Every key leads to its row.", "zh": "所有键值均已匹配。"}

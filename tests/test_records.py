import json

import pytest
from executed import records

from csatreport.records import Cell, Column, Table, from_json, to_json


@pytest.mark.parametrize("record", records("p"), ids=lambda r: r.kind)
def test_a_record_is_the_same_after_a_journey_as_json(record):
    assert from_json(json.loads(json.dumps(to_json(record)))) == record


def test_what_is_no_record_is_refused():
    with pytest.raises(KeyError, match="unknown record kind 'picture'"):
        from_json({"kind": "picture"})


def test_a_heading_says_its_unit_in_brackets_and_nothing_where_there_is_none():
    share = Column({"en": "Share", "zh": "满意率"}, {"en": "%", "zh": ""})
    assert (share.heading("en"), share.heading("zh")) == ("Share (%)", "满意率")


def test_every_row_stands_under_the_last_heading_above_it():
    same = {"en": "", "zh": ""}
    row = (Cell(same),)
    groups = {"1": {"en": "Service", "zh": "服务"}, "3": {"en": "Price", "zh": "价格"}}
    table = Table("t", same, (Column(same, same),), (row,) * 5, same, groups)
    assert [g["en"] for g in table.group_of_rows] == ["", "Service", "Service", "Price", "Price"]

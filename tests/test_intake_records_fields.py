"""Schemas of records: what they declare fits together, and the documentation says the same."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest
from recordtables import LISTS, described

from csatreport.intake.records import TABLES, faults
from csatreport.intake.records.fields import Schema, field
from csatreport.params.edition import TableName

SCHEMAS = pytest.mark.parametrize("schema", TABLES.values(), ids=lambda s: s.table)
DOCS = Path(__file__).parents[1] / "docs" / "records.md"


def test_every_table_that_an_edition_may_declare_has_a_schema() -> None:
    assert tuple(TABLES) == get_args(TableName)


@SCHEMAS
def test_what_a_schema_names_are_its_stored_fields(schema: Schema) -> None:
    names = [f.name for f in schema.fields]
    stored = {f.name for f in schema.stored}
    assert len(names) == len(set(names))
    assert {*schema.unique, schema.date, *(name for pair in schema.order for name in pair)} <= stored


@SCHEMAS
def test_key_and_date_of_a_row_are_required(schema: Schema) -> None:
    assert schema[schema.date].required
    assert schema[schema.unique[0]].required
    assert all(f.required for f in schema.of_kind("key"))


@SCHEMAS
def test_no_table_holds_a_column_that_joining_adds(schema: Schema) -> None:
    assert not {"wave", "row", "source", "part"} & {f.name for f in schema.fields}


@SCHEMAS
def test_the_documentation_shows_the_schema(schema: Schema) -> None:
    assert described(schema) in DOCS.read_text(encoding="utf-8")


def test_the_documentation_shows_nothing_else() -> None:
    text = DOCS.read_text(encoding="utf-8")
    assert text[text.index("## customers") :] == "\n".join(described(s) for s in TABLES.values())


def test_the_documentation_names_every_rule() -> None:
    rules = {v for n, v in vars(faults).items() if n.isupper() and isinstance(v, str)}
    rows = [line.split(" | ")[0].removeprefix("| ") for line in DOCS.read_text(encoding="utf-8").splitlines()]
    assert rules <= set(rows)
    assert len(rules) == 11


def test_lists_of_the_schemas_are_those_that_tests_declare() -> None:
    assert {f.codes for s in TABLES.values() for f in s.fields if f.codes} == set(LISTS)


def test_a_field_is_written_in_short() -> None:
    found = field("rating", "rating:1-5*", "Stars", "评分")
    assert (found.kind, found.low, found.high, found.required) == ("rating", 1, 5, True)
    assert field("branch", "branch", "B", "分").codes == "branch"
    assert field("hours", "number:0-", "H", "时").high is None
    assert field("parent", "reference:tasks", "P", "上").refers == "tasks"
    assert field("author", "personal:name", "A", "人").names
    with pytest.raises(ValueError, match="no kind of field"):
        field("x", "string", "X", "X")

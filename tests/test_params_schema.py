"""JSON Schemas for editors."""

from __future__ import annotations

import json
from pathlib import Path

from csatreport.params.schema import write


def test_schemas_are_written_for_everything_declared_and_refuse_strangers(tmp_path: Path) -> None:
    files = write(tmp_path)
    assert [f.name for f in files] == ["analysis.json", "book.json", "edition.json", "item.json"]
    assert all(json.loads(f.read_text(encoding="utf-8"))["additionalProperties"] is False for f in files)


def test_an_edition_needs_no_name_and_its_wave_is_a_text(tmp_path: Path) -> None:
    schema = json.loads(write(tmp_path)[2].read_text(encoding="utf-8"))
    assert "name" not in schema["properties"]
    assert "name" not in schema["required"]
    assert "string" in schema["properties"]["wave"]["type"]


def test_schemas_are_the_same_bytes_each_time(tmp_path: Path) -> None:
    first = [f.read_bytes() for f in write(tmp_path)]
    assert [f.read_bytes() for f in write(tmp_path)] == first

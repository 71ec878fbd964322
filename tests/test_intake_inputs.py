"""What prepared tables are made of: nothing that they depend on is left out."""

from __future__ import annotations

from pathlib import Path

import pytest

from csatreport.intake import inputs, redact


def test_a_hash_depends_on_everything_it_is_given() -> None:
    assert inputs.hashed([{"a": 1}, ["x"]]) == inputs.hashed([{"a": 1}, ["x"]])
    others = ([{"a": 1}, ["x"]], [{"a": 2}, ["x"]], [{"a": 1}, ["y"]])
    assert len({inputs.hashed(content) for content in others}) == 3


def test_the_words_that_personal_data_are_known_by_are_part_of_the_program(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    words = Path(redact.__file__).with_name("words.toml")
    before = inputs.program()["code"]
    digest = inputs.digest
    monkeypatch.setattr(inputs, "digest", lambda file: "another" if file == words else digest(file))
    assert inputs.program()["code"] != before

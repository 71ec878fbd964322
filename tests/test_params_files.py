"""Declared files: read as UTF-8, refused by name."""

from __future__ import annotations

from pathlib import Path

import pytest

from csatreport.errors import ParamsError
from csatreport.params.files import text


def test_a_byte_order_mark_is_no_part_of_the_text(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text("标题", encoding="utf-8-sig")
    assert text(tmp_path, "a.toml") == "标题"


@pytest.mark.parametrize("problem", ["a file is missing", "a file cannot be read", "not UTF-8 at byte 2"])
def test_what_cannot_be_read_is_named(tmp_path: Path, problem: str) -> None:
    if "cannot" in problem:
        (tmp_path / "a.toml").mkdir()
    elif "UTF-8" in problem:
        (tmp_path / "a.toml").write_bytes(b"ab\xff")
    with pytest.raises(ParamsError, match=problem) as caught:
        text(tmp_path, "a.toml")
    assert caught.value.where == "a.toml"

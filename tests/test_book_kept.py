from __future__ import annotations

import os
from pathlib import Path

import pytest

from csatreport.book.kept import Kept


def test_what_was_kept_is_found_again_and_nothing_else(tmp_path: Path) -> None:
    kept = Kept(tmp_path / "kept", "tools")
    name = kept.name("page", {"source": "满意"})
    assert kept.get(name) is None
    kept.put(name, b"html")
    assert kept.get(name) == b"html"
    assert Kept(tmp_path / "kept", "others").name("page", {"source": "满意"}) != name


@pytest.mark.parametrize("damage", [b"", b"short", b"x" * 200])
def test_an_entry_that_was_touched_is_as_good_as_none(tmp_path: Path, damage: bytes) -> None:
    kept = Kept(tmp_path)
    kept.put("name", b"html")
    (tmp_path / "name").write_bytes(damage)
    assert kept.get("name") is None


def test_an_entry_under_another_name_is_another_one(tmp_path: Path) -> None:
    kept = Kept(tmp_path)
    kept.put("one", b"html")
    (tmp_path / "one").rename(tmp_path / "two")
    assert kept.get("two") is None


def test_without_a_folder_nothing_is_kept() -> None:
    kept = Kept()
    kept.put("name", b"html")
    kept.sweep()
    assert kept.get("name") is None


def test_what_was_not_used_for_longest_goes_first_and_using_is_reading(tmp_path: Path) -> None:
    kept = Kept(tmp_path)
    for age, name in enumerate(("new", "middle", "old")):
        kept.put(name, bytes(100))
        os.utime(tmp_path / name, (1000 - age, 1000 - age))
    assert kept.get("old") == bytes(100)
    kept.sweep(limit=300)
    assert {path.name for path in tmp_path.iterdir()} == {"old", "new"}


def test_a_write_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="space"):
        Kept(tmp_path).put("name", b"html")
    assert list(tmp_path.iterdir()) == []

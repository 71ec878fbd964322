"""What the operating system refuses reaches people as an error of csatreport."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from csatreport import storage
from csatreport.errors import BookError


def test_a_full_disk_says_so() -> None:
    with (
        pytest.raises(BookError, match="the disk is full") as caught,
        storage.told(outcome="nothing is lost"),
    ):
        raise OSError(errno.ENOSPC, "No space left on device", "/data/a.parquet")
    assert caught.value.where == "/data/a.parquet"
    assert caught.value.todo.endswith("; nothing is lost")


def test_a_file_in_place_of_a_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "reports").write_text("mine")
    with pytest.raises(BookError, match="cannot be used") as caught, storage.told():
        (tmp_path / "reports" / "new").mkdir()
    assert caught.value.where == str(tmp_path / "reports" / "new")
    assert "Not a directory" in caught.value.got


def test_nobody_listening_is_no_fault_of_a_file() -> None:
    with pytest.raises(BrokenPipeError), storage.told():
        raise BrokenPipeError(errno.EPIPE, "Broken pipe")


def test_a_file_is_replaced_whole_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    file = tmp_path / "kept"
    storage.replaced(file, b"before")
    storage.replaced(file, b"after")
    assert file.read_bytes() == b"after"
    assert [path.name for path in tmp_path.iterdir()] == ["kept"]


def test_what_cannot_be_put_in_place_leaves_nothing_behind(tmp_path: Path) -> None:
    taken = tmp_path / "folder"
    taken.mkdir()
    with pytest.raises(OSError, match="folder"):
        storage.replaced(taken, b"content")
    assert [path.name for path in tmp_path.iterdir()] == ["folder"]

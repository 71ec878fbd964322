"""Files whose name or place is odd: put there when a test asks for them."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from bad.texts import SOUND

Put = Callable[[Path], object]


def _sound(path: Path) -> None:
    path.write_text(SOUND, encoding="utf-8")


def _linked(path: Path) -> None:
    """A link to a file outside of the project."""
    real = path.parents[3] / "elsewhere.csv"
    _sound(real)
    path.symlink_to(real)


def _loop(path: Path) -> None:
    path.symlink_to(path.with_name("other.csv"))
    path.with_name("other.csv").symlink_to(path)


def _unreadable(path: Path) -> None:
    _sound(path)
    path.chmod(0)


PLACES: dict[str, Put] = {
    "a;b&c.csv": _sound,
    "-rf --help.csv": _sound,
    "line\nbreak.csv": _sound,
    "$(touch x) `id` 'q' \"q\".csv": _sound,
    "答卷 第三季度 (1).csv": _sound,
    "../../../outside.csv": _sound,
    "linked.csv": _linked,
    "dangling.csv": lambda path: path.symlink_to("nowhere.csv"),
    "loop.csv": _loop,
    "folder.csv": Path.mkdir,
    "pipe.csv": os.mkfifo,
    "device.csv": lambda path: path.symlink_to("/dev/zero"),
    "unreadable.csv": _unreadable,
    "x" * 300 + ".csv": lambda _: None,
}

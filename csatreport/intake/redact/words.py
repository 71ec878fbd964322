"""Words that tell personal data from other words, read from ``words.toml`` beside this file."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files

_LISTS = tomllib.loads((files(__package__) / "words.toml").read_text(encoding="utf-8"))
JOINED: dict[str, str] = _LISTS["joined"]


def words(key: str) -> frozenset[str]:
    """The words of a list; ``·`` in one stands for a blank."""
    return frozenset(word.replace("·", " ") for word in _LISTS[key].split())


def characters(key: str) -> str:
    """The characters of a list, each once."""
    return "".join(sorted(set(_LISTS[key]) - {"\n", " "}))


def either(key: str) -> str:
    """The words of a list as a choice for a pattern, longest first."""
    return "(?:" + "|".join(map(re.escape, sorted(words(key), key=lambda w: (-len(w), w)))) + ")"

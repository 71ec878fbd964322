"""Prepared tables as something that is read: the hash of each file, of each table of records, and of the survey as a whole."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_SURVEY = "survey"


def roots(edition: str, units: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, str]]:
    """What a chapter can look at of a prepared edition, from the units in its ``prepared.json``."""
    files = {name: str(t["sha256"]) for unit in units.values() for name, t in unit["tables"].items()}
    data = {name: str(unit["data"]) for name, unit in sorted(units.items())}
    return {
        f"tables/{edition}": files,
        f"records/{edition}": {name: each for name, each in data.items() if name != _SURVEY},
        f"survey/{edition}": {"data": data[_SURVEY]} if _SURVEY in data else {},
    }

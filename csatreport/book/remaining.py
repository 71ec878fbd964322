"""How long a stage will still take, from what its steps took the last time."""

from __future__ import annotations

import time
from collections.abc import Mapping


class Remaining:
    """What is left of a stage; told of its steps as they start and end.

    Parameters
    ----------
    expected : mapping
        Seconds that each step took the last time, by name; empty where nobody knows.
    """

    def __init__(self, expected: Mapping[str, float]) -> None:
        self._left = dict(expected)
        self._at_once = 1  # the most that were seen at work together
        self._began: dict[str, float] = {}

    def started(self, name: str) -> None:
        """A step started just now."""
        self._began[name] = time.monotonic()
        self._at_once = max(self._at_once, len(self._began))

    def ended(self, name: str) -> None:
        """A step ended."""
        self._left.pop(name, None)
        self._began.pop(name, None)

    def seconds(self) -> float | None:
        """Seconds until the last step ends, if they take as long as the last time; None where nobody knows."""
        now = time.monotonic()
        left = [max(0.0, t - (now - self._began.get(name, now))) for name, t in self._left.items()]
        return max(sum(left) / self._at_once, *left) if left else None

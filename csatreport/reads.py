"""What a chapter read while it ran, written down so that it is run again when any of it changes.

Nothing is recorded until :func:`begin` is called; a process that was forked goes on with its parent's record.
"""

from __future__ import annotations

import json
from pathlib import Path

_SEEN: dict[str, object] = {}


def begin(prepared: str = "") -> None:
    """Record from now on; a second call changes nothing.

    ``prepared`` names the edition whose data were prepared by whoever runs the chapter.
    """
    _SEEN.setdefault("prepared", prepared)


def write(path: Path) -> None:
    """Write what was read so far as JSON."""
    path.write_text(json.dumps(_SEEN, ensure_ascii=False, sort_keys=True) + "\n", encoding="utf-8")

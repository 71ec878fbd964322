"""Writes the broken exports of ``files/``: ``PYTHONPATH=tests python -m bad.make``.

``CONTENT`` says how each came about. Those of ``HUGE`` and ``PLACES`` are made when a test asks for them.
"""

from __future__ import annotations

from pathlib import Path

from bad.huge import HUGE, Content
from bad.platforms import PLATFORMS
from bad.tables import TABLES
from bad.texts import TEXTS
from bad.workbooks import WORKBOOKS

FILES = Path(__file__).parent / "files"
KEPT: dict[str, Content] = {**TEXTS, **WORKBOOKS, **PLATFORMS, **TABLES}
CONTENT: dict[str, Content] = {**KEPT, **HUGE}


def main() -> None:
    """Write every file that is kept, and remove what is none."""
    FILES.mkdir(exist_ok=True)
    for path in FILES.iterdir():
        if path.name not in KEPT:
            path.unlink()
    for name, content in KEPT.items():
        (FILES / name).write_bytes(content())


if __name__ == "__main__":
    main()

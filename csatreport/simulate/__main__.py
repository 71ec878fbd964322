"""``python -m csatreport.simulate [DIR]``: write the raw exports of the made-up company."""

from __future__ import annotations

import sys
from pathlib import Path

from csatreport.simulate import write


def main(arguments: list[str]) -> None:
    """Write into the folder named (``data/raw`` by default) and say what is new there."""
    for path in write(Path(arguments[0] if arguments else "data/raw")):
        sys.stdout.write(f"wrote {path}\n")


if __name__ == "__main__":
    main(sys.argv[1:])

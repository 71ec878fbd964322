"""``python -m csatreport.simulate [DIR]``: write the raw exports of the made-up company."""

from __future__ import annotations

import sys
from pathlib import Path

from csatreport.simulate import simulate, write


def main(arguments: list[str]) -> None:
    """Write into the folder named (``data/raw`` by default) and say what is new there."""
    folder = Path(arguments[0] if arguments else "data/raw")
    simulation = simulate()
    changed = {path.name for path in write(simulation, folder)}
    for name in simulation.files:
        sys.stdout.write(f"{'wrote' if name in changed else 'unchanged'} {folder / name}\n")


if __name__ == "__main__":
    main(sys.argv[1:])

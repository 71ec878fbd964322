"""What a build says while it works: lines that change on a terminal, plain lines elsewhere, JSON lines in a log."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self, TextIO

from csatreport.book.remaining import Remaining

if TYPE_CHECKING:
    from csatreport.book.terminal import Terminal

_ENDED = {"end": "done", "begun": "done", "failed": "failed"}  # events of Say, as people are told


class Progress:
    """Steps of a build, told as they happen; use it in a ``with`` block.

    Parameters
    ----------
    log : Path
        File that gets one JSON object a line; it is begun anew.
    quiet : bool
        Whether to say nothing but to the log.
    stream : TextIO
        Where people read; standard error unless given.
    """

    def __init__(self, log: Path, *, quiet: bool = False, stream: TextIO | None = None) -> None:
        self.log = log
        self.quiet = quiet
        self.stream = stream or sys.stderr
        self._terminal: Terminal | None = None

    def __enter__(self) -> Self:
        self.log.parent.mkdir(parents=True, exist_ok=True)
        self._lines = self.log.open("w", encoding="utf-8")
        if not self.quiet and self.stream.isatty():
            from csatreport.book.terminal import Terminal

            self._terminal = Terminal(self.stream)
            self._terminal.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is not None:
            self._write("error", type(error).__name__, problem=str(error))
        if self._terminal:
            self._terminal.stop()
        self._lines.close()

    def stage(self, name: str, steps: int = 1, *, expected: Mapping[str, float] | None = None) -> None:
        """Begin a stage of so many steps.

        Parameters
        ----------
        expected : mapping
            Seconds that its steps took the last time, by name; where all are known, a terminal shows what is left.
        """
        self._write("stage", name, steps=steps)
        if self._terminal:
            known = expected if expected and len(expected) == steps else {}
            self._terminal.stage(name, steps, Remaining(known))
        else:
            self._print(f"{name} ...")

    def step(self, event: str, name: str, seconds: float) -> None:
        """Tell that a job of the stage started or ended; fits :data:`csatreport.engine.jobs.Say`."""
        self._write(event, name, seconds=seconds)
        if self._terminal:
            self._terminal.step(event, name, seconds)
        elif event == "unshared":
            self._print(f"  {name}: each page runs by itself")
        elif event == "unforked":
            self._print(f"  every step imports all its libraries itself: {name}")
        elif event in _ENDED:
            self._print(f"  {name}: {_ENDED[event]} in {seconds:.1f} s")

    def _print(self, line: str) -> None:
        if not self.quiet:
            self.stream.write(line + "\n")
            self.stream.flush()

    def _write(self, event: str, name: str, **more: object) -> None:
        now = datetime.now(UTC).isoformat(timespec="milliseconds")
        self._lines.write(
            json.dumps({"time": now, "event": event, "name": name, **more}, ensure_ascii=False) + "\n"
        )
        self._lines.flush()

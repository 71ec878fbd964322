"""What a build says while it works: a bar on a terminal, plain lines elsewhere, JSON lines in a log."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TextIO


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
        self._bar: Any = None
        self._task: Any = None

    def __enter__(self) -> Self:
        self.log.parent.mkdir(parents=True, exist_ok=True)
        self._lines = self.log.open("w", encoding="utf-8")
        if not self.quiet and self.stream.isatty():
            self._bar = _bar(self.stream)
            self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is not None:
            self._write("error", type(error).__name__, problem=str(error))
        if self._bar is not None:
            self._bar.stop()
        self._lines.close()

    def stage(self, name: str, steps: int = 1) -> None:
        """Begin a stage of so many steps."""
        self._write("stage", name, steps=steps)
        if self._bar is not None:
            if self._task is not None:
                self._bar.update(self._task, completed=self._bar.tasks[-1].total)
            self._task = self._bar.add_task(name, total=steps)
        elif not self.quiet:
            self.stream.write(f"{name} ...\n")
            self.stream.flush()

    def step(self, event: str, name: str, seconds: float) -> None:
        """Tell that a job of the stage started or ended; fits :data:`csatreport.engine.crew.Say`."""
        self._write(event, name, seconds=seconds)
        if event == "start":
            return
        if self._bar is not None:
            self._bar.advance(self._task)
        elif not self.quiet:
            self.stream.write(f"  {name}: {'done' if event == 'end' else event} in {seconds:.1f} s\n")
            self.stream.flush()

    def _write(self, event: str, name: str, **more: object) -> None:
        now = datetime.now(UTC).isoformat(timespec="milliseconds")
        self._lines.write(
            json.dumps({"time": now, "event": event, "name": name, **more}, ensure_ascii=False) + "\n"
        )
        self._lines.flush()


def _bar(stream: TextIO) -> Any:  # noqa: ANN401 - rich is imported only where a bar is drawn
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    return Bar(*columns, console=Console(file=stream))

"""Progress on a terminal: a line for each stage with what is left of it, and below it a line for each job at work."""

from __future__ import annotations

from typing import TextIO

from rich.console import Console, Group
from rich.live import Live
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
)
from rich.text import Text

from csatreport.book.remaining import Remaining

_STARTS = {"start", "begin"}


class _Left(ProgressColumn):
    """What is left of a stage, where that is known."""

    max_refresh = 0.5

    def render(self, task: Task) -> Text:
        left = None if task.finished else task.fields["remaining"].seconds()
        return Text(f"about {left:.0f} s left" if left else "")


class Terminal:
    """Lines that change while a build works."""

    def __init__(self, stream: TextIO) -> None:
        bar = (
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            _Left(),
        )
        self._stages = Progress(*bar)
        self._jobs = Progress(TextColumn("  {task.description}", style="dim"), TimeElapsedColumn())
        self._at_work: dict[str, TaskID] = {}
        self._stage: TaskID | None = None
        self._live = Live(Group(self._stages, self._jobs), console=Console(file=stream), refresh_per_second=4)

    def start(self) -> None:
        """Take the terminal's last lines."""
        self._live.start()

    def stop(self) -> None:
        """Leave the stages as they stand."""
        for name in list(self._at_work):
            self._forget(name)
        self._live.stop()

    def stage(self, name: str, steps: int, remaining: Remaining) -> None:
        """Begin a stage of so many steps."""
        if self._stage is not None:
            self._stages.update(self._stage, completed=self._stages.tasks[-1].total)
        self._remaining = remaining
        self._stage = self._stages.add_task(name, total=steps, remaining=remaining)

    def step(self, event: str, name: str, seconds: float) -> None:
        """Tell that a job started or ended."""
        if event in _STARTS:
            self._remaining.started(name)
            self._at_work[name] = self._jobs.add_task(name, total=None)
            return
        if event == "unforked":
            self._tell(f"every step imports all its libraries itself: {name}")
        self._forget(name.partition(": ")[0] if event == "unshared" else name)
        if event in {"end", "failed"} and self._stage is not None:
            self._remaining.ended(name)
            self._stages.advance(self._stage)
        if event == "failed":
            self._tell(f"{name}: failed after {seconds:.1f} s")
        if event == "unshared":
            self._tell(f"{name}: each page runs by itself")

    def _tell(self, line: str) -> None:
        self._live.console.print(line, markup=False, highlight=False)

    def _forget(self, name: str) -> None:
        if name in self._at_work:
            self._jobs.remove_task(self._at_work.pop(name))

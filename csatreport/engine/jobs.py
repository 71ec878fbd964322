"""What is asked of a process of its own, and how that ended: plain values that travel as JSON."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, Self

from csatreport import errors

Outcome = Literal["done", "refused", "failed", "late", "died", "memory"]

# Told while jobs run: an event, the name of a job, seconds. Events are "start", then "end" or "failed", of a job;
# "begin", then "begun" or "unshared" (with the reason behind the name), of a beginning that several jobs share; "unforked"
# with the reason where every job gets an interpreter of its own.
Say = Callable[[str, str, float], None]


@dataclass(frozen=True)
class Job:
    """A call of ``module:function`` with JSON arguments in a process of its own.

    Parameters
    ----------
    seconds : float, optional
        When the process is killed.
    expected : float
        Seconds it took the last time; 0 where nobody knows.
    memory : int
        Bytes it needed the last time beyond what all jobs share; 0 where nobody knows.
    begin : Job, optional
        What is run once for all jobs that have the same: they are forked after it and get what it returned as
        the argument ``begun``. A job without a beginning, or whose beginning failed, gets no such argument.
    """

    name: str
    call: str
    args: dict[str, Any]
    seconds: float | None = None
    expected: float = 0.0
    memory: int = 0
    begin: Job | None = None

    @classmethod
    def read(cls, parts: dict[str, Any]) -> Self:
        """The job that :func:`dataclasses.asdict` made these parts of."""
        return cls(**{**parts, "begin": cls.read(parts["begin"]) if parts["begin"] else None})


@dataclass(frozen=True)
class Done:
    """How a job ended.

    ``error`` is what csatreport itself refused; ``problem`` anything else. ``cpu`` counts the processor's seconds,
    ``peak`` bytes beyond what the process shared with its parent, and ``at`` is what the process called itself
    (``cell 3``) when it ended.
    """

    name: str
    outcome: Outcome
    seconds: float
    log: Path
    error: errors.CsatError | None = None
    problem: str = ""
    errno: int | None = None
    cpu: float = 0.0
    peak: int = 0
    at: str = ""

    @classmethod
    def read(cls, event: dict[str, Any]) -> Self:
        """What a foreman's event ``end`` says."""
        refused = event["outcome"] == "refused"
        return cls(
            event["name"],
            event["outcome"],
            event["seconds"],
            Path(event["log"]),
            getattr(errors, event["kind"])(**event["parts"]) if refused else None,
            event.get("problem", ""),
            event.get("errno"),
            event.get("cpu", 0.0),
            event.get("peak", 0),
            event.get("at", ""),
        )

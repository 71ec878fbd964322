"""A crew on many machines: what :class:`csatreport.engine.crew.Crew` does, done by the workers of a Dask cluster.

Every place (a thread of a worker) has one order at a time, so that the scheduler knows of few tasks however many pages
there are, and a worker that is lost costs what it was doing and nothing else.
"""

from __future__ import annotations

import contextlib
import logging
import threading
import uuid
import warnings
from collections.abc import Callable, Generator, Sequence
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from csatreport.engine.cluster import parcel, wire
from csatreport.engine.cluster.orders import Pile
from csatreport.engine.jobs import Done, Job, Say
from csatreport.errors import UsageError

_PATIENCE = 60.0  # seconds for which there may be no worker
_CONNECT = 10.0  # seconds in which the scheduler has to answer
_LEAVE = 10.0  # seconds in which workers are told that the build is over

_BEGINNINGS = ("begin", "begun", "unshared")  # told with the answer; a page begins when it is handed out


class Fleet:
    """Workers of a Dask cluster; use it in a ``with`` block.

    Parameters
    ----------
    scheduler : str
        Address of the scheduler, such as ``tcp://host:8786``.
    folder : Path
        Where logs of the jobs go.
    project : Path
        The project's folder; its parameters, notebooks and prepared tables are sent.
    edition : str
        The edition whose prepared tables are sent.
    patience : float
        Seconds for which there may be no worker.
    """

    def __init__(
        self, scheduler: str, folder: Path, *, project: Path, edition: str, patience: float = _PATIENCE
    ) -> None:
        self.scheduler = scheduler
        self.folder = folder.resolve()
        self.project = project.resolve()
        self.edition = edition
        self.patience = patience

    def __enter__(self) -> Self:
        self.folder.mkdir(parents=True, exist_ok=True)
        self._client = _connected(self.scheduler)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close(timeout=_LEAVE)

    def work(
        self,
        jobs: Sequence[Job],
        *,
        preload: Sequence[str] = (),
        say: Say,
        ended: Callable[[Done], None] | None = None,
    ) -> tuple[Done, ...]:
        """Run all jobs and return how each ended, in the order given; ``ended`` is told of each when it ends.

        Raises
        ------
        ChapterError
            The scheduler is gone, a worker is not like this machine, or there is no worker.
        """
        found: dict[str, Done] = {}
        if not jobs:
            return ()
        with contextlib.closing(self._done(jobs, preload, say)) as ends:
            for done in ends:
                found[done.name] = done
                if ended:
                    ended(done)
                say("end" if done.outcome == "done" else "failed", done.name, done.seconds)
        return tuple(found[job.name] for job in jobs)

    def _done(self, jobs: Sequence[Job], preload: Sequence[str], say: Say) -> Generator[Done, None, None]:
        """Jobs as they end, each with what it left written to its place."""
        from csatreport.engine.cluster.dispatch import Dispatch
        from csatreport.engine.cluster.enlist import Recruiter

        trees = {"code": parcel.code(), "project": parcel.project(self.project, self.edition)}
        recruiter = Recruiter(self._client, f"csatreport-{uuid.uuid4().hex}", trees)
        write = partial(wire.order, preload=preload, project=self.project)
        try:
            for event in Dispatch(recruiter, Pile(jobs), write, self.patience).events():
                if event.given_up:
                    yield from (wire.lost(job, event.given_up, logs=self.folder) for job in event.order)
                elif event.answer:
                    for told in event.answer["said"]:
                        if told[0] in _BEGINNINGS:
                            say(*told)
                    for job, answer in zip(event.order, event.answer["done"], strict=True):
                        yield wire.received(job, answer, logs=self.folder)
                else:
                    for job in event.order:
                        say("start", job.name, 0.0)
        finally:
            self._dismiss(recruiter.name)

    def _dismiss(self, name: str) -> None:
        """End what workers still do for this build; a worker that does not answer is not waited for."""
        from csatreport.engine.cluster import calls

        if self._client.status != "running":
            return
        remove = calls.ByValue(calls.remove)
        leaving = threading.Thread(
            target=partial(self._client.run, remove, name, on_error="ignore"), daemon=True
        )
        leaving.start()
        leaving.join(_LEAVE)


def _connected(scheduler: str) -> Any:  # noqa: ANN401 - distributed is imported only where it is used
    try:
        from distributed import Client
    except ImportError as error:
        raise UsageError(
            "no scheduler can be used: distributed is not installed",
            got=str(error),
            todo='install the extra: pip install "csatreport[cluster]"',
        ) from error
    for logger in ("distributed", "distributed.client"):  # what is wrong is told as an error of ours
        logging.getLogger(logger).setLevel(logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of versions: workers are compared one by one
            return Client(scheduler, timeout=_CONNECT, set_as_default=False)
    except (OSError, ValueError, RuntimeError) as error:
        raise UsageError(
            "no scheduler answers",
            where=scheduler,
            expected="the address of a Dask scheduler, such as tcp://host:8786",
            got=f"{type(error).__name__}: {error}",
            todo="start one with `dask scheduler`, or correct --scheduler",
        ) from error

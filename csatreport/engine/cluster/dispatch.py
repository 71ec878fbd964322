"""Orders go out to places that are free, answers come in, workers come and go."""

from __future__ import annotations

import contextlib
import queue
import threading
import time
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import CancelledError
from dataclasses import dataclass, field
from typing import Any

from csatreport.engine.cluster import calls
from csatreport.engine.cluster.enlist import Muster, Reasons, Recruiter
from csatreport.engine.cluster.orders import Order, Pile
from csatreport.errors import ChapterError

_LOOK = 0.5  # seconds between two looks at who is there

Write = Callable[[Order], dict[str, Any]]  # an order as it is sent


@dataclass(frozen=True)
class Event:
    """An order begun (no answer yet), answered, or given up for these reasons."""

    order: Order
    answer: dict[str, Any] | None = None
    given_up: Reasons = ()


@dataclass
class _Worker:
    threads: int
    busy: int = 0


@dataclass(frozen=True)
class _Running:
    order: Order
    worker: str
    future: Any
    threads: int

    @property
    def key(self) -> str:
        return str(self.future.key)

    def result(self) -> tuple[str, Any]:
        return self.key, self.future.result()


@dataclass
class Dispatch:
    """Work off a pile with the workers that there are, and those that come.

    Parameters
    ----------
    recruiter : Recruiter
        Makes workers ready.
    pile : Pile
        What is to be done.
    write : callable
        Gives an order as it is sent.
    patience : float
        Seconds for which there may be no worker.
    """

    recruiter: Recruiter
    pile: Pile
    write: Write
    patience: float
    _workers: dict[str, _Worker] = field(default_factory=dict)
    _running: dict[str, _Running] = field(default_factory=dict)
    _refused: dict[str, Reasons] = field(default_factory=dict)
    _lost: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    _come: queue.SimpleQueue[Any] = field(default_factory=queue.SimpleQueue)
    _enlisting: bool = False
    _begun: bool = False  # the workers that were there first are in
    _looked: float = 0.0
    _seen: float = 0.0  # when there was a worker

    def events(self) -> Iterator[Event]:
        """Do everything; tell what happens as it happens.

        Raises
        ------
        ChapterError
            The scheduler is gone, a worker is not like this machine, or there is no worker.
        """
        self._seen = time.monotonic()
        with self._told():
            while self.pile or self._running:
                self._demand_scheduler()
                if time.monotonic() - self._looked > _LOOK:
                    yield from self._look()
                yield from self._hand_out()
                with contextlib.suppress(queue.Empty):
                    yield from self._take(*self._come.get(timeout=_LOOK))

    def _look(self) -> Iterator[Event]:
        """See who is there: what a lost worker did goes back, a new one is made ready beside the work."""
        there: dict[str, int] = self.recruiter.client.nthreads()
        for gone in [name for name in self._workers if name not in there]:
            del self._workers[gone]
            for key in [key for key, running in self._running.items() if running.worker == gone]:
                running = self._running.pop(key)
                running.future.cancel()
                yield from self._lose(running.order, f"{gone} was lost")
        new = [name for name in there if name not in self._workers and name not in self._refused]
        if new and not self._enlisting:
            self._enlisting = True
            self._beside(lambda: (there, self.recruiter.enlist(new)))
        self._looked = time.monotonic()
        if self._workers or self._enlisting:
            self._seen = self._looked
        elif self._looked - self._seen > self.patience:
            raise _nobody(self._refused)

    def _hand_out(self) -> Iterator[Event]:
        places = sum(worker.threads for worker in self._workers.values())
        free = [name for name, worker in self._workers.items() for _ in range(worker.threads - worker.busy)]
        for name in free:
            worker, alone = self._workers[name], self.pile.alone
            if not self.pile or (alone and worker.busy):
                continue
            order = self.pile.take(places)
            running = _Running(order, name, self._submit(order, name), worker.threads if alone else 1)
            worker.busy += running.threads
            self._running[running.key] = running
            self._beside(running.result, running.key)
            yield Event(order)

    def _submit(self, order: Order, worker: str) -> Any:  # noqa: ANN401 - distributed's own
        return self.recruiter.client.submit(
            calls.ByValue(calls.work),
            self.recruiter.name,
            self.write(order),
            key=f"{self.recruiter.name}-{uuid.uuid4().hex}",
            workers=[worker],
            allow_other_workers=False,
            pure=False,
        )

    def _beside(self, call: Callable[[], tuple[Any, Any]], key: str = "") -> None:
        """Call this in a thread; what comes of it is taken as it comes."""

        def wait() -> None:
            try:
                self._come.put(call())
            except BaseException as error:  # this thread has nobody to tell but us
                self._come.put((key, error))

        threading.Thread(target=wait, daemon=True).start()

    def _take(self, key: Any, answer: Any) -> Iterator[Event]:  # noqa: ANN401 - whatever came
        if isinstance(answer, Muster):
            self._enlisting = False
            self._welcome(key, answer)
        elif not key:
            raise answer  # making workers ready failed here
        elif key in self._running:  # else its worker was lost, and it is done elsewhere
            running = self._running.pop(key)
            if running.worker in self._workers:
                self._workers[running.worker].busy -= running.threads
            yield from self._settle(running, answer)

    def _welcome(self, threads: dict[str, int], muster: Muster) -> None:
        """Let workers in; those there at the beginning must all be right, a wrong one that comes later is left alone."""
        self._workers |= {name: _Worker(threads[name]) for name in muster.ready}
        there = self.recruiter.client.nthreads()
        refused = {name: reasons for name, reasons in muster.refused.items() if name in there}
        if refused and not self._begun:
            raise _unlike(refused)
        self._refused |= refused
        self._begun = True

    def _settle(self, running: _Running, answer: Any) -> Iterator[Event]:  # noqa: ANN401 - whatever came
        if isinstance(answer, dict) and "done" in answer:
            yield Event(running.order, answer=answer)
        elif isinstance(answer, dict):
            yield from self._lose(running.order, f"{running.worker}: {answer['lost']}")
        elif isinstance(answer, CancelledError) or type(answer).__name__ == "KilledWorker":
            self._demand_scheduler()
            yield from self._lose(running.order, f"{running.worker} was lost")
        else:  # the worker, not the order: its disk is full, its folder was removed
            self._workers.pop(running.worker, None)
            self._refused[running.worker] = (f"{type(answer).__name__}: {answer}",)
            self.pile.put_back(running.order)

    def _lose(self, order: Order, reason: str) -> Iterator[Event]:
        for job in order:
            self._lost[job.name].append(reason)
        for job in self.pile.lose(order):
            yield Event((job,), given_up=tuple(self._lost[job.name]))

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except (OSError, RuntimeError, ValueError):
            self._demand_scheduler()
            raise

    def _demand_scheduler(self) -> None:
        if self.recruiter.client.status != "running":
            raise ChapterError(
                "the scheduler is gone",
                where=self.recruiter.client.scheduler.address,
                todo="start it again, or build without --scheduler; nothing was published",
            )


def _unlike(refused: Mapping[str, Reasons]) -> ChapterError:
    return ChapterError(
        "workers that would not give what this machine gives",
        expected="the interpreter, the packages and a processor as here, and csatreport's code as it was sent",
        got=_listed(refused),
        todo="install requirements.lock there with the same Python, or stop these workers",
    )


def _nobody(refused: Mapping[str, Reasons]) -> ChapterError:
    return ChapterError(
        "no worker is there",
        expected="at least one worker at the scheduler",
        got=_listed(refused) or "none",
        todo="start some: dask worker tcp://scheduler:8786; nothing was published",
    )


def _listed(refused: Mapping[str, Reasons]) -> str:
    return "\n    ".join(f"{worker}: {'; '.join(reasons)}" for worker, reasons in refused.items())

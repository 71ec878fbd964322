"""Making workers ready: the same software as here or no work, the files that they lack, folders laid out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from csatreport.engine.cluster import calls, parcel, probe
from csatreport.engine.cluster.parcel import Content, Piece, Tree

_PART = 32 * 1024 * 1024  # bytes sent at once
_WIRE = ("dask", "distributed")  # versions that must agree for both sides to understand each other

Reasons = tuple[str, ...]


@dataclass(frozen=True)
class Muster:
    """What came of asking workers: those that are ready, and what is wrong with the others, by address.

    Workers that went away meanwhile are in neither.
    """

    ready: tuple[str, ...]
    refused: Mapping[str, Reasons]


@dataclass(frozen=True)
class Recruiter:
    """Enlists workers for one build.

    Parameters
    ----------
    client : distributed.Client
        The connection to the scheduler.
    name : str
        The build.
    trees : mapping
        What is sent: ``code`` and ``project``.
    """

    client: Any
    name: str
    trees: Mapping[str, Tree]

    def enlist(self, workers: Sequence[str]) -> Muster:
        """Check these workers, send them what they lack, and have them lay it out."""
        refused = self._strangers(workers)
        lacking: dict[str, list[str]] = {}
        files = {name: tree.files for name, tree in self.trees.items()}
        for worker, lacks in self._run(calls.install, files, on=_without(workers, refused)).items():
            _sort(worker, lacks, lacking, refused)
        self._send(lacking, refused)
        ready: dict[str, dict[str, str]] = {}
        for worker, facts in self._run(calls.on_bench, "lay", on=_without(lacking, refused)).items():
            _sort(worker, facts, ready, refused)
        for worker, facts in ready.items():
            if found := probe.differences(self._here, facts):
                refused[worker] = found
        told = {worker: reasons for worker, reasons in refused.items() if reasons}
        return Muster(tuple(_without(ready, refused)), told)

    @cached_property
    def _here(self) -> dict[str, str]:
        return probe.facts()

    def _strangers(self, workers: Sequence[str]) -> dict[str, Reasons]:
        """Workers that could not even read what we would send them.

        Asked in Dask's own way: a function of one Python cannot be called in another one.
        """
        versions = self.client.get_versions()
        here = _versions(versions["client"])
        there = {worker: found for worker, found in versions["workers"].items() if worker in workers}
        compared = {worker: probe.differences(here, _versions(found)) for worker, found in there.items()}
        gone: dict[str, Reasons] = {worker: () for worker in workers if worker not in there}
        return gone | {worker: found for worker, found in compared.items() if found}

    def _send(self, lacking: Mapping[str, Sequence[str]], refused: dict[str, Reasons]) -> None:
        wanted = {digest for lacks in lacking.values() for digest in lacks}
        contents = {d: c for tree in self.trees.values() for d, c in tree.contents.items() if d in wanted}
        for part in _parts(contents):
            digests = {digest for digest, _, _ in part}
            to = [worker for worker, lacks in lacking.items() if not digests.isdisjoint(lacks)]
            answers = self._run(calls.on_bench, "put", part, on=_without(to, refused))
            for worker, answer in answers.items():
                _sort(worker, answer, {}, refused)

    def _run(self, function: Any, *args: object, on: Sequence[str]) -> dict[str, Any]:  # noqa: ANN401
        """Call a function on workers; what a call raised is its answer."""
        if not on:
            return {}
        answers: dict[str, Any] = self.client.run(
            calls.ByValue(function), self.name, *args, workers=list(on), on_error="return"
        )
        return answers


def _versions(found: Mapping[str, Any]) -> dict[str, str]:
    return {
        "python": found["host"]["python"],
        **{name: str(found["packages"][name]) for name in _WIRE},
    }


def _sort(worker: str, answer: Any, good: dict[str, Any], refused: dict[str, Reasons]) -> None:  # noqa: ANN401
    """Put an answer where it belongs; a worker that is gone is refused without a word."""
    if isinstance(answer, OSError) and type(answer).__module__.startswith("distributed"):
        refused[worker] = ()
    elif isinstance(answer, BaseException):
        refused[worker] = (f"{type(answer).__name__}: {answer}",)
    else:
        good[worker] = answer


def _without(workers: Sequence[str] | Mapping[str, Any], refused: Mapping[str, Reasons]) -> list[str]:
    return [worker for worker in workers if worker not in refused]


def _parts(contents: Mapping[str, Content]) -> Iterator[list[Piece]]:
    """Files in parts that are small enough to be held in memory on the way: many small ones, or some of a large one."""
    part: list[Piece] = []
    for digest, content in contents.items():
        for piece in parcel.pieces(digest, content, size=_PART):
            part.append(piece)
            if sum(len(blob) for _, blob, _ in part) >= _PART:
                yield part
                part = []
    if part:
        yield part

"""The simulated company on disk: raw exports of every quarter, records, and the truth beside them."""

from __future__ import annotations

import json
import multiprocessing
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from functools import cache
from pathlib import Path
from typing import Any, Final

from csatreport.simulate import company, happenings, streaming, truth
from csatreport.simulate.population import SEED, Population, draw
from csatreport.simulate.quarters import deliver
from csatreport.storage import replaced

WORKERS: Final = 2
STREAMED: Final = 20  # from so many times the usual answers on, files of platforms would be too large
Quarterly = tuple[list[Path], dict[str, Any], dict[str, Any]]  # changed files, survey, population values


def write(
    folder: Path, *, seed: int = SEED, quarters: int = len(company.QUARTERS), scale: int = 1
) -> list[Path]:
    """Write everything into ``folder``; the files that are new or differ, each in one rename.

    The same ``seed`` gives the same bytes everywhere. ``quarters`` is how many there are, the newest;
    ``scale`` multiplies the answers. From a scale of 20 on the answers are Parquet.
    """
    folder.mkdir(parents=True, exist_ok=True)
    changed: list[Path] = []
    told: dict[str, Any] = {"seed": seed, "scale": scale, "survey": {}, "population": {}}
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(WORKERS, mp_context=context) as pool:
        records = pool.submit(_records, folder, seed=seed, quarters=quarters)
        jobs = [
            pool.submit(_quarter, folder, n, seed=seed, quarters=quarters, scale=scale)
            for n in range(quarters)
        ]
        told |= truth.of_company(_population(seed, quarters))
        for quarter, job in zip(company.newest(quarters), jobs, strict=True):
            changed += _put_down(job, quarter.wave, told)
        told["records"] = records.result()[1] | {"relations": happenings.relations()}
        changed += records.result()[0]
    content = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n"
    return sorted([*changed, *_written(folder, {"truth.json": content.encode()})])


@cache
def _population(seed: int, quarters: int) -> Population:
    return draw(seed, quarters)


def _put_down(job: Future[Quarterly], wave: str, told: dict[str, Any]) -> list[Path]:
    changed, told["survey"][wave], told["population"][wave] = job.result()
    return changed


def _quarter(folder: Path, quarter: int, *, seed: int, quarters: int, scale: int) -> Quarterly:
    """In a process of its own: files of a quarter that changed, what is true of them, population values."""
    population = _population(seed, quarters)
    values = truth.of_quarter(population, quarter)
    if scale >= STREAMED:
        changed, about = streaming.write(population, quarter, seed, scale=scale, folder=folder)
        return changed, about, values
    made = deliver(population, quarter, seed, scale=scale)
    about = {"strata": truth.of_strata(made.strata), "files": made.truth}
    return list(_written(folder, made.files)), about, values


def _records(folder: Path, *, seed: int, quarters: int) -> tuple[list[Path], dict[str, Any]]:
    """In a process of its own: files of records that changed, and what is true of each."""
    changed: list[Path] = []
    told = {}
    for name, content, about in happenings.exports(_population(seed, quarters), seed):
        changed += _written(folder, {name: content})
        told[name] = about
    return changed, told


def _written(folder: Path, files: dict[str, bytes]) -> Iterator[Path]:
    """Write the files that are new or differ, each in one rename."""
    for name, content in files.items():
        path = folder / name
        if not (path.exists() and path.read_bytes() == content):
            replaced(path, content)
            yield path

"""Answers by the million: drawn again and again, written as they come, never all in memory."""

from __future__ import annotations

import filecmp
import os
from collections import Counter
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import numpy as np

from csatreport.simulate import truth
from csatreport.simulate.formats import parquet
from csatreport.simulate.population import Population
from csatreport.simulate.quarters import added, of_mode, round_of
from csatreport.simulate.responses import Responses, together

ROUNDS: Final = 10  # drawings of the usual sample in one row group
NAMES: Final = {"web": "web", "paper": "wechat", "telephone": "phone", "field": "field"}


def write(
    population: Population, quarter: int, seed: int, *, scale: int, folder: Path
) -> tuple[list[Path], dict[str, Any]]:
    """Four Parquet files of a quarter: those that changed, and how much of what is in each."""
    wave = population.quarters[quarter].wave
    paths = {mode: folder / f"survey-{name}-{wave}.parquet" for mode, name in NAMES.items()}
    parts = {mode: path.with_name(f".{path.name}.{os.getpid()}.part") for mode, path in paths.items()}
    faults: dict[str, Counter[str]] = {mode: Counter() for mode in NAMES}
    strata = []
    with ExitStack() as open_files:
        writers: dict[str, Any] = {}
        for first in range(0, scale, ROUNDS):
            rounds = [
                round_of(population, quarter, seed, repeat=n)
                for n in range(first, min(first + ROUNDS, scale))
            ]
            strata.append(added([drawn for _, drawn in rounds]))
            everything = together([responses for responses, _ in rounds])
            for mode in NAMES:
                group = _numbered(of_mode(everything, mode), faults[mode].total())
                faults[mode].update(group.fault.tolist())
                table = parquet.table(group, population)
                if mode not in writers:
                    writers[mode] = open_files.enter_context(parquet.writer(parts[mode], table))
                writers[mode].write_table(table)
    told = {"strata": truth.of_strata(added(strata)), "files": {
        paths[mode].name: {"received": n.total(), "accepted": n[""], "fault_counts": {r: c for r, c in n.items() if r}}
        for mode, n in faults.items()
    }}  # fmt: skip
    return [path for mode, path in paths.items() if _moved(parts[mode], path)], told


def _numbered(responses: Responses, before: int) -> Responses:
    """Count respondents on where the platform has no keys."""
    if responses.respondent[0] != "":
        return responses
    numbers = np.arange(before + 1, before + len(responses) + 1)
    same = {key: n for n, key in reversed(list(enumerate(_moments(responses))))}
    first = numbers[[same[key] for key in _moments(responses)]]
    return replace(responses, respondent=first.astype(str).astype(object))


def _moments(responses: Responses) -> list[tuple[int, object]]:
    return list(zip(responses.crowd.who.tolist(), responses.fieldwork.start.tolist(), strict=True))


def _moved(part: Path, path: Path) -> bool:
    """Put a new file in its place; one that is the same as before is left alone."""
    if path.exists() and filecmp.cmp(path, part, shallow=False):
        part.unlink()
        return False
    part.replace(path)
    return True

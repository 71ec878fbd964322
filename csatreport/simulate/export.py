"""The files: one CSV per quarter, as the survey house would deliver it."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from csatreport.simulate import answers, faults, people
from csatreport.simulate import former as company
from csatreport.simulate.answers import Answers

SEED = 20250401


@dataclass(frozen=True)
class Simulation:
    """Raw files by name, and the truth about them by wave (never written beside them)."""

    files: dict[str, bytes]
    truth: dict[str, dict[str, Any]]


@cache
def questions() -> tuple[dict[str, str], ...]:
    """``questions.csv``: item, English and Chinese header, earlier English header, first wave asked."""
    text = files("csatreport.simulate").joinpath("questions.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(io.StringIO(text)))


def simulate(seed: int = SEED) -> Simulation:
    """Six quarters of raw answers; the same ``seed`` gives the same bytes everywhere."""
    quarters = {q: _quarter(q, seed) for q in company.QUARTERS}
    return Simulation(
        files={f"survey-{q.wave}.csv": content for q, (content, _) in quarters.items()},
        truth={q.wave: truth for q, (_, truth) in quarters.items()},
    )


def write(simulation: Simulation, folder: Path) -> list[Path]:
    """Write the files that are new or differ, each in one rename; their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    changed = [folder / name for name in simulation.files if not _same(folder / name, simulation.files[name])]
    for path in changed:
        part = path.with_name(f".{path.name}.{os.getpid()}.part")
        part.write_bytes(simulation.files[path.name])
        part.replace(path)
    return changed


def _same(path: Path, content: bytes) -> bool:
    return path.exists() and path.read_bytes() == content


def _quarter(quarter: company.Quarter, seed: int) -> tuple[bytes, dict[str, Any]]:
    rng = np.random.Generator(np.random.PCG64([seed, quarter.year, quarter.quarter]))
    bad = faults.plan(quarter.answers)
    crowd = people.draw(rng, quarter.answers, spare=bad.total)
    since = {q["item"]: q["since"] for q in questions()}
    columns = faults.spoil_rows(answers.ratings(rng, crowd, wave=quarter.wave, since=since), bad)
    columns |= _background(crowd, chinese=quarter.chinese)
    columns |= _fieldwork(rng, quarter, size=len(crowd), bad=bad)
    columns["comment"] = answers.comments(rng, len(crowd))
    single = faults.spoil_answers(columns, rng, size=quarter.answers)
    if quarter.chinese:
        _full_width(columns, crowd.mode == "paper")
    order = rng.permutation(len(crowd))
    content = _csv({item: column[order] for item, column in _repeated(columns, bad).items()}, quarter)
    return content, {
        "received": len(crowd),
        "accepted": quarter.answers,
        "quarantined": dict(faults.ROWS),
        "answers": single,
        "moved": company.moved(quarter.wave),
        **{
            group: _counts(getattr(crowd, group)[: quarter.answers])
            for group in ("branch", "mode", "stratum")
        },
    }


def _counts(codes: NDArray[np.str_]) -> dict[str, int]:
    names, counts = np.unique(codes, return_counts=True)
    return dict(zip(names.tolist(), counts.tolist(), strict=True))


def _background(crowd: people.People, *, chinese: bool) -> Answers:
    """Say what is known of each respondent in the words of the export."""
    groups: dict[str, Mapping[str, company.Group]] = {
        "mode": company.MODES, "stratum": company.AREAS, "branch": company.BRANCHES,
        "customer": company.CUSTOMERS, "tenure": company.TENURES, "age": company.AGES,
    }  # fmt: skip
    words = {n: {c: g.chinese if chinese else g.english for c, g in m.items()} for n, m in groups.items()}
    words["region"] = {code: names[chinese] for code, names in company.REGIONS.items()}
    return {
        name: np.array([known[code] for code in getattr(crowd, name)], dtype=object)
        for name, known in words.items()
    }


def _fieldwork(
    rng: np.random.Generator, quarter: company.Quarter, *, size: int, bad: faults.Faults
) -> Answers:
    """Respondent, start, end and minutes of every response."""
    first = np.datetime64(f"{quarter.year}-{quarter.quarter * 3 - 2:02d}-01T00:00:00")
    days, seconds = 14 + np.floor(rng.random(size) * 56), 9 * 3600 + np.floor(rng.random(size) * 39600)
    days[bad.rows["outside the wave"]] = 92 + faults.DAYS_LATE
    minutes = np.round(np.maximum(4.0, 13 + 3.5 * rng.standard_normal(size)), 1)
    minutes[bad.rows["too fast"]] = np.round(0.5 + rng.random(len(bad.rows["too fast"])), 1)
    start = first + (days * 86400 + seconds).astype("timedelta64[s]")
    end = start + np.rint(minutes * 60).astype("timedelta64[s]")
    respondent = [f"{quarter.wave}-{number:05d}" for number in range(1, size + 1)]
    return {
        "respondent": np.array(respondent, dtype=object),
        "start": _times(start, chinese=quarter.chinese),
        "end": _times(end, chinese=quarter.chinese),
        "minutes": np.array([f"{m:.1f}" for m in minutes], dtype=object),
    }


def _times(times: NDArray[np.datetime64], *, chinese: bool) -> NDArray[np.object_]:
    text = np.char.replace(np.datetime_as_string(times, unit="s"), "T", " ")
    return (np.char.replace(text, "-", "/") if chinese else text).astype(object)


def _full_width(columns: Answers, rows: NDArray[np.bool_]) -> None:
    """Write the ratings of these rows in full-width digits, as typists of paper forms do."""
    wide = str.maketrans("0123456789", "０１２３４５６７８９")
    for code in company.RATINGS.keys() & columns.keys():
        columns[code][rows] = [text.translate(wide) for text in columns[code][rows]]


def _repeated(columns: Answers, bad: faults.Faults) -> Answers:
    """Add the planned duplicates: the first respondents once more, answer by answer."""
    rows = bad.rows["duplicate respondent"]
    repeated = {item: column.copy() for item, column in columns.items()}
    for column in repeated.values():
        column[rows] = column[: len(rows)]
    return repeated


def _csv(columns: Answers, quarter: company.Quarter) -> bytes:
    text = io.StringIO(newline="")
    table = csv.writer(text, lineterminator="\n")
    asked = [q for q in questions() if q["item"] in columns]
    table.writerow([_header(q, quarter) for q in asked])
    table.writerows(zip(*(columns[q["item"]] for q in asked), strict=True))
    return text.getvalue().encode(quarter.encoding)


def _header(question: dict[str, str], quarter: company.Quarter) -> str:
    if quarter.chinese:
        return question["chinese"]
    return (question["earlier"] if quarter.wave < "2026Q1" else "") or question["english"]

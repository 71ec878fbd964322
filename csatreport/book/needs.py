"""Which chapters an edition has no data for: asked of the data themselves, in a process of its own, when something changed."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from csatreport.book import manifest, products
from csatreport.book.kept import Kept
from csatreport.book.plan import Plan
from csatreport.engine import keys
from csatreport.engine.crew import Crew
from csatreport.engine.jobs import Job, Say
from csatreport.errors import DataError
from csatreport.params.load import packaged
from csatreport.reads.opened import content, listed
from csatreport.reads.values import whole

LeftOut = Mapping[str, tuple[str, ...]]  # chapter -> needs that the data do not meet
_KEYS = ("CSATREPORT_KEY", "CSATREPORT_KEY_FILE")  # what pseudonyms are made with


def unmet(planned: Plan, crew: Crew, *, say: Say) -> LeftOut:
    """Check and prepare the data where anything changed; return the chapters that must be left out.

    Raises
    ------
    CsatError
        What is declared or delivered is wrong.
    """
    if not stale(planned):
        return known(planned)
    made_from, answer = _made_from(planned), crew.folder / "needs.json"
    arguments = {"project": str(planned.project), "edition": planned.edition.name, "into": str(answer)}
    (done,) = crew.work([Job("prepare", "csatreport.readiness:prepare", arguments)], say=say)
    if done.outcome != "done":
        raise products.broken(done, DataError)
    lacks: dict[str, list[str]] = json.loads(answer.read_text(encoding="utf-8"))
    told = {"made_from": made_from, "lacks": lacks, "prepared": _described(planned)}
    _answers(planned).put(planned.edition.name, json.dumps(told, ensure_ascii=False).encode())
    return _of_chapters(planned, lacks)


def known(planned: Plan) -> LeftOut:
    """Chapters that were left out the last time that data were prepared."""
    return _of_chapters(planned, _answer(planned).get("lacks", {}))


def stale(planned: Plan) -> list[str]:
    """Why the data would be prepared before anything else; nothing where they stand as they should."""
    answer = _answer(planned)
    if not answer:
        return ["never prepared by a build here"]
    moved = manifest.changed(answer["made_from"], _made_from(planned))
    if moved:
        return moved
    folder = planned.project / "data" / "prepared" / planned.edition.name
    whole_now = all(content(folder / f"{name}.parquet") == sha for name, sha in answer["prepared"].items())
    return (
        []
        if whole_now and _described(planned) == answer["prepared"]
        else ["prepared data are not as they were made"]
    )


def _made_from(planned: Plan) -> manifest.Inputs:
    """What preparing data and the needs of chapters depend on: not on what notebooks do, only on which there are."""
    sections = ("raw", "params", "code", "packages", "python")
    folders = {"own": planned.project / "notebooks", "packaged": packaged() / "notebooks"}
    there = {name: listed(folder) for name, folder in folders.items()}
    given, file = (os.environ.get(name, "") for name in _KEYS)
    key = manifest.digest([given, file, content(Path(file)) if file else ""])
    rest = {
        "book": {"what it declares": manifest.digest(whole(planned.book))},
        "notebooks": there,
        "environment": {"the key of pseudonyms": key},
    }
    return {**{section: planned.made_from[section] for section in sections}, **rest}


def _described(planned: Plan) -> dict[str, str]:
    units = keys.prepared(planned.project, planned.edition.name)
    return {name: str(t["sha256"]) for unit in units.values() for name, t in unit["tables"].items()}


def _of_chapters(planned: Plan, lacks: Mapping[str, list[str]]) -> LeftOut:
    return {c.name: tuple(lacks[c.name]) for c in planned.chapters if c.name in lacks}


def _answers(planned: Plan) -> Kept:
    """Answers of the last times, by the name of the edition."""
    return Kept(planned.work / "kept" / "ready")


def _answer(planned: Plan) -> dict[str, Any]:
    """The answer of the last time; empty where there is none, or where somebody touched it."""
    kept = _answers(planned).get(planned.edition.name)
    found: dict[str, Any] = json.loads(kept) if kept else {}
    return found

"""Jobs on their way to a worker and what comes back, with paths of this machine turned into places and back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

from csatreport import errors
from csatreport.engine.jobs import Done, Job
from csatreport.params.load import packaged
from csatreport.storage import replaced

_OWN = {"output": "out", "scratch": "scratch"}  # arguments that name a place made for this order alone


def order(jobs: Sequence[Job], *, preload: Sequence[str], project: Path) -> dict[str, Any]:
    """Write jobs as an order that a worker can read.

    An argument that is a path becomes a place: ``project:notebooks/trend.ipynb``; ``places`` names these arguments.
    """
    roots = {project: "project:", packaged(): "code:csatreport/packaged/"}
    return {"jobs": [_placed(asdict(job), roots) for job in jobs], "preload": list(preload)}


def received(job: Job, answer: Mapping[str, Any], *, logs: Path) -> Done:
    """Write what a job left to where it would have left it here, and return how it ended."""
    for name, content in answer["files"].items():
        replaced(Path(job.args["output"]).parent / Path(name).name, content)
    log = logs / f"{job.name}.txt"
    log.write_text(answer["log"], encoding="utf-8")
    known = {f.name: answer[f.name] for f in fields(Done) if f.name in answer}
    return Done(**{**known, "log": log, "error": _error(answer["error"])})


def lost(job: Job, reasons: Sequence[str], *, logs: Path) -> Done:
    """Say how a job ended that ended every worker it was given to."""
    log = logs / f"{job.name}.txt"
    log.write_text("\n".join(reasons) + "\n", encoding="utf-8")
    told = "; ".join(reasons)
    return Done(job.name, "died", 0.0, log, problem=f"every worker that ran it was lost: {told}")


def _placed(job: dict[str, Any], roots: Mapping[Path, str]) -> dict[str, Any]:
    """Do this for a job and for the beginning that it shares with others."""
    args = job["args"]
    places = {name: place for name, value in args.items() if (place := _place(name, value, roots))}
    begin = _placed(job["begin"], roots) if job["begin"] else None
    return {**job, "args": {**args, **places}, "places": sorted(places), "begin": begin}


def _place(name: str, value: object, roots: Mapping[Path, str]) -> str:
    """Turn a path into a place; "" for anything else."""
    path = Path(value) if isinstance(value, str) else Path()
    if not path.is_absolute():
        return ""
    if name in _OWN:
        return f"{_OWN[name]}:{path.name}"
    for root, place in roots.items():
        if path.is_relative_to(root):
            return place + path.relative_to(root).as_posix().removeprefix(".")
    return ""


def _error(told: Mapping[str, Any] | None) -> errors.CsatError | None:
    if told is None:
        return None
    error: errors.CsatError = getattr(errors, told["kind"])(**told["parts"])
    return error

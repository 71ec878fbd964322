"""The manifest of an edition: what it was made from and what was made, by hash.

Everything in it but ``times``, ``git`` and the machine is the same for equal inputs, wherever they are
built.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from csatreport.book.manuscript import Manuscript
from csatreport.engine import environment
from csatreport.engine.environment import sha256
from csatreport.params import Edition
from csatreport.records import Cards, Claim

Inputs = dict[str, dict[str, str]]
DELIBERATE = ("raw", "params", "notebooks")  # people change these; code, packages and python come along


def inputs(project: Path, edition: Edition, *, notebooks: Sequence[Path]) -> Inputs:
    """Everything the edition depends on: section -> name -> hash or version ("" where a file is missing)."""
    return {
        "raw": {path.as_posix(): _hash(project / path) for path in edition.paths},
        "params": {p.relative_to(project).as_posix(): sha256(p) for p in _params(project, edition)},
        "notebooks": {p.name: sha256(p) for p in notebooks},
        "code": environment.source(),
        "packages": environment.packages(),
        "python": environment.interpreter(),
    }


def digest(content: object) -> str:
    """Hash of JSON values."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def changed(before: Inputs, after: Inputs, sections: Iterable[str] | None = None) -> list[str]:
    """List what differs between two sets of inputs, one line each."""
    found = []
    for section in sections or after:
        old, new = before.get(section, {}), after.get(section, {})
        for name in sorted(old.keys() | new.keys()):
            if old.get(name) != new.get(name):
                found.append(f"{section}: {name} {_how(old.get(name), new.get(name))}")
    return found


def files(folder: Path) -> dict[str, str]:
    """Hash of every file of an edition but the manifest, by its path."""
    paths = sorted(p for p in folder.rglob("*") if p.is_file() and p != folder / "manifest.json")
    return {p.relative_to(folder).as_posix(): sha256(p) for p in paths}


def compose(
    manuscript: Manuscript,
    project: Path,
    *,
    made_from: Inputs,
    made: Mapping[str, str],
    left_out: Mapping[str, Sequence[str]],
    times: Mapping[str, object],
) -> dict[str, Any]:
    """Compose the manifest as JSON values; ``left_out`` names what each missing chapter lacked."""
    edition, prepared = manuscript.edition, project / "data" / "prepared" / manuscript.edition.name
    return {
        "format": 1,
        "edition": edition.name,
        "revision": manuscript.revision,
        "reason": manuscript.reason,
        "title": manuscript.book.title.model_dump(),
        "organisation": manuscript.book.organisation.model_dump(),
        "wave": str(edition.wave),
        "wave_label": edition.wave.label.model_dump(),
        "data_date": manuscript.data_date,
        "languages": list(edition.languages),
        "headline": _headline(manuscript),
        "pages": list(manuscript.names),
        "left_out": {name: list(needs) for name, needs in left_out.items()},
        "seed": edition.seed,
        "settings": edition.model_dump(
            mode="json", include={"minimum_base", "low_base", "confidence", "weights"}
        ),
        "base": _base(prepared / "ledger.parquet"),
        "prepared": {p.name: sha256(p) for p in sorted(prepared.glob("*.parquet"))},
        "inputs": made_from,
        "inputs_digest": digest(made_from),
        "git": environment.git(project),
        "files": dict(made),
        "digest": digest(made),
        "times": dict(times),
    }


def write(manifest: Mapping[str, Any], folder: Path) -> None:
    """Write ``manifest.json``."""
    text = json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True)
    (folder / "manifest.json").write_text(text + "\n", encoding="utf-8")


def _headline(manuscript: Manuscript) -> list[dict[str, Any]]:
    cards = [r for page in manuscript.pages[:1] for _, r in page.records if isinstance(r, Cards)]
    found = [
        {
            "label": c.label,
            "text": c.text,
            "detail": c.detail,
            "status": c.status,
            "status_text": c.status_text,
        }
        for group in cards
        for c in group.cards
    ]
    claim = next((r for page in manuscript.pages for _, r in page.records if isinstance(r, Claim)), None)
    return found or (
        [{"label": claim.text, "text": {}, "detail": {}, "status": "none", "status_text": {}}]
        if claim
        else []
    )


def _base(ledger: Path) -> list[dict[str, Any]]:
    if not ledger.is_file():
        return []
    import pyarrow.parquet as pq

    with pq.ParquetFile(ledger) as file:  # read_table imports pandas
        rows: list[dict[str, Any]] = file.read().to_pylist()
    return rows


def _params(project: Path, edition: Edition) -> list[Path]:
    folder = project / "params"
    own = folder / "editions" / f"{edition.name}.toml"
    shared = [p for p in folder.rglob("*") if p.is_file() and folder / "editions" not in p.parents]
    return sorted(
        [*(p for p in shared if not any(x.startswith(".") for x in p.relative_to(folder).parts)), own]
    )


def _hash(path: Path) -> str:
    return sha256(path) if path.is_file() else ""


def _how(old: str | None, new: str | None) -> str:
    if not old or not new:
        return "is new" if new else "is gone"
    return "changed" if len(old) == 64 else f"{old} -> {new}"

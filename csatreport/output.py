"""What the command prints: results for people and for programs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from csatreport.errors import CsatError

if TYPE_CHECKING:
    from csatreport.book.build import Outcome


def as_json(value: object) -> str:
    """Write declared things, paths and waves as JSON too."""

    def plain(other: Any) -> object:  # noqa: ANN401 - whatever JSON does not know
        return dict(other) if hasattr(type(other), "model_fields") else str(other)

    return json.dumps(value, ensure_ascii=False, indent=1, default=plain)


def of_build(outcome: Outcome) -> list[str]:
    """Say what a build did and where to open it."""
    folder = outcome.folder
    lines = [f"{folder.name}: {outcome.status} ({outcome.seconds:.1f} s)"]
    lines += [f"  left out: {chapter} (no {', '.join(needs)})" for chapter, needs in outcome.left_out.items()]
    if outcome.status == "would publish":
        return [*lines, *(f"  {line}" for line in outcome.changed)]
    made = [*sorted(folder.glob("*/index.html")), *sorted(folder.glob("*.pdf"))]
    return [*lines, *(f"  {path.as_uri()}" for path in made)]


def of_error(error: CsatError, *, structured: bool) -> str:
    """Say what was refused, as text or as JSON."""
    if not structured:
        return f"csatreport: {error.message}"
    parts = {k: getattr(error, k) for k in ("problem", "where", "expected", "got", "todo")}
    return json.dumps(
        {"error": type(error).__name__, "exit_code": error.exit_code, **parts}, ensure_ascii=False, indent=1
    )

"""The process in which broken exports are read: it may be killed, and may not take all memory.

One line of JSON in (a project folder), one line of JSON out.
"""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path
from typing import Any

import pandas as pd

from bad import sound
from csatreport.errors import CsatError
from csatreport.intake.readers import read
from csatreport.intake.tables import tables
from csatreport.params.load import load_edition, load_questionnaire

MEMORY = 1_500 << 20  # bytes that reading may take on top of what the libraries reserve


def main() -> None:
    """Answer until there is nothing more to read."""
    warm()
    reserved = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (reserved + MEMORY, reserved + MEMORY))
    for line in sys.stdin:
        print(json.dumps(outcome(Path(json.loads(line)))), flush=True)  # noqa: T201 - the answer


def warm() -> None:
    """Load every library and start its threads before memory is counted."""
    import duckdb  # noqa: F401
    import pyreadstat  # noqa: F401
    import python_calamine  # noqa: F401

    pd.DataFrame({"a": ["x"] * 10}).to_parquet("/dev/null")


def outcome(project: Path) -> dict[str, Any]:
    """What came of the edition: a refusal, or what was accepted and put aside."""
    try:
        edition, questionnaire = load_edition(project, "2026Q3"), load_questionnaire(project)
        made = tables(project, edition, questionnaire)
    except CsatError as error:
        parts = {name: getattr(error, name) for name in ("problem", "where", "expected", "got", "todo")}
        return {"refused": error.exit_code, **parts}
    except MemoryError:
        return {"died": "memory"}
    except Exception as error:  # every one of them is a fault to be told
        return {"died": f"{type(error).__name__}: {str(error)[:300]}"}
    counts = made.ledger[["received", "accepted", "quarantined"]].sum().tolist()
    whole = made.quarantine[["row", "item", "rule", "value", "reason"]]
    few = len(made.responses) <= 1_000
    answers = made.responses[list(sound.CODED)].astype(object)
    return {
        "ledger": counts,
        "aside": whole.to_numpy().tolist(),
        "answers": answers.where(answers.notna(), None).to_numpy().tolist() if few else [],
        "comments": made.comments["text"].tolist() if few else [],
        "rows": read(edition.source[0], project).row.tolist() if few else [],
    }


if __name__ == "__main__":
    main()

"""What was planted in the simulated company, and what intake put aside.

python benchmarks/planted.py [PROJECT [EDITION]]

Reads truth.json and the prepared edition; `make sample` and `csatreport prepare` make them.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from csatreport import open_edition
from csatreport.survey import Survey

HEADER = {"web": 4, "phone": 1}  # row of the first response, as a spreadsheet counts; 2 in all other files
RECORDS = ("closed before opened", "duplicate key", "impossible date", "date of 1900", "unknown code")


def of_survey(survey: Survey, truth: dict[str, Any]) -> tuple[int, int, int, int]:
    """Responses planted, found, lost though good, and found under another rule."""
    whole = survey.quarantine[survey.quarantine["item"] == ""]
    planted = {
        (file, place + HEADER.get(file.split("-")[1], 2)): rule
        for wave in truth["survey"].values()
        for file, told in wave["files"].items()
        for rule, places in told["faults"].items()
        for place in places
    }
    names = whole["source"].map(lambda source: Path(source).name)
    found = dict(zip(zip(names, whole["row"], strict=True), whole["rule"], strict=True))
    both = planted.keys() & found.keys()
    return (
        len(planted),
        len(both),
        len(found.keys() - planted.keys()),
        sum(found[k] != planted[k] for k in both),
    )


def of_answers(survey: Survey, truth: dict[str, Any]) -> tuple[int, int]:
    """Single answers planted, and put aside."""
    planted = [
        len(file["impossible"]) for wave in truth["survey"].values() for file in wave["files"].values()
    ]
    return sum(planted), int((survey.quarantine["item"] != "").sum())


def of_records(survey: Survey, truth: dict[str, Any]) -> tuple[int, int]:
    """Faults planted in records, and rows and cells put aside."""
    told = [file.get("planted", {}) for file in truth["records"].values() if isinstance(file, dict)]
    return sum(kinds.get(kind, 0) for kinds in told for kind in RECORDS), len(survey.records.quarantine)


def main() -> None:
    project = Path(sys.argv[1] if sys.argv[1:] else ".").resolve()
    survey = open_edition(sys.argv[2] if sys.argv[2:] else "2026Q3", project)
    truth = json.loads((project / "data" / "raw" / "truth.json").read_text(encoding="utf-8"))
    planted, found, lost, other = of_survey(survey, truth)
    print(
        f"responses   planted {planted:6,}   found {found:6,}   under another rule {other}   good ones lost {lost}"
    )
    print("answers     planted {:6,}   put aside {:6,}".format(*of_answers(survey, truth)))
    print("records     planted {:6,}   put aside {:6,}".format(*of_records(survey, truth)))
    ledger = survey.ledger[["received", "accepted", "quarantined"]].sum()
    print("answers received {:,} = accepted {:,} + quarantined {:,}".format(*ledger))
    ledger = survey.records.ledger[["received", "accepted", "quarantined"]].sum()
    print("records received {:,} = accepted {:,} + quarantined {:,}".format(*ledger))


if __name__ == "__main__":
    main()

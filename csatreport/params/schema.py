"""JSON Schemas of what is declared, so that an editor completes and checks it while one types."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from csatreport.params.analysis import Analysis
from csatreport.params.book import Book
from csatreport.params.edition import Edition
from csatreport.params.questionnaire import Item


def schemas() -> dict[str, dict[str, Any]]:
    """Make the schemas, by name: ``analysis``, ``book``, ``edition`` (its name is the file's, not a key) and ``item``."""
    edition = Edition.model_json_schema()
    edition["properties"].pop("name")
    edition["required"].remove("name")
    for several in ("Source", "Record"):  # expanded before an edition is checked, see params/series.py
        described = edition["$defs"][several]
        described["properties"]["waves"] = {"type": "string", "examples": ["2025Q4..2026Q3"]}
        described["required"] = [key for key in described["required"] if key != "wave"]
    return {
        "analysis": Analysis.model_json_schema(),
        "book": Book.model_json_schema(),
        "edition": edition,
        "item": Item.model_json_schema(),
    }


def write(project: Path) -> tuple[Path, ...]:
    """Write ``params/.schema/<name>.json`` and return the files, in order of name."""
    folder = project / "params" / ".schema"
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for name, schema in sorted(schemas().items()):
        file = folder / f"{name}.json"
        text = json.dumps(schema, indent=2, ensure_ascii=False, sort_keys=True)
        file.write_text(text + "\n", encoding="utf-8")
        files.append(file)
    return tuple(files)

"""A project small enough to build in seconds: forty answers, three chapters, everything real."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

BOOK = """
title = { en = "Small report", zh = "小型报告" }
organisation = { en = "Lantern", zh = "明灯" }
source = { en = "Test survey", zh = "测试调查" }

[[part]]
title = { en = "Overview", zh = "概览" }
chapters = [{ notebook = "first.ipynb" }, { notebook = "second.ipynb", needs = ["overall"] }]

[[part]]
title = { en = "More", zh = "更多" }
chapters = [{ notebook = "gaps.ipynb", needs = ["servqual"] }]
"""
EDITION = """
wave = "2026Q3"
seed = 1
chapter_seconds = 60

[[source]]
wave = "2026Q3"
file = "data/raw/answers.csv"
"""
QUESTIONNAIRE = """\
item,kind,label_en,label_zh,wording_en,wording_zh,scale,codes,direction,missing,dimension,indicator1,indicator2,indicator3,department,stage,roles,source
overall,rating,Overall,总体,How satisfied are you?,您有多满意?,1-5,,,,,,,,,,overall,Overall
speed,rating,Speed,速度,How fast was it?,速度如何?,1-5,,,,,,,,,,,Speed
"""
LABELS = "list,code,label_en,label_zh,source\n"
CLAIM = """\
from csatreport import open_edition
from csatreport.records import MIME, Claim, Value, to_json
from IPython.display import display
n = str(len(open_edition(edition).responses))
value = Value("n", float(n), {"en": n, "zh": n}, "count", n=int(n))
text = {"en": n + " answers", "zh": n + "份答卷"}
spans = {"en": [(0, len(n), "n")], "zh": [(0, len(n), "n")]}
record = Claim("NAME.base", text, spans, (value,), {"en": "Base", "zh": "样本量"})
display({MIME: to_json(record), "text/plain": record.id}, raw=True)
"""


def code(source: str, *tags: str) -> dict[str, Any]:
    return {
        "cell_type": "code",
        "metadata": {"tags": list(tags)},
        "source": source,
        "outputs": [],
        "execution_count": None,
    }


def markdown(source: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "metadata": {}, "source": source}


def notebook(*cells: dict[str, Any]) -> str:
    return json.dumps({"cells": list(cells), "metadata": {}, "nbformat": 4, "nbformat_minor": 4})


def chapter(name: str, *more: dict[str, Any], parameter: str = 'edition = "2026Q3"') -> str:
    title = markdown(f"# The {name} chapter\n---\n# 章节 {name}")
    return notebook(title, code(parameter, "parameters"), code(CLAIM.replace("NAME", name)), *more)


def write(folder: Path) -> Path:
    """Write the project into ``folder`` and return it."""
    answers = "Overall,Speed\n" + "".join(f"{i % 5 + 1},{i % 3 + 3}\n" for i in range(40))
    files = {
        "params/book.toml": BOOK,
        "params/editions/2026Q3.toml": EDITION,
        "params/questionnaire.csv": QUESTIONNAIRE,
        "params/labels.csv": LABELS,
        "data/raw/answers.csv": answers,
        **{f"notebooks/{name}.ipynb": chapter(name) for name in ("first", "second", "gaps")},
    }
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder

"""A project of a few answers, written into a folder, for tests to spoil in one place at a time."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

BOOK = """
title = { en = "Satisfaction", zh = "满意度" }
organisation = { en = "Lantern", zh = "明灯" }
source = { en = "Sample survey", zh = "示例调查" }
[[headline]]
item = "overall"
measure = "csat"
target = 0.9
[[part]]
title = { en = "Results", zh = "结果" }
chapters = [{ notebook = "cover.ipynb" }]
"""
EDITION = """
wave = "2026Q3"
seed = 7
[[source]]
wave = "2026Q3"
file = "data/raw/a.csv"
"""
QUESTIONNAIRE = (
    "item,kind,label_en,label_zh,wording_en,wording_zh,scale,codes,direction,missing,dimension,roles,source,source_2026Q2\n"
    "id,respondent,Respondent,受访者,,,,,,,,,ID,\n"
    "overall,rating,Overall,总体,How satisfied?,您满意吗?,1-5,,,0;Blank,service,overall,"
    "How satisfied are you?,Overall\n"
    "effort,rating,Effort,费力度,How hard?,费力吗?,1-5,,lower,0,service,,Effort,-\n"
    "region,category,Region,地区,Which region?,哪个地区?,,region,,,,domain,Region,Region\n"
    "remark,text,Remark,意见,Anything else?,还有什么?,,,,,,,Remark,-\n"
)
LABELS = (
    "list,code,label_en,label_zh,source\n"
    "dimension,service,Service,服务,\n"
    "region,north,North,北部,North|1\n"
    "region,south,South,南部,South|2\n"
    "mode,web,Web,网络,\n"
)
HEADER = ("ID", "How satisfied are you?", "Effort", "Region", "Remark")
ANSWERS = (
    ("a", "5", "1", "North", "fine"),
    ("b", "4", "2", "South", ""),
    ("c", "0", "5", "1", ""),
    ("d", "2", "", "2", "<b>=1+1</b>"),
)


def project(
    folder: Path,
    *,
    book: str = BOOK,
    edition: str = EDITION,
    questionnaire: str = QUESTIONNAIRE,
    labels: str = LABELS,
    header: Sequence[str] = HEADER,
    answers: Sequence[Sequence[str]] = ANSWERS,
) -> Path:
    """Write the project; the edition is called 2026Q3."""
    for name in ("params/editions", "notebooks", "data/raw"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    for name, text in {"book.toml": book, "editions/2026Q3.toml": edition, "questionnaire.csv": questionnaire,
                       "labels.csv": labels}.items():  # fmt: skip
        (folder / "params" / name).write_text(text, encoding="utf-8")
    cell = {"cell_type": "markdown", "metadata": {}, "source": ["# Cover\n", "---\n", "# 封面"]}
    (folder / "notebooks/cover.ipynb").write_text(json.dumps({"cells": [cell]}), encoding="utf-8")
    raw(folder / "data/raw/a.csv", header, answers)
    return folder


def raw(
    file: Path, header: Sequence[str], answers: Sequence[Sequence[str]], *, encoding: str = "utf-8"
) -> Path:
    """Write a raw export."""
    lines = [",".join(header), *(",".join(row) for row in answers)]
    file.write_text("\n".join(lines) + "\n", encoding=encoding)
    return file


def many(n: int, **columns: str) -> list[list[str]]:
    """``n`` valid answers of different people; ``columns`` replaces those of the first one."""
    rows = [[f"p{i}", str(i % 5 + 1), str((i + 1) % 5 + 1), "North", ""] for i in range(n)]
    names = {"id": 0, "overall": 1, "effort": 2, "region": 3, "remark": 4}
    for name, text in columns.items():
        rows[0][names[name]] = text
    return rows

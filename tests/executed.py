"""Executed chapter notebooks made by hand, with every kind of record and with hostile text in them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from csatreport.book.manuscript import Manuscript, Part, read_page
from csatreport.params import Book, Edition, Text
from csatreport.records import (
    MIME,
    Card,
    Cards,
    Cell,
    Chart,
    Claim,
    Column,
    Prose,
    Record,
    Table,
    Value,
    to_json,
)

HOSTILE = '<script>alert(1)</script> {braces} =1+1 #emph[x] $x$ `code` | & < > " @ref \\'
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="460.8pt" height="230.4pt" viewBox="0 0 460.8 230.4">'
    '<rect x="40" y="20" width="300" height="40" fill="#1f6f8b"/><rect x="40" y="90" width="200" height="40" '
    'fill="#1f6f8b"/></svg>'
)


def value(name: str = "csat") -> Value:
    return Value(
        name=name,
        value=0.8312,
        text={"en": "83.1%", "zh": "83.1%"},
        unit="share",
        measure="csat",
        item="overall",
        wave="2026Q3",
        n=1702,
        effective_n=1488.2,
        se=0.0097,
        low=0.811,
        high=0.849,
        confidence=0.95,
        weight="population",
        data="ab" * 32,
    )


def records(page: str) -> tuple[Record, ...]:
    en, zh = "83.1% of customers are satisfied.", "83.1%的客户表示满意。"
    note = {
        "en": "Base 1,702, effective base 1,488. Source: sample survey.",
        "zh": "样本量1,702,有效样本量1,488。来源:示例调查。",
    }
    card = Card(
        {"en": "Customers satisfied", "zh": "客户满意率"},
        {"en": "83.1%", "zh": "83.1%"},
        {"en": "95% interval 81.1–84.9%; target 90%", "zh": "95%置信区间81.1–84.9%;目标90%"},
        "bad",
        {"en": "Below target", "zh": "未达目标"},
        value(),
    )
    rows = [
        ("Billing", "账单", 0.7712, ""),
        (HOSTILE, HOSTILE, 0.61, "low"),
        ("Delivery", "配送", None, "suppressed"),
    ]
    cells = tuple(
        (
            Cell({"en": e, "zh": z}, e),
            Cell({"en": f"{v:.1%}" if v else "–", "zh": f"{v:.1%}" if v else "–"}, v, mark),
        )
        for e, z, v, mark in rows
    )
    return (
        Cards(f"{page}.cards", (card, card, card), note),
        Claim(
            f"{page}.overall",
            {"en": en, "zh": zh},
            {"en": [(0, 5, "csat")], "zh": [(0, 5, "csat")]},
            (value(),),
            note,
        ),
        Chart(
            f"{page}.items",
            {"en": "Share satisfied by item", "zh": "各项满意率"},
            {"en": "Dot chart: Billing 77%, Delivery 61%.", "zh": "点图:账单77%,配送61%。"},
            {"en": SVG, "zh": SVG},
            note,
            {"en": [["Item", "Share"], ["Billing", 0.7712]], "zh": [["项目", "满意率"], ["账单", 0.7712]]},
        ),
        Table(
            f"{page}.items-table",
            {"en": "Share satisfied by item", "zh": "各项满意率"},
            (
                Column({"en": "Item", "zh": "项目"}, {"en": "", "zh": ""}, "left"),
                Column({"en": "Share satisfied", "zh": "满意率"}, {"en": "%", "zh": "%"}),
            ),
            cells,
            note,
            {"0": {"en": "Service", "zh": "服务"}},
        ),
        Prose(f"{page}.prose", {"en": "**Left out:** Kano, no data.", "zh": "**未收入本书:**Kano,无数据。"}),
    )


def notebook(title_en: str, title_zh: str, page: str) -> dict[str, Any]:
    markdown = [
        f"# {title_en}\n---\n# {title_zh}",
        f"## First finding of {title_en}\n---\n## {title_zh}的第一个发现",
        "Satisfaction is *measured* by a survey.\n\n- one\n- two\n\n---\n\n满意度由*调查*得出。\n\n- 一\n- 二",
    ]
    cells: list[dict[str, Any]] = [
        {"cell_type": "markdown", "id": f"text-{i}", "metadata": {}, "source": m}
        for i, m in enumerate(markdown)
    ]
    outputs = [
        {"output_type": "display_data", "metadata": {}, "data": {MIME: to_json(r), "text/plain": r.id}}
        for r in records(page)
    ]
    cells.append(
        {
            "cell_type": "code",
            "id": "shown",
            "metadata": {},
            "execution_count": 1,
            "source": "show(...)",
            "outputs": outputs,
        }
    )
    return {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}


def manuscript(folder: Path) -> Manuscript:
    """A small book of three pages in two parts."""
    pages = {
        "cover": ("How satisfied are our customers?", "客户有多满意?"),
        "items": ("Satisfaction by item", "各项满意度"),
        "trend": ("Trend and change", "趋势与变化"),
    }
    for name, (en, zh) in pages.items():
        (folder / f"{name}.ipynb").write_text(json.dumps(notebook(en, zh, name)), encoding="utf-8")
    read = {name: read_page(folder / f"{name}.ipynb") for name in pages}
    book = Book.model_validate(
        {
            "title": {"en": "Customer satisfaction report", "zh": "客户满意度报告"},
            "organisation": {"en": "Lantern Broadband", "zh": "明灯宽带"},
            "source": {"en": "Sample survey", "zh": "示例调查"},
            "part": [{"title": {"en": "Results", "zh": "结果"}, "chapters": [{"notebook": "cover.ipynb"}]}],
        }
    )
    edition = Edition.model_validate(
        {"name": "2026Q3", "wave": "2026Q3", "seed": 1, "source": [{"wave": "2026Q3", "file": "a.csv"}]}
    )
    parts = (
        Part(Text(en="Overview", zh="概览"), (read["cover"],)),
        Part(Text(en="Results", zh="结果"), (read["items"], read["trend"])),
    )
    return Manuscript(book, edition, 1, "", parts, "2026-09-30")

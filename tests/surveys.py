"""Small surveys made in code: real objects, no files."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from csatreport.params import (
    Book,
    Chapter,
    Edition,
    Headline,
    Item,
    Measure,
    Part,
    Questionnaire,
    Scale,
    Text,
    Wave,
)
from csatreport.survey import Survey

LABELS = {
    "region": {
        "n": Text(en="North", zh="北部"),
        "s": Text(en="South", zh="南部"),
        "w": Text(en="West", zh="西部"),
    },
    "mode": {"web": Text(en="Web survey", zh="网络调查"), "tel": Text(en="Telephone", zh="电话访问")},
    "dimension": {"service": Text(en="Service", zh="服务"), "product": Text(en="Product", zh="产品")},
    "department": {"sales": Text(en="Sales", zh="销售部"), "works": Text(en="Works", zh="生产部")},
}
COLUMNS = ("response", "wave", "mode", "minutes", "weight", "stratum", "cluster")
LEDGER = ("source", "wave", "mode", "received", "accepted", "quarantined")
QUARANTINE = ("source", "wave", "row", "rule", "item", "value", "reason")
PUBLISHED = ("wave", "item", "domain", "level", "value")


def rating(item: str, *, low: int = 1, high: int = 5, **rest: Any) -> Item:
    """A rating item asked in every wave."""
    return Item(
        item=item, kind="rating", label=Text(en=item.title(), zh=f"{item}项"), wording=Text.same(item),
        scale=Scale(low=low, high=high), **{"sources": {None: item}, **rest},
    )  # fmt: skip


def category(item: str, codes: str, **rest: Any) -> Item:
    """A category item with the labels of ``codes``."""
    return Item(
        item=item, kind="category", label=Text(en=item.title(), zh=f"{item}项"), wording=Text.same(item),
        codes=codes, **{"sources": {None: item}, **rest},
    )  # fmt: skip


def responses(wave: str = "2026Q3", **columns: Any) -> pd.DataFrame:
    """One wave of responses: ratings as arrays, categories as lists of codes."""
    n = len(next(iter(columns.values())))
    plain: dict[str, Any] = {
        "response": range(n), "wave": wave, "mode": "web", "minutes": np.nan, "weight": 1.0,
        "stratum": "", "cluster": "",
    }  # fmt: skip
    frame = pd.DataFrame({**plain, **columns})
    for name in frame.columns.difference(["response", "minutes", "weight"]):
        if name in COLUMNS or not pd.api.types.is_numeric_dtype(frame[name]):
            frame[name] = frame[name].astype("string")
        else:
            frame[name] = frame[name].astype("float64")
    return frame


def make_survey(
    items: tuple[Item, ...],
    *waves: pd.DataFrame,
    published: Any = (),
    published_file: str = "",
    ledger: Any = (),
    quarantine: Any = (),
    labels: dict[str, dict[str, Text]] | None = None,
    **edition: Any,
) -> Survey:
    """A survey of these items and waves; ``edition`` overrides fields of the edition."""
    settings = {
        "name": "2026Q3", "wave": "2026Q3", "previous": "2026Q2", "year_ago": "2025Q3", "seed": 7,
        "source": [{"wave": "2026Q3", "file": "x.csv"}], **edition,
        "published": [_published(published_file)] if published_file else [],
    }  # fmt: skip
    text = Text(en="Test", zh="测试")
    frame = pd.concat(waves, ignore_index=True) if waves else responses(x=[]).iloc[:0]
    return Survey(
        responses=frame,
        published=pd.DataFrame(list(published), columns=list(PUBLISHED)).astype({"value": float}),
        ledger=pd.DataFrame(list(ledger), columns=list(LEDGER)),
        quarantine=pd.DataFrame(list(quarantine), columns=list(QUARANTINE)),
        book=Book(
            title=text, organisation=text, source=text,
            part=(Part(title=text, chapters=(Chapter(notebook="cover.ipynb"),)),),
        ),
        edition=Edition(**settings),
        questionnaire=Questionnaire(items, labels if labels is not None else LABELS),
        data="d" * 64,
        weights="population",
    )  # fmt: skip


def with_headlines(*figures: tuple[str, Measure]) -> Survey:
    """A survey of two items in two waves whose cover shows these figures: (item, measure)."""
    waves = [
        responses(w, a=[1.0, 5.0, 4.0, x] * 25, b=[2.0, 3.0, 4.0, x] * 25)
        for w, x in (("2026Q2", 1.0), ("2026Q3", 5.0))
    ]
    made = make_survey((rating("a"), rating("b")), *waves)
    headline = tuple(Headline(item=item, measure=measure) for item, measure in figures)
    return replace(made, book=made.book.model_copy(update={"headline": headline}))


def _published(file: str) -> dict[str, str]:
    names = ("item", "wave", "domain", "level", "all", "value")
    return {"file": file, **{name: name for name in names}}


def wave(text: str) -> Wave:
    """A wave from its text."""
    return Wave.parse(text)

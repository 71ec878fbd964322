"""Small surveys whose customers fall into three segments by four attitudes, in one wave or two."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
from surveys import LABELS, category, make_survey, rating, responses

from csatreport.measure.segments.found import Segmentation, found
from csatreport.measure.segments.named import Segments, named
from csatreport.params import Analysis, Item, Text
from csatreport.survey import Survey

LISTS = {
    **LABELS,
    "need": {"price": Text(en="A fair price", zh="价格实惠"), "speed": Text(en="No waiting", zh="省时快捷")},
    "channel": {"app": Text.same("App"), "shop": Text(en="Shop", zh="营业厅")},
}
VIEWS = {
    "price": ("View: price decides", "看法：价格优先"),
    "offers": ("View: compares offers", "看法：常比优惠"),
    "fast": ("View: wants the fastest", "看法：要最快的"),
    "person": ("View: prefers a person", "看法：要找真人"),
}
CENTRES = np.array([[6.0, 5.8, 3.0, 3.4], [3.0, 3.2, 6.2, 2.4], [3.4, 2.6, 3.0, 6.2]])
NAMES = (
    {"high": ["price", "offers"], "en": "Savers", "zh": "精打细算"},
    {"high": ["fast"], "low": ["person"], "en": "Racers", "zh": "极速先锋"},
    {"high": ["person"], "en": "Talkers", "zh": "喜欢真人"},
)
QUICK = {"number": 3, "most": 3, "starts": 3, "times": 20, "references": 5}
WHICH = np.array([0] * 3 + [1] * 2 + [2])  # shares of the segments: a half, a third, a sixth


def view(item: str) -> Item:
    en, zh = VIEWS[item]
    return rating(item, high=7, roles={"attitude": ""}).model_copy(update={"label": Text(en=en, zh=zh)})


ITEMS = (
    *map(view, VIEWS), rating("overall", roles={"overall": ""}), rating("nps", low=0, high=10, roles={"nps": ""}),
    category("region", "region", roles={"domain": ""}), category("need", "need", roles={"need": ""}),
    category("channel", "channel", roles={"behaviour": ""}).model_copy(update={"kind": "multiple"}),
)  # fmt: skip


def answers(
    wave: str = "2026Q3", n: int = 480, *, member: Any = None, spread: float = 0.6, seed: int = 3, **more: Any
) -> pd.DataFrame:
    """Answers of ``n`` customers of the segments ``member`` (n,), who have keys c0, c1 ..."""
    rng = np.random.default_rng(seed)
    who = np.resize(WHICH, n) if member is None else np.asarray(member)
    n = len(who)
    views = np.clip(np.rint(CENTRES[who] + spread * rng.standard_normal((n, 4))), 1, 7)
    wants = np.where(rng.random(n) < np.array([0.9, 0.2, 0.3])[who], "price", "speed")
    app = (rng.random(n) < 0.5).astype(float)
    columns: dict[str, Any] = {
        **dict(zip(VIEWS, views.T, strict=True)),
        "overall": rng.integers(1, 6, n).astype(float), "nps": rng.integers(0, 11, n).astype(float),
        "region": rng.choice(["n", "s", "w"], n), "need": wants, "channel.app": app, "channel.shop": 1 - app,
        "customer": [f"c{i}" for i in range(n)], "weight": rng.uniform(0.5, 1.5, n), **more,
    }  # fmt: skip
    return responses(wave, **columns)


def survey(
    *waves: pd.DataFrame, names: Any = NAMES, asked: tuple[Item, ...] = ITEMS, **segments: Any
) -> Survey:
    """A survey of these waves with quick settings."""
    made = make_survey(asked, *waves, labels=LISTS)
    return replace(made, analysis=Analysis.model_validate({"segments": {**QUICK, "name": names, **segments}}))


def segments(*waves: pd.DataFrame, **more: Any) -> Segments:
    """The segments of the last wave, with those of the one before."""
    return named(survey(*waves, **more))


def segmentation(frame: pd.DataFrame, **more: Any) -> Segmentation:
    """The segments of one wave without names."""
    return found(survey(frame, **more))


def moved(member: np.ndarray, share: float, seed: int = 5) -> np.ndarray:
    """The same customers a wave later: a share of them anew in any segment by its size."""
    rng = np.random.default_rng(seed)
    return np.where(rng.random(len(member)) < share, rng.choice(WHICH, len(member)), member)

"""Small surveys with Kano's questions."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
from surveys import LABELS, category, make_survey, responses

from csatreport.params import Analysis, Text
from csatreport.params.analysis.kano import ANSWERS, Kano
from csatreport.survey import Survey

LISTS = LABELS | {"kano": {a: Text(en=a.title(), zh=f"答{a}") for a in ANSWERS}}
PAIR = {  # a pair of answers for each category
    "M": ("expect", "dislike"), "O": ("like", "dislike"), "A": ("like", "neutral"), "I": ("neutral", "neutral"),
    "R": ("dislike", "like"), "Q": ("like", "like"), " ": (pd.NA, pd.NA),
}  # fmt: skip


def pair(key: str, codes: str = "kano") -> tuple[Any, Any]:
    """The two items of a feature."""
    return (
        category(f"{key}_f", codes, roles={"functional": key}),
        category(f"{key}_d", codes, roles={"dysfunctional": key}),
    )


def columns(**letters: str) -> dict[str, list[Any]]:
    """Answers that put each feature into these categories, one letter for a respondent; a blank is missing."""
    made = {}
    for key, of in letters.items():
        made[f"{key}_f"], made[f"{key}_d"] = (list(side) for side in zip(*(PAIR[c] for c in of), strict=True))
    return made


def kano_survey(
    *waves: pd.DataFrame, keys: tuple[str, ...] = ("x",), kano: Kano | None = None, **more: Any
) -> Survey:
    """A survey of pairs ``keys`` and the domain ``region``; nothing is hidden unless told so."""
    items = [i for key in keys for i in pair(key)]
    region = category("region", "region", roles={"domain": ""})
    settings = {"minimum_base": 2, "low_base": 2, **more}
    made = make_survey((region, *items), *waves, labels=LISTS, **settings)
    return replace(made, analysis=Analysis(kano=kano or Kano()))


def one(letters: str, *, kano: Kano | None = None, minimum: int = 2, **more: Any) -> Survey:
    """A survey of one feature in one wave."""
    frame = responses(**columns(x=letters), **{"region": ["n"] * len(letters), **more})
    return kano_survey(frame, kano=kano, minimum_base=minimum)

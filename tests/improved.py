"""Small surveys in which some regions were improved, with an improvement declared."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from surveys import LABELS, category, make_survey, rating, responses

from csatreport.params import Analysis, Text
from csatreport.survey import Survey

WAVES = ("2025Q2", "2025Q3", "2025Q4", "2026Q1", "2026Q2", "2026Q3")
REGIONS = tuple(f"r{n}" for n in range(8))
LISTS = {**LABELS, "place": {r: Text.same(r.upper()) for r in REGIONS}}
ITEMS = (rating("food"), rating("bed"), category("place", "place", roles={"domain": "", "standing": ""}))


def improvement(**changed: Any) -> dict[str, Any]:
    """A declaration of something done in three regions in the first quarter of 2026."""
    return {
        "code": "menu", "title": Text(en="New menu", zh="新菜单"), "items": ["food"], "since": date(2026, 1, 1),
        "domain": "place", "levels": ["r0", "r1", "r2"], **changed,
    }  # fmt: skip


def declared(survey: Survey, *improvements: dict[str, Any], **others: Any) -> Survey:
    """The survey with these improvements in force."""
    found = Analysis.model_validate({"improvement": list(improvements), **others})
    return replace(survey, analysis=found)


def answers(
    wave: str, *, effect: float = 0.0, reached: tuple[str, ...] = ("r0", "r1", "r2"), n: int = 40,
    regions: tuple[str, ...] = REGIONS, seed: int = 3,
) -> pd.DataFrame:  # fmt: skip
    """Ratings of ``n`` guests of each region; those reached are ``effect`` points happier from 2026Q1 on."""
    rng = np.random.default_rng([seed, WAVES.index(wave)])
    place = np.repeat(np.array(regions), n)
    own = np.array([0.1 * int(r[1:]) for r in place])
    felt = 2.6 + own + effect * (np.isin(place, reached) & (wave >= "2026Q1"))
    food = np.clip(np.rint(rng.normal(felt, 1.0)), 1, 5)
    bed = np.clip(np.rint(rng.normal(3, 1.0, len(place))), 1, 5)
    return responses(wave, food=food, bed=bed, place=place.tolist(), weight=rng.uniform(0.5, 2, len(place)))


def survey(*improvements: dict[str, Any], effect: float = 0.0, **how: Any) -> Survey:
    """All six waves, with improvements declared (the new menu, where none are given)."""
    others = {k: how.pop(k) for k in ("breaks",) if k in how}
    edition = {k: how.pop(k) for k in ("minimum_base",) if k in how}
    frames = [answers(w, effect=effect, **how) for w in WAVES]
    made = make_survey(ITEMS, *frames, labels=LISTS, **edition)
    return declared(made, *(improvements or (improvement(),)), **others)

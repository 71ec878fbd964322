"""What people write: about what they rated lowest or highest, in their language; some give themselves away."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files
from typing import Final

import numpy as np
from numpy.typing import NDArray

from csatreport.simulate import opinions
from csatreport.simulate.answers import Felt
from csatreport.simulate.population import Population
from csatreport.simulate.sampling import Crowd

Texts = NDArray[np.object_]
Whole = NDArray[np.int64]

THEMES: Final = {  # service -> theme of a comment about it
    "speed": "speed", "stability": "stability", "wifi": "wifi", "install_wait": "installation",
    "install_work": "installation", "repair_speed": "repair", "repair_once": "repair", "hotline_wait": "hotline",
    "hotline_answer": "hotline", "bill_clear": "bill", "bill_right": "bill", "price": "price", "shop": "shop",
    "app": "app",
}  # fmt: skip
GENERAL_SHARE: Final = 0.12
PERSONAL_SHARE: Final = 0.02
HOSTILE_SHARE: Final = 0.015
ENDINGS: Final = {
    ("positive", "zh"): ("", "", "。", "！", "～", "，谢谢", "，继续保持"),
    ("negative", "zh"): ("", "", "。", "！", "，希望改进", "，请尽快处理", "……"),
    ("positive", "en"): ("", "", ".", ".", "!", ". Thanks!"),
    ("negative", "en"): ("", "", ".", ".", "!", ". Please do something about it.", "..."),
}


@dataclass(frozen=True, eq=False)
class Comments:
    """Text, theme and sentiment of every respondent; "" where nothing was written."""

    text: Texts
    theme: Texts
    sentiment: Texts

    def __getitem__(self, rows: Whole) -> Comments:
        return Comments(**{f.name: getattr(self, f.name)[rows] for f in fields(self)})

    def joined(self, others: Sequence[Comments]) -> Comments:
        """Those of several deliveries as one."""
        parts = [self, *others]
        return Comments(**{f.name: np.concatenate([getattr(p, f.name) for p in parts]) for f in fields(self)})


@cache
def templates() -> dict[tuple[str, str, str], tuple[str, ...]]:
    """Texts by theme, sentiment and language."""
    text = files("csatreport.simulate").joinpath("comments.csv").read_text(encoding="utf-8")
    found: dict[tuple[str, str, str], tuple[str, ...]] = {}
    for row in csv.DictReader(io.StringIO(text, newline="")):
        key = (row["theme"], row["sentiment"], row["language"])
        found[key] = (*found.get(key, ()), row["text"])
    return found


def write(rng: np.random.Generator, crowd: Crowd, felt: Felt, population: Population) -> Comments:
    """Comments of those who write one."""
    size = len(crowd)
    writes = rng.random(size) < opinions.COMMENT_SHARE
    luck = rng.random((4, size))
    bad = luck[0] < np.array([0.98, 0.96, 0.85, 0.42, 0.10])[felt.overall - 1]
    services = list(THEMES)
    ratings = np.stack([felt.services[s] for s in services]) + rng.random((len(services), size))
    about = np.where(bad, ratings.argmin(axis=0), ratings.argmax(axis=0))
    text, theme, sentiment = (np.full(size, "", dtype=object) for _ in range(3))
    for row in np.flatnonzero(writes).tolist():
        chosen = "general" if luck[1, row] < GENERAL_SHARE else THEMES[services[about[row]]]
        feeling = "negative" if bad[row] else "positive"
        language = str(crowd.language[row])
        kind = luck[2, row]
        if kind < HOSTILE_SHARE:
            chosen, feeling, language = "hostile", "", ""
        elif kind < HOSTILE_SHARE + PERSONAL_SHARE and ("personal", feeling, language) in templates():
            chosen = "personal"
        text[row] = _text((chosen, feeling, language), luck[3, row], crowd.who[row], population)
        theme[row], sentiment[row] = chosen, feeling
    return Comments(text, theme, sentiment)


def _text(key: tuple[str, str, str], luck: float, who: int, population: Population) -> str:
    """One of the texts, with an ending; personal ones filled with what the customer is called."""
    texts = templates()[key]
    place = luck * len(texts)
    chosen = texts[int(place)]
    if key[0] == "personal":
        fields = ("name", "phone", "email", "id_number", "address")
        own = {field: getattr(population, field)[who] for field in fields}
        return chosen.format(**own | {"email": own["email"] or "customer@example.com"})
    if key[0] == "hostile":
        return chosen.replace("{{", "{").replace("}}", "}")
    endings = ENDINGS[key[1:]]
    return chosen + endings[int((place - int(place)) * len(endings))] * (chosen[-1] not in "!！。.")

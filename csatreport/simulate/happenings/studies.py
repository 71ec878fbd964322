"""Two studies of after-sales service of 40 invented car brands, as their organisers print them, two years each.

Both measure the same quality. They differ by what their designs explain (who was asked, in which cities, a factor that
only one has, another scale of answers) and by the sampling error of their interviews.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import numpy as np

from csatreport.simulate.happenings import delivery
from csatreport.simulate.happenings.chance import Numbers, Rows
from csatreport.simulate.happenings.delivery import Sheet
from csatreport.simulate.happenings.scene import Scene
from csatreport.simulate.happenings.words import names, written

TOTAL: Final = "total"
GENERAL: Final = 22.0  # standard deviation of brands' quality, of 1,000 points
OWN: Final = {  # standard deviation of what brands do better or worse in one thing
    "booking": 9.0, "adviser": 9.0, "premises": 9.0, "workmanship": 9.0, "duration": 9.0, "charges": 55.0, "handover": 45.0,
}  # fmt: skip
CHANGE: Final = (6.0, 10.0)  # from one year to the next: mean and standard deviation over brands
SPREAD: Final = 165.0  # standard deviation of a factor's score over interviews
TOGETHER: Final = 0.55  # correlation of two factors' scores within an interview
FEWEST: Final = 120  # interviews of a brand


@dataclass(frozen=True)
class Design:
    """A study: interviews a year, weights of its factors, what each factor measures, and what its design does to scores.

    ``shift`` moves all brands, ``scale`` stretches their differences, ``places`` and ``ages`` are standard deviations of what
    the cities and the age of owners' cars do to single brands. ``errors`` says whether it prints standard errors.
    """

    interviews: tuple[int, int]
    published: tuple[date, date]
    weights: dict[str, float]
    measures: dict[str, dict[str, float]]
    level: float
    shift: float = 0.0
    scale: float = 1.0
    places: float = 0.0
    ages: float = 0.0
    errors: bool = True

    @property
    def shares(self) -> Numbers:
        """Weights of the factors, in their order."""
        return np.array(list(self.weights.values()))

    @property
    def spread(self) -> float:
        """Standard deviation of the index over interviews."""
        w = self.shares
        return float(SPREAD * np.sqrt((1 - TOGETHER) * (w @ w) + TOGETHER * w.sum() ** 2))


STUDIES: Final = {
    "owners": Design(
        interviews=(19_480, 20_901), published=(date(2025, 6, 12), date(2026, 6, 11)), level=806.0,
        weights={"booking": 0.14, "adviser": 0.20, "premises": 0.13, "workmanship": 0.24, "duration": 0.13, "charges": 0.16},
        measures={f: {f: 1.0} for f in ("booking", "adviser", "premises", "workmanship", "duration", "charges")},
    ),
    "dealers": Design(
        interviews=(13_912, 14_657), published=(date(2025, 5, 22), date(2026, 5, 28)), level=806.0,
        weights={"initiation": 0.18, "consultant": 0.22, "facility": 0.17, "service": 0.27, "handover": 0.16},
        measures={
            "initiation": {"booking": 1.0}, "consultant": {"adviser": 1.0}, "facility": {"premises": 1.0},
            "service": {"workmanship": 0.65, "duration": 0.35}, "handover": {"handover": 1.0},
        },
        shift=-16.0, scale=1.12, places=9.0, ages=8.0, errors=False,
    ),
}  # fmt: skip


def exports(scene: Scene) -> Iterator[tuple[str, bytes, dict[str, Any]]]:
    """Name, content and truth of the tables that each organiser prints."""
    brands = list(names("brand"))
    quality = _quality(scene.rng("studies", "quality"), len(brands))
    for code, design in STUDIES.items():
        true = _true(design, quality, scene.rng("studies", code, "design"))
        sheet = _printed(code, design, brands, true, scene.rng("studies", code, "interviews"))
        told = {
            "rows": len(sheet), "brands": brands, "factors": list(design.weights), "true": true.round(4).tolist(),
            "index": (true @ design.shares).round(4).tolist(), "spread": round(design.spread, 4), "factor_spread": SPREAD,
            "together": TOGETHER, "shift": design.shift, "scale": design.scale, "change": CHANGE[0],
            "design_sd": round(float(np.hypot(design.places, design.ages)), 4),
        }  # fmt: skip
        yield f"studies-{code}.{_ending(design)}", _file(sheet, design), told


def _ending(design: Design) -> str:
    return "csv" if design.errors else "xlsx"


def _file(sheet: Sheet, design: Design) -> bytes:
    if design.errors:
        return delivery.as_csv(sheet.headed())
    return delivery.as_excel(sheet.headed(second=True), sheet="Scores")


def _quality(rng: np.random.Generator, brands: int) -> dict[str, Numbers]:
    """What brands truly do, by year and brand, for every single thing; 0 is the mean of the market."""
    general = GENERAL * rng.standard_normal(brands)
    moved = CHANGE[0] + CHANGE[1] * rng.standard_normal(brands)
    years = np.stack([general, general + moved])
    return {thing: years + sd * rng.standard_normal(brands) for thing, sd in OWN.items()}


def _true(design: Design, quality: dict[str, Numbers], rng: np.random.Generator) -> Numbers:
    """What the study would print without sampling error: scores by year, brand and factor."""
    brands = next(iter(quality.values())).shape[1]
    single = np.array([design.places, design.ages]) @ rng.standard_normal((2, brands))
    felt = [
        np.sum([w * quality[thing] for thing, w in parts.items()], axis=0)
        for parts in design.measures.values()
    ]
    moved = design.level + design.shift + design.scale * np.stack(felt, axis=2) + single[:, None]
    return np.asarray(moved)


def _printed(code: str, design: Design, brands: list[str], true: Numbers, rng: np.random.Generator) -> Sheet:
    """The table of the study: of every year and brand the index and its factors."""
    size = rng.lognormal(0.0, 0.45, len(brands))
    n = np.stack([_interviews(size, total) for total in design.interviews])
    common, own = rng.standard_normal(n.shape), rng.standard_normal(true.shape)
    error = SPREAD * (np.sqrt(TOGETHER) * common[:, :, None] + np.sqrt(1 - TOGETHER) * own)
    scores = np.round(np.clip(true + error / np.sqrt(n)[:, :, None], 0, 1000), 1)
    index = np.round(scores @ design.shares, 1)
    every = np.concatenate([index[:, :, None], scores], axis=2)
    spreads = np.array([design.spread, *[SPREAD] * len(design.weights)])
    year, brand, factor = np.indices(every.shape).reshape(3, -1)
    columns = {
        "study": np.full(every.size, code, dtype=object),
        "brand": written("brand", np.array(brands, dtype=object)[brand], chinese=design.errors),
        "factor": written(
            "factor", np.array([TOTAL, *design.weights], dtype=object)[factor], chinese=design.errors
        ),
        "date": np.array(design.published, dtype="datetime64[D]")[year],
        "score": every.reshape(-1),
        "n": n[year, brand],
    }
    errors = {"se": np.round(spreads[factor] / np.sqrt(n[year, brand]), 2)} if design.errors else {}
    return Sheet("studies", {**columns, **errors})


def _interviews(size: Numbers, total: int) -> Rows:
    """Interviews of every brand, ``total`` in all, none with fewer than the fewest."""
    rest = total - FEWEST * len(size)
    found: Rows = FEWEST + np.floor(rest * size / size.sum()).astype(np.int64)
    found[int(np.argmax(size))] += total - int(found.sum())
    return found

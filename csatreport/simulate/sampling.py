"""Who answers: drawn by stratum, reached or not, willing or not by age and time as a customer.

Willingness is a product of what age and tenure contribute, within strata drawn at different rates: that is
what design weights raked to age and tenure undo. Nothing else decides who answers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from csatreport.simulate import company, events
from csatreport.simulate.company import Quarter
from csatreport.simulate.draws import Codes, Numbers, effects, stream
from csatreport.simulate.population import Population

Whole = NDArray[np.int64]

DRAWN: Final = {"urban": 8_100, "county": 4_700, "township": 3_500}
REACHED: Final = 0.88
WILLING: Final = 0.45
BY_AGE: Final = {"a18": 0.55, "a30": 0.84, "a40": 1.0, "a50": 1.25, "a60": 1.50}
BY_TENURE: Final = {"under1": 0.55, "y1to3": 0.84, "y3to5": 1.02, "over5": 1.14}
OPENS, CLOSES = 14, 70  # days of the quarter between which answers come in


@dataclass(frozen=True)
class Drawn:
    """What happened in a stratum."""

    population: int
    drawn: int
    contacted: int


@dataclass(frozen=True, eq=False)
class Crowd:
    """Respondents of a quarter: their place in the population and what an answer depends on.

    ``day`` is the day of the answer; ``satisfaction`` includes what the mode does to answers.
    """

    quarter: Quarter
    who: Whole
    day: Whole
    branch: Codes
    region: Codes
    stratum: Codes
    type: Codes
    tenure: Codes
    age: Codes
    language: Codes
    mode: Codes
    segment: NDArray[np.int8]
    satisfaction: Numbers

    def __len__(self) -> int:
        return len(self.who)

    def __getitem__(self, rows: Whole) -> Crowd:
        arrays = {name: array[rows] for name, array in self.arrays().items()}
        return Crowd(quarter=self.quarter, **arrays)

    def arrays(self) -> dict[str, Any]:
        """Everything that differs from respondent to respondent."""
        return {f.name: getattr(self, f.name) for f in fields(self) if f.name != "quarter"}

    def joined(self, others: Sequence[Crowd]) -> Crowd:
        """Several crowds of one quarter as one."""
        parts = [self.arrays(), *(other.arrays() for other in others)]
        return Crowd(
            quarter=self.quarter, **{name: np.concatenate([p[name] for p in parts]) for name in parts[0]}
        )


def crowd(population: Population, quarter: int, who: Whole, day: Whole) -> Crowd:
    """The customers at ``who`` (more than once, perhaps) as they answer in a quarter."""
    now = population.quarters[quarter]
    branch, mode = population.branch[who], population.mode[who]
    satisfaction = population.satisfaction[who, quarter] + effects(company.MODES, mode)
    declining = branch == events.DECLINE.branch
    began = np.datetime64(now.first) + day >= np.datetime64(events.DECLINE.monday)
    satisfaction = satisfaction + declining * (
        events.DECLINE.effect * began - events.DECLINE.felt(now)
    )  # by the day, where the quarter has an average
    return Crowd(
        quarter=now,
        who=who,
        day=day,
        branch=branch,
        region=population.region[who],
        stratum=population.stratum[who],
        type=population.type[who],
        tenure=population.tenure(quarter)[who],
        age=population.age[who],
        language=population.language[who],
        mode=mode,
        segment=population.segment[who, quarter],
        satisfaction=satisfaction,
    )


def everybody(population: Population, quarter: int) -> Crowd:
    """All customers of a quarter, as if all of them were asked."""
    who = np.flatnonzero(population.active(quarter))
    rng = stream(0, "everybody", population.quarters[quarter].wave)
    return crowd(population, quarter, who, rng.integers(OPENS, CLOSES, len(who)))


def respond(
    population: Population, quarter: int, rng: np.random.Generator, *, share: float = 1.0
) -> tuple[Crowd, dict[str, Drawn]]:
    """Who answers in a quarter, and what happened in each stratum.

    ``share`` draws so much of the usual sample. A branch with fixed answers gives exactly these.
    """
    active = np.flatnonzero(population.active(quarter))
    stratum = population.stratum[active]
    luck = rng.random((2, len(active)))
    order = rng.permutation(len(active))
    drawn = np.zeros(len(active), dtype=bool)
    for code, size in DRAWN.items():
        drawn[order[stratum[order] == code][: round(size * share)]] = True
    reached = drawn & (luck[0] < REACHED)
    tenure, age = population.tenure(quarter)[active], population.age[active]
    willing = WILLING * _factor(BY_AGE, age) * _factor(BY_TENURE, tenure)
    answers = reached & (luck[1] < willing)
    _fix_small(population.branch[active], luck[1] / willing, answers=answers, share=share)
    who = active[answers]
    who = who[rng.permutation(len(who))]
    happened = {
        code: Drawn(int((stratum == code).sum()), int(drawn[stratum == code].sum()),
                    int(reached[stratum == code].sum()))
        for code in DRAWN
    }  # fmt: skip
    return crowd(population, quarter, who, rng.integers(OPENS, CLOSES, len(who))), happened


def _fix_small(branch: Codes, reluctance: Numbers, *, answers: NDArray[np.bool_], share: float) -> None:
    """Let the most willing customers of the small branches answer, so many as are fixed."""
    for code, known in company.BRANCHES.items():
        if known.answers:
            own = np.flatnonzero(branch == code)
            answers[own] = False
            answers[own[np.argsort(reluctance[own])[: round(known.answers * share)]]] = True


def _factor(factors: dict[str, float], codes: Codes) -> Numbers:
    known = np.array(sorted(factors))
    return np.array([factors[code] for code in known.tolist()])[np.searchsorted(known, codes)]

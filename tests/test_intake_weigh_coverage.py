"""Weights bring a biased sample back: intervals hold the truth of a population that is known."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import stats

from csatreport.intake.weigh import Margin, design, poststratify, rake
from csatreport.measure.design import Design
from csatreport.measure.linearisation import means

SURVEYS, DRAWN = 200, {"urban": 700, "county": 700, "town": 700}


def population(generator: np.random.Generator) -> tuple[pd.DataFrame, npt.NDArray[np.float64]]:
    """Customers of whom the older and the newer are both more satisfied and readier to answer."""
    n = 60_000
    age, tenure = generator.integers(0, 3, n), generator.integers(0, 4, n)
    place = generator.choice(list(DRAWN), n, p=[0.55, 0.27, 0.18])
    satisfied = generator.random(n) < 1 / (1 + np.exp(-(0.6 + 0.5 * age - 0.3 * tenure)))
    people = pd.DataFrame({"place": place, "y": satisfied.astype(float)})
    people["age"], people["tenure"] = np.char.add("a", age.astype(str)), np.char.add("t", tenure.astype(str))
    return people, 1 / (1 + np.exp(1.2 - 0.6 * age + 0.25 * tenure))


def weighed(answers: pd.DataFrame, sizes: dict[str, dict[str, float]]) -> pd.Series:
    start = design(answers["place"], sizes["place"], DRAWN)
    strata = poststratify(start, answers["place"], sizes["place"])
    return rake(strata, [Margin(name, answers[name], target) for name, target in sizes.items()])


def holds(answers: pd.DataFrame, weights: npt.ArrayLike, truth: float) -> bool:
    found = means(answers[["y"]].to_numpy(float), Design.of(weights, strata=answers["place"]))
    reach = stats.t.ppf(0.975, found.df) * found.se[0, 0]
    return bool(abs(found.value[0, 0] - truth) <= reach)


def test_intervals_of_raked_answers_hold_the_truth_as_often_as_they_say_and_unweighted_ones_do_not() -> None:
    generator = np.random.default_rng(20260930)
    people, ready = population(generator)
    sizes = {m: people[m].value_counts().astype(float).to_dict() for m in ("place", "age", "tenure")}
    rows = {place: np.flatnonzero(people["place"] == place) for place in DRAWN}
    raked, plain = 0, 0
    for _ in range(SURVEYS):
        drawn = np.concatenate([generator.choice(rows[p], n, replace=False) for p, n in DRAWN.items()])
        answers = people.iloc[drawn[generator.random(len(drawn)) < ready[drawn]]].reset_index(drop=True)
        raked += holds(answers, weighed(answers, sizes), people["y"].mean())
        plain += holds(answers, np.ones(len(answers)), people["y"].mean())
    assert 0.93 <= raked / SURVEYS <= 0.97
    assert plain / SURVEYS < 0.6

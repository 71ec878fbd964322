"""Who answers is biased, and design weights raked to age and tenure undo it."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import simulated

from csatreport.simulate import company, sampling, survey
from csatreport.simulate.draws import stream

WAVE, ITEMS, ROUNDS = "2026Q3", ("overall", "renew", "bill_clear"), 25


def raked(frame: pd.DataFrame) -> np.ndarray:
    """Weights by nobody's program but this one."""
    strata = frame.attrs["strata"]
    weight = (
        frame["stratum"].map({s: n["population"] / n["drawn"] for s, n in strata.items()}).to_numpy(float)
    )
    for _ in range(50):
        for margin in ("age", "tenure"):
            shares = pd.Series(weight).groupby(frame[margin].to_numpy()).sum() / weight.sum()
            weight = weight * frame[margin].map(pd.Series(survey.true(WAVE)[margin]) / shares).to_numpy()
    return weight


@pytest.fixture(scope="module")
def rounds():
    return [survey.sample(seed, WAVE, ITEMS) for seed in range(ROUNDS)]


def test_about_six_thousand_answer_in_every_quarter():
    for quarter in (0, 5, 11):
        crowd, _ = sampling.respond(simulated.people(), quarter, stream(3, "any"))
        assert 5_500 < len(crowd) < 6_700


def test_the_young_and_the_new_answer_less_often_and_townships_are_asked_more_often(rounds):
    sample, people = pd.concat(rounds), survey.true(WAVE)
    assert (sample["age"] == "a18").mean() < people["age"]["a18"] - 0.03
    assert (sample["tenure"] == "over5").mean() > people["tenure"]["over5"] + 0.02
    assert (sample["stratum"] == "township").mean() > people["stratum"]["township"] + 0.05


@pytest.mark.parametrize("item", ITEMS)
def test_raking_brings_the_truth_back(rounds, item):
    truth = survey.true(WAVE)["items"][item]["mean"]
    weighted = [np.average(f[item], weights=raked(f)) for f in rounds]
    error = np.std(weighted, ddof=1) / np.sqrt(ROUNDS)
    assert abs(np.mean(weighted) - truth) < 4 * error


def test_without_weights_the_truth_is_missed(rounds):
    truth = survey.true(WAVE)["items"]["renew"]["mean"]
    plain = [f["renew"].mean() for f in rounds]
    assert np.mean(plain) - truth > 10 * np.std(plain, ddof=1) / np.sqrt(ROUNDS)


def test_small_branches_give_as_many_answers_as_planned():
    crowd, _ = sampling.respond(simulated.people(), 4, stream(9, "any"))
    for code, branch in company.BRANCHES.items():
        if branch.answers:
            assert (crowd.branch == code).sum() == branch.answers
        else:
            assert (crowd.branch == code).sum() > 60


def test_nobody_is_asked_twice_in_a_quarter_and_nobody_who_is_no_customer():
    people = simulated.people()
    crowd, strata = sampling.respond(people, 7, stream(9, "any"))
    assert len(set(crowd.who)) == len(crowd)
    assert people.active(7)[crowd.who].all()
    assert sum(s.population for s in strata.values()) == people.active(7).sum()
    assert all(s.contacted < s.drawn < s.population for s in strata.values())

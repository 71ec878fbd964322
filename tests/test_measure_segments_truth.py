"""The simulated company: its separable segments are found again in every wave, the inseparable ones told so."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import company
import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import adjusted_rand_score

from csatreport.intake.pseudonyms import Pseudonyms
from csatreport.measure import segments
from csatreport.measure.fielding import Fielding
from csatreport.params import Wave

WAVES = [
    f"{year}Q{n}" for year in range(2023, 2027) for n in range(1, 5) if "2023Q4" <= f"{year}Q{n}" <= "2026Q3"
]
JOINED = np.array([0, 1, 2, 3, 3])  # the last two lie so close together that no method can tell them apart
SPLIT = [3, 4]


@cache
def places() -> pd.Series:
    told = company.truth()["segments"]
    first, count = int(told["first_number"][1:]), len(told["members"]["2026Q3"])
    numbers = pd.Series([f"M{first + 13 * i}" for i in range(count)], dtype="string")
    keys = Pseudonyms.with_secret(company.KEY.encode()).of(numbers, "customer")
    return pd.Series(np.arange(count), index=keys.tolist())


def truth(fielding: Fielding) -> np.ndarray:
    """Segment of each response, -1 where no customer is named."""
    text = company.truth()["segments"]["members"][str(fielding.wave)]
    members = np.frombuffer(text.encode(), dtype=np.uint8) - ord("0")
    at = fielding.responses["customer"].map(places())
    known = at.notna().to_numpy()
    return np.where(known, members[at.fillna(0).to_numpy(int)], -1)


@cache
def found(wave: str, k: int | None = None) -> segments.Segmentation:
    made = company.survey()
    declared = made.analysis.segments.model_copy(
        update={"times": 50, "references": 10, "starts": 10, "most": 6}
    )
    analysis = made.analysis.model_copy(update={"segments": declared})
    return segments.found(replace(made, analysis=analysis), Wave.parse(wave), k=k)


@pytest.mark.parametrize("wave", WAVES)
def test_separable_segments_are_found_again_in_every_wave(wave):
    made = found(wave)
    told = truth(made.fielding)
    both = (told >= 0) & (made.member >= 0)
    assert both.sum() > 2_000
    assert made.k == made.borne == 4
    assert made.stable.all()
    assert adjusted_rand_score(JOINED[told[both]], made.member[both]) >= 0.8


@pytest.mark.parametrize("wave", WAVES[::3])
def test_the_two_that_cannot_be_told_apart_are_told_unstable_when_five_are_asked_for(wave):
    made = found(wave, 5)
    told = truth(made.fielding)
    both = (told >= 0) & (made.member >= 0)
    table = np.zeros((5, 5))
    np.add.at(table, (told[both], made.member[both]), 1)
    of_the_two = table[SPLIT].sum(axis=0) > 0.5 * table.sum(axis=0)
    assert made.stable.sum() == 3  # the two halves of whatever was cut are not
    if of_the_two.sum() > 1:
        assert not made.stable[of_the_two].any()
    else:
        assert adjusted_rand_score(JOINED[told[both]], made.member[both]) > 0.75

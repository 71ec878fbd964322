"""Design weights and post-stratification: sums of the strata, and faults by stratum."""

from __future__ import annotations

import pandas as pd
import pytest

from csatreport.errors import DesignError
from csatreport.intake.weigh import design, poststratify


def test_the_classical_sample_of_urban_county_and_township_weighs_by_its_drawing() -> None:
    drawn = {"urban": 80, "county": 60, "township": 60}
    people = {"urban": 500.0, "county": 300.0, "township": 200.0}
    strata = pd.Series(["urban"] * 80 + ["county"] * 60 + ["township"] * 60)
    weight = design(strata, people, drawn)
    assert weight.groupby(strata).sum().to_dict() == pytest.approx(people)
    assert weight[[0, 80, 140]].tolist() == pytest.approx([500 / 80, 5, 200 / 60])


@pytest.mark.parametrize(
    ("people", "drawn", "words"),
    [
        ({"u": 10}, {"u": 2}, ("strata with no size: 'c'",)),
        ({"u": 10, "c": 10, "t": 5}, {"u": 2, "c": 1, "t": 1}, ("strata with no answers: 't'",)),
        ({"u": 10, "c": 10}, {"u": 2}, ("how many were drawn: 'c'", "column `drawn`")),
        ({"u": 10, "c": 10}, {"u": 1, "c": 1}, ("answered in stratum 'u' than were drawn", "at most 1", "got: 2")),
        ({"u": 10, "c": 10}, {"u": 2, "c": 11}, ("were drawn in stratum 'c' than there are",)),
    ],
)  # fmt: skip
def test_a_design_that_cannot_be_is_refused_by_stratum(
    people: dict[str, float], drawn: dict[str, float], words: tuple[str, ...]
) -> None:
    with pytest.raises(DesignError) as caught:
        design(pd.Series(["u", "u", "c"]), people, drawn)
    assert all(word in caught.value.message for word in words)


def test_post_stratified_weights_sum_to_the_population_and_keep_their_ratios_within_a_cell() -> None:
    cells = pd.Series(["a", "a", "b"])
    found = poststratify(pd.Series([1.0, 3, 5]), cells, {"a": 100, "b": 40})
    assert found.tolist() == pytest.approx([25, 75, 40])


def test_a_cell_whose_answers_all_weigh_nothing_has_no_answers() -> None:
    with pytest.raises(DesignError, match="no answers: 'b'"):
        poststratify(pd.Series([1.0, 0]), pd.Series(["a", "b"]), {"a": 1, "b": 1})

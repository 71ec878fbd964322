import numpy as np
import pytest
from dissatisfaction import ITEMS, REASONS, REGION, simple, survey

from csatreport.compare import moods
from csatreport.errors import ParamsError

G = np.random.default_rng(5)
N = 400
REGIONS = ["n"] * 100 + ["s"] * 300
ANSWERS = [
    *G.choice([1.0, 3.0, 5.0], 100, p=[0.4, 0.3, 0.3]),
    *G.choice([1.0, 3.0, 5.0], 300, p=[0.1, 0.1, 0.8]),
]


def given(**columns):
    return survey(simple(ANSWERS, region=REGIONS, **columns), items=(*ITEMS, REGION))


def test_every_level_is_compared_with_all_others():
    north, south = moods.who(given())
    share = np.mean(np.array(ANSWERS[:100]) <= 3)
    assert (north.second.value, north.second.measure) == (pytest.approx(share), "unsatisfied")
    assert (north.direction, south.value) == ("up", pytest.approx(-north.value))


def test_the_mood_chosen_is_the_one_compared():
    assert moods.who(given(), "dissatisfied").rows[0].second.value == np.mean(np.array(ANSWERS[:100]) == 1)


def test_reasons_are_compared_among_the_mood_only_and_are_one_family():
    unhappy = np.array(ANSWERS) <= 3
    north = np.array(REGIONS) == "n"
    columns = {
        f"reasons.{k}": np.where(unhappy, (north if k == "a" else G.random(N) < 0.5) * 1.0, np.nan)
        for k in REASONS
    }
    found = moods.reasons(given(**columns))
    assert {c.family for c in found if c.tested} == {6}  # reason a has no spread within the groups: no test
    first = found.one(item="reasons.a", level="n")
    assert (first.second.value, first.first.value, first.second.n) == (1, 0, int((unhappy & north).sum()))


def test_nobody_who_named_a_reason_gives_nothing():
    assert not len(moods.reasons(given()))


def test_without_domains_or_with_one_level_there_is_nothing_to_compare():
    assert not len(moods.who(survey(simple(ANSWERS))))
    assert not len(moods.who(survey(simple(ANSWERS, region=["n"] * N), items=(*ITEMS, REGION))))


def test_without_overall_the_role_is_named():
    with pytest.raises(ParamsError, match="overall"):
        moods.who(survey(items=ITEMS[1:]))

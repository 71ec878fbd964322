from dataclasses import replace

import numpy as np
import pytest
from surveys import make_survey, rating, responses

from csatreport.errors import ParamsError
from csatreport.measure import importance
from csatreport.params.analysis.breaks import Break
from csatreport.params.analysis.drivers import Drivers

KEYS = ("x", "y", "z", "w")
ITEMS = tuple(
    rating(f"{kind}_{k}", dimension="service", roles={role: k})
    for k in KEYS
    for kind, role in (("i", "importance"), ("s", "satisfaction"))
)
N = 200


def ratings(mean, seed):
    return np.clip(np.round(np.random.default_rng(seed).normal(mean, 0.6, N)), 1, 5)


def declared(survey, **drivers):
    table = Drivers.model_validate(drivers)
    return replace(survey, analysis=survey.analysis.model_copy(update={"drivers": table}))


@pytest.fixture
def data():
    means = {"i_x": 4.6, "s_x": 4.5, "i_y": 4.6, "s_y": 2.0, "i_z": 2.0, "s_z": 2.0, "i_w": 2.0, "s_w": 4.5}
    return responses(**{k: ratings(m, seed) for seed, (k, m) in enumerate(means.items())})


def test_quadrants_follow_the_crosshair_at_the_grand_means(data):
    found = importance.quadrants(make_survey(ITEMS, data))
    assert [p.quadrant for p in found.points] == ["keep", "concentrate", "low", "overkill"]
    assert not any(p.uncertain for p in found.points)
    assert found.importance == pytest.approx(data[[f"i_{k}" for k in KEYS]].to_numpy().mean())
    assert found.performance == pytest.approx(data[[f"s_{k}" for k in KEYS]].to_numpy().mean())


def test_an_interval_across_the_crosshair_leaves_the_quadrant_uncertain(data):
    data["s_x"] = ratings(data[["s_y", "s_z", "s_w"]].to_numpy().mean(), 99)
    found = importance.quadrants(make_survey(ITEMS, data))
    assert found.points[0].uncertain
    assert not found.points[1].uncertain


def test_priority_is_importance_times_the_share_not_satisfied(data):
    found = importance.quadrants(make_survey(ITEMS, data)).points[1]
    expected = 100 * (data["i_y"].mean() - 1) / 4 * (data["s_y"] < 4).mean()
    assert found.priority.value == pytest.approx(expected)
    assert found.priority.measure == "priority"
    assert found.satisfied.value == pytest.approx((data["s_y"] >= 4).mean())


def test_the_most_urgent_comes_first(data):
    found = importance.quadrants(make_survey(ITEMS, data))
    values = [p.priority.value for p in found.by_priority]
    assert values == sorted(values, reverse=True)
    assert found.by_priority[0].importance.item == "s_y"


def test_the_error_of_priority_equals_that_of_a_bootstrap(data):
    data["s_x"] = ratings(3.8, 50)
    point = importance.quadrants(make_survey(ITEMS, data)).points[0]
    g = np.random.default_rng(1)
    i, s = data["i_x"].to_numpy(), data["s_x"].to_numpy()
    rows = g.integers(0, N, (4000, N))
    drawn = 25 * (i[rows].mean(axis=1) - 1) * (s[rows] < 4).mean(axis=1)
    assert point.priority.se == pytest.approx(drawn.std(), rel=0.05)


def test_a_pair_with_few_answers_is_hidden_and_moves_no_crosshair(data):
    data.loc[5:, "s_y"] = np.nan
    found = importance.quadrants(make_survey(ITEMS, data))
    hidden = found.points[1]
    assert (hidden.quadrant, hidden.uncertain, hidden.priority.flag) == ("", False, "suppressed")
    assert found.importance == pytest.approx(data[["i_x", "i_z", "i_w"]].to_numpy().mean())
    assert len(found.by_priority) == 3


def test_a_questionnaire_without_pairs_is_refused():
    with pytest.raises(ParamsError, match="no importance-performance pair"):
        importance.quadrants(make_survey((rating("a"),), responses(a=[1.0, 2.0])))


def test_points_of_a_quadrant_come_by_priority(data):
    data["i_z"], data["s_z"] = ratings(4.8, 70), ratings(1.8, 71)
    found = importance.quadrants(make_survey(ITEMS, data)).within("concentrate")
    assert [p.importance.item for p in found] == ["s_z", "s_y"]


def test_certainty_is_that_of_a_bootstrap_in_which_the_crosshair_moves_too(data):
    data["s_x"] = ratings(data[["s_y", "s_z", "s_w"]].to_numpy().mean() - 0.02, 99)
    found = importance.quadrants(make_survey(ITEMS, data)).points[0]
    g = np.random.default_rng(1)
    rows = g.integers(0, N, (4000, N))
    means = {c: data[c].to_numpy()[rows].mean(axis=1) for c in data.columns if c[:2] in ("i_", "s_")}
    offset = [means[f"{h}_x"] - np.mean([means[f"{h}_{k}"] for k in KEYS], axis=0) for h in "is"]
    share = ((offset[0] >= 0) & (offset[1] < 0)).mean()
    assert found.quadrant == "concentrate"
    assert found.certainty == pytest.approx(share, abs=0.03)
    assert found.uncertain


def test_the_crosshair_may_stand_at_the_middle_of_the_scale(data):
    made = declared(make_survey(ITEMS, data), crosshair="midpoint")
    found = importance.quadrants(made)
    assert (found.importance, found.performance, found.crosshair) == (3.0, 3.0, "midpoint")
    assert [p.quadrant for p in found.points] == ["keep", "concentrate", "low", "overkill"]
    assert all(p.certainty == pytest.approx(1) for p in found.points)


def test_scales_that_differ_have_no_middle(data):
    items = (
        *ITEMS,
        rating("i_v", high=7, roles={"importance": "v"}),
        rating("s_v", roles={"satisfaction": "v"}),
    )
    data["i_v"], data["s_v"] = data["i_x"], data["s_x"]
    with pytest.raises(ParamsError, match="no middle of the scale"):
        importance.quadrants(declared(make_survey(items, data), crosshair="midpoint"))


def test_a_change_of_priority_is_tested_between_the_waves(data):
    before = data.assign(wave="2026Q2")
    now = data.assign(s_x=ratings(2.0, 60))
    found = importance.changes(make_survey(ITEMS, before, now))
    assert [c.second.item for c in found.clear] == ["s_x"]
    assert found.clear.rows[0].direction == "up"
    assert all(c.second.measure == "priority" and c.family == 4 for c in found)


def test_across_a_break_of_importance_the_change_of_priority_is_not_tested(data):
    made = make_survey(ITEMS, data.assign(wave="2026Q2"), data)
    note = {"en": "new", "zh": "新"}
    broken = Break.model_validate({"wave": "2026Q3", "what": "scale", "note": note, "items": ["i_x"]})
    found = importance.changes(replace(made, analysis=made.analysis.model_copy(update={"breaks": (broken,)})))
    assert [c.tested for c in found] == [False, True, True, True]


def test_without_an_earlier_wave_no_change_of_priority_is_tested(data):
    assert len(importance.changes(make_survey(ITEMS, data))) == 0


def test_priority_of_a_replicate_is_the_product_of_its_own_means(data):
    data["s_x"] = ratings(3.8, 50)
    factors = np.where(np.arange(N)[:, None] % 4 == np.arange(4), 0.0, 4 / 3)
    columns = {f"replicate_{r + 1}": factors[:, r] for r in range(4)}
    weighting = {"base": "delivered", "replicates": {"type": "jk1"}}
    made = make_survey(ITEMS, data.assign(**columns), weights="declared", weighting=weighting)
    point = importance.quadrants(made).points[0]
    i, s = data["i_x"].to_numpy(), (data["s_x"] < 4).to_numpy()
    each = [25 * (np.average(i, weights=f) - 1) * np.average(s, weights=f) for f in factors.T]
    expected = np.sqrt(3 / 4 * ((np.array(each) - point.priority.value) ** 2).sum())
    assert point.priority.se == pytest.approx(expected, rel=1e-10)

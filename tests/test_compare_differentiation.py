"""Differences between customers: variables, tests, what matters, what all of it explains, groups over waves."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import oracles
import pytest
from scipy import stats
from surveys import category, make_survey, rating, responses

from csatreport.compare import levels
from csatreport.compare.differentiation import differences
from csatreport.compare.explained import explained
from csatreport.compare.variables import variables
from csatreport.measure.fielding import Fielding
from csatreport.measure.holm import adjust
from csatreport.measure.resample import resampled
from csatreport.params import Item, Text
from csatreport.params.analysis import Analysis

N = 600
LABELS = {
    "region": {
        "n": Text(en="North", zh="北部"),
        "s": Text(en="South", zh="南部"),
        "w": Text(en="West", zh="西部"),
    },
    "channel": {"app": Text.same("App"), "shop": Text.same("Shop")},
    "dimension": {"service": Text(en="Service", zh="服务")},
}
CHANNELS = Item(
    item="channel", kind="multiple", codes="channel", label=Text(en="Used", zh="用过"), wording=Text.same("?"),
    roles={"behaviour": ""}, sources={None: "channel"},
)  # fmt: skip
ITEMS = (
    rating("overall", roles={"overall": ""}),
    rating("speed", dimension="service"),
    rating("price", dimension="service"),
    category("region", "region", roles={"domain": ""}),
    category("branch", "branch", roles={"domain": "", "standing": ""}),
    category("usage", "usage", roles={"domain": "", "behaviour": ""}),
    CHANNELS,
    rating("view", high=7, roles={"attitude": ""}),
)


def wave(name="2026Q3", *, seed=1, worse=0.0, n=N):
    """Answers that nothing divides, but that the west is ``worse`` off with speed."""
    g = np.random.default_rng(seed)
    region = g.choice(list("nsw"), n)
    columns = {item: np.clip(np.rint(g.normal(4, 0.8, n)), 1, 5) for item in ("overall", "speed", "price")}
    columns["speed"] = np.clip(columns["speed"] - worse * (region == "w"), 1, 5)
    chose = {f"channel.{c}": g.integers(0, 2, n).astype(float) for c in ("app", "shop")}
    nothing = sum(chose.values()) == 0
    return responses(
        name, **columns, region=region.tolist(), branch=g.choice(list("xy"), n).tolist(),
        usage=g.choice(list("ab"), n).tolist(), view=g.integers(1, 8, n).astype(float),
        **{c: np.where(nothing, np.nan, x) for c, x in chose.items()},
    )  # fmt: skip


def survey(*waves, items=ITEMS, **edition):
    return make_survey(items, *waves, labels=LABELS, **edition)


def test_variables_are_background_behaviour_and_attitude_but_no_peers():
    found = variables(Fielding.of(survey(wave())))
    assert [(v.kind, v.code) for v in found] == [
        ("background", "region"), ("behaviour", "usage"), ("behaviour", "channel.app"),
        ("behaviour", "channel.shop"), ("attitude", "view"),
    ]  # fmt: skip


def test_each_choice_of_several_is_yes_or_no_among_those_who_chose_anything():
    data = wave()
    app = next(v for v in variables(Fielding.of(survey(data))) if v.code == "channel.app")
    assert [x.code for x in app.levels] == ["yes", "no"]
    assert (app.label.en, app.label.zh) == ("Used: App", "用过：App")
    known = data["channel.app"].notna().to_numpy()
    assert (app.codes[~known] == -1).all()
    assert ((app.codes == 0) == (data["channel.app"] == 1).to_numpy()).all()


@pytest.mark.parametrize(
    ("high", "parts"),
    [
        (7, {"low": (1, 2), "middle": (3, 5), "high": (6, 7)}),
        (5, {"low": (1, 2), "middle": (3, 3), "high": (4, 5)}),
        (10, {"low": (1, 3), "middle": (4, 7), "high": (8, 10)}),
    ],
)
def test_an_attitude_is_cut_at_the_thirds_of_its_scale(high, parts):
    items = (ITEMS[0], rating("view", high=high, roles={"attitude": ""}))
    answers = np.resize(np.arange(1.0, high + 1), 100)
    (view,) = variables(Fielding.of(survey(responses(overall=np.full(100, 3.0), view=answers), items=items)))
    ends = {
        view.levels[k].code: (answers[view.codes == k].min(), answers[view.codes == k].max())
        for k in range(3)
    }
    assert ends == parts
    spans = [f"{a}–{b}" if a != b else str(a) for a, b in parts.values()]
    assert [x.label.en.split("(")[1].rstrip(")") for x in view.levels] == spans


def test_a_scale_of_two_answers_has_no_thirds():
    items = (ITEMS[0], rating("view", high=2, roles={"attitude": ""}))
    data = responses(overall=np.full(40, 3.0), view=np.resize([1.0, 2.0], 40))
    assert variables(Fielding.of(survey(data, items=items))) == ()


def test_every_item_is_tested_by_every_variable_in_one_family():
    found = differences(survey(wave(worse=0.8)))
    assert [(r.variable, r.contrast.second.item) for r in found.rows[:4]] == [
        ("region", "overall"), ("region", "speed"), ("region", "price"), ("usage", "overall"),
    ]  # fmt: skip
    assert {c.family for c in found.contrasts} == {15}
    p = [c.p for c in found.contrasts]
    assert [c.p_adjusted for c in found.contrasts] == pytest.approx(adjust(p))


def test_a_planted_difference_is_found_named_and_large():
    found = differences(survey(wave(worse=0.8)))
    assert [(r.variable, r.contrast.second.item) for r in found.matter] == [("region", "speed")]
    (planted,) = found.matter
    assert planted.contrast.first.level == "w"
    assert planted.contrast.low <= 20 <= planted.contrast.high
    assert planted.contrast.value == pytest.approx(
        planted.contrast.second.value - planted.contrast.first.value
    )


def test_a_clear_difference_below_the_declared_size_does_not_matter():
    declared = Analysis.model_validate({"differentiation": {"large": 60}})
    found = differences(replace(survey(wave(worse=0.8)), analysis=declared))
    assert found.matter == ()
    assert [r.variable for r in found.clear] == ["region"]
    assert found.large.value == 60


def test_the_test_of_real_groups_equals_r():
    d, r = oracles.answers(), oracles.printed()
    items = (rating("overall", roles={"overall": ""}), category("g", "g", roles={"domain": ""}))
    data = responses(overall=d["overall"].to_numpy(), g=d["g"].tolist())
    data = data.assign(weight=d["weight"], stratum=d["stratum"], cluster=d["cluster"])
    (found,) = differences(survey(data, items=items, low_base=10)).rows
    q, df = r["groups", "q"], found.contrast.df
    assert found.contrast.p == pytest.approx(
        stats.f.sf(r["groups", "wald"] * df / ((df + q - 1) * q), q, df), rel=1e-8
    )
    assert found.contrast.second.value == pytest.approx(25 * (r["groups", "mean_q"] - 1))
    assert found.contrast.first.value == pytest.approx(25 * (r["groups", "mean_r"] - 1))


def test_groups_below_the_low_base_take_no_part():
    data = wave()
    data.loc[data.index[:12], "region"] = "x"
    data.loc[data["region"] == "x", "speed"] = 1.0
    region = next(r for r in differences(survey(data)).rows if r.contrast.second.item == "speed")
    assert "x" not in (region.contrast.first.level, region.contrast.second.level)
    assert any(e.level == "x" and e.flag == "low" for e in region.levels)


def test_a_group_made_of_few_clusters_takes_no_part():
    data = wave()
    data["cluster"] = [str(i // 6) for i in range(N)]
    data["region"] = np.where(np.arange(N) < 60, "w", np.where(np.arange(N) % 2, "n", "s"))
    data["region"] = data["region"].astype("string")
    region = differences(survey(data)).rows[0]
    assert {region.contrast.first.level, region.contrast.second.level} == {"n", "s"}


def test_suppressed_groups_take_no_part_and_show_nothing():
    data = wave()
    data.loc[data.index[:4], "region"] = "x"
    region = differences(survey(data)).rows[0]
    hidden = [e.level for e in region.levels if not e.shown]
    assert "x" in hidden
    assert not {region.contrast.first.level, region.contrast.second.level} & set(hidden)


def test_a_constant_item_has_no_test_and_explains_nothing():
    data = wave()
    data["price"] = 3.0
    found = [r for r in differences(survey(data)).rows if r.contrast.second.item == "price"]
    assert {(r.contrast.p, r.explained, r.clear, r.contrast.value) for r in found} == {
        (None, 0.0, False, 0.0)
    }


@pytest.mark.parametrize("n", [1, 2])
def test_one_and_two_respondents_cannot_be_compared(n):
    assert differences(survey(wave(n=n))).rows == ()


def test_a_single_group_cannot_be_compared():
    data = responses(overall=np.resize([3.0, 4.0], 50), region=["n"] * 50)
    found = differences(survey(data, items=(ITEMS[0], ITEMS[3])))
    assert (found.rows, found.about(), found.matter) == ((), (), ())


def test_an_item_that_nobody_answered_is_left_out():
    data = wave()
    data["price"] = np.nan
    assert {r.contrast.second.item for r in differences(survey(data)).rows} == {"overall", "speed"}


def test_order_and_scale_of_weights_change_no_difference():
    data = wave(worse=0.5).assign(weight=np.random.default_rng(2).uniform(0.3, 3, N))
    moved = data.sample(frac=1, random_state=4).reset_index(drop=True)
    one, two = (differences(survey(d)) for d in (data, moved.assign(weight=moved["weight"] * 11)))
    for a, b in zip(one.rows, two.rows, strict=True):
        assert b.contrast.p == pytest.approx(a.contrast.p, rel=1e-8)
        assert (b.explained, b.contrast.value) == pytest.approx((a.explained, a.contrast.value), abs=1e-10)


def test_overall_comes_first_and_kind_by_kind():
    about = differences(survey(wave())).about()
    assert {r.contrast.second.item for r in about} == {"overall"}
    assert [r.kind for r in about] == ["background", "behaviour", "behaviour", "behaviour", "attitude"]
    assert {r.kind for r in differences(survey(wave())).of("attitude").rows} == {"attitude"}


# What all of it explains


def test_explained_variance_equals_r():
    d, r = oracles.answers(), oracles.printed()
    items = (ITEMS[0], category("g", "g", roles={"domain": ""}), category("h", "h", roles={"domain": ""}))
    data = responses(overall=d["overall"].to_numpy(), g=d["g"].tolist(), h=d["h"].tolist())
    (found,) = explained(survey(data.assign(weight=d["weight"]), items=items))
    n, k = found.effective_n, 4
    assert 1 - (1 - found.value) * (n - k - 1) / (n - 1) == pytest.approx(
        r["regression", "r_squared"], rel=1e-9
    )


def test_its_standard_error_is_that_of_the_bootstrap():
    data = wave().assign(weight=np.random.default_rng(2).uniform(0.3, 3, N))
    data["overall"] = np.clip(data["overall"] - (data["region"] == "w").to_numpy(), 1, 5)
    items = (*ITEMS[:1], ITEMS[3])
    (found,) = explained(survey(data, items=items))
    fielding = Fielding.of(survey(data, items=items))
    west = (data["region"] == "w").to_numpy(), (data["region"] == "s").to_numpy()
    x = np.column_stack([np.ones(N), *west]).astype(float)
    y = data["overall"].to_numpy()

    def r_squared(weights):
        beta = np.linalg.solve(
            np.einsum("bn,ni,nj->bij", weights, x, x), (weights[:, None] * x.T @ y)[..., None]
        )
        left = (weights * (y - (x @ beta)[..., 0]) ** 2).sum(axis=1)
        mean = (weights @ y) / weights.sum(axis=1)
        return 1 - left / (weights * (y - mean[:, None]) ** 2).sum(axis=1)

    drawn = resampled(r_squared, fielding.design, np.random.default_rng(8), times=400)
    assert found.se == pytest.approx(float(drawn.se(np.array(found.value))), rel=0.12)


def test_every_kind_is_explained_alone_and_all_together():
    found = explained(survey(wave()))
    assert [e.item for e in found] == ["background", "behaviour", "attitude", "together"]
    assert all(e.low >= 0 and e.measure == "r_squared" and e.unit == "share" for e in found)
    assert len({e.n for e in found}) == 1


@pytest.mark.parametrize("overall", [np.full(N, 4.0), np.full(N, np.nan)], ids=["constant", "nobody"])
def test_nothing_is_explained_where_nothing_varies(overall):
    assert len(explained(survey(wave().assign(overall=overall)))) == 0


def test_two_variables_that_say_the_same_explain_no_more_than_one():
    data = wave()
    data["usage"] = data["region"]
    both = explained(survey(data, items=(ITEMS[0], ITEMS[3], ITEMS[5])))
    assert both.one(item="together").value == pytest.approx(both.one(item="background").value)


# Groups over waves


def test_groups_are_compared_with_themselves_a_wave_ago():
    now = wave()
    now["overall"] = np.clip(now["overall"] - (now["region"] == "w").to_numpy(), 1, 5)
    found = levels.changes(survey(wave("2026Q2", seed=2), now))
    assert [(c.second.domain, c.second.level) for c in found] == [("region", x) for x in "nsw"]
    assert [c.direction for c in found] == ["none", "none", "down"]


def test_without_an_earlier_wave_no_group_changed():
    assert len(levels.changes(survey(wave()))) == 0
    assert len(levels.changes(survey(wave("2026Q2"), wave(), previous=None))) == 0

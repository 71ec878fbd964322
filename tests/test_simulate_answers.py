"""What was planted in the answers is what independent estimates find."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
import simulated

from csatreport.simulate import company, opinions, sampling, survey
from csatreport.simulate.answers import core, correlations, unexplained
from csatreport.simulate.draws import stream
from csatreport.simulate.items import questions
from csatreport.simulate.truth import expected


@pytest.fixture(scope="module")
def everybody():
    crowd = sampling.everybody(simulated.people(), simulated.NEWEST)
    return crowd, *core(stream(1, "test"), crowd)


@pytest.fixture(scope="module")
def given():
    return simulated.accepted()[0]


def test_every_answer_is_on_its_scale_or_says_why_there_is_none():
    for item, answers in simulated.responses().answers.items():
        question = questions()[item]
        if question.kind == "rating":
            allowed = {-3, -2, -1, *range(question.low, question.high + 1)}
        elif question.kind == "multiple":
            allowed = range(-3, 1 << len(question.options))
        else:
            allowed = {-2, -1, *range(len(question.options))}
        assert set(np.unique(answers).tolist()) <= set(allowed), item


def test_regression_finds_the_drivers_and_nothing_else(everybody):
    _, answers, felt = everybody
    services = np.column_stack([felt.services[s] for s in opinions.SERVICES])
    design = np.column_stack([np.ones(len(services)), services])
    found = dict(
        zip(opinions.SERVICES, np.linalg.lstsq(design, answers["overall"], rcond=None)[0][1:], strict=True)
    )
    planted = {s: opinions.DRIVERS.get(s, 0.0) for s in opinions.SERVICES}
    assert all(abs(found[s] - w) < 0.012 + 0.1 * w for s, w in planted.items())
    order = sorted(opinions.DRIVERS, key=opinions.DRIVERS.get, reverse=True)[:6]
    assert sorted(found, key=found.get, reverse=True)[:6] == order


def test_regressions_between_means_find_the_paths_of_the_index_model(everybody):
    _, answers, _ = everybody
    means = {n: np.mean([answers[i] for i in c.questions], axis=0) for n, c in opinions.INDEX.items()}
    scores = {n: (m - m.mean()) / m.std() for n, m in means.items()}
    for name, construct in opinions.INDEX.items():
        if construct.causes:
            causes = np.column_stack([scores[c] for c in construct.causes])
            found = np.linalg.lstsq(causes, scores[name], rcond=None)[0]
            assert np.abs(found - list(construct.causes.values())).max() < 0.03, name


def test_constructs_have_variance_one_whatever_leads_to_them():
    for name, construct in opinions.INDEX.items():
        explained = sum(path * correlations()[name, cause] for cause, path in construct.causes.items())
        assert unexplained(name) == pytest.approx(1 - explained)
        assert 0 < unexplained(name) <= 1


def test_the_class_that_most_see_in_a_feature_is_the_planted_one(given):
    table = {  # Berger et al. 1993: rows with the feature, columns without it
        0: "QAAAO", 1: "RIIIM", 2: "RIIIM", 3: "RIIIM", 4: "RRRRQ",
    }  # fmt: skip
    for feature, planted in opinions.KANO.items():
        pairs = zip(given[f"kano_{feature}_f"], given[f"kano_{feature}_d"], strict=True)
        seen = Counter(table[f][d] for f, d in pairs if f >= 0 and d >= 0)
        assert seen.most_common(1)[0][0] == planted, feature


def test_segments_see_some_features_otherwise():
    given, segment = simulated.accepted()
    own = segment == list(company.SEGMENTS).index("settled")
    like = (given["kano_boost_f"] == 0) & (given["kano_boost_d"] >= 1)
    asked = given["kano_boost_f"] >= 0
    assert like[own & asked].mean() < 0.4 < like[~own & asked].mean()


def test_views_tell_segments_apart_but_the_last_two():
    given, segment = simulated.accepted()
    views = np.column_stack([given[f"view_{v}"] for v in opinions.VIEWS])
    whole = (views > 0).all(axis=1)
    centres = np.array(list(opinions.SEGMENT_VIEWS.values()))
    nearest = ((views[whole][:, None, :] - centres) ** 2).sum(axis=2).argmin(axis=1)
    right = nearest == segment[whole]
    assert right[segment[whole] < 3].mean() > 0.97
    assert right[segment[whole] >= 3].mean() < 0.85
    assert np.isin(nearest, (3, 4))[segment[whole] >= 3].mean() > 0.97


def test_a_reversed_question_falls_where_satisfaction_rises(everybody):
    crowd, answers, _ = everybody
    assert np.corrcoef(answers["ease"], crowd.satisfaction)[0, 1] < -0.3
    assert np.corrcoef(answers["csi_complain1"], answers["csi_sat1"])[0, 1] < -0.2


def test_expected_ratings_are_those_that_many_give(everybody):
    crowd, answers, _ = everybody
    for item in ("video", "bill_right"):  # nothing was done about these
        assert abs(expected(item, crowd, 0.0).mean() - answers[item].mean()) < 0.01


def test_the_telephone_leaves_out_what_is_too_long_to_listen_to():
    responses = simulated.responses()
    silent = responses.crowd.mode == "telephone"
    for item in ("exp_s01", "per_s12", "kano_gift_f", "view_app"):
        assert set(responses.answers[item][silent]) == {-2}
    assert (responses.answers["csi_sat1"][silent] > 0).mean() > 0.9


def test_the_question_on_the_app_came_later():
    assert "app" not in simulated.responses(3).answers
    assert "app" in simulated.responses(4).answers


def test_a_sample_is_another_one_for_every_seed_and_knows_its_design():
    one, other = (survey.sample(seed, "2026Q3", ["overall", "shop"], share=0.3) for seed in (1, 2))
    assert not one["overall"].equals(other["overall"])
    assert one.equals(survey.sample(1, "2026Q3", ["overall", "shop"], share=0.3))
    assert sum(s["drawn"] for s in one.attrs["strata"].values()) == round(0.3 * sum(sampling.DRAWN.values()))
    assert 0.2 < one["shop"].isna().mean() < 0.3

"""Segments of a survey: what they are found from, who is placed, and what becomes of answers that bear none."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from sklearn.metrics import adjusted_rand_score
from surveys import LABELS, category, make_survey, rating, responses

from csatreport.errors import DataError
from csatreport.measure import segments
from csatreport.measure.fielding import Fielding
from csatreport.params import Analysis, Text

QUICK = {"times": 30, "references": 10, "starts": 8, "most": 5}
NAMES = ("v1", "v2", "v3", "v4")
ITEMS = (*(rating(v, high=7, roles={"attitude": ""}) for v in NAMES), category("region", "region"))
CENTRES = np.array([[2.0, 2.0, 6.0, 4.0], [6.0, 3.0, 2.0, 4.5], [4.0, 6.0, 4.0, 1.5]])


def answers(n=300, name="2026Q3", seed=3):
    rng = np.random.default_rng(seed)
    group = rng.choice(3, n, p=[0.5, 0.3, 0.2])
    x = np.clip((CENTRES[group] + rng.normal(0, 0.7, (n, 4))).round(), 1, 7)
    frame = responses(
        name, **dict(zip(NAMES, x.T, strict=True)), region=np.array(["n", "s", "w"])[group],
        weight=rng.uniform(0.5, 2, n),
    )  # fmt: skip
    return frame, group


def survey(*frames, asked=ITEMS, edition=None, **declared):
    made = make_survey(asked, *frames, labels=LABELS, **(edition or {}))
    return replace(made, analysis=Analysis.model_validate({"segments": {**QUICK, **declared}}))


def test_the_number_and_the_people_are_found_again():
    frame, group = answers()
    found = segments.found(survey(frame))
    assert found.k == found.borne == 3
    assert found.stable.all()
    assert adjusted_rand_score(group, found.member) > 0.95
    assert found.shares.tolist() == sorted(found.shares, reverse=True)
    assert found.shares.sum() == pytest.approx(1)
    assert found.centres == pytest.approx(CENTRES, abs=0.25)
    assert [e.k for e in found.evidence] == [1, 2, 3, 4, 5]
    assert [e.k for e in found.evidence if e.chosen] == [3]


def test_centres_are_weighted_means_of_the_answers_in_their_own_units():
    frame, _ = answers()
    found = segments.found(survey(frame))
    x, w = frame[list(NAMES)].to_numpy(), frame["weight"].to_numpy()
    for c in range(found.k):
        own = found.member == c
        assert found.centres[c] == pytest.approx(np.average(x[own], axis=0, weights=w[own]), abs=0.02)


def test_the_order_of_rows_and_the_scale_of_weights_change_nothing():
    frame, _ = answers()
    frame["stratum"] = (frame.index % 3).astype(str)
    frame["cluster"] = (frame.index // 4).astype(str)
    frame[["stratum", "cluster"]] = frame[["stratum", "cluster"]].astype("string")
    one = segments.found(survey(frame))
    turned = frame.sample(frac=1, random_state=1)
    other = segments.found(survey(turned.assign(weight=3 * turned["weight"])))
    assert (one.member[turned.index] == other.member).all()
    assert one.centres == pytest.approx(other.centres, abs=1e-9)
    assert one.stability == pytest.approx(other.stability, abs=1e-9)
    for a, b in zip(one.evidence, other.evidence, strict=True):
        assert (a.gap, a.gap_se) == pytest.approx((b.gap, b.gap_se), abs=1e-9)
        assert a.silhouette == pytest.approx(b.silhouette, abs=1e-9, nan_ok=True)
    assert (segments.found(survey(frame)).stability == one.stability).all()


def test_who_answered_too_little_is_not_placed_and_counted():
    frame, _ = answers()
    frame.loc[:9, ["v1", "v2"]] = np.nan
    frame.loc[10:19, "v3"] = np.nan
    found = segments.found(survey(frame))
    assert (found.member[:10] == -1).all()
    assert (found.member[10:] >= 0).all()
    assert (~found.features.placed).sum() == 10
    assert (segments.found(survey(frame, answered=0.5)).member >= 0).all()


def test_another_wave_is_placed_by_the_same_rule():
    now, _ = answers()
    before, group = answers(200, "2026Q2", seed=8)
    before.loc[:4, list(NAMES)] = np.nan
    made = survey(before, now)
    found = segments.found(made)
    assert (segments.placed(found, found.fielding) == found.member).all()
    placed = segments.placed(found, Fielding.of(made, made.edition.previous))
    assert (placed[:5] == -1).all()
    assert adjusted_rand_score(group[5:], placed[5:]) > 0.9


def test_a_wave_that_did_not_ask_places_nobody():
    now, _ = answers()
    made = survey(responses("2026Q2", other=[1.0, 2.0]), now)
    found = segments.found(made)
    assert (segments.placed(found, Fielding.of(made, made.edition.previous)) == -1).all()


def test_more_segments_than_there_are_can_be_asked_for_and_are_told_unstable():
    frame, _ = answers()
    found = segments.found(survey(frame), k=4)
    assert found.k == 4
    assert found.borne == 3
    assert (~found.stable).sum() >= 2
    assert found.supported.min() < 0.75
    assert segments.found(survey(frame, number=4)).k == 4


def test_answers_without_groups_are_said_to_have_none():
    rng = np.random.default_rng(1)
    x = np.clip((4 + rng.normal(0, 1.2, (400, 4))).round(), 1, 7)
    found = segments.found(survey(responses(**dict(zip(NAMES, x.T, strict=True)))))
    assert found.borne == 1
    assert not found.stable.all()


def test_an_item_in_which_all_agree_is_left_out_and_named():
    frame, _ = answers()
    found = segments.found(survey(frame.assign(v4=5.0)))
    assert [s.item for s in found.features.left_out] == ["v4"]
    assert found.centres.shape == (found.k, 3)


def test_services_are_centred_within_the_person_where_nothing_else_was_asked():
    frame, _ = answers()
    items = tuple(rating(v, high=7, dimension="service", roles={"satisfaction": v}) for v in NAMES)
    found = segments.found(survey(frame, asked=items))
    assert (found.features.role, found.features.centred) == ("satisfaction", True)
    assert found.centres.sum(axis=1) == pytest.approx(np.zeros(found.k), abs=0.02)
    loud = frame.assign(**{v: frame[v] + 10 * (frame.index % 2) for v in NAMES})
    one, other = (segments.found(survey(f, asked=items), k=3) for f in (frame, loud))
    assert adjusted_rand_score(one.member, other.member) == 1


def test_mixed_answers_are_divided_by_prototypes():
    frame, group = answers()
    found = segments.found(survey(frame, method="prototypes", items=["v1", "v2", "region"]))
    assert found.method == "prototypes"
    assert adjusted_rand_score(group, found.member) > 0.85
    assert set(found.centres[:, 2]) <= {0.0, 1.0, 2.0}
    assert (segments.placed(found, found.fielding) == found.member).all()


def test_a_mixture_finds_the_number_by_bic():
    frame, group = answers()
    found = segments.found(survey(frame, method="mixture"))
    assert found.k == found.borne == 3
    assert min(found.evidence[1:], key=lambda e: e.bic).k == 3
    assert adjusted_rand_score(group, found.member) > 0.95
    assert (segments.placed(found, found.fielding) == found.member).all()


def _set(**values):
    return lambda: survey(answers()[0].assign(**values))


BAD = {
    "one customer": (lambda: survey(answers(1)[0]), "nothing to tell segments apart by"),
    "two customers": (lambda: survey(answers(2)[0]), "too few customers"),
    "identical customers": (_set(v1=5.0, v2=5.0, v3=5.0, v4=5.0), "nothing to tell segments apart by"),
    "no answers": (_set(v1=np.nan, v2=np.nan, v3=np.nan, v4=np.nan), "nothing to tell segments apart by"),
    "one item that varies": (_set(v1=5.0, v2=5.0, v3=5.0), "nothing to tell segments apart by"),
    "two different customers": (
        lambda: survey(answers(60)[0].assign(**{v: [1.0, 7.0] * 30 for v in NAMES})),
        "more segments than different answers",
    ),
    "more segments than customers": (
        lambda: survey(answers(20)[0], number=20, edition={"low_base": 5, "minimum_base": 2}),
        "more segments than different answers",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD)
def test_answers_that_bear_no_segments_are_refused_with_the_reason(case):
    make, problem = BAD[case]
    with pytest.raises(DataError, match=problem) as refused:
        segments.found(make())
    assert refused.value.expected
    assert refused.value.got
    assert refused.value.todo


def test_fewer_different_answers_than_numbers_to_try_limit_the_numbers():
    frame = answers(90)[0].assign(**{v: [1.0, 4.0, 7.0] * 30 for v in NAMES})
    assert [e.k for e in segments.found(survey(frame)).evidence] == [1, 2]


def test_weights_of_zero_place_nobody():
    frame, _ = answers()
    frame.loc[:49, "weight"] = 0.0
    found = segments.found(survey(frame))
    assert (found.member[:50] == -1).all()


DECLARED = {
    "items = no such item": ({"items": ["v1", "view"]}, "no item 'view'"),
    "items = a category": ({"items": ["v1", "region"]}, "kmeans cannot use 'region'"),
    "items twice": ({"items": ["v1", "v1"]}, "an item named twice"),
    "one item": ({"items": ["v1"]}, "one item alone"),
    "no number": ({"fewest": 6, "most": 4}, "no number of segments is possible"),
}


@pytest.mark.parametrize("case", DECLARED)
def test_declarations_that_cannot_be_are_named(case):
    declared, problem = DECLARED[case]
    made = make_survey(ITEMS, answers(5)[0])
    faults = list(Analysis.model_validate({"segments": declared}).segments.faults(made.questionnaire))
    assert any(problem in f.problem for f in faults), Text.same(str(faults))


def test_categories_may_be_declared_for_prototypes():
    made = make_survey(ITEMS, answers(5)[0])
    declared = {"items": ["v1", "region"], "method": "prototypes"}
    assert not list(Analysis.model_validate({"segments": declared}).segments.faults(made.questionnaire))

"""Structure of a small survey: which items, which policy, groups, names, scales, waves."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import structured
from surveys import make_survey, rating, responses

from csatreport.compare.structure import Kept, since
from csatreport.errors import DataError
from csatreport.measure.structure import Sample, scales, structure
from csatreport.measure.structure.names import named
from csatreport.params import Analysis, Text
from csatreport.params.analysis.breaks import Break
from csatreport.params.analysis.structure import FactorName, Structure

GROUPS = ("service", "product", "price")
LABELS = {"dimension": {g: Text(en=g.title(), zh=f"{g}维度") for g in GROUPS}}
OVERALL = rating("whole", roles={"overall": ""})
ITEMS = tuple(rating(f"q{i + 1}", low=1, high=7, dimension=GROUPS[i // 4]) for i in range(12))


def survey(
    *, holes=0.0, seed=1, waves=("2026Q3",), items=ITEMS, declared=None, change=lambda frame: frame, **edition
):
    rng = np.random.default_rng(seed)
    frames = []
    for wave in waves:
        frame = structured.ratings()
        whole = np.clip(np.round(frame.iloc[:, :4].mean(axis=1) / 1.4 + rng.normal(0, 0.5, len(frame))), 1, 5)
        frame = frame.mask(rng.random(frame.shape) < holes)
        columns = {c: frame[c].to_numpy() for c in frame}
        frames.append(
            change(responses(wave, whole=whole.to_numpy(), weight=rng.uniform(0.5, 2, len(frame)), **columns))
        )
    made = make_survey((*items, OVERALL), *frames, labels=LABELS, **edition)
    return replace(made, analysis=Analysis(structure=declared or Structure()))


@pytest.fixture(scope="module")
def found():
    return structure(survey())


def test_the_families_are_found_named_and_stable(found):
    assert [sorted(s.item for s in g.items) for g in found.groups] != []
    families = {frozenset(s.item for s in g.items) for g in found.groups}
    assert families == {frozenset(f"q{4 * f + i + 1}" for i in range(4)) for f in range(3)}
    assert sorted(g.name.en for g in found.groups) == ["Price", "Product", "Service"]
    assert all(found.stable)
    assert found.strays == ()
    assert found.closest.name.en == "Service"
    assert found.leads.rows[0].direction == "up"


def test_every_loading_has_an_interval_that_holds_it(found):
    for row, values in zip(found.cells, found.loadings, strict=True):
        for e, value in zip(row, values, strict=True):
            assert e.value == value
            assert e.low < value < e.high
    shares = [e.value for e in found.communality]
    assert shares == pytest.approx((found.loadings**2).sum(axis=1).tolist())
    assert sum(g.explained.value for g in found.groups) == pytest.approx(np.mean(shares))


def test_scores_have_mean_zero_and_go_with_their_group(found):
    values = found.scores()
    w = found.sample.fielding.design.weights
    assert w @ values / w.sum() == pytest.approx(np.zeros(3), abs=1e-12)


def test_minres_may_be_declared_and_finds_the_same_families(found):
    other = structure(survey(declared=Structure(extraction="minres")))
    assert other.home.tolist() == found.home.tolist()
    assert (np.abs(other.loadings).max(axis=1) < np.abs(found.loadings).max(axis=1)).all()
    assert other.base.extraction == "minres"


def test_the_analyst_s_number_and_names_win():
    name = FactorName(items=("q1", "q2"), name=Text(en="Mine", zh="自定"))
    found = structure(survey(declared=Structure(factors=2, names=(name,))))
    assert len(found.groups) == 2
    assert found.groups[int(found.home[0])].name.en == "Mine"


def test_missing_answers_decide_listwise_or_pairwise_unless_declared():
    few, many = survey(holes=0.01), survey(holes=0.15)
    assert Sample.of(few).missing == "listwise"
    assert Sample.of(many).missing == "pairwise"
    declared = replace(many, analysis=Analysis(structure=Structure(missing="listwise")))
    listwise = Sample.of(declared)
    assert listwise.missing == "listwise"
    assert listwise.used.sum() < Sample.of(many).used.sum()
    frame = many.responses[[i.item for i in ITEMS]]
    pair = frame[["q1", "q6"]].dropna().index
    w = many.responses.loc[pair, "weight"]
    together = np.cov(frame.loc[pair, ["q1", "q6"]].T, aweights=w, ddof=0)[0, 1]
    own = [
        np.cov(frame[c].dropna(), aweights=many.responses.loc[frame[c].notna(), "weight"], ddof=0)
        for c in ("q1", "q6")
    ]
    assert Sample.of(many).matrix.correlation[0, 5] == pytest.approx(together / np.sqrt(own[0] * own[1]))


def test_permuting_rows_and_scaling_weights_changes_nothing_that_is_estimated(found):
    plain = survey()
    frame = plain.responses.sample(frac=1, random_state=3)
    other = structure(replace(plain, responses=frame.assign(weight=frame["weight"] * 3)))
    assert other.loadings == pytest.approx(found.loadings, abs=1e-9)
    assert other.adequacy.kmo == pytest.approx(found.adequacy.kmo)


def test_the_same_survey_gives_the_same_intervals(found):
    again = structure(survey())
    assert [[e.low for e in row] for row in again.cells] == [[e.low for e in row] for row in found.cells]


def test_items_that_do_not_vary_or_that_few_rated_together_are_left_out_and_named():
    def spoil(frame):
        frame["q1"] = 4.0
        frame.loc[20:, "q2"] = np.nan
        return frame

    found = Sample.of(survey(change=spoil))
    assert [i.item for i in found.left_out] == ["q1", "q2"]
    assert structure(survey(change=spoil)).base.left_out[0].en == "Q1"


def test_too_few_items_or_nobody_who_answered_is_refused():
    with pytest.raises(DataError, match="too few items"):
        Sample.of(survey(items=ITEMS[:2]))

    def nobody(frame):
        return frame.assign(**{f"q{i}": np.nan for i in range(1, 13)})

    with pytest.raises(DataError, match="too few items"):
        Sample.of(survey(change=nobody))


def test_two_items_that_say_the_same_are_smoothed_and_said_to_be():
    found = structure(survey(change=lambda frame: frame.assign(q2=frame["q1"])))
    assert found.base.smoothed
    assert found.home[0] == found.home[1]


def test_a_survey_without_overall_satisfaction_has_groups_all_the_same():
    made = survey()
    made = replace(made, responses=made.responses.drop(columns="whole"))
    questionnaire = replace(made.questionnaire, items=ITEMS)
    found = structure(replace(made, questionnaire=questionnaire))
    assert len(found.groups) == 3
    assert found.closest is None
    assert found.leads.rows == ()


def test_scales_of_dimensions_and_of_all_have_intervals_like_feldt_s(found):
    from csatreport.measure.structure.reliability import feldt

    made = scales(found.sample)
    assert [s.subject.item for s in made.dimensions] == ["service", "product", "price"]
    whole = made.whole.alpha
    low, high = feldt(whole.value, found.sample.matrix.n, 12, confidence=0.95)
    assert (whole.low, whole.high) == pytest.approx((low, high), abs=0.02)
    assert all(i.total.low < i.total.value < i.total.high for s in made.dimensions for i in s.items)
    assert len(made.alphas) == 4


def test_an_item_that_measures_something_else_weakens_its_scale():
    def spoil(frame):
        return frame.assign(q4=np.random.default_rng(5).integers(1, 8, len(frame)).astype(float))

    service = scales(Sample.of(survey(change=spoil))).dimensions[0]
    assert [i.subject.item for i in service.weakening] == ["q4"]


def test_names_come_from_dimensions_else_from_items(found):
    subjects = found.subjects
    one = np.zeros((12, 1))
    one[[0, 5, 9], 0] = 0.9, 0.8, 0.7
    assert named(one, subjects)[0].en == "Q1 and Q6"
    two = np.zeros((12, 1))
    two[[0, 1, 5, 6], 0] = 0.7
    assert named(two, subjects)[0].en == "Service and product"
    assert named(two, subjects)[0].zh == "service维度与product维度"


def test_two_factors_of_one_dimension_are_told_apart_by_their_items(found):
    loadings = np.zeros((12, 2))
    loadings[[0, 1], 0] = 0.8, 0.7
    loadings[[2, 3], 1] = 0.8, 0.7
    assert [n.en for n in named(loadings, found.subjects)] == ["Q1 and Q2", "Q3 and Q4"]


def test_the_structure_of_the_same_answers_is_the_same_and_nothing_moved():
    made = survey(waves=("2026Q2", "2026Q3"), seed=3)
    now = structure(made)
    change = since(made, now, scales(now.sample))
    assert [g.verdict for g in change.groups] == ["same"] * 3
    assert change.least.congruence.value > 0.99
    assert not change.alphas.clear.rows
    assert not change.overall.clear.rows
    assert change.counted("same") == 3


def test_services_that_changed_their_group_are_called_different():
    def shuffled(frame):
        if frame["wave"].iloc[0] == "2026Q3":
            return frame
        order = [f"q{1 + 4 * (i % 3) + i // 3}" for i in range(12)]
        return frame.assign(**{f"q{i + 1}": frame[c] for i, c in enumerate(order)})

    made = survey(waves=("2026Q2", "2026Q3"), change=shuffled)
    now = structure(made)
    change = since(made, now, scales(now.sample))
    assert {g.verdict for g in change.groups} == {"different"}
    assert change.alphas.fallen.rows or change.alphas.risen.rows


def test_items_that_are_new_are_left_out_of_the_comparison():
    def without(frame):
        return frame.assign(q12=np.nan) if frame["wave"].iloc[0] == "2026Q2" else frame

    made = survey(waves=("2026Q2", "2026Q3"), change=without)
    now = structure(made)
    change = since(made, now, scales(now.sample))
    assert len(now.subjects) == 12
    assert {g.verdict for g in change.groups} <= {"same", "similar"}
    assert "price" not in {c.second.item for c in change.alphas}


def test_a_break_in_the_series_leaves_services_or_the_whole_comparison_out():
    made = survey(waves=("2026Q2", "2026Q3"), seed=3)
    now = structure(made)
    note = Text(en="new words", zh="新措辞")

    def broken(*items):
        declared = Break(wave="2026Q3", what="wording", note=note, items=items)
        analysis = made.analysis.model_copy(update={"breaks": (declared,)})
        return since(replace(made, analysis=analysis), now, scales(now.sample))

    one = broken("q1")
    assert one.broken is None
    assert {g.verdict for g in one.groups} == {"same"}
    assert "service" not in {c.second.item for c in one.alphas}
    assert not one.overall.one(item="q1").tested
    assert one.overall.one(item="q2").tested
    every = broken()
    assert every.groups == ()
    assert "new words" in every.broken.en


def test_delivered_replicate_weights_give_the_same_verdict():
    def with_replicates(frame):
        group = np.arange(len(frame)) % 40
        more = {f"replicate_{r + 1}": frame["weight"] * np.where(group == r, 0, 40 / 39) for r in range(40)}
        return frame.assign(**more)

    how = {"weights": "declared", "weighting": {"base": "delivered", "replicates": {"type": "jk1"}}}
    made = survey(waves=("2026Q2", "2026Q3"), seed=3, change=with_replicates, **how)
    now = structure(made)
    change = since(made, now, scales(now.sample))
    assert {g.verdict for g in change.groups} == {"same"}
    assert all(0 < g.congruence.se < 0.02 for g in change.groups)
    plain = structure(survey(waves=("2026Q2", "2026Q3"), seed=3))
    for a, b in zip(now.cells, plain.cells, strict=True):
        assert [e.se for e in a] == pytest.approx([e.se for e in b], rel=0.6)


def test_without_an_earlier_wave_there_is_nothing_to_compare():
    made = survey()
    now = structure(made)
    assert since(made, now, scales(now.sample)) is None


def test_a_verdict_needs_the_whole_interval(found):
    e = found.groups[0].explained
    cases = {(0.96, 0.99): "same", (0.90, 0.99): "similar", (0.5, 0.99): "unclear", (0.2, 0.8): "different"}
    for (low, high), verdict in cases.items():
        assert Kept(Text.same("x"), replace(e, low=low, high=high)).verdict == verdict
    assert Kept(Text.same("x"), replace(e, low=None, high=None)).verdict == "unclear"

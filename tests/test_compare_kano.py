from dataclasses import replace

import numpy as np
import pytest
from kanoanswers import columns, kano_survey
from scipy import stats
from surveys import make_survey, rating, responses

from csatreport.compare import kano
from csatreport.errors import ParamsError
from csatreport.params.analysis import Analysis
from csatreport.params.analysis.breaks import Break


def drawn(seed, n=400, p=(0.3, 0.25, 0.25, 0.15, 0.04, 0.01)):
    return "".join(np.random.default_rng(seed).choice(list("MOAIRQ"), n, p=p))


def wave(name, letters):
    return responses(name, **columns(x=letters), region=["n", "s"] * (len(letters) // 2))


@pytest.fixture
def moved():
    return kano_survey(
        wave("2026Q2", drawn(1)), wave("2026Q3", drawn(2, p=(0.1, 0.2, 0.5, 0.15, 0.04, 0.01)))
    )


def test_changes_are_those_of_independent_samples(moved):
    found = kano.changes(moved)
    better = found.coefficients.one(measure="better")
    samples = []
    for letters in (drawn(1), drawn(2, p=(0.1, 0.2, 0.5, 0.15, 0.04, 0.01))):
        kept = [c for c in letters if c in "MOAI"]
        samples.append(np.array([c in "OA" for c in kept], dtype=float))
    expected = stats.ttest_ind(samples[1], samples[0], equal_var=False)
    assert better.value == pytest.approx(samples[1].mean() - samples[0].mean())
    assert better.p == pytest.approx(expected.pvalue, rel=0.05)
    assert better.kind == "change"
    assert better.family == 2


def test_a_feature_that_stands_in_another_class_is_named(moved):
    found = kano.changes(moved)
    assert [(m.before.category, m.now.category) for m in found.moved] == [("M", "A")]
    assert found.coefficients.one(measure="better").direction == "up"
    assert found.coefficients.one(measure="worse").direction == "up"


def test_where_nothing_changed_nothing_is_clear():
    found = kano.changes(kano_survey(wave("2026Q2", drawn(1)), wave("2026Q3", drawn(3))))
    assert not found.coefficients.clear.rows
    assert not found.moved


def test_the_first_wave_has_no_changes():
    alone = kano.changes(kano_survey(wave("2026Q3", drawn(1))))
    assert (alone.before, alone.moves, len(alone.coefficients)) == (None, (), 0)


def test_an_earlier_wave_that_did_not_ask_is_no_wave_to_compare_with():
    before = responses("2026Q2", a=[1.0, 2.0, 3.0])
    frame = wave("2026Q3", drawn(1))
    made = kano_survey(before, frame)
    items = tuple(
        i.model_copy(update={"sources": {None: "-", made.wave: i.item}}) for i in made.questionnaire.items
    )
    asked_late = replace(made, questionnaire=replace(made.questionnaire, items=items))
    assert kano.changes(asked_late).before is None


def test_a_break_leaves_changes_untested(moved):
    note = {"en": "new list", "zh": "新选项"}
    gone = Break.model_validate({"wave": "2026Q3", "what": "wording", "note": note})
    found = kano.changes(replace(moved, analysis=Analysis(breaks=(gone,)))).coefficients
    assert all(c.broken is not None and not c.tested for c in found)


def test_groups_are_tested_against_all_others():
    letters, other = drawn(5), drawn(6, p=(0.1, 0.2, 0.5, 0.15, 0.04, 0.01))
    frame = responses(**columns(x=letters + other), region=["n"] * 400 + ["s"] * 400)
    found = kano.groups(kano_survey(frame))
    assert len(found) == 4
    north = found.one(measure="worse", level="n")
    samples = [np.array([-float(c in "MO") for c in text if c in "MOAI"]) for text in (other, letters)]
    assert north.value == pytest.approx(samples[1].mean() - samples[0].mean())
    assert north.p == pytest.approx(stats.ttest_ind(samples[1], samples[0], equal_var=False).pvalue, rel=0.05)
    assert north.low < north.value < north.high
    assert (north.unit, north.first.level, north.direction) == ("coefficient", "other", "down")
    assert {c.family for c in found} == {4}


def test_a_small_group_hides_its_others_too():
    frame = responses(**columns(x=drawn(5) + "MMM"), region=["n"] * 200 + ["s"] * 200 + ["w"] * 3)
    found = kano.groups(kano_survey(frame, minimum_base=10))
    small = [c for c in found if c.second.level == "w"]
    assert small
    assert not any(c.shown or c.tested for c in small)


@pytest.mark.parametrize(("letters", "low"), [("MMMAAAOOO" * 2, 30), ("M" * 60, 2)])
def test_a_group_with_a_low_base_or_of_one_mind_is_shown_and_not_tested(letters, low):
    frame = responses(
        **columns(x=drawn(5) + letters), region=["n"] * 200 + ["s"] * 200 + ["w"] * len(letters)
    )
    found = kano.groups(kano_survey(frame, low_base=low))
    west, north = (found.one(measure="better", level=level) for level in ("w", "n"))
    assert west.shown
    assert not west.tested
    assert north.tested


def test_a_wave_without_pairs_is_refused():
    with pytest.raises(ParamsError, match="no Kano pair"):
        kano.groups(make_survey((rating("a"),), responses(a=[1.0, 2.0])))

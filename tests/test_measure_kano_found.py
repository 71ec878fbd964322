"""Kano's classes that the simulated company has are found again."""

import company
import numpy as np
import pandas as pd
import pytest
import simulated
from kanoanswers import kano_survey
from surveys import responses

from csatreport.compare import kano as compared
from csatreport.measure import kano
from csatreport.params.analysis.kano import ANSWERS, Kano
from csatreport.simulate import company as names
from csatreport.simulate import opinions

FEATURES = tuple(opinions.KANO)


@pytest.fixture(scope="module")
def found():
    return kano.analysis(company.survey())


@pytest.mark.parametrize("way", ["category", "plain", "continuous"])
def test_every_class_is_found_by_both_rules_and_by_mean_scores(found, way):
    assert {f.key: getattr(f, way) for f in found.features} == company.truth()["kano"]["class"]


def test_no_class_is_mixed_where_two_thirds_agree(found):
    assert not found.mixed
    assert not found.doubtful


def test_a_segment_that_sees_a_feature_otherwise_is_found_among_its_members():
    answers, segment = simulated.accepted()
    codes = list(names.SEGMENTS)
    items = {item: given for item, given in answers.items() if item.startswith("kano_")}
    told = {
        name.removeprefix("kano_"): [ANSWERS[g] if 0 <= g < len(ANSWERS) else pd.NA for g in given]
        for name, given in items.items()
    }
    usual, exceptions = company.truth()["kano"]["class"], company.truth()["kano"]["by_segment"]
    for n, code in enumerate(codes):
        member = np.flatnonzero(segment == n)
        frame = responses(**{name: [given[i] for i in member] for name, given in told.items()})
        survey = kano_survey(frame, keys=FEATURES, kano=Kano(segments=()))
        classes = {f.key: f.category for f in kano.analysis(survey, groups=False).features}
        assert classes == usual | exceptions.get(code, {}), code


def test_nothing_that_stayed_the_same_is_said_to_have_changed():
    found = compared.changes(company.survey())
    assert found.before is not None
    assert len(found.moves) == len(FEATURES)
    assert not found.moved
    assert len(found.coefficients.clear) == 0


def test_groups_that_use_their_connection_for_something_else_see_extra_speed_otherwise():
    clear = compared.groups(company.survey()).clear
    assert {c.second.item for c in clear} <= {"kano_boost_f", "kano_check_f"}
    games = clear.one(measure="better", item="kano_boost_f", level="games")
    assert games.direction == "up"

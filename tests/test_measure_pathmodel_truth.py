"""The simulated company: paths and indices that are true lie inside their intervals."""

from __future__ import annotations

from dataclasses import replace

import company
import pytest

from benchmarks.pathmodel import covered, surveys, truth
from csatreport.measure import pathmodel

TURNED = "complaints"


@pytest.fixture(scope="module")
def found():
    return pathmodel.of(company.survey())


@pytest.fixture(scope="module")
def true():
    return truth()


def inside(found, wave):
    """Whether each path's interval holds the path between the answers of all customers of the wave."""
    aims = company.truth()["population"][wave]["paths"]
    return {
        p.direct.item: p.direct.low <= turned(p, aims[p.target][p.source]) <= p.direct.high
        for p in found.arrows
    }


def turned(path, aim):
    """Truth counts many complaints, the questionnaire few."""
    return -aim if (path.source == TURNED) != (path.target == TURNED) else aim


def test_every_path_between_the_answers_of_all_customers_lies_in_its_interval(found):
    assert all(p.clear for p in found.arrows)
    assert inside(found, "2026Q3") == dict.fromkeys((p.direct.item for p in found.arrows), True)
    assert len(found.arrows) == 12


def test_paths_of_twelve_quarters_lie_in_their_intervals_nineteen_times_in_twenty():
    survey = company.survey()
    held = [
        each
        for wave in survey.waves
        for each in inside(pathmodel.of(replace(survey, edition=newest(survey, wave))), str(wave)).values()
    ]
    assert len(held) == 12 * 12
    assert sum(held) >= 0.93 * len(held)


def newest(survey, wave):
    return survey.edition.model_copy(update={"wave": wave})


def test_least_squares_on_means_of_questions_and_the_path_model_of_everybody_agree(found, true):
    """Two ways to what is true: constructs as plain means, and as the model weighs their questions."""
    aims = company.truth()["population"]["2026Q3"]["paths"]
    for p in found.arrows:
        assert turned(p, aims[p.target][p.source]) == pytest.approx(true[0][p.direct.item], abs=0.004)


def test_rounding_and_the_ends_of_the_scale_take_two_percent_of_what_was_planted_away():
    """Why intervals hold what customers answer, and not quite what was planted before it was rounded."""
    answered, planted = company.truth()["population"]["2026Q3"]["paths"], company.truth()["paths_planted"]
    total = [sum(abs(p) for each in t.values() for p in each.values()) for t in (answered, planted)]
    assert 0.97 < total[0] / total[1] < 0.99


def test_the_index_of_every_construct_and_quarter_lies_in_its_interval(found):
    survey, population = company.survey(), company.truth()["population"]
    inside = []
    for construct in found.model.names:
        for e in pathmodel.series(survey, found, construct):
            aim = population[e.wave]["index"][construct]
            inside.append(e.low <= (100 - aim if construct == TURNED else aim) <= e.high)
    assert len(inside) == 7 * 12
    assert sum(inside) >= 0.93 * len(inside)


def test_the_newest_indices_all_lie_in_their_intervals(found):
    index = company.truth()["population"]["2026Q3"]["index"]
    for e in found.index:
        aim = 100 - index[e.item] if e.item == TURNED else index[e.item]
        assert e.low <= aim <= e.high, e.item


def test_groups_of_the_company_mean_the_same_by_satisfaction(found):
    groups = pathmodel.groups(company.survey(), found)
    assert len(groups.tested) == len(groups.rows) == 12
    assert len(groups.differing) == 0


def test_intervals_of_sixteen_surveys_hold_the_truth_nineteen_times_in_twenty(true):
    """benchmarks/pathmodel.py --coverage does it with two hundred."""
    paths, _, index = covered(surveys(16), *true)
    assert 0.88 <= paths.to_numpy().mean() <= 0.99
    assert 0.88 <= index.to_numpy().mean() <= 1

"""The families of services that were planted in the simulated company are found again."""

from __future__ import annotations

from dataclasses import replace

import company
import numpy as np
import pytest

from csatreport.compare.structure import since
from csatreport.measure import correlation
from csatreport.measure.structure import scales, structure
from csatreport.params.analysis.structure import Structure
from csatreport.simulate.opinions import DRIVERS, SERVICES


@pytest.fixture(scope="module")
def found():
    return structure(company.survey())


def test_every_service_is_in_the_group_of_its_family(found):
    families = [{SERVICES[s.item].family for s in g.items} for g in found.groups]
    assert all(len(f) == 1 for f in families)
    assert set.union(*families) == {"network", "installation", "repair", "support", "billing", "contact"}
    assert all(found.stable)
    assert found.strays == ()


def test_common_factors_find_the_three_larger_families_whole():
    """Two services do not tell a common factor from their own peculiarities; components need not."""
    survey = company.survey()
    analysis = survey.analysis.model_copy(update={"structure": Structure(extraction="minres", factors=6)})
    other = structure(replace(survey, analysis=analysis))
    home = {s.item: int(h) for s, h in zip(other.subjects, other.home, strict=True)}
    for family in ("network", "support", "billing"):
        assert len({home[i] for i, r in SERVICES.items() if r.family == family}) == 1


def test_only_services_that_move_overall_satisfaction_lead(found):
    closest = {s.item for s in found.closest.items}
    assert closest & set(DRIVERS)
    first = max(correlation.with_overall(company.survey()), key=lambda r: r.estimate.value)
    assert first.estimate.item in DRIVERS


def test_families_that_nobody_changed_are_still_the_same_and_nothing_is_found_where_nothing_moved(found):
    change = since(company.survey(), found, scales(found.sample))
    assert {g.verdict for g in change.groups} <= {"same", "similar"}
    assert not change.alphas.clear.rows


def test_correlations_of_services_lie_where_they_were_planted():
    rows = correlation.services(company.survey())
    same = [SERVICES[r.first.item].family == SERVICES[r.second.item].family for r in rows]
    value = np.array([r.estimate.value for r in rows])
    assert value[same].min() > value[np.logical_not(same)].max()

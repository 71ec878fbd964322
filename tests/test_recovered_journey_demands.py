"""What was planted in the simulated company's journey and demands is found again."""

from __future__ import annotations

import company

from csatreport.measure.journey import stages, steps
from csatreport.simulate import opinions


def test_the_company_gives_back_what_was_planted_in_its_stages():
    found = stages.journey(company.survey())
    planted = {code: share for code, (_, _, share) in opinions.STAGES.items()}
    for s in found.stages:
        assert s.volume.low - 0.005 <= planted[s.code] <= s.volume.high + 0.005
    assert max(found.stages, key=lambda s: s.failure.value).code == "help"  # the lowest mean of all stages
    assert found.first.code in ("use", "pay")


def test_the_bottleneck_of_the_lifecycle_is_found():
    late = steps.steps(company.survey()).on_time.lowest()
    assert late.item == company.truth()["records"]["relations"]["lifecycle"]["bottleneck"]

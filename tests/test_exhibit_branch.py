"""What the page of a branch says of its services: how many lie on each side, and nothing counted by a number of none."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from figures import change

from csatreport.exhibit import sentences
from csatreport.results import Contrasts


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (((0.90, 0.001), (0.91, 0.001)), "2项服务中明显领先的有2项，没有明显落后的。"),
        (((0.70, 0.001), (0.80, 0.9)), "2项服务中没有明显领先的，明显落后的有1项。"),
        (((0.80, 0.9), (0.80, 0.9)), "2项服务均无明显差异。"),
    ],
)
def test_services_are_counted_on_both_sides(now, expected):
    found = Contrasts(tuple(change(0.80, x, p=p) for x, p in now))
    said = sentences.branch.services("s", SimpleNamespace(services=found))[0]
    assert said.text["zh"] == f"与其他客户相比，{expected}"
    assert "0 clearly" not in said.text["en"]

"""The table ``[weighting]`` of an edition refuses what contradicts itself."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from csatreport.params.weighting import Replication, Weighting


def test_an_empty_table_weighs_nothing() -> None:
    plain = Weighting()
    assert (plain.base, plain.poststratify, plain.margins, plain.trims) == ("none", False, (), False)


def test_every_step_may_be_declared_together() -> None:
    whole = Weighting.model_validate(
        {
            "base": "design", "poststratify": True, "margins": ["age", "tenure"], "trim_low": 0.3,
            "trim_high": 3, "repeat": True,
        }
    )  # fmt: skip
    assert (whole.margins, whole.trims) == (("age", "tenure"), True)


def test_replicate_weights_come_with_delivered_weights() -> None:
    found = Weighting.model_validate({"base": "delivered", "replicates": {"type": "fay", "rho": 0.3}})
    assert found.replicates == Replication(type="fay", rho=0.3)


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ({"base": "population"}, "'none', 'delivered' or 'design'"),
        ({"trim": 3}, "Extra inputs"),
        ({"trim_high": 0.9}, "greater than 1"),
        ({"trim_low": 1.5}, "less than 1"),
        ({"margins": ["age", "age"]}, "each margin once"),
        ({"repeat": True, "margins": ["age"]}, "a bound to trim at"),
        ({"repeat": True, "trim_high": 3}, "strata or margins"),
        ({"replicates": {"type": "jk1"}}, 'replicates need base = "delivered"'),
        ({"base": "delivered", "margins": ["a"], "replicates": {"type": "jk1"}}, "nothing after it"),
        ({"base": "delivered", "replicates": {"type": "fay"}}, 'rho with type = "fay"'),
        ({"base": "delivered", "replicates": {"type": "brr", "rho": 0.5}}, 'rho with type = "fay"'),
        ({"base": "delivered", "replicates": {"type": "fay", "rho": 1}}, "less than 1"),
        ({"base": "delivered", "replicates": {"type": "brr", "scale": 0.5}}, "no scale and no rscales"),
        ({"base": "delivered", "replicates": {"type": "sdr"}}, "'jk1', 'jkn', 'brr', 'fay' or 'bootstrap'"),
        ({"base": "delivered", "replicates": {"type": "jkn", "rscales": [1, -1]}}, "greater than or equal to 0"),
    ],
)  # fmt: skip
def test_contradictions_are_refused(table: dict[str, Any], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        Weighting.model_validate(table)

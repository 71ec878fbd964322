"""Strata and clusters that no estimate can use."""

from __future__ import annotations

import pandas as pd
import pytest

from csatreport.errors import DesignError
from csatreport.intake.design import usable


def responses(strata: list[str], clusters: list[str] | None = None, wave: str = "2026") -> pd.DataFrame:
    rows = range(2, len(strata) + 2)
    return pd.DataFrame(
        {"source": "a.csv", "wave": wave, "row": rows, "stratum": strata, "cluster": clusters or ""}
    )


@pytest.mark.parametrize(
    ("strata", "clusters"),
    [
        (["", ""], None),
        (["u", "u", "c", "c"], None),
        (["u", "u"], ["1", ""]),
        (["u", "u", "u"], ["1", "1", "2"]),
        ([""], ["1"]),
    ],
)
def test_a_design_with_two_units_in_each_stratum_or_none_at_all_is_usable(
    strata: list[str], clusters: list[str] | None
) -> None:
    usable(responses(strata, clusters))


@pytest.mark.parametrize(
    ("strata", "clusters"), [(["u", "u", "c"], None), (["u", "u", "c", "c"], ["1", "2", "3", "3"])]
)
def test_a_stratum_with_one_unit_is_refused_by_name(strata: list[str], clusters: list[str] | None) -> None:
    with pytest.raises(DesignError, match="single unit") as caught:
        usable(responses(strata, clusters))
    assert caught.value.where == "wave 2026, stratum 'c'"


def test_responses_without_a_stratum_among_others_are_refused_by_row() -> None:
    with pytest.raises(DesignError, match="no stratum") as caught:
        usable(responses(["u", "", "u"]))
    assert caught.value.where == "a.csv, rows 3"


def test_each_wave_is_judged_by_itself() -> None:
    usable(pd.concat([responses(["u", "u"]), responses(["", ""], wave="2025")]))
    with pytest.raises(DesignError, match="wave 2025"):
        usable(pd.concat([responses(["u", "u"]), responses(["u"], wave="2025")]))

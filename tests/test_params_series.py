"""One entry for the files of several waves."""

from __future__ import annotations

import pytest

from csatreport.errors import ParamsError
from csatreport.params.series import expanded

ENTRY = {"waves": "2025Q3..2026Q1", "file": "data/raw/web-{wave}.csv", "mode": "web"}


def test_an_entry_with_waves_becomes_one_entry_per_wave_across_the_year() -> None:
    made = expanded({"wave": "2026Q1", "source": [ENTRY]}, where="e.toml")
    assert made["wave"] == "2026Q1"
    assert made["source"] == [
        {"wave": w, "file": f"data/raw/web-{w}.csv", "mode": "web"} for w in ("2025Q3", "2025Q4", "2026Q1")
    ]


def test_other_entries_stay_as_they_are() -> None:
    plain = {"wave": "2026Q1", "file": "a.csv"}
    assert expanded({"source": [plain], "seed": 1}, where="e.toml") == {"source": [plain], "seed": 1}


def test_records_may_come_in_a_file_per_wave_too() -> None:
    made = expanded(
        {"record": [{"table": "sales", "waves": "2025..2026", "file": "{wave}.csv"}]}, where="e.toml"
    )
    assert [entry["file"] for entry in made["record"]] == ["2025.csv", "2026.csv"]


@pytest.mark.parametrize("waves", ["2026Q1", "2026Q1..2025Q1", "2025Q1..2026", "soon..later", ""])
def test_what_is_no_range_of_waves_is_refused_by_place(waves: str) -> None:
    with pytest.raises(ParamsError, match="not a range of waves") as caught:
        expanded({"source": [{"wave": "2026Q1"}, ENTRY | {"waves": waves}]}, where="e.toml")
    assert caught.value.where == "e.toml, source[2].waves"


@pytest.mark.parametrize("change", [{"file": "a.csv"}, {"wave": "2026Q1"}])
def test_waves_without_a_place_for_them_in_the_file_name_are_refused(change: dict[str, str]) -> None:
    with pytest.raises(ParamsError, match="waves that lead to no files"):
        expanded({"source": [ENTRY | change]}, where="e.toml")

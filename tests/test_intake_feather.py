"""What is written to an Arrow file comes back to the bit, of the kind that it was."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from csatreport.intake import feather


def back(frame: pd.DataFrame, folder: Path) -> pd.DataFrame:
    return feather.read(folder / "f", feather.write(frame, folder / "f"))


@pytest.mark.parametrize(
    "values",
    [[1, 5, np.nan], [-128, 127, 0], [0.5, 1], [-0.0, 1], [1e9, 2], [np.inf, 1], [np.nan, np.nan], []],
)
@pytest.mark.parametrize("kind", ["float32", "float64"])
def test_numbers_come_back_to_the_bit(tmp_path: Path, values: list[float], kind: str) -> None:
    frame = pd.DataFrame({"x": np.array(values, dtype=kind)})
    found = back(frame, tmp_path)
    pd.testing.assert_frame_equal(found, frame, check_exact=True)
    assert np.array_equal(np.signbit(found["x"]), np.signbit(frame["x"]))


@pytest.mark.parametrize("kind", ["object", "str", "string"])
@pytest.mark.parametrize("texts", [["a", "b", "a", "a", "王"], [str(n) for n in range(40)], [""] * 3, []])
def test_texts_come_back_whether_or_not_they_repeat(tmp_path: Path, texts: list[str], kind: str) -> None:
    frame = pd.DataFrame({"x": pd.Series(texts, dtype=kind)})
    pd.testing.assert_frame_equal(back(frame, tmp_path), frame)


@pytest.mark.parametrize("kind", ["str", "string"])
def test_missing_texts_stay_missing(tmp_path: Path, kind: str) -> None:
    frame = pd.DataFrame(
        {"x": pd.Series(["a", None, "a", "a"], dtype=kind), "none": pd.Series([None] * 4, dtype=kind)}
    )
    pd.testing.assert_frame_equal(back(frame, tmp_path), frame)


def test_other_kinds_come_back(tmp_path: Path) -> None:
    when = pd.Series(["2026-07-03 10:11", None], dtype="datetime64[us]")
    frame = pd.DataFrame(
        {"when": when, "flag": [True, False], "n": [1, 1 << 60], "nano": when.astype("datetime64[ns]")}
    )
    pd.testing.assert_frame_equal(back(frame, tmp_path), frame)
    without = pd.DataFrame(index=pd.RangeIndex(3))
    assert back(without, tmp_path).shape == (3, 0)

"""Data and reference numbers for the segment engine's tests (made by tests/oracle/segments*)."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

HERE = Path(__file__).parent / "oracle"


@cache
def data() -> pd.DataFrame:
    return pd.read_csv(HERE / "segments_data.csv")


@cache
def told(case: str) -> dict[str, float]:
    table = pd.read_csv(HERE / "segments_r.csv")
    rows = table[table["case"] == case]
    return dict(zip(rows["quantity"], rows["value"], strict=True))


@cache
def kmodes() -> dict[str, float]:
    return json.loads((HERE / "segments_others.json").read_text("utf-8"))


def points() -> np.ndarray:
    return data()[["x0", "x1", "x2", "x3"]].to_numpy()


def weights() -> np.ndarray:
    return data()["weight"].to_numpy(float)


def holes() -> np.ndarray:
    missing = data()[["m0", "m1", "m2", "m3"]].to_numpy() == 1
    return np.where(missing, np.nan, points())


def draws() -> np.ndarray:
    return data()[[f"b{b}" for b in range(12)]].to_numpy(float).T


def members() -> np.ndarray:
    found = told("member")
    return np.array([int(found[k]) for k in sorted(found, key=int)])

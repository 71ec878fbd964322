"""Quarters of the simulated company, made once per test run and never written to disk."""

from __future__ import annotations

import io
from functools import cache

import numpy as np
import pandas as pd

from csatreport.simulate import population, quarters
from csatreport.simulate.population import SEED, Population

NEWEST = 11  # place of the newest quarter


@cache
def people() -> Population:
    return population.draw(SEED)


@cache
def delivered(quarter: int = NEWEST) -> quarters.Delivered:
    return quarters.deliver(people(), quarter, SEED)


@cache
def responses(quarter: int = NEWEST) -> quarters.Responses:
    return quarters.round_of(people(), quarter, SEED)[0]


def content(mode: str, quarter: int = NEWEST) -> bytes:
    return delivered(quarter).files[file(mode, quarter)]


def truth(mode: str, quarter: int = NEWEST) -> dict:
    return delivered(quarter).truth[file(mode, quarter)]


def file(mode: str, quarter: int = NEWEST) -> str:
    return quarters.FILES[mode][0].format(wave=people().quarters[quarter].wave)


def table(text: str) -> pd.DataFrame:
    return pd.read_csv(io.StringIO(text), dtype=str, keep_default_na=False)


def accepted(quarter: int = NEWEST) -> tuple[dict[str, np.ndarray], np.ndarray]:
    """Answers of responses that count, and the segment of each."""
    all_of_them = responses(quarter)
    good = all_of_them.fault == ""
    answers = {item: given[good] for item, given in all_of_them.answers.items()}
    return answers, all_of_them.crowd.segment[good]

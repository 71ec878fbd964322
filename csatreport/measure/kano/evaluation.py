"""The evaluation table: from how somebody feels with and without a feature to what the feature is to him."""

from __future__ import annotations

from typing import Literal, get_args

import numpy as np

from csatreport.measure.design import Codes, Floats
from csatreport.params.analysis.kano import ANSWERS

Category = Literal[
    "M", "O", "A", "I", "R", "Q"
]  # must-be, one-dimensional, attractive, indifferent, reverse, ?
CATEGORIES: tuple[Category, ...] = get_args(Category)
Table = Literal["berger", "pouliot"]

# Rows: with the feature; columns: without it; both like, expect, neutral, tolerate, dislike.
TABLES: dict[Table, tuple[str, ...]] = {
    "berger": ("QAAAO", "RIIIM", "RIIIM", "RIIIM", "RRRRQ"),
    "pouliot": ("QAAAO", "RQIIM", "RIIIM", "RIIQM", "RRRRQ"),
}
_WITH = np.array([4.0, 2.0, 0.0, -1.0, -2.0, np.nan])  # the last for answers that are missing
_WITHOUT = np.array([-2.0, -1.0, 0.0, 2.0, 4.0, np.nan])


def categories(functional: Codes, dysfunctional: Codes, table: Table = "berger") -> Codes:
    """What each feature is to each respondent.

    Parameters
    ----------
    functional, dysfunctional : (n, k) int
        Answers as places in :data:`ANSWERS`; -1 = missing.
    table : {"berger", "pouliot"}
        Pouliot's calls "expect it" twice and "can live with it" twice questionable: nobody expects both a
        thing and its opposite.

    Returns
    -------
    (n, k) int
        Places in :data:`CATEGORIES`; -1 where one of the two answers is missing.

    Notes
    -----
    Source: Berger et al., *Kano's methods for understanding customer-defined quality*, Center for Quality
    Management Journal 2(4), 1993; Pouliot, same issue. Checked against: the published table, all 25 pairs.
    """
    size = len(ANSWERS)
    cells = np.full((size + 1, size + 1), -1, dtype=np.intp)  # the last row and column: missing
    for row, letters in enumerate(TABLES[table]):
        cells[row, :size] = [CATEGORIES.index(c) for c in letters]
    return np.asarray(cells[functional, dysfunctional])


def continuous(functional: Codes, dysfunctional: Codes) -> tuple[Floats, Floats]:
    """DuMouchel's scores (n, k) of the same answers: satisfaction with a feature, dissatisfaction without it.

    Like 4, expect 2, neutral 0, live with -1, dislike -2; without the feature the other way round. Both are NaN
    where one of the two answers is missing.

    Source: DuMouchel in Berger et al. (1993).
    """
    missing = (functional < 0) | (dysfunctional < 0)
    return (
        np.where(missing, np.nan, _WITH[functional]),
        np.where(missing, np.nan, _WITHOUT[dysfunctional]),
    )


def quadrant(with_it: float, without_it: float) -> Category:
    """The class of a feature by its mean scores: each counts as high from 2 on, a negative one turns it round.

    Source: DuMouchel in Berger et al. (1993), whose map has these four quadrants.
    """
    if with_it < 0 and without_it < 0:
        return "R"
    high, missed = with_it >= 2, without_it >= 2
    return ("O" if missed else "A") if high else ("M" if missed else "I")

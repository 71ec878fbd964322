"""How much the interviews of one interviewer are alike, every one compared with the others.

Shares of identical answers come from products of matrices: with a column for each answer to each question,
the product of two rows counts the answers that they have in common. An interview is compared with the
:data:`BLOCK` before it and more, not with all: time stays proportional to the interviews, and memory what
it is, even where thousands share one interviewer's key.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from csatreport.intake.rules.questions import coded
from csatreport.intake.rules.received import Numbers, Received, Rows

BLOCK = 1000
Counts = NDArray[np.float32]  # whole numbers, exact in 32 bits, where matrices multiply fastest


@dataclass(frozen=True, eq=False)
class Alike:
    """The greatest share of answers that each interview has in common with another, and which that is."""

    share: Numbers
    twin: Rows


def alike(received: Received, rows: Rows, group: Rows, *, ratings: int) -> Alike:
    """Compare the interviews at ``rows`` within each ``group``, on the questions that both answered.

    Two with less than ``ratings`` ratings in common are not compared. ``share`` is 0 and ``twin`` is -1
    where there is nothing to compare with.
    """
    order = np.argsort(group, kind="stable")
    answers = np.column_stack([a.astype("int32") for a in coded(received, rows[order])])
    rated = [i.kind == "rating" for i in received.questionnaire.of_kind("rating", "category", "multiple")]
    share, twin = np.zeros(len(rows)), np.full(len(rows), -1, dtype="int64")
    borders = np.flatnonzero(np.diff(group[order], prepend=-1, append=-1))
    for start, end in pairwise(borders):
        for own, other, common in _pairs(answers[start:end], np.array(rated), ratings):
            at, best = start + own, common.max(axis=1)
            better = best > share[at]
            share[at[better]] = best[better]
            twin[at[better]] = start + other[common.argmax(axis=1)[better]]
    back = np.empty_like(order)
    back[order] = np.arange(len(order))
    place = np.where(twin[back] >= 0, rows[order[twin[back]]], -1)
    return Alike(share[back], place)


def _pairs(
    answers: NDArray[np.int32], rated: NDArray[np.bool_], least: int
) -> Iterator[tuple[Rows, Rows, Counts]]:
    """Give the shares between each block and what it is compared with, and the other way round."""
    for start in range(0, len(answers), BLOCK):
        first = max(0, start - BLOCK)
        span = np.arange(first, min(start + BLOCK, len(answers)))
        shares = _shares(answers[span], rated, least, own=start - first)
        yield span[start - first :], span, shares
        if first < start:
            yield span[: start - first], span[start - first :], shares[:, : start - first].T


def _shares(answers: NDArray[np.int32], rated: NDArray[np.bool_], least: int, *, own: int) -> Counts:
    """Share of identical answers of each row from ``own`` on with every row; none with itself."""
    given = answers >= 0
    chosen, known, ratings = _indicators(answers), given.astype("float32"), given[:, rated].astype("float32")
    both = known[own:] @ known.T
    both[ratings[own:] @ ratings.T < least] = np.inf
    both[np.arange(len(both)), np.arange(own, len(answers))] = np.inf
    result: Counts = (chosen[own:] @ chosen.T) / np.maximum(both, 1)
    return result


def _indicators(answers: NDArray[np.int32]) -> Counts:
    """One column for each answer to each question: 1 where it was given."""
    row, question = np.nonzero(answers >= 0)
    keys = question * (int(answers.max(initial=0)) + 1) + answers[row, question]
    distinct, column = np.unique(keys, return_inverse=True)
    result = np.zeros((len(answers), len(distinct)), dtype="float32")
    result[row, column] = 1
    return result

"""A scale that turns round within a file: from some row on, the best answer is written as the worst.

No single answer is impossible then, and no rule sees it. What tells is how the answers hang together. One item
that turns alone agrees with the other ratings before that row and contradicts them after it. Where all items of
a scale turn together, their means are mirrored at the middle of the scale.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pandas as pd

from csatreport.errors import DataError
from csatreport.params import Item, Scale

Floats = npt.NDArray[np.float64]
Marks = npt.NDArray[np.bool_]

_CUTS = (0.15, 0.25, 0.35, 0.5, 0.65, 0.75, 0.85)  # of the rows, where a turn is looked for
_LEAST = 40  # responses before and after a cut, and of a file altogether twice as many
_MOST = 20_000  # responses looked at, evenly spread
_ITEMS = 4  # of one scale
_AGREES = 0.25  # correlation with the other ratings from which on an item agrees or contradicts
_SURE = (
    6.0  # standard errors between the correlations before and after: by chance, one file in a hundred million
)
_EXACT = 1e-12  # variance against sum of squares: what is less is rounding
_MOVED, _MIRRORED = 0.2, 0.2  # how far all means move, of the scale; and how unlike mirrored ones they may be


def refuse(answers: pd.DataFrame, items: Sequence[Item], *, row: npt.NDArray[np.int64], file: str) -> None:
    """Refuse a file in which a rating, or all ratings of a scale, turn round.

    Parameters
    ----------
    answers : DataFrame
        Ratings as answered, with a column per item of ``items``, in the order of the file.
    row : (n,) int
        Row of the file of each response.

    Raises
    ------
    DataError
        Naming the item, and about which row it turns.
    """
    step = max(1, len(answers) // _MOST)
    for scale, own in _scales(items).items():
        if len(own) >= _ITEMS and len(answers) // step >= 2 * _LEAST:
            given = answers[[i.item for i in own]].iloc[::step].to_numpy(dtype=np.float64)
            _alone(given, own, row[::step], file)
            _together(given, scale, row[::step], file)


def _scales(items: Sequence[Item]) -> dict[Scale, list[Item]]:
    found: dict[Scale, list[Item]] = {}
    for item in items:
        if item.scale is not None:
            found.setdefault(item.scale, []).append(item)
    return found


def _alone(given: Floats, items: Sequence[Item], row: npt.NDArray[np.int64], file: str) -> None:
    """One item against the others."""
    there = ~np.isnan(given)
    upward = given * np.array([-1.0 if i.direction == "lower" else 1.0 for i in items])
    z = _standardised(np.where(there, upward, 0.0), there)
    others = there.sum(axis=1, keepdims=True) - there
    rest = (z.sum(axis=1, keepdims=True) - z) / np.maximum(others, 1)
    cuts = _places(len(z))
    (before, n), (after, m) = map(_correlations, _halves(_products, (there & (others > 0), z, rest), cuts))
    apart = np.abs(np.arctanh(before) - np.arctanh(after)) / np.sqrt(1 / (n - 3) + 1 / (m - 3))
    turned = (before * after < 0) & (np.minimum(np.abs(before), np.abs(after)) >= _AGREES)
    apart = np.where(turned & (np.minimum(n, m) >= _LEAST), apart, 0.0)
    cut, item = divmod(int(apart.argmax()), len(items))
    if apart[cut, item] >= _SURE:
        first, second = before[cut, item], after[cut, item]
        got = f"correlation with the other ratings {first:+.2f} before and {second:+.2f} after"
        raise _turns(f"item {items[item].item!r}", got, f"{file}, about row {row[cuts[cut]]}")


def _together(given: Floats, scale: Scale, row: npt.NDArray[np.int64], file: str) -> None:
    """All items of a scale, by their means: mirrored, and the best item of before the worst of after."""
    place = (given - (scale.low + scale.high) / 2) / (scale.high - scale.low)
    there = ~np.isnan(place)
    cuts = _places(len(place))
    halves = _halves(lambda n, v: (n.sum(axis=0), v.sum(axis=0)), (there, np.where(there, place, 0.0)), cuts)
    befores, afters = (np.divide(s, n, out=np.full(n.shape, np.nan), where=n > 0) for n, s in halves)
    most = int(np.nan_to_num(np.abs(befores - afters).mean(axis=1), nan=-1.0).argmax())
    before, after = befores[most], afters[most]
    moved, unlike = np.abs(before - after), np.abs(before + after)
    mirrored = (before * after < 0).all() and (moved >= _MOVED).all() and (unlike <= _MIRRORED * moved).all()
    if mirrored and np.corrcoef(before, after)[0, 1] <= -_AGREES:
        got = f"means mirrored at the middle of the scale, by {moved.mean():.0%} of it"
        raise _turns(
            f"all ratings from {scale.low} to {scale.high}", got, f"{file}, about row {row[cuts[most]]}"
        )


def _places(n: int) -> list[int]:
    return [int(n * share) for share in _CUTS if min(n * share, n * (1 - share)) >= _LEAST]


def _standardised(x: Floats, there: Marks) -> Floats:
    """Columns with mean 0 and variance 1 over the rows that are there; 0 in the others, as in ``x``."""
    n = np.maximum(there.sum(axis=0), 1)
    away = (x - x.sum(axis=0) / n) * there
    return np.asarray(away / np.sqrt(np.maximum(np.einsum("ij,ij->j", away, away) / n, 1e-12)))


def _halves(
    sums: Callable[..., tuple[Floats, ...]], values: Sequence[Floats | Marks], cuts: Sequence[int]
) -> tuple[Floats, Floats]:
    """Sums of each column before and after every cut, each row being added up once: (sum, cut, column)."""
    borders = pairwise((0, *cuts, len(values[0])))
    pieces = np.array([sums(*(v[begin:end] for v in values)) for begin, end in borders], dtype=np.float64)
    before = pieces.cumsum(axis=0).swapaxes(0, 1)
    return before[:, :-1], before[:, -1:] - before[:, :-1]


def _products(both: Marks, x: Floats, y: Floats) -> tuple[Floats, ...]:
    """What correlations of each column with its partner are made of, over the rows that have both."""
    x, y = x * both, y * both
    squares = (np.einsum("ij,ij->j", v, w) for v, w in ((x, x), (y, y), (x, y)))
    return (both.sum(axis=0), x.sum(axis=0), y.sum(axis=0), *squares)


def _correlations(sums: Floats) -> tuple[Floats, Floats]:
    """From sums of products; 0 where nothing varies."""
    n, x, y, xx, yy, xy = sums
    mean = np.maximum(n, 1)
    vary = [np.where((v := s2 - s1 * s1 / mean) > _EXACT * s2, v, 0.0) for s1, s2 in ((x, xx), (y, yy))]
    spread = np.sqrt(vary[0] * vary[1])
    r = np.divide(xy - x * y / mean, spread, out=np.zeros_like(spread), where=spread > 0)
    return np.clip(r, -0.999999, 0.999999), np.maximum(n, 4)


def _turns(what: str, got: str, where: str) -> DataError:
    return DataError(
        f"{what}: the scale turns round within the file",
        where=where,
        expected="one direction from the first row to the last",
        got=got,
        todo="find out what changed there and export it again, all answers the same way round; "
        "or, if they are, set turns = true for this source",
    )

"""A scale that turns round within a file: from some row on, the best answer is written as the worst.

No single answer is impossible then, and no rule sees it. What tells is how the answers hang together. One item
that turns alone agrees with the other ratings before that row and contradicts them after it. Where all items of
a scale turn together, their means are mirrored at the middle of the scale.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from csatreport.errors import DataError
from csatreport.params import Item, Scale

Floats = npt.NDArray[np.float64]

_CUTS = (0.15, 0.25, 0.35, 0.5, 0.65, 0.75, 0.85)  # of the rows, where a turn is looked for
_LEAST = 40  # responses before and after a cut, and of a file altogether twice as many
_MOST = 20_000  # responses looked at, evenly spread
_ITEMS = 4  # of one scale
_AGREES = 0.25  # correlation with the other ratings from which on an item agrees or contradicts
_SURE = (
    6.0  # standard errors between the correlations before and after: by chance, one file in a hundred million
)
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
    upward = given * np.array([-1.0 if i.direction == "lower" else 1.0 for i in items])
    away = upward - _means(upward)
    z = away / np.sqrt(np.maximum(_means(away**2), 1e-12))
    there = ~np.isnan(z)
    others = there.sum(axis=1, keepdims=True) - there
    rest = (np.nansum(z, axis=1, keepdims=True) - np.nan_to_num(z)) / np.where(others > 0, others, np.nan)
    sure, at = 0.0, (0, 0, 0.0, 0.0)
    for cut in _places(len(z)):
        before, n = _correlations(z[:cut], rest[:cut])
        after, m = _correlations(z[cut:], rest[cut:])
        apart = np.abs(np.arctanh(before) - np.arctanh(after)) / np.sqrt(1 / (n - 3) + 1 / (m - 3))
        turned = (before * after < 0) & (np.minimum(np.abs(before), np.abs(after)) >= _AGREES)
        apart = np.where(turned & (np.minimum(n, m) >= _LEAST), apart, 0.0)
        if apart.max() > sure:
            item = int(apart.argmax())
            sure, at = float(apart[item]), (cut, item, float(before[item]), float(after[item]))
    if sure >= _SURE:
        cut, item, first, second = at
        got = f"correlation with the other ratings {first:+.2f} before and {second:+.2f} after"
        raise _turns(f"item {items[item].item!r}", got, f"{file}, about row {row[cut]}")


def _together(given: Floats, scale: Scale, row: npt.NDArray[np.int64], file: str) -> None:
    """All items of a scale, by their means: mirrored, and the best item of before the worst of after."""
    place = (given - (scale.low + scale.high) / 2) / (scale.high - scale.low)
    halves = {cut: (_means(place[:cut]), _means(place[cut:])) for cut in _places(len(place))}
    cut = max(halves, key=lambda c: float(np.abs(halves[c][0] - halves[c][1]).mean()), default=0)
    if not cut:
        return
    before, after = halves[cut]
    moved, unlike = np.abs(before - after), np.abs(before + after)
    mirrored = (before * after < 0).all() and (moved >= _MOVED).all() and (unlike <= _MIRRORED * moved).all()
    if mirrored and np.corrcoef(before, after)[0, 1] <= -_AGREES:
        got = f"means mirrored at the middle of the scale, by {moved.mean():.0%} of it"
        raise _turns(f"all ratings from {scale.low} to {scale.high}", got, f"{file}, about row {row[cut]}")


def _places(n: int) -> list[int]:
    return [int(n * share) for share in _CUTS if min(n * share, n * (1 - share)) >= _LEAST]


def _means(x: Floats) -> Floats:
    """Of each column, over the rows that have it; NaN where none has."""
    n = (~np.isnan(x)).sum(axis=0)
    return np.asarray(np.divide(np.nansum(x, axis=0), n, out=np.full(x.shape[1], np.nan), where=n > 0))


def _correlations(x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """Of each column with its partner, over the rows that have both; 0 where nothing varies."""
    both = ~(np.isnan(x) | np.isnan(y))
    n = both.sum(axis=0).astype(np.float64)
    x, y = np.where(both, x, 0.0), np.where(both, y, 0.0)
    mean = np.maximum(n, 1)
    dx, dy = (np.where(both, v - v.sum(axis=0) / mean, 0.0) for v in (x, y))
    spread = np.sqrt((dx**2).sum(axis=0) * (dy**2).sum(axis=0))
    r = np.divide((dx * dy).sum(axis=0), spread, out=np.zeros_like(spread), where=spread > 0)
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

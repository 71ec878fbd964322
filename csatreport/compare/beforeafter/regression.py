"""Weighted least squares on cells with effects of levels and waves, and errors clustered by level that hold for few levels.

The bias-reduced variance CR2 multiplies the residuals of a level by the inverse root of what they would vary by if
answers were independent with one variance (working model); its t tests have Satterthwaite's degrees of freedom, which
tell how few levels the error really rests on. The inverse root is taken where every answer has the variance 1, so that cells
give what single answers of equal weights give.

Source: Bell and McCaffrey (2002); Pustejovsky and Tipton (2018). Checked against: R clubSandwich ``vcovCR(type="CR2")``
and ``coef_test(test="Satterthwaite")``; statsmodels WLS with clustered errors; tests/oracle/beforeafter.R.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from csatreport.compare.beforeafter.cells import Cells
from csatreport.measure.design import Codes, Floats

_NOTHING = (
    1e-9  # eigenvalues of residuals this small, beside the largest, belong to what the effects took away
)


@dataclass(frozen=True, eq=False)
class Fit:
    """Coefficients (q,) of the columns asked for, their standard errors and degrees of freedom.

    ``lines`` (q, c) says how each coefficient is made of the cells' means; ``sampling`` (q,) is the standard error that
    sampling alone would give.
    """

    value: Floats
    se: Floats
    df: Floats
    lines: Floats
    sampling: Floats


def fit(cells: Cells, columns: Floats) -> Fit:
    """Regress cell means on ``columns`` (c, q), a constant of each level and one of each wave.

    Columns that the effects explain have the coefficient NaN.
    """
    q = columns.shape[1]
    x = np.column_stack([columns, dummies(cells.level), dummies(cells.wave)[:, 1:]])
    xw = x * cells.weight[:, None]
    inner: Floats = np.asarray(np.linalg.pinv(x.T @ xw, rcond=1e-11, hermitian=True), dtype=np.float64)
    lines = (inner @ xw.T)[:q]
    residual: Floats = cells.value - x @ (inner @ (xw.T @ cells.value))
    se, df = _clustered(cells, x, inner, lines, residual)
    told = np.linalg.norm(lines @ columns - np.eye(q), axis=1) < 1e-6
    value = np.where(told, lines @ cells.value, np.nan)
    return Fit(value, se, df, lines, np.sqrt(lines**2 @ cells.variance))


def dummies(codes: Codes) -> Floats:
    """A column of zeros and ones for each code that occurs."""
    _, place = np.unique(codes, return_inverse=True)
    return np.asarray(np.eye(int(place.max()) + 1)[place])


def _clustered(
    cells: Cells, x: Floats, inner: Floats, lines: Floats, residual: Floats
) -> tuple[Floats, Floats]:
    """CR2 standard errors and Satterthwaite's degrees of freedom (q,)."""
    spread = 1 / cells.effective  # working variance of a cell: that of the mean of as many answers
    xws = x * (cells.weight * spread)[:, None]
    middle = inner @ (xws.T @ (x * cells.weight[:, None])) @ inner
    rows = [np.flatnonzero(cells.level == g) for g in np.unique(cells.level)]
    adjusted = [_adjusted(x[r], xws[r], spread[r], inner, middle) for r in rows]
    scores = [lines[:, r] @ a for r, a in zip(rows, adjusted, strict=True)]
    totals = np.array([s @ residual[r] for s, r in zip(scores, rows, strict=True)])
    own = np.array([(s**2) @ spread[r] for s, r in zip(scores, rows, strict=True)])
    through = np.array([s @ x[r] for s, r in zip(scores, rows, strict=True)])
    worked = np.array([s @ xws[r] for s, r in zip(scores, rows, strict=True)])
    df = [_df(own[:, k], through[:, k], worked[:, k], inner, middle) for k in range(len(lines))]
    return np.sqrt((totals**2).sum(axis=0)), np.array(df)


def _adjusted(x: Floats, xws: Floats, spread: Floats, inner: Floats, middle: Floats) -> Floats:
    """Matrix that gives the residuals of one level the variance of the working model."""
    cross = x @ inner @ xws.T
    own = np.diag(spread) - cross - cross.T + x @ middle @ x.T
    root = np.sqrt(spread)
    values, vectors = np.linalg.eigh(own / np.outer(root, root))
    kept = values > _NOTHING * max(values.max(), 1.0)
    inverse = (vectors[:, kept] / np.sqrt(values[kept])) @ vectors[:, kept].T
    return np.asarray(root[:, None] * inverse / root)


def _df(own: Floats, through: Floats, worked: Floats, inner: Floats, middle: Floats) -> float:
    """Satterthwaite's degrees of freedom of a clustered variance under the working model."""
    cross = through @ inner @ worked.T
    between = np.diag(own) - cross - cross.T + through @ middle @ through.T
    squares = float((between**2).sum())
    return float(np.trace(between) ** 2 / squares) if squares > 0 else float("nan")

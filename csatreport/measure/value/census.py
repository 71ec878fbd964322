"""Numbers of records as estimates: all customers are known, so a count or a sum has no interval."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from csatreport.measure.design import Floats
from csatreport.measure.fielding import known, suppressed
from csatreport.measure.subjects import Level, Subject
from csatreport.measure.suppress import hidden
from csatreport.params import Wave
from csatreport.results import Estimate, Estimates, Unit
from csatreport.survey import Survey

Counts = npt.NDArray[np.intp]
Mask = npt.NDArray[np.bool_]
Spread = tuple[Floats, Floats, Floats]  # standard errors and ends of intervals


def estimates(
    survey: Survey,
    wave: Wave,
    values: npt.ArrayLike,
    n: npt.ArrayLike,
    *,
    levels: Sequence[Level],
    subject: Subject,
    measure: str,
    unit: Unit,
    spread: Spread | None = None,
    df: npt.ArrayLike | None = None,
    secret: Mask | None = None,
) -> Estimates:
    """One number for each level, with its customers ``n`` as base; small groups are hidden.

    Parameters
    ----------
    values, n : (levels,) array
        The numbers, and the customers behind each.
    spread : three (levels,) arrays, optional
        Standard errors and ends of intervals, where something was estimated; none for counts and sums of records.
    df : (levels,) array, optional
        Degrees of freedom behind them.
    secret : (levels,) bool, optional
        What is hidden; None: by the minimum base of the edition (:mod:`..suppress`).
    """
    base = np.asarray(n, np.intp)
    mask = hidden(base[:, None], minimum=survey.edition.minimum_base)[:, 0] if secret is None else secret
    ends = [np.full(len(base), np.nan)] * 3 if spread is None else list(spread)
    free = np.full(len(base), np.nan) if df is None else np.asarray(df, np.float64)
    rows = []
    for i, level in enumerate(levels):
        se, low, high = (known(e[i]) for e in ends)
        row = Estimate(
            value=float(np.asarray(values, np.float64)[i]), unit=unit, measure=measure, item=subject.item,
            label=subject.label, group=subject.group, group_label=subject.group_label, wave=str(wave),
            wave_label=wave.label, domain=level.domain, level=level.code, level_label=level.label,
            se=se, low=low, high=high, confidence=survey.edition.confidence, df=known(free[i]), n=int(base[i]),
            data=survey.data_of("sales"),
            flag="low" if base[i] < survey.edition.low_base else "",
        )  # fmt: skip
        rows.append(suppressed(row) if mask[i] or np.isnan(row.value) else row)
    return Estimates(tuple(rows))


def of_draws(drawn: Floats, confidence: float) -> Spread:
    """Standard error and ends of the percentile interval of each column of draws (draws, levels)."""
    tail = (1 - confidence) / 2
    low, high = np.quantile(drawn, (tail, 1 - tail), axis=0)
    return drawn.std(axis=0, ddof=1), low, high


def crossed(n: Counts, *, minimum: int, told: Mask | None = None) -> Mask:
    """Cells (rows, columns) of a table to hide whose totals are printed, so that no row or column gives one away.

    A row or column that hides anything hides two cells or more, of ``minimum`` customers or more together, as long as it
    has others. Cells that are ``told`` elsewhere hide nothing and are not hidden for others.
    """
    free = n > 0 if told is None else (n > 0) & ~told
    mask = (n < minimum) & (n > 0)
    before = None
    while before is None or not np.array_equal(before, mask):
        before = mask.copy()
        for cells, secret, others in ((n, mask, free), (n.T, mask.T, free.T)):
            for line in range(len(cells)):
                _protect(cells[line], secret[line], others[line], np.asarray(secret.any(axis=0)), minimum)
    return mask


def _protect(n: Counts, secret: Mask, free: Mask, crossing: Mask, minimum: int) -> None:
    """Hide, in place, further cells of a line that are ``free`` until those hidden protect each other.

    First those in lines across that hide something anyway, so that few are hidden; the smallest of them first.
    """
    for cell in np.lexsort((n, ~crossing)):
        if not secret.any() or (secret.sum() > 1 and n[secret].sum() >= minimum):
            return
        secret[cell] |= free[cell]

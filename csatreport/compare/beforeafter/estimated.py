"""The effect in numbers: coefficient, error and degrees of freedom, and the placebo levels beside it."""

from __future__ import annotations

from dataclasses import dataclass
from math import nan

import numpy as np
from scipy import stats

from csatreport.compare.beforeafter import placebo, regression
from csatreport.compare.beforeafter.cells import Cells
from csatreport.compare.beforeafter.placebo import Placebos
from csatreport.measure.design import Floats
from csatreport.measure.linearisation import Flags

FEW = 3  # levels treated from which on errors clustered by level hold (benchmarks/beforeafter.py)
_SEEN = 19  # placebo sets from which on one in twenty can be told


@dataclass(frozen=True, eq=False)
class Estimated:
    """Coefficients (q,), standard errors and degrees of freedom; ``sampling`` is what sampling alone explains.

    ``few``: the error is that of placebo levels, not clustered. ``placebos`` is None where nobody asked for them.
    """

    value: Floats
    se: Floats
    df: Floats
    sampling: Floats
    placebos: Placebos | None
    few: bool


def estimated(
    cells: Cells, treated: Flags, patterns: Floats, rng: np.random.Generator, *, ranked: bool = False
) -> Estimated:
    """Effect of being treated, in the waves that ``patterns`` (waves, q) marks.

    Errors are clustered by level (CR2) where at least three levels were treated and two compared. With fewer treated
    they are the sampling error and how far other levels moved beyond it, together; with neither there is none (NaN).
    Chosen by the coverage of intervals in simulations, see ``benchmarks/beforeafter.py``.
    """
    fit = regression.fit(cells, treated[:, None] * patterns[cells.wave])
    size, others = (len(np.unique(cells.level[side])) for side in (treated, ~treated))
    few, none = size < FEW, np.full(len(fit.value), nan)
    wanted = ranked or few
    sets = placebo.placebos(cells.of(~treated), patterns, size=size, rng=rng) if wanted else None
    if few and sets is not None and len(sets.value) > 1:
        se = np.sqrt(fit.sampling**2 + sets.excess)
        return Estimated(fit.value, se, np.full_like(se, sets.levels - 1.0), fit.sampling, sets, few=True)
    if size > 1 and others > 1:
        return Estimated(fit.value, fit.se, fit.df, fit.sampling, sets, few=False)
    return Estimated(fit.value, none, none, fit.sampling, sets, few=few)


def moved_apart(found: Estimated, leads: int) -> float | None:
    """Test jointly that the first ``leads`` coefficients are all nothing: its p value.

    The sum of their squares, each in its sampling error, among the same sums of all placebo sets. Where there are too few
    sets for one in twenty, the smallest p value of the leads times their number (Bonferroni); None where they have no
    clustered error either.
    """
    sets = found.placebos
    if not leads:
        return None
    if sets is None or len(sets.value) < _SEEN or not (found.sampling[:leads] > 0).all():
        if found.few or not (found.se[:leads] > 0).all():
            return None
        t = np.abs(found.value[:leads] / found.se[:leads])
        return float(min(1.0, leads * (2 * stats.t.sf(t, found.df[:leads])).min()))
    own = float(((found.value[:leads] / found.sampling[:leads]) ** 2).sum())
    others = ((sets.value[:, :leads] / sets.sampling[:, :leads]) ** 2).sum(axis=1)
    return float((1 + (others >= own * (1 - 1e-9)).sum()) / (1 + len(others)))

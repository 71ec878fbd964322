"""How much of what customers say of the whole goes with who they are, what they do and what they think."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from csatreport.compare.differentiation import rated
from csatreport.compare.variables import KINDS, Variable, variables
from csatreport.measure import interval, scores
from csatreport.measure.design import Design, Floats, effective_base
from csatreport.measure.fielding import Fielding
from csatreport.measure.linearisation import errors
from csatreport.measure.replication import spread
from csatreport.measure.subjects import Subject
from csatreport.params import Text
from csatreport.results import Estimate, Estimates
from csatreport.survey import Survey

TOGETHER = Text(en="All together", zh="全部合计")


def explained(survey: Survey) -> Estimates:
    """Share of the variance of overall satisfaction that each kind of variable explains, alone and all together.

    Weighted least squares of overall satisfaction (0-100) on the levels of every variable of the kind (what people
    are, do, think; see :func:`.variables.variables`), on respondents who answered overall satisfaction and every
    variable. ``R²`` is lessened by what chance alone explains: ``1 − (1 − R²)(n − 1)/(n − k − 1)``, at least 0, with the
    effective base as n and k columns that are not redundant. Its standard error is linearised: the influence of a
    response is ``−w/Σw (r² − (1 − R²)(y − ȳ)²)/σ²`` with its residual r; delivered replicate weights take its place.

    Empty where nothing was rated as a whole, there is no variable, nobody answered everything, or overall does not
    vary; a kind without a variable is left out.

    Checked against: R ``summary(lm(weights=))$r.squared`` (tests/oracle/design.R); the standard error against the
    bootstrap of the design.
    """
    fielding = Fielding.of(survey)
    items = [i for i in rated(fielding) if "overall" in i.roles][:1]
    every = variables(fielding)
    if not items or not every:
        return Estimates()
    y = scores.of_items(fielding.responses, items, measure="csat_index")[:, 0]
    used = ~np.isnan(y) & np.all([v.codes >= 0 for v in every], axis=0) & (fielding.design.weights > 0)
    if used.sum() < 2 or np.ptp(y[used]) == 0:
        return Estimates()
    sets = [(kind, [v for v in every if v.kind == kind]) for kind in KINDS]
    named = [(Subject(kind, KINDS[kind]), chosen) for kind, chosen in sets if chosen]
    if len(named) > 1:
        named.append((Subject("together", TOGETHER), list(every)))
    return Estimates(tuple(_one(fielding, subject, y, chosen, used) for subject, chosen in named))


_Used = npt.NDArray[np.bool_]


def _one(
    fielding: Fielding, subject: Subject, y: Floats, chosen: Sequence[Variable], used: _Used
) -> Estimate:
    x = dummies(chosen)
    r_squared, k, z = fit(y, x, fielding.design.weights, used)
    w = fielding.design.weights[used]
    n = effective_base(w)
    share = max(0.0, 1 - (1 - r_squared) * (n - 1) / (n - k - 1)) if n > k + 1 else 0.0
    se = _error(fielding.design, z, r_squared, lambda w: fit(y, x, w, used)[0])
    low, high = interval.of_mean(
        np.array(share), np.array(se), df=fielding.design.df, confidence=fielding.survey.edition.confidence
    )
    ends = (max(float(low), 0.0), min(float(high), 1.0)) if not np.isnan(se) else (np.nan, np.nan)
    return fielding.modelled(
        share, se=se, interval=ends, subject=subject, measure="r_squared", unit="share", used=used
    )


def _error(design: Design, z: Floats, value: float, again: Callable[[Floats], float]) -> float:
    """Standard error of R²: linearised, or from R² computed with each of the delivered replicate weights."""
    if design.replicates is None:
        return float(errors(z[:, None], design)[0])
    each = np.array([again(w) for w in design.replicates.weights.T])
    return float(np.sqrt(spread((each - value)[:, None], design.replicates)[0]))


def dummies(chosen: Sequence[Variable]) -> Floats:
    """Columns (n, k) of 0 and 1: every level of every variable but the first of each."""
    columns = [v.codes == level for v in chosen for level in range(1, len(v.levels))]
    return np.column_stack(columns).astype(np.float64)


def fit(y: Floats, x: Floats, weights: Floats, used: _Used) -> tuple[float, int, Floats]:
    """Weighted R² of ``y`` (n,) on columns ``x`` (n, k) among ``used``: with its rank and its influences (n,)."""
    w = weights[used] / weights[used].sum()
    centred = y[used] - w @ y[used]
    columns = x[used] - w @ x[used]
    root = np.sqrt(w)[:, None]
    beta, _, rank, _ = np.linalg.lstsq(columns * root, centred * root[:, 0], rcond=1e-10)
    residual = centred - columns @ beta
    total = float(w @ centred**2)
    left = float(w @ residual**2) / total
    z = np.zeros(len(y))
    z[used] = -w * (residual**2 - left * centred**2) / total
    return 1 - left, int(rank), z

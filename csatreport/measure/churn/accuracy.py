"""How well chances to leave foretold who left: skill, discrimination, calibration; errors clustered by customer.

=========== ==================================================================================== ==================
measure     what it is                                                                           nothing foretold
=========== ==================================================================================== ==================
log skill   1 − log loss of the model / log loss of the share that left before                   0
brier skill the same of the squared error                                                        0
auc         chance that who left had a higher risk than who stayed; ties count half              0.5
slope       of a logistic regression of leaving on the log-odds foretold                         0 (perfect: 1)
large       its intercept when the slope is 1 (calibration in the large)                         (perfect: 0)
ratio       number that left / number foretold                                                   (perfect: 1)
=========== ==================================================================================== ==================

All are smooth functions of sums over rows, so that their errors come from influences, summed over the quarters of each
customer. Source: Brier, *Monthly Weather Review* 78 (1950); Cox, *Biometrika* 45 (1958) (slope and intercept); DeLong,
DeLong and Clarke-Pearson, *Biometrics* 44 (1988) and Obuchowski, *Biometrics* 53 (1997) (area, clustered). Checked against:
scikit-learn ``roc_auc_score``, ``brier_score_loss`` and ``log_loss``, statsmodels ``Logit``; a bootstrap by customer.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import expit, logit
from scipy.stats import rankdata

from csatreport.measure.churn.heldout import HeldOut
from csatreport.measure.design import Floats
from csatreport.measure.linearisation import errors

_TINY = 1e-12
_STEPS, _NEAR = 50, 1e-10


@dataclass(frozen=True)
class Figure:
    """A number and its standard error."""

    value: float
    se: float


def accuracy(found: HeldOut) -> dict[str, Figure]:
    """Every measure above, by name."""
    y, p = found.left, np.clip(found.chance, _TINY, 1 - _TINY)
    loss = [_log_loss(y, x) for x in (p, found.base)]
    square = [(y - x) ** 2 for x in (p, found.base)]
    made = {
        "log_skill": _skill(*loss), "brier_skill": _skill(*square), "auc": auc(y, p),
        "slope": _slope(y, p), "large": _large(y, p), "ratio": _ratio(y, p),
    }  # fmt: skip
    se = errors(np.column_stack([z for _, z in made.values()]), found.design)
    return {name: Figure(value, float(e)) for (name, (value, _)), e in zip(made.items(), se, strict=True)}


Influenced = tuple[float, Floats]  # a number, and the influence (n,) of each row on it


def _log_loss(y: Floats, p: Floats) -> Floats:
    return np.asarray(-np.where(y > 0, np.log(p), np.log1p(-p)))


def _skill(own: Floats, base: Floats) -> Influenced:
    ratio = own.sum() / base.sum()
    return 1 - ratio, -(own - ratio * base) / base.sum()


def _ratio(y: Floats, p: Floats) -> Influenced:
    ratio = y.sum() / p.sum()
    return ratio, (y - ratio * p) / p.sum()


def auc(y: Floats, p: Floats) -> Influenced:
    """Area under the curve of (n,) chances, by the shares of the other side that each row lies above."""
    gone = y > 0
    a, b = int(gone.sum()), int((~gone).sum())
    rank = rankdata(p)
    above = np.empty(len(y))
    above[gone] = (rank[gone] - rankdata(p[gone])) / b
    above[~gone] = 1 - (rank[~gone] - rankdata(p[~gone])) / a
    value = float(above[gone].mean())
    return value, (above - value) / np.where(gone, a, b)


def _slope(y: Floats, p: Floats) -> Influenced:
    """Slope of the log-odds; NaN where all chances are the same."""
    x = np.column_stack([np.ones(len(y)), logit(p)])
    if np.ptp(x[:, 1]) < _NEAR:
        return np.nan, np.zeros(len(y))
    beta = np.array([0.0, 1.0])
    for _ in range(_STEPS):
        chance = expit(x @ beta)
        bread = (x.T * (chance * (1 - chance))) @ x
        step = np.linalg.solve(bread, x.T @ (y - chance))
        beta = beta + step
        if np.abs(step).max() < _NEAR:
            break
    z = np.linalg.solve(bread, (x * (y - expit(x @ beta))[:, None]).T)[1]
    return float(beta[1]), z


def _large(y: Floats, p: Floats) -> Influenced:
    """What has to be added to all log-odds so that as many leave as left."""
    odds, shift = logit(p), 0.0
    for _ in range(_STEPS):
        chance = expit(odds + shift)
        step = float((y - chance).sum() / (chance * (1 - chance)).sum())
        shift += step
        if abs(step) < _NEAR:
            break
    chance = expit(odds + shift)
    return shift, (y - chance) / (chance * (1 - chance)).sum()

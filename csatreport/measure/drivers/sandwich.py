"""How much each response moves the coefficients of a regression: what their standard errors are made of.

A coefficient ``β = S⁻¹ s`` has the influence ``S⁻¹ (d s − d S β)``, where an element of ``S`` moves by
``w (x_i − m_i)(x_j − m_j) − s_ij`` over the weight of the answers that have both. With complete answers that is the
usual ``w x e``; so the variance is the one of :mod:`csatreport.measure.linearisation`, whatever the missing policy.

Source: Binder (1983). Checked against: R ``survey::svyglm``, linear and logistic, see tests/oracle/drivers.R.
"""

from __future__ import annotations

import numpy as np

from csatreport.measure.design import Floats
from csatreport.measure.drivers.logistic import Logistic


def linear(values: Floats, weights: Floats, slope: Floats, covariance: Floats) -> Floats:
    """Influence (n, p) of each response on each coefficient ``slope`` (p,).

    Parameters
    ----------
    values : (n, p+1) float
        Drivers and outcome, NaN where missing; the pairs that are there are used (for ``listwise`` give complete
        rows, and NaN throughout in all others).
    covariance : (p+1, p+1) float
        Of the same pairs.
    """
    p = len(slope)
    there = ~np.isnan(values)
    x = np.nan_to_num(values)
    signed = np.append(-slope, 1.0)
    moved = np.empty((len(values), p))
    for i in range(p):
        both = weights[:, None] * (there[:, [i]] & there)  # (n, p+1): the pairs of driver i
        total = both.sum(axis=0)
        centre_i = (both * x[:, [i]]).sum(axis=0) / total
        centre_j = (both * x).sum(axis=0) / total
        product = (x[:, [i]] - centre_i) * (x - centre_j) - covariance[i]
        moved[:, i] = (both * product / total) @ signed
    return np.asarray(np.linalg.solve(covariance[:-1, :-1], moved.T).T)


def logistic(model: Logistic, drivers: Floats, weights: Floats) -> Floats:
    """Influence (n, p) of each response on each log-odds: ``(X' W X)⁻¹ w x (y − p)``."""
    x = np.column_stack([np.ones(len(drivers)), drivers])
    working = weights * model.weight
    residual = model.working - model.intercept - drivers @ model.slope  # (y − p) / (p (1 − p))
    moved = (working * residual)[:, None] * x
    return np.asarray(np.linalg.solve((x.T * working) @ x, moved.T).T[:, 1:])

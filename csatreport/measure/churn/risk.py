"""The model of who leaves: logistic regression of the leaving within a quarter on what was known when it began.

``log-odds = α + x'β`` with indicator columns x, fitted by ``max Σ log-likelihood − ridge / 2 × Σ β²`` (the intercept is free).
Covariance of the coefficients: ``H⁻¹ (Σ_c s_c s_c') H⁻¹`` with ``H = X'WX + ridge`` and ``s_c`` the sum of ``x (y − p)`` over the
quarters of customer c.

Source: Allison, *Sociological Methodology* 13 (1982) (discrete time); le Cessie and van Houwelingen, *Applied Statistics* 41
(1992) (ridge); Liang and Zeger, *Biometrika* 73 (1986) (clusters). Checked against: statsmodels ``Logit`` with cov_type
"cluster", tests/oracle/churn.py.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy import sparse
from scipy.special import expit

from csatreport.measure.churn.cells import Cells
from csatreport.measure.design import Codes, Floats


@dataclass(frozen=True, eq=False)
class Risk:
    """A fitted model.

    Attributes
    ----------
    intercept : float
    slope : (p,) float
        Log-odds of each column of the cells, against the usual level of its factor.
    """

    cells: Cells
    intercept: float
    slope: Floats

    @cached_property
    def odds(self) -> Floats:
        """Log-odds (cells,) to leave."""
        return np.asarray(self.intercept + self.cells.x @ self.slope)

    @cached_property
    def chance(self) -> Floats:
        """Chance (cells,) to leave."""
        return np.asarray(expit(self.odds))


def fit(cells: Cells, places: range, *, ridge: float) -> Risk:
    """Learn from the quarters ``places``, in which somebody left and somebody stayed."""
    from sklearn.linear_model import LogisticRegression

    own = slice(places.start, places.stop)
    n, left = cells.n[:, own].sum(axis=1), cells.left[:, own].sum(axis=1)
    if not len(cells.columns):
        return Risk(cells, float(np.log(left.sum() / (n - left).sum())), np.zeros(0))
    gone, stayed = np.flatnonzero(left), np.flatnonzero(n - left)
    x = sparse.vstack([cells.x[gone], cells.x[stayed]], format="csr")
    y = np.repeat([1, 0], [len(gone), len(stayed)])
    model = LogisticRegression(C=1 / ridge, solver="newton-cholesky", tol=1e-8)
    model.fit(x, y, sample_weight=np.concatenate([left[gone], (n - left)[stayed]]))
    return Risk(cells, float(model.intercept_[0]), np.asarray(model.coef_[0]))


def covariance(risk: Risk, rows: Codes, left: Floats, customer: Codes, *, ridge: float) -> Floats:
    """Covariance (1 + p, 1 + p) of intercept and slopes, clustered by customer.

    Parameters
    ----------
    rows : (n,) int
        Cell of each row that was learnt from.
    left : (n,) float
        Whether the customer left.
    customer : (n,) int
        Whose row it is.
    """
    cells, chance = risk.cells, risk.chance
    x = sparse.hstack([np.ones((cells.x.shape[0], 1)), cells.x], format="csr")
    n = np.bincount(rows, minlength=len(chance)).astype(float)
    bread = (x.T @ x.multiply((n * chance * (1 - chance))[:, None]).tocsr()).toarray()
    bread += ridge * np.diag(np.r_[0.0, np.ones(len(risk.slope))])
    by = sparse.csr_matrix(
        (left - chance[rows], (customer, rows)), shape=(int(customer.max()) + 1, len(chance))
    )
    score = (by @ x).tocsr()
    units = int((np.bincount(customer) > 0).sum())
    meat = (score.T @ score).toarray() * units / max(units - 1, 1)
    inverse = np.linalg.inv(bread)
    return np.asarray(inverse @ meat @ inverse)

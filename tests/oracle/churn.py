"""The same by statsmodels (logistic regression, errors clustered by customer) and scikit-learn (figures of a forecast).

/tmp/oracle/bin/python tests/oracle/churn.py
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import statsmodels.api as sm
from sklearn.calibration import calibration_curve
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import brier_score_loss, log_loss, roc_auc_score

HERE = Path(__file__).parent
data = pd.read_csv(HERE / "churn_data.csv")
groups = data["customer"].to_numpy()
units = len(np.unique(groups))
y = data["left"].to_numpy()


def clustered(model, **kinds):
    """Fit with cluster errors; G / (G - 1) is the only correction."""
    fit = model.fit(disp=0, cov_type="cluster", cov_kwds={"groups": groups, "use_correction": False}, **kinds)
    return fit, fit.cov_params() * units / (units - 1)


def margins(fit, covariance):
    """Mean risk if everybody had state 2, and state 0, and the error of the difference, by hand."""
    sides = []
    for level in (2, 0):
        moved = x.copy()
        moved[:, 3], moved[:, 4] = level == 1, level == 2
        p = 1 / (1 + np.exp(-moved @ fit.params))
        sides.append((p.mean(), (moved * (p * (1 - p))[:, None]).mean(axis=0)))
    slope = sides[0][1] - sides[1][1]
    return [sides[0][0], sides[1][0], float(np.sqrt(slope @ covariance @ slope))]


dummies = [(data[c] == k).astype(float) for c, ks in (("kind", (1, 2)), ("state", (1, 2))) for k in ks]
x = np.column_stack([np.ones(len(data)), *dummies])
fit, covariance = clustered(sm.Logit(y, x))
ridge = LogisticRegression(C=0.5, tol=1e-12, max_iter=10_000).fit(x[:, 1:], y)
risk = data["risk"].to_numpy()
odds = np.log(risk / (1 - risk))
slope, slope_cov = clustered(sm.Logit(y, sm.add_constant(odds)))
large = sm.GLM(y, np.ones(len(y)), family=sm.families.Binomial(), offset=odds).fit(
    cov_type="cluster", cov_kwds={"groups": groups, "use_correction": False}
)
base = np.full(len(y), y.mean())
observed, foretold = calibration_curve(y, risk + np.arange(len(y)) * 1e-12, n_bins=10, strategy="quantile")
found = {
    "units": units,
    "params": fit.params.tolist(),
    "se": np.sqrt(np.diag(covariance)).tolist(),
    "margins": margins(fit, covariance),
    "ridge": [float(ridge.intercept_[0]), *ridge.coef_[0].tolist()],
    "auc": roc_auc_score(y, risk),
    "brier_skill": 1 - brier_score_loss(y, risk) / brier_score_loss(y, base),
    "log_skill": 1 - log_loss(y, risk) / log_loss(y, base),
    "slope": [float(slope.params[1]), float(np.sqrt(slope_cov[1, 1]))],
    "large": [float(large.params[0]), float(large.bse[0] * np.sqrt(units / (units - 1)))],
    "observed": observed.tolist(),
    "foretold": foretold.tolist(),
}
(HERE / "churn.json").write_text(json.dumps(found, indent=1) + "\n", "utf-8")

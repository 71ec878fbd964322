"""The same weighted regression on single answers by statsmodels (cluster errors) and linearmodels.

/tmp/oracle/bin/python tests/oracle/beforeafter_others.py
"""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import statsmodels.formula.api as smf
from linearmodels.panel import PanelOLS

HERE = Path(__file__).parent
d = pd.read_csv(HERE / "beforeafter_data.csv")
d["w"] = d["weight"] / d.groupby("wave")["weight"].transform("mean")
d["did"] = (d["branch"].isin(["b0", "b1", "b2"]) & (d["wave"] > 2)).astype(float)
wls = smf.wls("y ~ did + C(branch) + C(wave)", d, weights=d["w"])
fit = wls.fit(
    cov_type="cluster", cov_kwds={"groups": d["branch"].astype("category").cat.codes, "use_correction": False}
)
cell = d.assign(wy=d["w"] * d["y"]).groupby(["branch", "wave"], as_index=False)[["w", "wy"]].sum()
cell["y"] = cell["wy"] / cell["w"]
cell["did"] = (cell["branch"].isin(["b0", "b1", "b2"]) & (cell["wave"] > 2)).astype(float)
panel = cell.set_index(["branch", "wave"])
lm = PanelOLS(panel["y"], panel[["did"]], weights=panel["w"], entity_effects=True, time_effects=True).fit()
found = {
    "statsmodels": {"value": fit.params["did"], "cr0": fit.bse["did"]},
    "linearmodels": {"value": lm.params["did"]},
}
(HERE / "beforeafter_others.json").write_text(json.dumps(found, indent=1) + "\n")

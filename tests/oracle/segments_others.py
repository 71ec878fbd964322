"""Reference numbers of kmodes: python tests/oracle/segments_others.py (an interpreter that has kmodes)."""

import json
from pathlib import Path

import numpy as np
from kmodes import __version__
from kmodes.kprototypes import KPrototypes

HERE = Path(__file__).parent
data = np.genfromtxt(HERE / "segments_data.csv", delimiter=",", names=True)
x = np.column_stack([data[f"x{j}"] for j in range(4)])
mixed = np.column_stack([x.astype(object), data["kind"].astype(int).astype(str)])
found = {}
for k in (2, 3, 4):
    for name, weight in (("plain", None), ("weighted", data["weight"])):
        fits = [
            KPrototypes(k, init="Huang", n_init=10, gamma=0.5, random_state=s).fit(
                mixed, categorical=[4], sample_weight=weight
            )
            for s in range(5)
        ]
        found[f"{name}{k}"] = min(float(f.cost_) for f in fits)
(HERE / "segments_others.json").write_text(json.dumps({"kmodes": __version__, **found}, indent=1) + "\n")

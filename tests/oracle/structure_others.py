"""Numbers of pingouin (GPL: in checks only) and factor_analyzer for tests/test_measure_structure_numbers.py.

PYTHONPATH=tests PYTHON_WITH_THEM tests/oracle/structure_others.py ATTITUDE.csv

factor_analyzer 0.5.1 calls scikit-learn by an argument that scikit-learn 1.9 does not have: it is renamed on the way.
"""

from __future__ import annotations

import json
import sys
from importlib.metadata import version
from pathlib import Path

import factor_analyzer.factor_analyzer as other
import pandas as pd
import pingouin
import structured

_checked = other.check_array
other.check_array = lambda x, *, force_all_finite, **rest: _checked(
    x, ensure_all_finite=force_all_finite, **rest
)


def told(answers: pd.DataFrame, factors: int) -> dict[str, object]:
    """Cronbach's alpha with Feldt's interval; uniquenesses and varimax loadings of minimum residuals."""
    alpha, ends = pingouin.cronbach_alpha(answers)
    fitted = other.FactorAnalyzer(n_factors=factors, method="minres", rotation="varimax").fit(answers)
    return {
        "alpha": float(alpha),
        "interval": [float(e) for e in ends],
        "uniqueness": fitted.get_uniquenesses().tolist(),
        "loadings": fitted.loadings_.tolist(),
    }


if __name__ == "__main__":
    attitude = pd.read_csv(sys.argv[1]).drop(columns="rownames")
    numbers: dict[str, object] = {p: version(p) for p in ("pingouin", "factor_analyzer", "scikit-learn")}
    numbers |= {"attitude": told(attitude, 2), "simulated": told(structured.ratings(), 3)}
    text = json.dumps(numbers, indent=1) + "\n"
    Path(__file__).with_name("structure_others.json").write_text(text, encoding="utf-8")

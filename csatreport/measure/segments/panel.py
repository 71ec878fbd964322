"""Customers who answered in two waves."""

from __future__ import annotations

import numpy as np
import pandas as pd

from csatreport.measure.design import Codes


def panel(first: pd.DataFrame, second: pd.DataFrame) -> tuple[Codes, Codes]:
    """Places (m,) of their answers among the responses of either wave, in the order of the second.

    Of a customer who answered one wave more than once the last answer counts; answers without a customer do not.
    """
    earlier = _last(first["customer"])
    now = _last(second["customer"])
    both = [c for c in now if c in earlier]
    return (
        np.array([earlier[c] for c in both], dtype=np.intp),
        np.array([now[c] for c in both], dtype=np.intp),
    )


def _last(customers: pd.Series) -> dict[str, int]:
    return {c: n for n, c in enumerate(customers.fillna("").tolist()) if c}

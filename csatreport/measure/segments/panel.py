"""Customers who answered in two waves."""

from __future__ import annotations

import numpy as np
import pandas as pd

from csatreport.measure.design import Codes


def panel(first: pd.DataFrame, second: pd.DataFrame) -> tuple[Codes, Codes]:
    """Places (m,) of their answers among the responses of either wave, in the order of the second.

    Of a customer who answered one wave more than once the last answer counts; answers without a customer do not.
    """
    earlier, now = _last(first), _last(second)
    both = [c for c in now if c in earlier]
    return (
        np.array([earlier[c] for c in both], dtype=np.intp),
        np.array([now[c] for c in both], dtype=np.intp),
    )


def _last(responses: pd.DataFrame) -> dict[str, int]:
    keys = responses["customer"].fillna("").tolist() if "customer" in responses else []
    return {key: n for n, key in enumerate(keys) if key}

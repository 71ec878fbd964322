"""Levels of a column of records, in the order of the list that its codes come from."""

from __future__ import annotations

import numpy as np
import pandas as pd

from csatreport.measure.design import Codes
from csatreport.measure.fielding import Level, name
from csatreport.params import Questionnaire


def listed(
    rows: pd.DataFrame, column: str, questionnaire: Questionnaire, *, codes: str
) -> tuple[tuple[Level, ...], Codes]:
    """Levels that occur in ``column``, in the order of the list ``codes``, and the code of each row (−1: none).

    As :meth:`Fielding.levels`, for a column that is no item of the questionnaire.
    """
    present = set(rows[column].dropna())
    known = questionnaire.labels.get(codes, {})
    order = [*(c for c in known if c in present), *sorted(present - set(known))]
    levels = tuple(Level(column, c, name(questionnaire, codes, c)) for c in order)
    return levels, pd.Categorical(rows[column], categories=order).codes.astype(np.intp)

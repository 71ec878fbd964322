"""Values that a library read, as the text that a person would see."""

from __future__ import annotations

import datetime as dt
import math
from typing import Any


def text(value: Any) -> str:  # noqa: ANN401 - whatever a cell may hold
    """A whole number without point, a moment in ISO form, a flag as true or false; missing is ""."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, dt.datetime):
        return value.isoformat(" ", "seconds")
    return str(value)

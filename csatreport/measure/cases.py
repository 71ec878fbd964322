"""Records as a fielding: every case counts once, so that shares of cases have the one estimator's intervals."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from csatreport.measure.design import Design
from csatreport.measure.fielding import Fielding
from csatreport.params import Wave
from csatreport.survey import Survey


def cases(survey: Survey, table: str, rows: pd.DataFrame, *, wave: Wave, cluster: str = "") -> Fielding:
    """Rows of a table of records, ready to estimate like responses.

    Every case has weight 1. Its standard error is that of cases drawn at random from whatever brings them forth:
    what happens in the next wave under the same conditions, not an error of counting. ``cluster`` names a column
    whose cases belong together (those of one customer); where all rows share one value, each is by itself.

    Raises
    ------
    DesignError
        There are no rows.
    """
    units = rows[cluster].fillna("").astype(object) if cluster else None
    alone = units is None or units.nunique() < 2
    own = survey.having(weights="", data=survey.data_of(table))
    return Fielding(own, wave, rows, Design.of(np.ones(len(rows)), clusters=None if alone else units))


def counted(fielding: Fielding, used: npt.NDArray[np.bool_]) -> tuple[float, float]:
    """How many cases are ``used`` (n,), and the standard error of that number.

    Those whose cases they are come by chance, each with all he has: variance ``Σ c²`` over clusters of ``c`` cases each
    (compound Poisson).
    """
    each = np.bincount(fielding.design.unit[used]).astype(np.float64)
    return float(used.sum()), float(np.sqrt((each**2).sum()))

"""How many left: in every quarter, since the quarter before, and of each group of customers.

The leave rate of a quarter is the share of the customers there when it began who had left when it ended. Who came within the
quarter does not count. Errors are those of customers drawn at random from whatever makes people leave, clustered by customer.

Checked against: hand calculations; the change against R survey ``svyglm`` on a dummy, clusters by customer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from csatreport.measure import contrast, linearisation
from csatreport.measure.churn.factor import Factor
from csatreport.measure.churn.heldout import clustered
from csatreport.measure.churn.panel import Flags, Panel
from csatreport.measure.design import Codes, Floats
from csatreport.measure.fielding import Fielding
from csatreport.measure.subjects import Subject
from csatreport.params import Text, Wave
from csatreport.results import Contrasts, Estimate, Estimates
from csatreport.survey import Survey

LEAVING = Subject("left", Text(en="Customers who leave", zh="流失客户"))


def of(factor: Factor) -> Subject:
    """Leaving, in the groups of a factor."""
    return replace(LEAVING, group=factor.code, group_label=factor.label)


def fielding(survey: Survey, wave: Wave, customer: Codes) -> Fielding:
    """Rows of a panel as a fielding: each counts once, the quarters of one customer belong together."""
    own = survey.having(weights="", data=survey.data_of("lifecycle"))
    return Fielding(own, wave, pd.DataFrame(index=range(len(customer))), clustered(customer))


def rates(survey: Survey, panel: Panel) -> Estimates:
    """Leave rate of every quarter, oldest first."""
    found: list[Estimate] = []
    for t, wave in enumerate(panel.clock.waves):
        rows = panel.place == t
        if rows.sum() > 1:
            at = fielding(survey, wave, panel.customer[rows])
            found += at.estimates(_left(panel, rows), [LEAVING], measure="left", unit="share")
    return Estimates(tuple(found))


def changes(survey: Survey, panel: Panel, rates: Estimates) -> Contrasts:
    """Change of the leave rate since the edition's previous wave: one contrast, or none where it is not known then.

    Most customers are there in both quarters: the influences of each are subtracted before the variance is taken.
    """
    now, before = survey.wave, survey.edition.previous
    both = [[e for e in rates if e.wave == str(w)] for w in (before, now)]
    if before not in panel.clock.waves or not all(both):
        return Contrasts()
    first, second = (panel.clock.waves.index(w) for w in (before, now) if w)
    rows = (panel.place == first) | (panel.place == second)
    design, place = clustered(panel.customer[rows]), panel.place[rows]
    se = linearisation.apart(_left(panel, rows), design, place == first, place == second)[0]
    change = contrast.joint(both[0][0], both[1][0], se=float(se), df=design.df, kind="change")
    return contrast.family([change])


def by_group(survey: Survey, panel: Panel, factors: Sequence[Factor], *, waves: int) -> tuple[Estimates, ...]:
    """Leave rate of each level of some factors over the newest ``waves`` quarters together."""
    last = len(panel.clock)
    rows = panel.within(range(max(0, last - waves), last))
    at, left = fielding(survey, survey.wave, rows.customer), rows.left[:, None].astype(float)
    found = []
    for factor in factors:
        codes = rows.codes[rows.factors.index(factor)].astype(np.intp)
        each = at.estimates(
            left, [of(factor)], measure="left", unit="share", levels=factor.levels, codes=codes
        )
        found.append(Estimates(tuple(e for e in each if e.n)))
    return tuple(found)


def _left(panel: Panel, rows: Flags) -> Floats:
    return np.asarray(panel.left[rows, None].astype(float))

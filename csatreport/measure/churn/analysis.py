"""Who may leave: the whole analysis of an edition."""

from __future__ import annotations

import numpy as np

from csatreport.measure.churn import ahead as aheads
from csatreport.measure.churn import observed
from csatreport.measure.churn.ahead import Ahead
from csatreport.measure.churn.cells import Cells, told_apart
from csatreport.measure.churn.clock import Clock
from csatreport.measure.churn.drivers import drivers
from csatreport.measure.churn.factor import Factor
from csatreport.measure.churn.heldout import held_out
from csatreport.measure.churn.panel import Panel, panel
from csatreport.measure.churn.proof import proof
from csatreport.measure.churn.result import Churn, Outlook
from csatreport.measure.churn.risk import covariance, fit
from csatreport.measure.churn.signs import signs
from csatreport.params import Text
from csatreport.results import Count
from csatreport.survey import Survey

GROUPS = ("type", "tenure", "age", "product", "branch")  # that risk is shown of
_RECORDS = {  # factor that tells whether a table was there, and what the table holds
    "complaint": Text(en="complaints", zh="投诉"),
    "purchase": Text(en="purchases", zh="购买"),
    "answer": Text(en="answers to the survey", zh="调查回答"),
}


def churn(survey: Survey) -> Churn:
    """Leave rates, early signs, and, where it proves itself on quarters held out, a model of who leaves next.

    Rates and groups need nothing but customers and their leaving. The model (:mod:`.risk`) learns from quarters with a whole
    history before them; each of the newest quarters is predicted from those before it alone (:mod:`.heldout`). Only if that
    foretold who leaves better than the share that left before, by log loss and beyond doubt (the interval of the skill lies
    above 0), is the model fitted to all quarters and asked about the next one.

    Returns
    -------
    Churn
        Shares 0-1, differences in the same unit, odds ratios.

    Raises
    ------
    UsageError
        The edition has no table of customers.
    DataError
        Nobody is known to have left.

    Notes
    -----
    Checked against: the hazard of the simulated company (benchmarks/churn.py), statsmodels and scikit-learn
    (tests/oracle/churn.py).
    """
    rows, declared = panel(survey), survey.analysis.churn
    factors, left_out = told_apart(rows)
    cells = Cells.of(rows, factors)
    found = held_out(rows, cells, waves=declared.held_out, ridge=declared.ridge)
    proved = None if found is None or len(rows) < 2 else proof(survey, found)
    rates = observed.rates(survey, rows)
    return Churn(
        rates=rates,
        changes=observed.changes(survey, rows, rates),
        groups=observed.by_group(survey, rows, _groups(rows), waves=declared.held_out),
        signs=signs(survey, rows, waves=declared.held_out),
        proof=proved,
        outlook=_outlook(survey, rows, cells) if proved is not None and proved.beats else None,
        used=tuple(f.label for f in factors),
        without=tuple(t for code, t in _RECORDS.items() if code not in {f.code for f in rows.factors}),
        left_out=tuple(f.label for f in left_out),
        base=Count(int(rows.during(rows.clock.usable).sum()), Text(en="customers by wave", zh="客户期数")),
        over=_span(rows.clock, declared.held_out),
    )


def _groups(rows: Panel) -> list[Factor]:
    known = {f.code: f for f in rows.factors}
    return [known[code] for code in GROUPS if code in known]


def _span(clock: Clock, waves: int) -> Text:
    first, last = clock.waves[max(0, len(clock) - waves)].label, clock.waves[-1].label
    if first == last:
        return last
    return Text(en=f"{first.en} to {last.en}", zh=f"{first.zh}至{last.zh}")


def _outlook(survey: Survey, rows: Panel, cells: Cells) -> Outlook:
    """The model of all quarters, and what it says of the next one."""
    declared, usable = survey.analysis.churn, rows.clock.usable
    risk = fit(cells, usable, ridge=declared.ridge)
    learnt = rows.during(usable)
    spread = covariance(
        risk, cells.at[learnt], rows.left[learnt].astype(float), rows.customer[learnt], ridge=declared.ridge
    )
    df = float(len(np.unique(rows.customer[learnt])) - 1)
    ahead = Ahead.of(survey, rows, risk, spread, df=df)
    codes = rows.codes[:, rows.place == len(rows.clock)].astype(np.intp)
    return Outlook(
        everybody=aheads.everybody(ahead),
        leavers=aheads.leavers(ahead),
        first=aheads.riskiest(ahead, declared.first),
        customers=Count(codes.shape[1], Text(en="customers", zh="客户数")),
        groups=tuple(
            aheads.groups(ahead, f, codes[rows.factors.index(f)]) for f in _groups(rows) if f in cells.factors
        ),
        drivers=drivers(ahead),
    )

"""What goes with satisfaction: shares, coefficients, and how sure their order is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from scipy import stats

from csatreport.measure.design import Codes, Floats
from csatreport.measure.drivers import fitted, linear
from csatreport.measure.drivers.answers import Answers, Kind, answers
from csatreport.measure.drivers.columns import Columns
from csatreport.measure.drivers.fitted import Fitted
from csatreport.measure.drivers.results import Driver, Drivers, ranks, stability
from csatreport.measure.fielding import Fielding
from csatreport.measure.holm import adjust
from csatreport.measure.moments import Missing
from csatreport.measure.resample import Resampled
from csatreport.measure.subjects import Subject
from csatreport.params import Text, Wave
from csatreport.results import Count
from csatreport.survey import Survey

_DRAWS = 2_000  # from the normal distribution, where replicates were delivered


def drivers(
    survey: Survey,
    *,
    wave: Wave | None = None,
    kind: Kind | None = None,
    items: tuple[str, ...] | None = None,
    missing: Missing | None = None,
) -> Drivers:
    """Explain overall satisfaction by the ratings of single services, as ``[drivers]`` of params/analysis.toml declares.

    Mean: weighted linear regression. Shares are Shapley's (LMG), exact up to 20 drivers, sampled with their error
    above; resamples are exact up to 15, above that they follow the same 64 orders of entry, and what these miss on the
    sample itself is corrected. Share satisfied: weighted logistic regression; shares are relative weights.

    Coefficients have linearised standard errors and t intervals (Holm over all drivers), all else percentile
    intervals of the bootstrap of the design (bias-corrected for R²). None of this says what would happen if a service
    changed: it says which ratings go together with the outcome.

    Parameters
    ----------
    wave, kind, items, missing
        In place of the edition's wave and of what is declared.

    Raises
    ------
    ParamsError, DataError
        No outcome or drivers; answers that are too few, constant, collinear or separated.

    Notes
    -----
    Source: see :mod:`.shapley`, :mod:`.linear`, :mod:`.logistic`. Checked against: there; and the truth of the
    simulated company (benchmarks/drivers.py).
    """
    fielding = Fielding.of(survey, wave)
    data = answers(fielding, kind=kind, items=items, missing=missing)
    fit = fitted.of_mean if data.kind == "mean" else fitted.of_share
    return _result(data, fit(data, times=survey.analysis.drivers.resamples))


def _result(data: Answers, found: Fitted) -> Drivers:
    survey = data.fielding.survey
    values = (found.fit.shapley if data.kind == "mean" else found.fit.relative)[0]
    order = np.argsort(-values, kind="stable")
    each = _shares(data, found, order)
    drawn = _drawn(data, each, values[order])
    columns = Columns.of(data, found)
    declared = survey.analysis.drivers
    return Drivers(
        rows=_rows(columns, found, order=order, drawn=drawn),
        outcome=Subject.of(data.outcome, survey.questionnaire),
        kind=data.kind,
        missing=data.missing,
        r_squared=columns.explained(),
        adjusted=columns.adjusted(),
        base=_base(data),
        stability=stability(values[order], drawn, top=declared.top, stable=declared.stable),
        constant=tuple(i.label for i in data.constant),
        unasked=tuple(i.label for i in data.unasked),
        sparse=tuple(i.label for i in data.sparse),
        resamples=len(found.resamples.results),
        failed=found.resamples.failed,
        error=found.error,
        resampled=each,
    )


def _rows(columns: Columns, found: Fitted, *, order: Codes, drawn: Floats) -> tuple[Driver, ...]:
    data = columns.data
    best, worst = ranks(drawn, confidence=data.fielding.survey.edition.confidence)
    inflation = linear.inflation(found.between)
    p = _tests(columns)
    rows = []
    for place, k in enumerate(order.tolist()):
        shapley = columns.shapley(k)
        relative = columns.estimate(k, "relative", measure="relative_weight", unit="share")
        rows.append(
            Driver(
                share=shapley if data.kind == "mean" and shapley else relative,
                shapley=shapley,
                relative=relative,
                coefficient=columns.coefficient(k),
                standardised=columns.plain(k, "standardised", unit="coefficient"),
                correlation=columns.estimate(k, "correlation", measure="correlation", unit="coefficient"),
                vif=float(inflation[k]),
                rank=place + 1,
                rank_low=best[place],
                rank_high=worst[place],
                p=p[k],
                turned=bool(found.fit.slope[0, k] < 0 < found.fit.correlation[0, k]),
            )
        )
    return tuple(rows)


def _tests(columns: Columns) -> Sequence[float | None]:
    """P values of the coefficients against 0, corrected together; None where there are no standard errors."""
    slope, se = columns.fit.slope[0], columns.slope_se
    if not (se > 0).all():
        return [None] * len(slope)
    return adjust((2 * stats.t.sf(np.abs(slope / se), columns.data.fielding.design.df)).tolist())


def _shares(data: Answers, found: Fitted, order: Codes) -> Resampled:
    """Shares (R, p) in each resample, in this order of drivers."""
    column = "shapley" if data.kind == "mean" else "relative"
    each = getattr(linear.Fit.unpacked(found.resamples.results), column)[:, order]
    return replace(found.resamples, results=each)


def _drawn(data: Answers, of: Resampled, value: Floats) -> Floats:
    """Shares (b, p) as they might have come out: the bootstrap, or normal draws with the replicates' covariance."""
    there = ~np.isnan(of.results).any(axis=1)
    if of.scale is None:
        return np.asarray(of.results[there])
    apart = of.results[there] - value
    spread = (apart.T * of.scale[there]) @ apart
    rng = data.fielding.generator("drivers.draws")
    return rng.multivariate_normal(value, spread, size=_DRAWS, method="eigh")


def _base(data: Answers) -> Count:
    rated = ~np.isnan(data.values[:, -1])
    return Count(
        int(data.used.sum()), Text(en="Responses used", zh="参与分析的答卷"), of=int(rated.sum()),
        data=data.fielding.survey.data,
    )  # fmt: skip

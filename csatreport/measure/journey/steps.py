"""Steps of the journey in the records: done in time or not, done again, and the days they took."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from csatreport.measure import contrast
from csatreport.measure.cases import cases
from csatreport.measure.design import Floats
from csatreport.measure.fielding import Fielding
from csatreport.measure.journey.answers import LIST
from csatreport.measure.subjects import Subject, name
from csatreport.params import Text
from csatreport.results import Contrasts, Count, Estimate, Estimates
from csatreport.survey import Survey

STEPS = "lifecycle"  # a table of records, and the list of its steps


@dataclass(frozen=True)
class Step:
    """A step of the lifecycle in the records of a wave.

    ``on_time`` is the share done by the day due, ``rework`` the share that had to be done again, ``days`` the median
    of days since the customer's step before (None where no step comes before it or none is declared).
    """

    code: str
    label: Text
    stage: Text
    done: Count
    on_time: Estimate | None
    rework: Estimate | None
    days: Estimate | None


@dataclass(frozen=True)
class Steps:
    """Steps in the order of the journey, and the change of their punctuality since the previous wave (Holm)."""

    rows: tuple[Step, ...]
    changes: Contrasts

    @property
    def on_time(self) -> Estimates:
        """Share on time of each step that has a day due."""
        return Estimates(tuple(s.on_time for s in self.rows if s.on_time is not None))


def steps(survey: Survey) -> Steps:
    """Every declared step of every stage, from the records of the edition's wave.

    A step counts in the wave in which it was done. Shares are those of cases, cases of one customer together
    (:mod:`csatreport.measure.cases`); days are a median with the interval of its order statistics, free of any
    distribution: the ranks between which a binomial of n halves lies with the edition's confidence.

    Source: David and Nagaraja, *Order Statistics*, 7.1. Checked against: the binomial itself, see tests.
    """
    declared = [
        (stage, step) for stage in declared_stages(survey) for step in survey.analysis.journey.of(stage).steps
    ]
    if not declared or STEPS not in survey.records:
        return Steps((), Contrasts())
    table = survey.records[STEPS]
    since = _days_since(table, survey.analysis.journey.funnel, str(survey.wave))
    rows = [_step(survey, stage, step, table[table["event"] == step], since) for stage, step in declared]
    return Steps(tuple(r for r in rows if r.done.value), _changes(survey, table, [r.on_time for r in rows]))


def declared_stages(survey: Survey) -> list[str]:
    """Stages of which something is declared, in the order of the journey."""
    journey = survey.analysis.journey
    order = [*journey.order, *survey.questionnaire.labels.get(LIST, {})]
    return sorted({s.code for s in journey.stage}, key=order.index)


def _step(survey: Survey, stage: str, step: str, rows: pd.DataFrame, since: pd.Series) -> Step:
    now = rows[rows["wave"] == str(survey.wave)]
    labels = survey.questionnaire
    subject = Subject(step, name(labels, STEPS, step), stage, name(labels, LIST, stage))
    done = Count(len(now), subject.label, data=survey.records.data.get(STEPS, ""))
    if now.empty:
        return Step(step, subject.label, name(labels, LIST, stage), done, None, None, None)
    fielding = cases(survey, STEPS, now, wave=survey.wave, cluster="customer")
    return Step(
        step, subject.label, name(labels, LIST, stage), done,
        on_time=_share(fielding, _on_time(now), subject, "on_time"),
        rework=_share(fielding, _flag(now, "rework"), subject, "rework"),
        days=_median(fielding, since.reindex(now.index).to_numpy(np.float64), subject),
    )  # fmt: skip


def _share(fielding: Fielding, indicator: Floats, subject: Subject, measure: str) -> Estimate | None:
    if np.isnan(indicator).all():
        return None
    return fielding.estimates(indicator[:, None], [subject], measure=measure, unit="share")[0]


def _on_time(rows: pd.DataFrame) -> Floats:
    """1 done by the day due, 0 later, NaN where no day was due."""
    on_time = np.array(~(rows["date"] > rows["due"]), dtype=np.float64)
    on_time[np.array(rows["due"].isna())] = np.nan
    return on_time


def _flag(rows: pd.DataFrame, column: str) -> Floats:
    return np.array(rows[column].astype("boolean").astype("Float64").to_numpy(np.float64, na_value=np.nan))


def _days_since(table: pd.DataFrame, funnel: Sequence[str], wave: str) -> pd.Series:
    """Days since the step of the funnel that the same customer did before; NaN for the first, and outside it.

    For customers with a step in ``wave``.
    """
    place = table["event"].map({step: at for at, step in enumerate(funnel)})
    concerned = table["customer"].isin(table.loc[table["wave"] == wave, "customer"])
    chain = table.assign(place=place)[place.notna() & concerned & (table["customer"] != "")]
    chain = chain.sort_values(["customer", "place", "date"], kind="stable")
    before = chain["date"].shift().where(chain["customer"] == chain["customer"].shift())
    return (chain["date"] - before).dt.days.reindex(table.index)


def _median(fielding: Fielding, days: Floats, subject: Subject) -> Estimate | None:
    used = ~np.isnan(days)
    if not used.any():
        return None
    value, interval = median(np.sort(days[used]), confidence=fielding.survey.edition.confidence)
    return fielding.modelled(
        value, se=np.nan, interval=interval, subject=subject, measure="time", unit="days", used=used
    )


def median(ordered: Floats, *, confidence: float) -> tuple[float, tuple[float, float]]:
    """Median of sorted values and the interval between two of them; NaN where there are too few for one."""
    from scipy import stats

    n = len(ordered)
    rank = int(stats.binom.ppf((1 - confidence) / 2, n, 0.5))  # values below the lower end
    if rank < 1 or stats.binom.cdf(rank - 1, n, 0.5) > (1 - confidence) / 2:
        return float(np.median(ordered)), (np.nan, np.nan)
    return float(np.median(ordered)), (float(ordered[rank - 1]), float(ordered[n - rank]))


def _changes(survey: Survey, table: pd.DataFrame, now: Sequence[Estimate | None]) -> Contrasts:
    before = survey.edition.previous
    if before is None:
        return Contrasts()
    earlier = table[table["wave"] == str(before)]
    pairs = []
    for e in now:
        rows = earlier[earlier["event"] == e.item] if e is not None else earlier.iloc[:0]
        if e is None or rows.empty or rows["due"].isna().all():
            continue
        fielding = cases(survey, STEPS, rows, wave=before, cluster="customer")
        subject = Subject(e.item, e.label, e.group, e.group_label)
        first = fielding.estimates(_on_time(rows)[:, None], [subject], measure="on_time", unit="share")[0]
        pairs.append(contrast.independent(first, e))
    return contrast.family(pairs)

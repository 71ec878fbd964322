"""Complaints as the company recorded them: how many, what of, how quickly and how well they ended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import nan

import numpy as np
import pandas as pd

from csatreport.measure import contrast, interval
from csatreport.measure.cases import cases, counted
from csatreport.measure.design import Codes, Floats
from csatreport.measure.distribution.spread import quantile
from csatreport.measure.fielding import Fielding
from csatreport.measure.subjects import Level, Subject, levels
from csatreport.params import Text, Wave
from csatreport.results import Contrasts, Estimate
from csatreport.survey import Survey

TABLE = "complaints"
ALL = Level("cause", "", Text(en="All complaints", zh="全部投诉"))
_VOLUME = Subject("volume", Text(en="Complaints received", zh="受理投诉量"))
_RESOLVED = Subject("resolved", Text(en="Complaints resolved", zh="投诉解决率"))
_REPEAT = Subject("repeat", Text(en="Repeated complaints", zh="重复投诉率"))
_DAYS = Subject("days", Text(en="Time until closed (median)", zh="办结用时（中位数）"))


@dataclass(frozen=True)
class Handling:
    """Complaints of one cause, or all: number, shares resolved and repeated, median days until closed."""

    volume: Estimate
    resolved: Estimate
    repeat: Estimate
    days: Estimate

    @property
    def label(self) -> Text:
        """The cause."""
        return self.volume.level_label


@dataclass(frozen=True)
class Complaints:
    """All complaints first, then by cause, the most frequent first; ``rows`` is empty without records of the wave."""

    rows: tuple[Handling, ...] = ()

    @property
    def total(self) -> Handling | None:
        """All complaints, where there are any."""
        return self.rows[0] if self.rows else None


def complaints(survey: Survey, *, wave: Wave | None = None, causes: bool = True) -> Complaints:
    """Complaints opened in a wave, from the records ``complaints``.

    Every complaint counts once. The register is complete; intervals say how far chance alone would move it where nothing
    changed, with a customer's complaints as one cluster (a caller whom nobody knows is by himself). The number of
    complaints has the variance ``Σ c²`` over customers with c complaints each (compound Poisson: customers come by
    chance, each with all he has). A complaint that is not closed counts as longer than any other in the median, and
    neither as resolved nor as unresolved.

    Source: Woodruff (1952) for the median; Poisson with clusters, McCullagh and Nelder 6.2. Checked against: R survey
    ``svyquantile`` through :mod:`.spread`; Poisson's variance where nobody complains twice.
    """
    when = wave or survey.wave
    rows = _of_wave(survey, when)
    if rows.empty or len(rows) < 2:
        return Complaints()
    fielding = cases(survey, TABLE, rows, wave=when, cluster="customer")
    found = [_handling(fielding, ALL, np.zeros(len(rows), np.intp))]
    if causes:
        named, codes = levels(rows["cause"], survey.questionnaire, codes="cause")
        each = [_handling(fielding, level, np.where(codes == k, 0, -1)) for k, level in enumerate(named)]
        found += sorted(each, key=lambda h: -(h.volume.value if h.volume.shown else 0.0))
    return Complaints(tuple(found))


def changes(survey: Survey, *, to: Wave | None = None) -> Contrasts:
    """Number, shares and days of all complaints against wave ``to`` (None: the previous one); Holm over the four.

    Complaints have a season; against the year before it cancels. Empty without records of both waves.
    """
    before = to or survey.edition.previous
    now = complaints(survey, causes=False).total
    then = complaints(survey, wave=before, causes=False).total if before else None
    if now is None or then is None:
        return Contrasts()
    return contrast.family([contrast.independent(a, b) for a, b in zip(_four(then), _four(now), strict=True)])


def _four(handling: Handling) -> Sequence[Estimate]:
    return handling.volume, handling.resolved, handling.repeat, handling.days


def _of_wave(survey: Survey, wave: Wave) -> pd.DataFrame:
    if TABLE not in survey.records:
        return pd.DataFrame()
    every = survey.records[TABLE]
    return every[every["wave"] == str(wave)].reset_index(drop=True)


def _handling(fielding: Fielding, level: Level, codes: Codes) -> Handling:
    rows = fielding.responses
    resolved, repeat = (
        fielding.estimates(
            _flags(rows[about.item]), [about], measure="share", unit="share", levels=(level,), codes=codes
        )[0]
        for about in (_RESOLVED, _REPEAT)
    )
    return Handling(_volume(fielding, level, codes), resolved, repeat, _median(fielding, level, codes))


def _flags(column: pd.Series) -> Floats:
    return column.to_numpy(np.float64, na_value=np.nan)[:, None]


def _volume(fielding: Fielding, level: Level, codes: Codes) -> Estimate:
    """Number of complaints; hidden where it is small."""
    inside = codes >= 0
    count, se = counted(fielding, inside)
    ends = interval.of_mean(
        np.array(count), np.array(se), df=fielding.design.df, confidence=fielding.survey.edition.confidence
    )
    return fielding.modelled(
        count, se=se, interval=(max(0.0, float(ends[0])), float(ends[1])), subject=_VOLUME,
        measure="cases", unit="count", used=inside, level=level,
    )  # fmt: skip


def _median(fielding: Fielding, level: Level, codes: Codes) -> Estimate:
    """Median days from opening to closing; hidden where half of the complaints are still open.

    Where the upper end lies among the open ones there is no interval.
    """
    rows = fielding.responses
    days = (rows["closed"] - rows["opened"]).dt.total_seconds().to_numpy(np.float64) / 86_400
    days = np.where(codes >= 0, np.where(np.isnan(days), np.inf, days), np.nan)
    found = quantile(days, fielding.design, 0.5, confidence=fielding.survey.edition.confidence)
    ends = (found.low, found.high) if np.isfinite(found.high) else (nan, nan)
    return fielding.modelled(
        found.value if np.isfinite(found.value) else nan, se=found.se, interval=ends, subject=_DAYS,
        measure="time", unit="days", used=codes >= 0, level=level,
    )  # fmt: skip

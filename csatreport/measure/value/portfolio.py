"""All customers of an edition with what they are worth: everything that the chapter's sections are cut from."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from zlib import crc32

import numpy as np

from csatreport.errors import DataError
from csatreport.measure.customers import Flags
from csatreport.measure.design import Codes, Floats
from csatreport.measure.subjects import Level, levels
from csatreport.measure.value import states
from csatreport.measure.value.answered import Answered
from csatreport.measure.value.measures import Measures
from csatreport.measure.value.multiples import factors, tenure
from csatreport.measure.value.retention import Retention, retention
from csatreport.measure.value.sold import Sold, after, earlier
from csatreport.params import Text, Wave
from csatreport.params.analysis.value import Value
from csatreport.results import Count
from csatreport.survey import Survey

DRAWS = 500
_EVERYBODY = (Level(),)


@dataclass(frozen=True, eq=False)
class Moment:
    """Customers at the end of a wave: their measures, the rules they meet, their states (n,)."""

    wave: Wave
    measures: Measures
    signs: states.Signs

    @cached_property
    def state(self) -> Codes:
        """State of each customer; −1 for who is none."""
        return np.where(self.measures.active, self.signs.state, -1)


@dataclass(frozen=True, eq=False)
class Portfolio:
    """Customers at the end of the edition's wave, made by :meth:`of`; earlier ends by :meth:`at`.

    ``groups`` and ``group`` (n,) are those with a retention of their own, ``pause`` the days that make a customer dormant.
    """

    survey: Survey
    sold: Sold
    now: Moment
    pause: float
    groups: tuple[Level, ...]
    group: Codes
    kept: Retention

    @classmethod
    def of(cls, survey: Survey) -> Portfolio:
        """Measure all customers of the edition.

        Raises
        ------
        UsageError
            There are no records of customers or sales.
        DataError
            No sale names a customer, or fewer customers than the minimum base are there.
        """
        sold, declared = Sold.of(survey), survey.analysis.value
        end = after(survey.wave)
        pause = states.longest(sold, declared.state, end)
        now = _moment(survey, sold, survey.wave, pause)
        _enough(int(now.measures.active.sum()), survey)
        groups, group = _groups(survey, sold)
        kept = retention(
            sold.customers, group, len(groups), first=earlier(end, declared.months), end=end,
            cuts=declared.lifetime.tenure, least=survey.edition.minimum_base, fixed=declared.lifetime.retention,
        )  # fmt: skip
        return cls(survey, sold, now, pause, groups, group, kept)

    @property
    def declared(self) -> Value:
        """What ``params/analysis.toml`` says."""
        return self.survey.analysis.value

    @property
    def tiers(self) -> tuple[Level, ...]:
        """The tiers, the most valuable first."""
        return tuple(Level("tier", t.code, t.label) for t in self.declared.tier)

    @property
    def of_profit(self) -> bool:
        """Whether worth is profit; else it is money."""
        return self.declared.by == "profit" and self.sold.profit is not None

    @property
    def worth(self) -> Text:
        """What customers are measured by."""
        return Text(en="Profit", zh="利润") if self.of_profit else Text(en="Sales", zh="销售额")

    @property
    def months(self) -> Count:
        """Months over which purchases are summed."""
        return Count(self.declared.months, Text(en="Months", zh="月数"))

    @property
    def currency(self) -> Text:
        """What amounts are in."""
        return self.survey.book.currency

    def at(self, wave: Wave) -> Moment | None:
        """Customers at the end of an earlier wave; None where sales do not reach back over its window."""
        if wave not in self._moments:
            found = _moment(self.survey, self.sold, wave, self.pause)
            self._moments[wave] = found if found.measures.whole and found.measures.active.any() else None
        return self._moments[wave]

    @cached_property
    def _moments(self) -> dict[Wave, Moment | None]:
        return {}

    @cached_property
    def before(self) -> Moment | None:
        """Customers at the end of the wave compared with."""
        wave = self.survey.edition.previous
        return None if wave is None else self.at(wave)

    @cached_property
    def cell(self) -> Codes:
        """Cell (n,) of each customer: group × full years of tenure."""
        return np.asarray(
            self.group * self.multiples.shape[1] + tenure(self.now.measures.years, self.kept.cuts)
        )

    @cached_property
    def multiples(self) -> Floats:
        """What a yearly profit is multiplied by (groups, years)."""
        return self.multiplied(self.kept.kept)

    def multiplied(self, kept: Floats, *, discount: float | None = None) -> Floats:
        """The same (..., groups, years) under other shares who stay (..., groups, pieces), or another discount rate."""
        declared = self.declared.lifetime
        rate = declared.discount if discount is None else discount
        return factors(kept, self.kept.cuts, horizon=declared.horizon, discount=rate)

    @cached_property
    def drawn(self) -> Floats:
        """The multiples (draws, cells) that the records could as well have come from."""
        return self.multiplied(self.kept.draws(self.generator("lifetime"), DRAWS)).reshape(DRAWS, -1)

    @property
    def yearly(self) -> Floats:
        """What each customer (n,) brings a year: worth over the window, by the year."""
        return self.now.measures.worth * (12 / self.declared.months)

    @cached_property
    def lifetime(self) -> Floats:
        """Lifetime value (n,) of each customer; 0 for who is none."""
        return np.where(self.now.measures.active, self.yearly * self.multiples.ravel()[self.cell], 0.0)

    def by_cell(self, code: Codes, size: int) -> Floats:
        """Yearly worth (size, cells) of the customers in each level 0 … size−1 of ``code`` (n,)."""
        inside = (code >= 0) & self.now.measures.active
        cells = self.multiples.size
        at = code[inside] * cells + self.cell[inside]
        sums = np.bincount(at, self.yearly[inside], minlength=size * cells)
        return np.asarray(sums.reshape(size, cells), np.float64)

    def generator(self, purpose: str) -> np.random.Generator:
        """The edition's generator for one purpose."""
        return np.random.default_rng([self.survey.edition.seed, crc32(f"value.{purpose}".encode())])


def _moment(survey: Survey, sold: Sold, wave: Wave, pause: float) -> Moment:
    declared = survey.analysis.value
    measures = Measures.of(sold, declared, after(wave))
    unhappy = (
        _unhappy(survey, sold, wave) if declared.state.answers else np.zeros(len(sold.customers), np.bool_)
    )
    return Moment(wave, measures, states.signs(measures, declared.state, pause=pause, unhappy=unhappy))


def _unhappy(survey: Survey, sold: Sold, wave: Wave) -> Flags:
    """Customers who said in the wave that they are dissatisfied."""
    found = np.zeros(len(sold.customers), np.bool_)
    answered = Answered.of(survey, sold, wave)
    if answered is not None:
        found[answered.who[answered.rated & (answered.moods[:, -1] == 1)]] = True
    return found


def _groups(survey: Survey, sold: Sold) -> tuple[tuple[Level, ...], Codes]:
    """Groups with a retention of their own; everybody as one where the column is missing or empty."""
    by, table = survey.analysis.value.lifetime.by, sold.customers.table
    everybody = np.zeros(len(table), np.intp)
    if not by or by not in table or table[by].isna().all():
        return _EVERYBODY, everybody
    lists = {"type": "customer_type"}
    found, codes = levels(table[by], survey.questionnaire, codes=lists.get(by, by))
    unknown = codes < 0
    if not unknown.any():
        return found, codes
    other = Level(by, "", Text(en="Not stated", zh="未注明"))
    return (*found, other), np.where(unknown, len(found), codes)


def _enough(customers: int, survey: Survey) -> None:
    least = survey.edition.minimum_base
    if customers < least:
        raise DataError(
            "too few customers to value",
            where="customers",
            expected=f"at least {least} customers at the end of {survey.wave}, the minimum base of the edition",
            got=str(customers),
            todo="check the dates in `since` and who has left, or leave the chapter out",
        )

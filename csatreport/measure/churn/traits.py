"""Who customers are when a quarter begins: how long with us, how old, of what type, branch and product."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from csatreport.measure.churn.clock import Clock
from csatreport.measure.churn.factor import UNKNOWN, Factor, Known
from csatreport.measure.customers import Customers
from csatreport.params import Text
from csatreport.survey import Survey

TENURE = Text(en="Time as a customer", zh="客户年限")
AGE = Text(en="Age", zh="年龄")
LASTING = {  # column of the customers and its list
    "type": ("customer_type", Text(en="Type of customer", zh="客户类型")),
    "branch": ("branch", Text(en="Branch", zh="分公司")),
    "product": ("product", Text(en="Product", zh="产品")),
}


def traits(survey: Survey, customers: Customers, clock: Clock) -> Iterator[Known]:
    """Tenure and age on the first day of each quarter, and what the list of customers says of them.

    Type and branch are taken not to change; so is the product where no sales tell what it was.
    """
    declared = survey.analysis.churn
    yield Known(_tenure(declared.tenure), _cut(_years(customers, clock), declared.tenure))
    if "born" in customers.table and customers.table["born"].notna().any():
        yield _age(customers, clock, declared.age)
    for column, (codes, label) in LASTING.items():
        if column in customers.table and customers.table[column].notna().any():
            labels = survey.questionnaire.labels.get(codes, {})
            yield Known.lasting(column, label, customers.table[column], labels, places=len(clock) + 1)


def _years(customers: Customers, clock: Clock) -> np.ndarray:
    return np.column_stack([customers.years(day) for day in clock.begins.tolist()])


def _age(customers: Customers, clock: Clock, bounds: Sequence[int]) -> Known:
    born = customers.table["born"].to_numpy(np.float64, na_value=np.nan)
    years = np.array([day.year for day in clock.begins.tolist()])[None, :] - born[:, None]
    codes = _cut(years, bounds)
    blank = np.isnan(born)
    codes[blank] = len(bounds) + 1
    factor = _ages(bounds, unknown=bool(blank.any()))
    return Known(factor, codes)


def _cut(years: np.ndarray, bounds: Sequence[float]) -> np.ndarray:
    return np.searchsorted(np.asarray(bounds, dtype=np.float64), years, side="right").astype(np.int16)


def _tenure(bounds: Sequence[float]) -> Factor:
    """Under 1 year, 1-3 years ... from the years at which groups begin."""
    at = [f"{b:g}" for b in bounds]
    levels = [(f"under{at[0]}", Text(en=f"Under {at[0]} {_year(at[0])}", zh=f"不满{at[0]}年"))] if at else []
    for a, b in pairwise(at):
        levels.append((f"y{a}to{b}", Text(en=f"{a}–{b} years", zh=f"{a}—{b}年")))
    whole = Text(en="Any time", zh="不限时长")
    last = Text(en=f"{at[-1]} years and over", zh=f"{at[-1]}年及以上") if at else whole
    return Factor.of("tenure", TENURE, [*levels, ("over" + "".join(at[-1:]), last)])


def _year(number: str) -> str:
    return "year" if number == "1" else "years"


def _ages(bounds: Sequence[int], *, unknown: bool) -> Factor:
    """Under 30, 30-39 ... 60 and over."""
    levels = [(f"under{bounds[0]}", Text(en=f"Under {bounds[0]}", zh=f"{bounds[0]}岁以下"))] if bounds else []
    for a, b in pairwise(bounds):
        levels.append((f"a{a}", Text(en=f"{a}–{b - 1}", zh=f"{a}—{b - 1}岁")))
    whole = Text(en="Any age", zh="不限年龄")
    last = Text(en=f"{bounds[-1]} and over", zh=f"{bounds[-1]}岁及以上") if bounds else whole
    levels.append((f"a{bounds[-1]}" if bounds else "any", last))
    return Factor.of("age", AGE, [*levels, ("unknown", UNKNOWN)] if unknown else levels)

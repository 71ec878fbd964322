"""How services move together: Pearson and Spearman correlations of ratings, weighted, with corrected tests.

Estimator, standard error and interval: :mod:`csatreport.measure.correlation.coefficient`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from math import nan

import numpy as np
import numpy.typing as npt

from csatreport.errors import DataError
from csatreport.measure import scores
from csatreport.measure.correlation.coefficient import Method, correlate_all, fisher, p_value
from csatreport.measure.fielding import Fielding
from csatreport.measure.holm import adjust
from csatreport.measure.subjects import Subject
from csatreport.params import Item, Text, Wave
from csatreport.results import Estimate, Estimates
from csatreport.survey import Survey

_MEASURES: dict[Method, str] = {"pearson": "correlation", "spearman": "spearman"}


@dataclass(frozen=True)
class Correlation:
    """Correlation of two items. ``p`` tests 0, ``p_adjusted`` is Holm's in the family of ``family``; None untested.

    ``estimate.item`` is the second item; ``first`` and ``second`` name both.
    """

    estimate: Estimate
    first: Subject
    second: Subject
    p: float | None
    p_adjusted: float | None = None
    family: int = 1

    @property
    def clear(self) -> bool:
        """Whether the corrected test supports that there is a correlation."""
        return self.p_adjusted is not None and self.p_adjusted < 1 - self.estimate.confidence

    @property
    def pair(self) -> Text:
        """Labels of both."""
        return Text(
            en=f"“{self.first.label.en}” and “{self.second.label.en}”",
            zh=f"“{self.first.label.zh}”与“{self.second.label.zh}”",
        )


@dataclass(frozen=True)
class Correlations:
    """One family of correlations, corrected together (Holm)."""

    rows: tuple[Correlation, ...] = ()

    def __iter__(self) -> Iterator[Correlation]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def estimates(self) -> Estimates:
        """The correlations alone."""
        return Estimates(tuple(r.estimate for r in self.rows))

    @property
    def clear(self) -> Correlations:
        """Those that the test supports, the strongest first."""
        return Correlations(tuple(r for r in self.ordered if r.clear))

    @property
    def ordered(self) -> Correlations:
        """Those that may be shown, the highest first."""
        shown = (r for r in self.rows if r.estimate.shown)
        return Correlations(tuple(sorted(shown, key=lambda r: -r.estimate.value)))

    @property
    def strongest(self) -> Correlation:
        """The highest correlation that may be shown.

        Raises
        ------
        DataError
            There is none.
        """
        for row in self.ordered:
            return row
        raise _nothing("no correlation may be shown")

    @property
    def weakest(self) -> Correlation:
        """The lowest correlation that may be shown; DataError where there is none."""
        if not self.ordered.rows:
            raise _nothing("no correlation may be shown")
        return self.ordered.rows[-1]

    def one(self, first: str, second: str) -> Correlation:
        """The correlation of two items, whichever is named first; KeyError where there is none."""
        wanted = {first, second}
        return next((r for r in self.rows if {r.first.item, r.second.item} == wanted), None) or _missing(
            wanted
        )


def services(survey: Survey, method: Method = "pearson", *, wave: Wave | None = None) -> Correlations:
    """Every pair of single services: one family."""
    fielding = Fielding.of(survey, wave)
    return between(fielding, list(combinations(fielding.services(), 2)), method)


def with_overall(survey: Survey, method: Method = "pearson", *, wave: Wave | None = None) -> Correlations:
    """Every single service with overall satisfaction: one family; empty where no overall item was asked."""
    fielding = Fielding.of(survey, wave)
    overall = fielding.first("overall")
    if overall is None:
        return Correlations()
    return between(fielding, [(overall, i) for i in fielding.services() if i != overall], method)


def items(
    survey: Survey, pairs: Sequence[tuple[str, str]], method: Method = "pearson", *, wave: Wave | None = None
) -> Correlations:
    """The pairs of items named: one family.

    Raises
    ------
    UsageError
        An item that does not exist or is no rating.
    """
    find = survey.questionnaire
    chosen = [(scores.find(find, a), scores.find(find, b)) for a, b in pairs]
    return between(Fielding.of(survey, wave), chosen, method)


def between(fielding: Fielding, pairs: Sequence[tuple[Item, Item]], method: Method) -> Correlations:
    """Correlations of pairs of ratings: one family, each pair on the responses that have both (pairwise).

    A pair of which one is constant has no correlation and is left out.
    """
    every = {i.item: i for pair in pairs for i in pair}
    columns = scores.of_items(fielding.responses, tuple(every.values()), measure="mean").T
    ratings = dict(zip(every, columns, strict=True))
    subjects = {i: Subject.of(item, fielding.survey.questionnaire) for i, item in every.items()}
    both = [(ratings[a.item], ratings[b.item]) for a, b in pairs]
    found = correlate_all(both, fielding.design, method=method)
    rows = [
        _one(fielding, (subjects[a.item], subjects[b.item]), ~np.isnan(x) & ~np.isnan(y), values, method)
        for (a, b), (x, y), values in zip(pairs, both, found, strict=True)
    ]
    least = fielding.survey.edition.minimum_base
    return family([r for r in rows if r.estimate.shown or (r.estimate.n or 0) < least])


def family(rows: Sequence[Correlation]) -> Correlations:
    """One family: p values adjusted together (Holm); those without a test do not count."""
    p = [r.p for r in rows if r.p is not None]
    adjusted = iter(adjust(p))
    return Correlations(
        tuple(r if r.p is None else replace(r, p_adjusted=next(adjusted), family=len(p)) for r in rows)
    )


def _one(
    fielding: Fielding,
    subjects: tuple[Subject, Subject],
    used: npt.NDArray[np.bool_],
    found: tuple[float, float],
    method: Method,
) -> Correlation:
    value, se = found
    df = fielding.design.df
    estimate = fielding.modelled(
        value, se=se, interval=fisher(value, se, df=df, confidence=fielding.survey.edition.confidence),
        subject=subjects[1], measure=_MEASURES[method], unit="coefficient", used=used,
    )  # fmt: skip
    p = p_value(value, se, df=df) if estimate.shown else nan
    return Correlation(estimate, *subjects, p=None if np.isnan(p) else p)


def _nothing(problem: str) -> DataError:
    return DataError(
        problem,
        expected="two ratings that enough respondents answered, and not all alike",
        got="none",
        todo="let the chapter declare what it needs in params/book.toml",
    )


def _missing(wanted: set[str]) -> Correlation:
    raise KeyError(f"no correlation of {' and '.join(sorted(wanted))}")

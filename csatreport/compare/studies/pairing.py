"""Two studies brought together: the year both have, the brands both score, the factors both know."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from zlib import crc32

import numpy as np

from csatreport.compare.studies.kendall import FEWEST
from csatreport.compare.studies.reading import Scores, years
from csatreport.errors import DataError, UsageError
from csatreport.measure.design import Floats
from csatreport.measure.fielding import known
from csatreport.measure.interval import of_mean
from csatreport.params import Text
from csatreport.params.analysis.study import LIST, TOTAL, Study
from csatreport.results import Estimate
from csatreport.survey import Survey

DOMAIN = "brand"


@dataclass(frozen=True, eq=False)
class Shared:
    """A factor that both studies have, by the name they share; each side may measure it in several factors of its own."""

    key: str
    label: Text
    first: Mapping[str, float]  # factor of the first study -> weight in its index
    second: Mapping[str, float]


@dataclass(frozen=True, eq=False)
class Pair:
    """Two studies in one year; ``brands`` have an index in both, ``before`` is each study's year before."""

    survey: Survey
    first: Scores
    second: Scores
    before: tuple[Scores | None, Scores | None]
    brands: tuple[str, ...]

    @property
    def sides(self) -> tuple[Scores, Scores]:
        """The first study and the second."""
        return self.first, self.second

    @property
    def alone(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Brands that only the first scores, and only the second."""
        a, b = (set(s.scored(TOTAL)) for s in self.sides)
        return tuple(sorted(a - b)), tuple(sorted(b - a))

    @property
    def confidence(self) -> float:
        """Of all intervals."""
        return self.survey.edition.confidence

    @cached_property
    def shared(self) -> tuple[Shared, ...]:
        """Factors that both have scores of, in the order of the first study."""
        a, b = (_keys(s, self.brands) for s in self.sides)
        return tuple(Shared(key, self.label(key, a[key], b[key]), a[key], b[key]) for key in a if key in b)

    def label(self, key: str, *factors: Mapping[str, float]) -> Text:
        """The name of a shared factor: its own, else that of the factor that stands for it."""
        known = self.survey.questionnaire.labels.get(LIST, {})
        alone = [next(iter(f)) for f in factors if len(f) == 1]
        code = next((c for c in (key, *alone) if c in known), "")
        return known[code] if code else Text.same(key)

    def brand(self, code: str) -> Text:
        """What a brand is called."""
        return self.survey.questionnaire.labels.get(DOMAIN, {}).get(code, Text.same(code))

    def generator(self, purpose: str) -> np.random.Generator:
        """The edition's generator for one purpose."""
        return np.random.default_rng([self.survey.edition.seed, crc32(f"studies {purpose}".encode())])

    def resamples(self, n: int, times: int) -> Floats:
        """How often each of ``n`` brands is drawn (times, n); the same draws wherever they are asked for."""
        draws = self.generator("brands").multinomial(n, np.full(n, 1 / n), size=times)
        return np.asarray(draws, dtype=np.float64)


def pair(survey: Survey, first: str = "", second: str = "") -> Pair:
    """Bring two declared studies together, the first two where none is named.

    The year is the newest that both have; where they share none, the newest of each.

    Raises
    ------
    UsageError
        Fewer than two studies are declared, or not the two that are named.
    DataError
        The scores are faulty (see :func:`~csatreport.compare.studies.reading.years`), or fewer than four brands are in both.
    """
    one, two = _declared(survey, first, second)
    a, b = years(survey, one), years(survey, two)
    both = sorted(a.keys() & b.keys())
    at = (both[-1], both[-1]) if both else (max(a), max(b))
    now = a[at[0]], b[at[1]]
    brands = tuple(c for c in now[0].scored(TOTAL) if c in set(now[1].scored(TOTAL)))
    if len(brands) < FEWEST:
        raise DataError(
            "too few brands to compare the studies by",
            where=f"table studies: {one.code} {at[0]}, {two.code} {at[1]}, factor total",
            expected=f"at least {FEWEST} brands with an index in both",
            got=str(len(brands)),
            todo="check the codes of brands and the rows of factor `total`",
        )
    return Pair(survey, *now, (a.get(at[0] - 1), b.get(at[1] - 1)), brands)


def estimate(
    pair: Pair, value: float, *, item: str, label: Text, year: int, measure: str, n: float, brand: str = "",
    se: float = np.nan, interval: tuple[float, float] | None = None, study: Study | None = None,
) -> Estimate:  # fmt: skip
    """A number of a study, or of both: t interval from its standard error unless an interval is given."""
    sampled = np.isfinite(se) and se > 0
    df = max(n - 1, 1.0) if np.isfinite(n) else np.inf
    low, high = interval or (np.nan, np.nan)
    if sampled and interval is None:
        low, high = of_mean(float(value), float(se), df=df, confidence=pair.confidence)
    few = np.isfinite(n) and n < pair.survey.edition.low_base and bool(brand)
    return Estimate(
        value=float(value), unit="thousand" if study else "coefficient", measure=measure, item=item, label=label,
        wave=str(year), wave_label=Text(en=str(year), zh=f"{year}年"),
        domain=DOMAIN if brand else "", level=brand,
        level_label=pair.brand(brand) if brand else (study.title if study else label),
        se=float(se) if sampled else None, low=known(low), high=known(high), confidence=pair.confidence,
        df=float(df) if sampled else None, n=int(n) if np.isfinite(n) else None,
        data=pair.survey.records.data.get("studies", ""), flag="low" if few else "",
        group=study.code if study else "", group_label=study.title if study else None,
    )  # fmt: skip


def _declared(survey: Survey, first: str, second: str) -> tuple[Study, Study]:
    known = {s.code: s for s in survey.analysis.study}
    named = [c for c in (first, second) if c] or list(known)[:2]
    if len(named) != 2 or named[0] == named[1] or not set(named) <= set(known):
        raise UsageError(
            "two studies are needed to compare",
            where="params/analysis.toml, [[study]]",
            expected="two declared studies",
            got=", ".join(named) or "none",
            todo=f"declare both; declared: {', '.join(known) or 'none'}",
        )
    return known[named[0]], known[named[1]]


def _keys(scores: Scores, brands: tuple[str, ...]) -> dict[str, dict[str, float]]:
    """Factors with scores of enough of the brands, by the name that studies share."""
    found: dict[str, dict[str, float]] = {}
    for factor in scores.study.factor:
        if len(set(brands) & set(scores.scored(factor.code))) >= FEWEST:
            found.setdefault(factor.key, {})[factor.code] = factor.weight
    return found

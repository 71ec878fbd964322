"""What a feature is to customers, in numbers: for everybody, or for each group of a domain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from csatreport.measure.design import Codes, Floats
from csatreport.measure.fielding import Fielding
from csatreport.measure.kano import rules
from csatreport.measure.kano.answers import Answers
from csatreport.measure.kano.evaluation import CATEGORIES, Category, continuous, quadrant
from csatreport.measure.kano.rules import Class
from csatreport.measure.rescale import rescaled
from csatreport.measure.subjects import Level, Subject
from csatreport.params import Text
from csatreport.results import Estimate, Unit


@dataclass(frozen=True)
class Feature:
    """One feature, for everybody or for one group.

    Attributes
    ----------
    cost : float, optional
        Money to give it to one customer, as declared.
    rule : {"evaluation", "plain"}
        How shares become a class.
    shares : dict
        Category -> its share of all who answered both questions.
    better, worse : Estimate
        (A + O) / (A + O + M + I), 0 to 1, and −(O + M) / (A + O + M + I), −1 to 0.
    both : Estimate
        better − worse: between giving the feature and leaving it out.
    total, strength : Estimate
        A + O + M; the share of the most frequent category minus that of the second.
    with_it, without_it : Estimate
        DuMouchel's means, −2 to 4.
    """

    key: str
    cost: float | None
    rule: rules.Rule
    shares: dict[Category, Estimate]
    better: Estimate
    worse: Estimate
    both: Estimate
    total: Estimate
    strength: Estimate
    with_it: Estimate
    without_it: Estimate

    @property
    def label(self) -> Text:
        """Its name."""
        return self.better.label

    @property
    def questionable(self) -> Estimate:
        """Share of questionable answers."""
        return self.shares["Q"]

    @property
    def category(self) -> Class:
        """Its class by the rule declared; "" where the base is too small."""
        return rules.classified(_known(self.shares), self.rule) if self.questionable.shown else ""

    @property
    def plain(self) -> Class:
        """Its most frequent category; "" where the base is too small."""
        return rules.classified(_known(self.shares), "plain") if self.questionable.shown else ""

    @property
    def top(self) -> tuple[Class, Class]:
        """The two most frequent categories; "" where the base is too small."""
        return top(self.shares)

    @property
    def mixed(self) -> bool:
        """Whether these two cannot be told apart (Fong)."""
        base = self.questionable
        return base.shown and rules.mixed(_known(self.shares), base.effective_n or 0.0)

    @property
    def continuous(self) -> Class:
        """The class that DuMouchel's means say; "" where the base is too small."""
        return quadrant(self.with_it.value, self.without_it.value) if self.with_it.shown else ""


def top(shares: dict[Category, Estimate]) -> tuple[Class, Class]:
    """The two most frequent categories; "" where the base is too small."""
    return rules.top(_known(shares)) if shares["Q"].shown else ("", "")


def _known(shares: dict[Category, Estimate]) -> dict[Category, float]:
    return {c: e.value for c, e in shares.items()}


@dataclass(frozen=True, eq=False)
class Scored:
    """Scores (n, k) whose means the coefficients are; NaN where the respondent does not count.

    ``better`` and ``worse`` count those to whom the feature is M, O, A or I: a ratio of two shares is the mean of
    one score among them, so it has the one linearised variance.
    """

    category: Codes
    better: Floats
    worse: Floats

    @classmethod
    def of(cls, fielding: Fielding, answers: Answers) -> Scored:
        """Scores of the answers, by the evaluation table that is declared."""
        found = answers.categories(fielding.survey.analysis.kano)
        counts = is_one_of(found, "MOAI") == 1
        better, worse = (np.where(counts, is_one_of(found, of), np.nan) for of in ("AO", "MO"))
        return cls(found, better, worse)


def is_one_of(category: Codes, wanted: str) -> Floats:
    """1 where the category is one of the letters, 0 where it is another, NaN where it is missing."""
    inside = np.isin(category, [CATEGORIES.index(c) for c in wanted])
    return np.where(category < 0, np.nan, inside * 1.0)


def features(
    fielding: Fielding,
    answers: Answers,
    scored: Scored,
    levels: tuple[Level, ...] = (Level(),),
    codes: Codes | None = None,
) -> tuple[tuple[Feature, ...], ...]:
    """Every feature in every level (levels, k), small bases suppressed.

    Shares have the logit interval of a share, and so have better and the size of worse; strength, ``both`` and
    DuMouchel's means have the t interval of a mean.

    Source: Berger et al. (1993); Lee and Newcomb (1997) for the two strengths. Checked against: direct counts, and
    standard errors against the bootstrap of the design.
    """
    place = _Place(fielding, answers.subjects, levels, codes)
    shares = _shares(place, scored.category)
    both = place.of(scored.better + scored.worse, "kano_both", "score")
    with_it, without_it = continuous(answers.functional, answers.dysfunctional)
    columns = (
        shares,
        [replace(e, unit="coefficient") for e in place.of(scored.better, "better", "share")],
        [negative(e) for e in place.of(scored.worse, "worse", "share")],
        [replace(e, unit="coefficient") for e in both],
        place.of(is_one_of(scored.category, "MOA"), "kano_total", "share"),
        _strengths(place, scored.category, [top(s) for s in shares]),
        place.of(with_it, "kano_with", "score"),
        place.of(without_it, "kano_without", "score"),
    )
    rule, times = fielding.survey.analysis.kano.rule, len(levels)
    rows = zip(answers.keys * times, answers.costs * times, *columns, strict=True)
    made = [Feature(key, cost, rule, *row) for key, cost, *row in rows]
    return tuple(tuple(made[i : i + len(answers.keys)]) for i in range(0, len(made), len(answers.keys)))


@dataclass(frozen=True, eq=False)
class _Place:
    """Where estimates are made: everybody, or the levels of a domain."""

    fielding: Fielding
    subjects: tuple[Subject, ...]
    levels: tuple[Level, ...]
    codes: Codes | None

    def of(
        self, scores: Floats, measure: str, unit: Unit, subjects: Sequence[Subject] = ()
    ) -> list[Estimate]:
        """Means of ``scores`` (n, columns), level by level."""
        names = subjects or self.subjects
        found = self.fielding.estimates(
            scores, names, measure=measure, unit=unit, levels=self.levels, codes=self.codes
        )
        return list(found)


def _shares(place: _Place, category: Codes) -> list[dict[Category, Estimate]]:
    """Shares of the six categories of every feature in every level."""
    columns = np.stack([is_one_of(category, c) for c in CATEGORIES], axis=2).reshape(len(category), -1)
    subjects = [replace(s, group=c) for s in place.subjects for c in CATEGORIES]
    found, six = place.of(columns, "share", "share", subjects), len(CATEGORIES)
    return [dict(zip(CATEGORIES, found[i : i + six], strict=True)) for i in range(0, len(found), six)]


def _strengths(place: _Place, category: Codes, tops: list[tuple[Class, Class]]) -> list[Estimate]:
    """Share of the first category minus that of the second, with the variance of their difference."""
    places = np.array([[CATEGORIES.index(c) if c else -2 for c in pair] for pair in tops])
    levels, k = len(place.levels), len(place.subjects)
    first, second = places.T.reshape(2, levels, k)
    level = np.zeros(len(category), dtype=np.intp) if place.codes is None else place.codes
    score = (category == first[level]) * 1.0 - (category == second[level])
    found = place.of(np.where(category < 0, np.nan, score), "kano_strength", "score")
    return [replace(e, unit="share") for e in found]


def negative(e: Estimate) -> Estimate:
    """Minus the estimate of a share, as a coefficient."""
    return replace(rescaled(e, -1), unit="coefficient")

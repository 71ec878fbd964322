"""The index out of 1,000 of everybody, of groups and of waves."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from csatreport.errors import UsageError
from csatreport.measure import breaks
from csatreport.measure.design import Codes, Floats
from csatreport.measure.fielding import Fielding
from csatreport.measure.rescale import rescaled
from csatreport.measure.subjects import Level, Subject, name
from csatreport.measure.thousand.parts import composite, factors, values
from csatreport.params import Text, Wave
from csatreport.results import Contrast, Estimate, Estimates, some
from csatreport.survey import Survey

SUBJECT = Subject("thousand", Text(en="Index out of 1,000", zh="千分制指数"))


@dataclass(frozen=True)
class Factor:
    """A factor: its score (0-1,000), its share in the index, and what the index would gain if it were perfect."""

    score: Estimate
    weight: float
    to_gain: Estimate


@dataclass(frozen=True)
class Thousand:
    """The index of everybody and its factors in questionnaire order; ``declared``: weights are not all alike."""

    index: Estimate
    factors: tuple[Factor, ...]
    declared: bool

    @property
    def scores(self) -> Estimates:
        """Factor scores."""
        return Estimates(tuple(f.score for f in self.factors))

    @property
    def most_to_gain(self) -> Factor:
        """The factor that would add most to the index; UsageError where none may be shown."""
        shown = some((f for f in self.factors if f.score.shown), of=len(self.factors))
        return max(shown, key=lambda f: f.to_gain.value)


def index(survey: Survey, *, wave: Wave | None = None) -> Thousand:
    """The index of everybody in a wave, with its factors.

    Standard errors are linearised: the influence on the index is the weighted sum of the influences on the factors.
    Checked against: the sum of factors times weights; the bootstrap of the design.

    Raises
    ------
    ParamsError
        No dimension has a rating that the wave asked.
    """
    fielding = Fielding.of(survey, wave)
    weights = factors(fielding)
    columns = values(fielding, list(weights))
    subjects = [Subject(d, name(survey.questionnaire, "dimension", d)) for d in weights]
    found = fielding.estimates(columns, subjects, measure="thousand", unit="thousand")
    rows = tuple(Factor(e, w, _to_gain(e, w)) for e, w in zip(found, weights.values(), strict=True))
    return Thousand(_estimates(fielding, columns, weights)[0], rows, bool(survey.analysis.thousand.factor))


def levels(survey: Survey, domain: str, *, wave: Wave | None = None) -> Estimates:
    """The index of every level of a domain, small bases suppressed."""
    fielding = Fielding.of(survey, wave)
    weights = factors(fielding)
    names, codes = fielding.levels(domain)
    return Estimates(_estimates(fielding, values(fielding, list(weights)), weights, names, codes))


def _factors(survey: Survey) -> breaks.Rests:
    """The index rests on every rating of its factors."""
    every = list(factors(Fielding.of(survey), strict=False))
    return lambda _: every


def series(survey: Survey) -> Estimates:
    """The index of everybody in every wave that asked its factors."""
    return breaks.series(survey, lambda wave: _of_wave(survey, wave), rests=_factors(survey))


def _of_wave(survey: Survey, wave: Wave) -> tuple[Estimate, ...]:
    """The index of a wave, where it asked any factor."""
    return (index(survey, wave=wave).index,) if factors(Fielding.of(survey, wave), strict=False) else ()


def change(survey: Survey, *, to: breaks.To = "previous") -> Contrast:
    """The index against the wave compared with: a family of its own.

    Raises
    ------
    UsageError
        The edition has no such wave with answers, or one of the waves asked no factor.
    """
    found = breaks.since(survey, lambda wave: _of_wave(survey, wave), to=to, rests=_factors(survey))
    if not found.rows:
        raise UsageError(
            "no change of the index out of 1,000 to compute",
            where=f"params/editions/{survey.edition.name}.toml",
            expected=f"{to} = a wave that asked its factors",
            got=f"{to} = {getattr(survey.edition, to)}; waves with answers: {', '.join(map(str, breaks.answered(survey)))}",
            todo=f"declare {to} and a source for that wave, or leave the claim out",
        )
    return found.rows[0]


def _estimates(
    fielding: Fielding,
    columns: Floats,
    weights: dict[str, float],
    names: tuple[Level, ...] = (Level(),),
    codes: Codes | None = None,
) -> tuple[Estimate, ...]:
    inside = np.zeros(len(columns), dtype=np.intp) if codes is None else codes
    score = composite(columns, np.array(list(weights.values())), fielding.design.weights, inside, len(names))
    return fielding.estimates(
        score, [SUBJECT], measure="thousand", unit="thousand", levels=names, codes=inside
    )  # fmt: skip


def _to_gain(score: Estimate, weight: float) -> Estimate:
    return replace(rescaled(score, -weight, 1000 * weight), measure="to_gain")

"""What people answer, as whole numbers: a rating, the place of an option, a set of options in bits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from csatreport.simulate import company, opinions
from csatreport.simulate.draws import Codes, Numbers
from csatreport.simulate.opinions import FAMILY_SPREAD, Rating
from csatreport.simulate.sampling import Crowd

Whole = NDArray[np.int64]
Answers = dict[str, Whole]  # item -> answer of every respondent

BLANK: Final = -1  # left open
SKIPPED: Final = -2  # not put, because of an earlier answer
INAPPLICABLE: Final = -3  # "does not apply to me"


@dataclass(frozen=True, eq=False)
class Felt:
    """Ratings of every service by everybody, also by those to whom it does not apply, and what is behind."""

    services: Answers
    noise: Numbers  # of overall satisfaction
    overall: Whole


def feel(rng: np.random.Generator, crowd: Crowd) -> Felt:
    """Services as rated, and overall satisfaction that follows from them."""
    families = {
        name: FAMILY_SPREAD * rng.standard_normal(len(crowd))
        for name in sorted({r.family for r in opinions.SERVICES.values()})
    }
    services = {
        item: _rated(rng, crowd, rating, shift=improved(item, crowd) + families[rating.family])
        for item, rating in opinions.SERVICES.items()
    }
    noise = rng.standard_normal(len(crowd))
    overall = opinions.OVERALL.mean + opinions.OVERALL.spread * noise
    for item, weight in opinions.DRIVERS.items():
        overall = overall + weight * (services[item] - opinions.SERVICES[item].mean)
    return Felt(services, noise, rounded(overall, 1, 5))


def core(rng: np.random.Generator, crowd: Crowd) -> tuple[Answers, Felt]:
    """Overall satisfaction, services, intentions and the satisfaction index, before anything is left open."""
    felt = feel(rng, crowd)
    services = {
        item: 6 - answer if opinions.SERVICES[item].reverse else answer
        for item, answer in felt.services.items()
    }
    complained = _complained(rng, crowd)
    return {
        "overall": felt.overall,
        **services,
        **complained,
        **_intentions(rng, crowd, felt, unsolved=complained["resolved"] == 2),
        **_index(rng, crowd, felt),
    }, felt


def _complained(rng: np.random.Generator, crowd: Crowd) -> Answers:
    """Whether people complained (0 yes, 1 no) and whether it was solved quickly, slowly or not at all."""
    did = rng.random(len(crowd)) < 1 / (1 + np.exp(2.3 + 1.2 * crowd.satisfaction))
    how = np.searchsorted([0.45, 0.80], rng.random(len(crowd)), side="right")
    return {"complained": np.where(did, 0, 1), "resolved": np.where(did, how, SKIPPED)}


def _intentions(
    rng: np.random.Generator, crowd: Crowd, felt: Felt, *, unsolved: NDArray[np.bool_]
) -> Answers:
    better = felt.overall - 4.2
    renew = 4.25 + 0.55 * better + 0.45 * crowd.satisfaction - 0.7 * unsolved
    recommend = 8.65 + 1.15 * better + 0.9 * crowd.satisfaction - 0.8 * unsolved
    return {
        "renew": rounded(renew + 0.55 * rng.standard_normal(len(crowd)), 1, 5),
        "recommend": rounded(recommend + 0.9 * rng.standard_normal(len(crowd)), 0, 10),
    }


SATISFACTION_SPREAD: Final = 0.60  # of satisfaction among everybody who is asked


def _index(rng: np.random.Generator, crowd: Crowd, felt: Felt) -> Answers:
    """Questions of the satisfaction index, made so that the mean of a construct's questions is the construct.

    What a path model estimates are relations between such means; they are what is planted.
    """
    scores: dict[str, Numbers] = {}
    general = crowd.satisfaction / SATISFACTION_SPREAD
    answers: Answers = {}
    for name, construct in opinions.INDEX.items():
        fresh = rng.standard_normal(len(crowd))
        if name == "quality":
            fresh = 0.8 * general + 0.6 * fresh
        if name == "satisfaction":
            fresh = 0.7 * felt.noise + np.sqrt(0.51) * fresh
        caused = sum((path * scores[cause] for cause, path in construct.causes.items()), np.zeros(len(crowd)))
        scores[name] = caused + np.sqrt(unexplained(name)) * fresh
        answers |= _questions(rng, construct, scores[name])
    return answers


def _questions(rng: np.random.Generator, construct: opinions.Construct, score: Numbers) -> Answers:
    several = len(construct.questions)
    errors = rng.standard_normal((several, len(score)))
    errors = (errors - errors.mean(axis=0)) * np.sqrt(several / (several - 1) * (1 - opinions.LOADING**2))
    return {
        item: rounded(construct.mean + construct.spread * (opinions.LOADING * score + error), 1, 10)
        for item, error in zip(construct.questions, errors, strict=True)
    }


def unexplained(name: str) -> float:
    """Variance of a construct that its causes do not explain; every construct has variance one."""
    causes, between = opinions.INDEX[name].causes, correlations()
    explained = sum(a * b * between[x, y] for x, a in causes.items() for y, b in causes.items())
    return 1.0 - explained


def correlations() -> dict[tuple[str, str], float]:
    """Correlations between constructs that follow from the paths."""
    known: dict[tuple[str, str], float] = {}
    for name, construct in opinions.INDEX.items():
        earlier = [other for other in opinions.INDEX if (other, other) in known]
        for other in earlier:
            value = sum(path * known[cause, other] for cause, path in construct.causes.items())
            known[name, other] = known[other, name] = value
        known[name, name] = 1.0
    return known


def improved(item: str, crowd: Crowd) -> Numbers:
    """What the company's doings add to a service for everybody."""
    table = {b: opinions.improvement(item, b, crowd.quarter) for b in company.BRANCHES}
    return looked_up(table, crowd.branch)


def looked_up(table: Mapping[str, float], codes: Codes) -> Numbers:
    """Value of each code."""
    known = np.array(sorted(table))
    values = np.array([table[code] for code in known.tolist()], dtype=np.float64)
    return values[np.searchsorted(known, codes)]


def _rated(rng: np.random.Generator, crowd: Crowd, rating: Rating, *, shift: Numbers) -> Whole:
    felt = rating.mean + shift + rating.person * crowd.satisfaction
    return rounded(felt + rating.spread * rng.standard_normal(len(crowd)), rating.low, rating.high)


def rounded(felt: Numbers, low: int, high: int) -> Whole:
    """Answers on a scale."""
    return np.clip(np.floor(felt + 0.5), low, high).astype(np.int64)

"""What is true of the company: what a good analysis finds again. Written beside the data, never read by it."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any, Final

import numpy as np
from scipy.special import ndtr

from csatreport.simulate import company, events, opinions, sampling
from csatreport.simulate.answers import Answers, core, improved
from csatreport.simulate.draws import Numbers, stream
from csatreport.simulate.items import questions
from csatreport.simulate.opinions import FAMILY_SPREAD
from csatreport.simulate.population import Population
from csatreport.simulate.sampling import Crowd

REPEATS: Final = 8  # times that everybody is asked what no formula gives: what is true is their mean
INTENTIONS: Final = ("renew", "recommend")


def of_company(population: Population) -> dict[str, Any]:
    """Everything that holds for all quarters or for one event; ``paths_planted`` hold before answers are rounded."""
    newest = len(population.quarters) - 1
    crowd = sampling.everybody(population, newest)
    return {
        "quarters": [q.wave for q in population.quarters],
        "segments": _segments(population),
        "paths_planted": {name: c.causes for name, c in opinions.INDEX.items() if c.causes},
        "index_questions": {name: list(c.questions) for name, c in opinions.INDEX.items()},
        "kano": {"class": opinions.KANO, "by_segment": _kano_by_segment()},
        "drivers": {item: opinions.DRIVERS.get(item, 0.0) for item in opinions.SERVICES},
        "improvements": {code: _improvement(i, crowd) for code, i in events.IMPROVEMENTS.items()},
        "new_bill": _improvement(events.NEW_BILL, crowd),
        "decline": {
            "branch": events.DECLINE.branch, "week": events.DECLINE.week,
            "monday": events.DECLINE.monday.isoformat(), "felt": events.DECLINE.effect,
        },
        "elasticities": _elasticities(crowd),
        "churn": _churn(population),
    }  # fmt: skip


def of_quarter(population: Population, quarter: int) -> dict[str, Any]:
    """Population values of a quarter: everybody, each region, each branch."""
    crowd = sampling.everybody(population, quarter)
    wave = population.quarters[quarter].wave
    rounds = [core(stream(0, "true", wave, n), crowd)[0] for n in range(REPEATS)]
    asked = {item: np.stack([r[item] for r in rounds]) for item in ("overall", *INTENTIONS)}
    services = {item: _service(item, crowd) for item in opinions.SERVICES if questions()[item].since <= wave}
    return {
        "customers": len(crowd),
        **{
            name: {code: round(float((codes == code).mean()), 6) for code in groups}
            for name, codes, groups in (
                ("stratum", crowd.stratum, company.STRATA), ("age", crowd.age, company.AGES),
                ("tenure", crowd.tenure, company.TENURES), ("mode", crowd.mode, company.MODES),
            )
        },
        "items": {item: _values(item, given) for item, given in asked.items()} | services,
        "index": {name: _index(c, rounds) for name, c in opinions.INDEX.items()},
        "paths": _paths(rounds),
        "region": _by(crowd.region, asked),
        "branch": _by(crowd.branch, asked),
    }  # fmt: skip


def _values(item: str, given: np.ndarray) -> dict[str, float]:
    """Mean, and share satisfied or net promoter score."""
    if questions()[item].high == 10:
        second = {"nps": 100 * float((given >= 9).mean() - (given <= 6).mean())}
    else:
        second = {"satisfied": float((given >= 4).mean())}
    return {name: round(value, 5) for name, value in {"mean": float(given.mean()), **second}.items()}


def _service(item: str, crowd: Crowd) -> dict[str, float]:
    """Expected mean, turned so that more is better, and share satisfied."""
    steps = _steps(item, crowd, improved(item, crowd))
    top = opinions.SERVICES[item].high - 1
    return {"mean": round(1 + float(sum(s.mean() for s in steps.values())), 5),
            "satisfied": round(float(steps[top].mean()), 5)}  # fmt: skip


def _by(codes: np.ndarray, asked: dict[str, np.ndarray]) -> dict[str, Any]:
    """Overall satisfaction and intentions in each group."""
    return {
        code: {item: _values(item, asked[item][:, codes == code]) for item in ("overall", *INTENTIONS)}
        for code in np.unique(codes).tolist()
    }


def _index(construct: opinions.Construct, rounds: list[Answers]) -> float:
    """Mean of the construct's questions on 0-100."""
    mean = np.mean([[r[item].mean() for item in construct.questions] for r in rounds])
    return round(float(100 * (mean - 1) / 9), 4)


def _paths(rounds: list[Answers]) -> dict[str, dict[str, float]]:
    """Paths (effect -> cause -> coefficient) between the answers of all customers: what a survey can find.

    Least squares on standardised means of each construct's questions. Those that were planted are some 2 % larger: they
    hold before answers are rounded to ten points and cut at the ends of the scale.
    """
    sides = [[np.mean([r[q] for q in c.questions], axis=0) for c in opinions.INDEX.values()] for r in rounds]
    between = np.mean([np.corrcoef(each) for each in sides], axis=0)
    at = {name: n for n, name in enumerate(opinions.INDEX)}
    found: dict[str, dict[str, float]] = {}
    for name, causes in ((n, list(c.causes)) for n, c in opinions.INDEX.items() if c.causes):
        x = [at[cause] for cause in causes]
        paths = np.linalg.solve(between[np.ix_(x, x)], between[x, at[name]])
        found[name] = dict(zip(causes, paths.round(5).tolist(), strict=True))
    return found


def _segments(population: Population) -> dict[str, Any]:
    """Segment of every customer in every quarter, one digit each, in the order of their numbers."""
    order = np.argsort(population.number)
    names = list(company.SEGMENTS)
    return {
        "codes": names,
        "not_separable": names[-2:],
        "stays": events.SEGMENT_STAYS,
        "first_number": str(population.number[order[0]]),
        "members": {
            quarter.wave: "".join(population.segment[order, n].astype(str).tolist())
            for n, quarter in enumerate(population.quarters)
        },
    }


def _kano_by_segment() -> dict[str, dict[str, str]]:
    exceptions: dict[str, dict[str, str]] = {}
    for (segment, feature), seen in opinions.KANO_SEGMENT.items():
        exceptions.setdefault(segment, {})[feature] = seen
    return exceptions


def expected(item: str, crowd: Crowd, shift: Numbers | float) -> Numbers:
    """Expected rating of a service by everybody, when so much is added to what they feel."""
    mean: Numbers = opinions.SERVICES[item].low + np.sum(list(_steps(item, crowd, shift).values()), axis=0)
    return mean


def _steps(item: str, crowd: Crowd, shift: Numbers | float) -> dict[int, Numbers]:
    """Chance of a rating of so much or more, by rating."""
    rating = opinions.SERVICES[item]
    spread = np.hypot(rating.spread, FAMILY_SPREAD)
    felt = rating.mean + shift + rating.person * crowd.satisfaction
    return {k: ndtr((felt - (k - 0.5)) / spread) for k in range(rating.low + 1, rating.high + 1)}


def _improvement(doing: events.Improvement, crowd: Crowd) -> dict[str, Any]:
    """What was done, and how many points it moved the answers of those it reaches."""
    reached = np.isin(crowd.branch, doing.branches or list(company.BRANCHES))
    points = {}
    for item, effect in doing.effect.items():
        now = improved(item, crowd)
        moved = expected(item, crowd, now) - expected(item, crowd, now - effect)
        points[item] = round(float(moved[reached].mean()), 5)
    return {
        "date": doing.date.isoformat(), "department": doing.department, "cost": doing.cost,
        "branches": list(doing.branches), "felt": doing.effect, "points": points,
    }  # fmt: skip


def _elasticities(crowd: Crowd) -> dict[str, float]:
    """Percent of the satisfaction index that one percent more of each cost line brings."""
    step = 0.2
    base, more = (
        core(stream(0, "elasticity"), replace(crowd, satisfaction=crowd.satisfaction + s))[0][
            "overall"
        ].mean()
        for s in (-step / 2, step / 2)
    )
    index = 25 * ((base + more) / 2 - 1)
    slope = 25 * (more - base) / step * events.INDEX_POINT * events.INDEX_LEVEL / index
    return {code: round(float(slope * line.elasticity), 6) for code, line in events.COSTS.items()}


def _churn(population: Population) -> dict[str, Any]:
    """Log-odds of leaving within a quarter, and the share that left in each."""
    left = {}
    for n, quarter in enumerate(population.quarters):
        active = population.active(n)
        gone = active & (population.left <= np.datetime64(quarter.last))
        left[quarter.wave] = round(float(gone.sum() / active.sum()), 6)
    return {
        "log_odds": {
            "base": events.CHURN_BASE, "satisfaction": events.CHURN_SATISFACTION, **events.CHURN_GROUPS,
        },
        "left": left,
    }  # fmt: skip


def of_strata(strata: dict[str, sampling.Drawn]) -> dict[str, dict[str, int]]:
    """Population, drawn and contacted in each stratum."""
    return {code: asdict(drawn) for code, drawn in strata.items()}

"""Who answers: customers with their branch, area, mode, background and general satisfaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from csatreport.simulate import former as company

Codes = NDArray[np.str_]
Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class People:
    """Respondents of one quarter, one entry per person in every array."""

    branch: Codes
    region: Codes
    stratum: Codes
    mode: Codes
    customer: Codes
    tenure: Codes
    age: Codes
    satisfaction: Numbers  # general, in points of a five-point scale, 0 on average

    def __len__(self) -> int:
        return len(self.branch)


def draw(rng: np.random.Generator, answers: int, *, spare: int) -> People:
    """``answers`` people as the sample plan wants them, then ``spare`` more from the large branches."""
    branch = np.concatenate([rng.permutation(_branches(answers)), _pick(rng, company.BRANCHES, spare)])
    mode = _pick(rng, company.MODES, len(branch))
    groups = {
        "customer": _pick(rng, company.CUSTOMERS, len(branch)),
        "tenure": _pick(rng, company.TENURES, len(branch)),
        "age": _pick(rng, company.AGES, len(branch)),
    }
    stratum = _areas(rng, branch)
    effects = (
        _effects(company.BRANCHES, branch)
        + _effects(company.AREAS, stratum)
        + _effects(company.MODES, mode)
        + _effects(company.CUSTOMERS, groups["customer"])
        + _effects(company.TENURES, groups["tenure"])
        + _effects(company.AGES, groups["age"])
    )
    return People(
        branch=branch,
        region=np.array([company.BRANCHES[b].region for b in branch]),
        stratum=stratum,
        mode=mode,
        satisfaction=effects + company.PERSON_SPREAD * rng.standard_normal(len(branch)),
        **groups,
    )


def _branches(answers: int) -> Codes:
    """Give every answer a branch: fixed bases for the small ones, shares of the rest for the others."""
    fixed = {code: b.answers for code, b in company.BRANCHES.items() if b.answers}
    large = [code for code in company.BRANCHES if code not in fixed]
    rest = answers - sum(fixed.values())
    edges = np.cumsum([company.BRANCHES[code].share for code in large])
    ends = np.rint(edges / edges[-1] * rest).astype(int)
    bases = dict(zip(large, np.diff(ends, prepend=0), strict=True))
    return np.repeat(list(company.BRANCHES), [fixed.get(c, bases.get(c, 0)) for c in company.BRANCHES])


def _areas(rng: np.random.Generator, branch: Codes) -> Codes:
    names = np.array(list(company.AREAS))
    edges = np.array([np.cumsum(company.BRANCHES[b].areas) for b in branch])
    areas: Codes = names[(rng.random(len(branch))[:, None] >= edges[:, :-1]).sum(axis=1)]
    return areas


def _pick(rng: np.random.Generator, groups: Mapping[str, company.Group], size: int) -> Codes:
    edges = np.cumsum([group.share for group in groups.values()])
    last = int(np.argmax(edges >= edges[-1]))
    place = np.searchsorted(edges / edges[-1], rng.random(size), side="right")
    return np.array(list(groups))[np.minimum(place, last)]


def _effects(groups: Mapping[str, company.Group], codes: Codes) -> Numbers:
    return np.array([groups[code].effect for code in codes])

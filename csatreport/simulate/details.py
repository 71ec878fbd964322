"""The rest of the questionnaire: who people are, what they did, expect, find important, would like."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray

from csatreport.simulate import company, opinions
from csatreport.simulate.answers import BLANK, INAPPLICABLE, SKIPPED, Answers, Felt, Whole, rounded
from csatreport.simulate.draws import Codes, Numbers
from csatreport.simulate.items import questions
from csatreport.simulate.sampling import Crowd

TABLES: Final = {  # class of a feature -> pairs of answers with and without it, and how often each comes
    "M": (((1, 4), 0.5), ((2, 4), 0.4), ((3, 4), 0.1)),
    "O": (((0, 4), 1.0),),
    "A": (((0, 2), 0.5), ((0, 3), 0.3), ((0, 1), 0.2)),
    "I": (((2, 2), 0.5), ((2, 3), 0.2), ((1, 2), 0.2), ((3, 2), 0.1)),
    "R": (((4, 0), 0.4), ((4, 2), 0.3), ((3, 0), 0.2), ((4, 1), 0.1)),
    "Q": (((0, 0), 0.6), ((4, 4), 0.4)),
}
OTHERWISE: Final = {"M": 0.24, "O": 0.24, "A": 0.24, "I": 0.24, "R": 0.03, "Q": 0.01}


def background(rng: np.random.Generator, crowd: Crowd) -> Answers:
    """Who people are, as places in the lists of options."""
    known: dict[str, Codes] = {
        "tenure": crowd.tenure, "age": crowd.age, "customer_type": crowd.type, "branch": crowd.branch,
        "stratum": crowd.stratum, "region": crowd.region,
    }  # fmt: skip
    uses = _by_segment(rng, crowd, opinions.SEGMENT_USES)
    trades = (crowd.type == "business") & (rng.random(len(crowd)) < 0.7)
    return {item: place(item, codes) for item, codes in known.items()} | {
        "usage": np.where(trades, list(questions()["usage"].options).index("trade"), uses),
        "need": _by_segment(rng, crowd, opinions.SEGMENT_NEEDS),
    }


def journey(rng: np.random.Generator, crowd: Crowd, felt: Felt) -> Answers:
    """Stages that people went through, what they think of them, where it went wrong; channels used."""
    used, failed = np.zeros(len(crowd), dtype=np.int64), np.zeros(len(crowd), dtype=np.int64)
    stages: Answers = {}
    fails = np.array([0.0, *opinions.FAILS.values()])
    for bit, (code, (services, mean, share)) in enumerate(opinions.STAGES.items()):
        usual = np.mean([opinions.SERVICES[s].mean for s in services])
        found = np.mean([felt.services[s] for s in services], axis=0) - usual
        rating = rounded(mean + 0.95 * found + 0.35 * rng.standard_normal(len(crowd)), 1, 5)
        went = rng.random(len(crowd)) < share
        used += went.astype(np.int64) << bit
        failed += (went & (rng.random(len(crowd)) < fails[rating])).astype(np.int64) << bit
        stages[f"stage_{code}"] = np.where(went, rating, SKIPPED)
    chances = np.array(list(opinions.SEGMENT_TOUCHES.values()))[crowd.segment]
    touches = (rng.random(chances.shape) < chances).astype(np.int64) @ (1 << np.arange(chances.shape[1]))
    return stages | {
        "stages_used": used,
        "stages_failed": np.where(failed > 0, failed, BLANK),
        "touchpoints": np.where(touches > 0, touches, BLANK),
    }


def reasons(rng: np.random.Generator, felt: Felt) -> Answers:
    """Why those who are not satisfied are not: what they rated low, mostly."""
    size = len(felt.overall)
    codes = list(questions()["reasons"].options)
    named = np.zeros(size, dtype=np.int64)
    for code, service in opinions.REASONS.items():
        chance = np.where(felt.services[service] <= 3, 0.60, 0.04)
        named += (rng.random(size) < chance).astype(np.int64) << codes.index(code)
    other = 1 << codes.index("other")
    named += np.where((rng.random(size) < 0.10) | (named == 0), other, 0)
    return {"reasons": np.where(felt.overall <= 3, named, SKIPPED)}


def importance(rng: np.random.Generator, crowd: Crowd) -> Answers:
    """How important each service is; savers look at the price."""
    savers = crowd.segment == list(company.SEGMENTS).index("saver")
    return {
        item: rounded(
            mean + 0.1 * crowd.satisfaction + 0.4 * savers * (item == "imp_price")
            + 0.65 * rng.standard_normal(len(crowd)), 1, 5,
        )
        for item, mean in opinions.IMPORTANCE.items()
    }  # fmt: skip


def servqual(rng: np.random.Generator, crowd: Crowd) -> Answers:
    """What people expect of an excellent company, and what they find here."""
    answers: Answers = {}
    for k, (expected, found) in enumerate(zip(opinions.EXPECTATIONS, opinions.PERCEPTIONS, strict=True), 1):
        for name, mean, person, spread in (("exp", expected, 0.2, 0.7), ("per", found, 1.2, 0.8)):
            felt = mean + person * crowd.satisfaction + spread * rng.standard_normal(len(crowd))
            answers[f"{name}_s{k:02d}"] = rounded(felt, 1, 7)
    return answers


def kano(rng: np.random.Generator, crowd: Crowd) -> Answers:
    """How people would feel with and without each feature."""
    answers: Answers = {}
    classes, segments = list(TABLES), list(company.SEGMENTS)
    otherwise = np.cumsum([OTHERWISE[c] for c in classes])
    for feature, usual in opinions.KANO.items():
        planted = np.array([
            classes.index(opinions.KANO_SEGMENT.get((segment, feature), usual)) for segment in segments
        ])[crowd.segment]  # fmt: skip
        other = np.searchsorted(otherwise[:-1], rng.random(len(crowd)), side="right")
        seen = np.where(rng.random(len(crowd)) < opinions.KANO_SHARE, planted, other)
        pairs = _pairs(rng.random(len(crowd)), seen)
        answers |= {f"kano_{feature}_f": pairs[0], f"kano_{feature}_d": pairs[1]}
    return answers


def _pairs(luck: Numbers, classes: Whole) -> tuple[Whole, Whole]:
    functional, dysfunctional = np.zeros(len(luck), dtype=np.int64), np.zeros(len(luck), dtype=np.int64)
    for n, table in enumerate(TABLES.values()):
        own = classes == n
        edges = np.cumsum([share for _, share in table])
        chosen = np.array([pair for pair, _ in table])[np.searchsorted(edges[:-1], luck[own], side="right")]
        functional[own], dysfunctional[own] = chosen[:, 0], chosen[:, 1]
    return functional, dysfunctional


def views(rng: np.random.Generator, crowd: Crowd) -> Answers:
    """What people think of things; this is what tells segments apart."""
    centres = np.array(list(opinions.SEGMENT_VIEWS.values()))[crowd.segment]
    felt = centres + opinions.VIEW_SPREAD * rng.standard_normal(centres.shape)
    return {f"view_{name}": rounded(felt[:, n], 1, 7) for n, name in enumerate(opinions.VIEWS)}


def with_gaps(rng: np.random.Generator, answers: Answers) -> Answers:
    """Answers after some questions did not apply and some were left open."""
    ratings = [item for item in answers if questions()[item].kind == "rating"]
    gaps = dict(answers)
    for item in ratings:
        answer = answers[item].copy()
        share = opinions.SERVICES[item].inapplicable if item in opinions.SERVICES else 0.0
        luck = rng.random((2, len(answer)))
        put = answer != SKIPPED
        answer[put & (luck[0] < share)] = INAPPLICABLE
        answer[put & (luck[1] < opinions.BLANK_SHARE)] = BLANK
        gaps[item] = answer
    return gaps


def place(item: str, codes: Codes) -> Whole:
    """Place of each code among the options of an item."""
    options = np.array(list(questions()[item].options))
    order = np.argsort(options)
    places: Whole = order[np.searchsorted(options, codes, sorter=order)]
    return places


def _by_segment(rng: np.random.Generator, crowd: Crowd, shares: Mapping[str, tuple[float, ...]]) -> Whole:
    edges = np.cumsum(list(shares.values()), axis=1)[crowd.segment]
    chosen: NDArray[np.int64] = (rng.random(len(crowd))[:, None] >= edges[:, :-1]).sum(axis=1)
    return chosen

"""Answers that bear no analysis give a clear result or a clear refusal: no traceback, no NaN that is shown."""

from __future__ import annotations

import math
import warnings
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace

import leavers
import numpy as np
import pandas as pd
import pytest
import valued
from surveys import LABELS, category, make_survey, rating, responses, wave

from csatreport.compare import (
    beforeafter,
    differentiation,
    domains,
    explained,
    levels,
    moods,
    needs,
    standing,
    trends,
    waves,
)
from csatreport.compare import kano as kanos
from csatreport.compare import segments as groupings
from csatreport.compare import servqual as gaps
from csatreport.compare import structure as structures
from csatreport.errors import CsatError, UsageError
from csatreport.measure import (
    correlation,
    demands,
    distribution,
    drivers,
    estimate,
    importance,
    indicators,
    kano,
    pathmodel,
    servqual,
    structure,
    thousand,
    value,
)
from csatreport.measure.churn import churn
from csatreport.measure.journey import overall, stages
from csatreport.measure.moods import delighted, mood, reasons, recovery
from csatreport.measure.segments import named, typing_tool
from csatreport.params import Analysis, Item, Text
from csatreport.params.weighting import Replication, Weighting
from csatreport.results import Contrast, Estimate
from csatreport.survey import Survey

N = 120
LEAVERS = leavers.survey(leavers.company(300)).records
SERVICES = ("s1", "s2", "s3", "s4")
ANSWERS = ("like", "expect", "neutral", "tolerate", "dislike")
LISTS = {
    **LABELS,
    "kano": {a: Text.same(a) for a in ANSWERS},
    "need": {"time": Text.same("time"), "safety": Text.same("safety")},
    "said": {"yes": Text.same("yes"), "no": Text.same("no")},
    "ending": {"quick": Text.same("quick"), "open": Text.same("open")},
    "stage": {"join": Text.same("join"), "use": Text.same("use")},
}


def items() -> tuple[Item, ...]:
    pairs = {"s1": "p", "s2": "p", "s3": "q", "s4": "q"}
    rated = [
        rating(s, dimension="service" if k < 2 else "product", indicator1="i", roles={"satisfaction": s})
        for k, s in enumerate(SERVICES)
    ]
    halves = [
        rating(f"{role[0]}_{s}", dimension=rated[k].dimension, roles={role: s, **built})
        for role in ("importance", "expectation", "perception")
        for k, s in enumerate(SERVICES)
        for built in [{"construct": pairs[s]} if role == "perception" else {}]
    ]
    return (
        rating("overall", roles={"overall": ""}), rating("stay", roles={"loyalty": ""}),
        rating("nps", low=0, high=10, roles={"nps": ""}), rating("mind", roles={"attitude": ""}), *rated, *halves,
        rating("join", roles={"stage_overall": ""}, stage="join"), rating("use", roles={"stage_overall": ""}, stage="use"),
        category("region", "region", roles={"domain": ""}), category("mode2", "mode", roles={"standing": "", "domain": ""}),
        category("f", "kano", roles={"functional": "k"}), category("d", "kano", roles={"dysfunctional": "k"}),
        category("need", "need", roles={"need": ""}), category("complained", "said", roles={"complaint": ""}),
        category("ended", "ending", roles={"resolution": ""}),
    )  # fmt: skip


ITEMS = items()
RATINGS = [i.item for i in ITEMS if i.kind == "rating"]
CATEGORIES = [i.item for i in ITEMS if i.kind == "category"]
DECLARED = Analysis.model_validate(
    {
        "drivers": {"resamples": 100},
        "path_model": {
            "constructs": [
                {"name": n, "label": Text.same(n), "role": n} for n in ("p", "q")
            ],
            "paths": {"q": ["p"]}, "resamples": 100, "permutations": 100, "focus": "q",
        },
        "improvement": [
            {"code": c, "title": Text.same(c), "items": ["s1"], "since": "2026-07-01", **where}
            for c, where in (("here", {"domain": "region", "levels": ["n"]}), ("everywhere", {}))
        ],
        "demands": {"demand": [{"code": "quick", "label": Text.same("quick"), "need": "time", "items": ["s1"]}]},
    }
)  # fmt: skip


def answers(name: str = "2026Q3", n: int = N) -> pd.DataFrame:
    rng = np.random.default_rng(len(name) + int(name[-1]))
    base = rng.normal(0, 1, n)
    values: dict[str, object] = {}
    for i in ITEMS:
        if i.scale:
            middle, reach = (i.scale.low + i.scale.high) / 2, (i.scale.high - i.scale.low) / 4
            drawn = middle + reach * (base + rng.normal(0, 0.8, n))
            values[i.item] = np.clip(drawn.round(), i.scale.low, i.scale.high)
        else:
            values[i.item] = rng.choice(list(LISTS[i.codes]), n)
    values["ended"] = np.where(np.array(values["complained"]) == "yes", values["ended"], None)
    return responses(name, **values, weight=rng.uniform(0.5, 2, n))


def survey(*frames: pd.DataFrame, **edition: object) -> Survey:
    return replace(make_survey(ITEMS, *frames, labels=LISTS, **edition), analysis=DECLARED)


def _with(change) -> Survey:
    frames = [answers("2026Q2"), answers()]
    for frame in frames:
        change(frame)
    return survey(*frames)


def _set(columns, value):
    def change(frame):
        for c in columns:
            frame[c] = value
            frame[c] = frame[c].astype("float64" if c in RATINGS else "string")

    return change


def _same(frame):
    for c in (*SERVICES, "overall"):
        frame[c] = frame["s1"]


def _few_weigh(frame):
    frame.loc[frame.index > 4, "weight"] = 0.0


def _clusters(n):
    def change(frame):
        frame["cluster"] = [str(k % n) for k in frame.index]
        frame["cluster"] = frame["cluster"].astype("string")

    return change


def _replicates() -> Survey:
    frames = [answers("2026Q2"), answers()]
    for frame in frames:
        group = frame.index.to_numpy() % 20
        for k in range(20):
            frame[f"replicate_{k + 1}"] = np.where(group == k, 0.0, frame["weight"] * 20 / 19)
    how = Weighting.model_validate({"base": "delivered", "replicates": Replication(type="jk1")})
    return survey(*frames, weights="declared", weighting=how)


BROKEN = {
    "one item without answers": lambda: _with(_set(["s1"], np.nan)),
    "nobody rated the whole": lambda: _with(_set(["overall"], np.nan)),
    "no answers": lambda: _with(lambda f: (_set(RATINGS, np.nan)(f), _set(CATEGORIES, None)(f))),
    "one item alike": lambda: _with(_set(["s1"], 5.0)),
    "the whole alike": lambda: _with(_set(["overall"], 4.0)),
    "all alike": lambda: _with(_set([i for i in RATINGS if i != "nps"], 5.0)),
    "one category": lambda: _with(lambda f: [_set([c], next(iter(LISTS[_codes(c)])))(f) for c in CATEGORIES]),
    "collinear": lambda: _with(_same),
    "few have a weight": lambda: _with(_few_weigh),
    "two clusters": lambda: _with(_clusters(2)),
    "one cluster": lambda: _with(_clusters(1)),
    "two respondents": lambda: survey(answers("2026Q2", 2), answers(n=2)),
    "two respondents that may be shown": lambda: survey(answers(n=2), minimum_base=2, low_base=2),
    "one respondent": lambda: survey(answers("2026Q2", 1), answers(n=1)),
    "one wave": lambda: survey(answers(), previous=None, year_ago=None),
    "a wave before without data": lambda: survey(answers()),
    "replicate weights": _replicates,
    "sound": lambda: survey(answers("2026Q2"), answers()),
}


def _codes(item: str) -> str:
    return next(i.codes for i in ITEMS if i.item == item)


def _structure(s: Survey) -> object:
    found = structure.structure(s)
    scales = structure.scales(found.sample)
    return found, scales, structures.since(s, found, scales)


def _drivers(s: Survey) -> object:
    found = drivers.drivers(s)
    return found, drivers.changes(s, found)


def _value(s: Survey) -> object:
    named = s.responses.assign(customer=[f"k{k % 400:04d}" for k in range(len(s.responses))])
    found = value.Portfolio.of(replace(s, records=valued.company(), responses=named))
    return value.matrix(found), value.mood_changes(found), value.groups(found), value.lifetime(found)


def _path(s: Survey) -> object:
    model = pathmodel.of(s)
    return model, pathmodel.changes(s, model), pathmodel.series(s, model, "q"), pathmodel.groups(s, model)


def _peers(s: Survey) -> object:
    ranks = standing.standing(s, "overall", "csat")
    found = [standing.shrinkage(ranks), standing.funnel(ranks), standing.mix(s, "overall", "csat")]
    return [
        *found,
        standing.movers(s, "overall", "csat"),
        standing.movers(s, "overall", "csat", to="year_ago"),
    ]


def _segments(s: Survey) -> object:
    found = named(s)
    told = [
        groupings.sizes(found),
        groupings.changes(found),
        groupings.profile(found),
        groupings.portrait(found),
    ]
    return *told, groupings.migration(found), groupings.drift(found), typing_tool(found)


ANALYSES = {
    "estimates": lambda s: [estimate.items(s, "csat"), estimate.dimensions(s, "csat_index"), indicators.tree(s)],
    "waves": lambda s: [waves.attributes(s, "csat"), trends.attributes(s, "csat"), levels.changes(s)],
    "groups": lambda s: [domains.differences(s, "overall", "csat"), standing.standing(s, "overall", "csat")],
    "peers": _peers,
    "differences": lambda s: [differentiation.differences(s), explained.explained(s)],
    "distribution": lambda s: [distribution.services(s), distribution.summaries(s)],
    "correlation": lambda s: [correlation.services(s), correlation.with_overall(s, "spearman")],
    "structure": _structure,
    "drivers": _drivers,
    "beside": drivers.beside,
    "importance": lambda s: [importance.quadrants(s), importance.changes(s)],
    "path model": _path,
    "servqual": lambda s: [servqual.gaps(s), gaps.changes(s), gaps.series(s), gaps.by_domain(s)],
    "kano": lambda s: [kano.analysis(s), kanos.changes(s), kanos.groups(s)],
    "thousand": lambda s: [thousand.index(s), thousand.series(s), thousand.loyalty(s), standing.of_index(s)],
    "demands": lambda s: [demands.gaps(s), demands.changes(s), needs.shares(s), needs.changes(s), needs.differences(s)],
    "moods": lambda s: [mood.share(s), mood.changes(s), mood.series(s), mood.unvoiced(s), moods.who(s)],
    "reasons": lambda s: [reasons.reasons(s), reasons.changes(s), reasons.lead(s), recovery.recovery(s)],
    "delighted": lambda s: [delighted.lifts(s), delighted.multiple(s), delighted.multiples(s), delighted.changes(s)],
    "journey": lambda s: [stages.journey(s), stages.changes(s), overall.together(s), overall.damage(s)],
    "segments": _segments,
    "value": _value,
    "before and after": beforeafter.effects,
    "churn": lambda s: churn(replace(s, records=LEAVERS)),
}  # fmt: skip


def numbers(found: object, *, told: bool = True) -> Iterator[Estimate | Contrast]:
    """Every estimate and contrast of a result, and of its properties where ``told``."""
    if isinstance(found, Survey):
        return
    if isinstance(found, Estimate | Contrast):
        yield found
    elif is_dataclass(found):
        parts = [getattr(found, field.name) for field in fields(found)]
        yield from numbers(parts, told=told)
        if told:
            yield from numbers(list(_told(found)), told=False)
    elif isinstance(found, tuple | list):
        for one in found:
            yield from numbers(one, told=told)
    elif isinstance(found, dict):
        yield from numbers(list(found.values()), told=told)


def _told(found: object) -> Iterator[object]:
    for name, kind in vars(type(found)).items():
        if isinstance(kind, property) and not name.startswith("_"):
            told, refused = _tried(lambda name=name: getattr(found, name))
            assert refused is None or clear(refused), (name, refused)
            yield told


def _tried(make) -> tuple[object, CsatError | None]:
    try:
        return make(), None
    except CsatError as error:
        return None, error


def clear(refused: CsatError) -> bool:
    return bool(refused.expected and refused.got and refused.todo)


def sound(e: Estimate | Contrast) -> bool:
    if isinstance(e, Contrast):
        return not e.shown or math.isfinite(e.value)
    known = [x for x in (e.se, e.low, e.high) if x is not None]
    if e.shown:
        return all(map(math.isfinite, (e.value, *known)))
    return math.isnan(e.value) and not known


@pytest.mark.parametrize("analysis", ANALYSES)
@pytest.mark.parametrize("broken", BROKEN)
def test_broken_answers_give_a_clear_result_or_a_clear_refusal(broken, analysis):
    with warnings.catch_warnings():
        warnings.simplefilter("error", RuntimeWarning)
        found, refused = _tried(lambda: ANALYSES[analysis](BROKEN[broken]()))
        assert refused is None or (clear(refused) and broken != "sound"), refused
        wrong = [e for e in numbers(found) if not sound(e)]
    assert not wrong


@pytest.mark.parametrize("analysis", ANALYSES)
def test_a_wave_of_published_scores_alone_is_nothing_to_compare_answers_with(analysis):
    made = survey(answers())
    scores = pd.DataFrame(
        {"wave": ["2026Q2"], "item": ["overall"], "domain": "", "level": "", "value": [80.0]}
    )
    ANALYSES[analysis](replace(made, published=scores))


def test_a_change_of_the_index_needs_an_earlier_wave():
    with pytest.raises(UsageError, match="no change of the index"):
        thousand.change(survey(answers(), previous=None))
    assert thousand.change(survey(answers("2026Q2"), answers())).first.wave == str(wave("2026Q2"))


def test_with_replicates_what_goes_with_the_whole_has_their_errors():
    made = _replicates()
    together = overall.together(made)
    assert together.gap is not None
    assert 0 < together.gap.se < 0.2
    assert all(0 < e.se < 0.2 for e in explained.explained(made))

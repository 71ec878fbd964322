from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import stats
from surveys import LABELS, category, make_survey, rating, responses

from csatreport.errors import ParamsError
from csatreport.measure.journey import blueprint, cohort, overall, stages, steps
from csatreport.params import Analysis, Item, Text
from csatreport.survey import Records

ORACLE = Path(__file__).parent / "oracle"
NAMES = ("join", "use", "help")
STAGES = {s: Text.same(s.title()) for s in NAMES}


def several(item: str, role: str) -> Item:
    label = Text.same(item)
    return Item(
        item=item,
        kind="multiple",
        label=label,
        wording=label,
        codes="stage",
        roles={role: ""},
        sources={None: item},
    )


ITEMS = (
    rating("overall", roles={"overall": ""}),
    *(rating(f"stage_{s}", stage=s, roles={"stage_overall": ""}) for s in NAMES),
    rating("speed", dimension="product", stage="use", department="works"),
    rating("wait", dimension="service", stage="help", department="sales"),
    several("used", "used"),
    several("failed", "failed"),
    category("region", "region", roles={"domain": ""}),
)
LISTS = {
    **LABELS,
    "stage": STAGES,
    "lifecycle": {c: Text.same(c) for c in ("ask", "sign", "deliver", "care")},
    "cause": {c: Text.same(c) for c in ("slow", "late")},
    "touchpoint": {"app": Text.same("App")},
}


def raw() -> pd.DataFrame:
    return pd.read_csv(ORACLE / "journey.csv")


def frame(data: pd.DataFrame | None = None, wave: str = "2026Q3") -> pd.DataFrame:
    d = raw() if data is None else data
    ticks = d[[f"failed_{s}" for s in NAMES]].where(d[[f"failed_{s}" for s in NAMES]].sum(axis=1) > 0)
    return responses(
        wave,
        overall=d["overall"], speed=d["stage_use"], wait=d["stage_help"], weight=d["weight"],
        stratum=d["stratum"], cluster=d["cluster"], **{f"stage_{s}": d[f"stage_{s}"] for s in NAMES},
        **{f"used.{s}": d[f"used_{s}"] for s in NAMES}, **{f"failed.{s}": ticks[f"failed_{s}"] for s in NAMES},
    )  # fmt: skip


def survey(*frames: pd.DataFrame, items: tuple[Item, ...] = ITEMS, analysis: dict[str, object] | None = None):
    made = make_survey(items, *(frames or (frame(),)), labels=LISTS)
    return replace(made, analysis=Analysis.model_validate(analysis or {}))


def numbers(found, *names):
    return [getattr(found, n) for n in names]


def test_volume_failure_pain_damage_and_correlation_are_those_of_r():
    r = pd.read_csv(ORACLE / "journey_r.csv").set_index("quantity")["value"]
    made = survey()
    gaps = {c.second.item: c for c in overall.damage(made)}
    together = {e.item: e.value for e in overall.together(made).stages}
    for stage in stages.journey(made).stages:
        for name in ("volume", "failure", "pain"):
            e = getattr(stage, name)
            assert [e.value, e.se] == pytest.approx(
                [r[f"{stage.code}.{name}"], r[f"{stage.code}.{name}_se"]], rel=1e-9
            )
        gap = gaps[f"stage_{stage.code}"]
        assert [gap.value, gap.se] == pytest.approx(
            [r[f"{stage.code}.damage"], r[f"{stage.code}.damage_se"]], rel=1e-9
        )
        assert together[f"stage_{stage.code}"] == pytest.approx(r[f"{stage.code}.together"], rel=1e-9)


def test_permuting_rows_and_scaling_weights_change_nothing():
    order = np.random.default_rng(3).permutation(160)
    moved = frame(raw().iloc[order].assign(weight=lambda d: 7 * d["weight"]))
    one, other = (stages.journey(survey(f)) for f in (frame(), moved))
    for a, b in zip(one.stages, other.stages, strict=True):
        for name in ("satisfaction", "volume", "failure", "pain"):
            x, y = getattr(a, name), getattr(b, name)
            assert numbers(x, "value", "se", "low") == pytest.approx(numbers(y, "value", "se", "low"))


def test_stages_come_in_the_order_declared_else_in_that_of_the_list():
    assert [s.code for s in stages.journey(survey()).stages] == list(NAMES)
    declared = {"journey": {"order": ["help", "use"]}}
    assert [s.code for s in stages.journey(survey(analysis=declared)).stages] == ["help", "use", "join"]


def test_pain_is_volume_times_failure_and_the_worst_stage_comes_first():
    found = stages.journey(survey())
    for s in found.stages:
        assert s.pain.value == pytest.approx(s.volume.value * s.failure.value)
    assert found.first.pain.value == max(s.pain.value for s in found.stages)
    assert found.lead.second == found.first.pain
    assert found.lead.family == 3


def test_services_stand_under_their_stage():
    found = stages.journey(survey())
    assert [(e.item, e.group) for e in found.services] == [("speed", "use"), ("wait", "help")]


def test_without_the_question_about_failures_the_dissatisfied_who_went_through_hurt():
    data = frame().drop(columns=[f"failed.{s}" for s in NAMES])
    found = stages.journey(survey(data, items=tuple(i for i in ITEMS if i.item != "failed")))
    assert {s.pain.measure for s in found.stages} == {"pain_unhappy"}
    assert all(s.failure is None for s in found.stages)
    assert not overall.damage(survey(data)).rows


def test_without_the_question_about_stages_used_the_dissatisfied_among_raters_hurt():
    columns = [f"{k}.{s}" for k in ("used", "failed") for s in NAMES]
    found = stages.journey(survey(frame().drop(columns=columns)))
    assert {s.pain.measure for s in found.stages} == {"unhappy"}
    for s in found.stages:
        assert s.pain.value == pytest.approx(1 - s.satisfaction.value)


def test_changes_are_families_and_empty_without_an_earlier_wave():
    assert not any(len(c) for c in stages.changes(survey()).values())
    worse = raw().assign(failed_help=lambda d: d["used_help"])
    found = stages.changes(survey(frame(wave="2026Q2"), frame(worse)))
    assert [c.label.en for c in found["failure"].clear] == ["Help"]
    assert found["failure"].risen.rows[0].family == 3
    assert not found["satisfaction"].clear.rows


def test_one_stage_is_no_journey():
    items = tuple(i for i in ITEMS if i.item not in ("stage_use", "stage_help"))
    with pytest.raises(ParamsError, match="fewer than two stages"):
        stages.journey(survey(items=items))


def test_two_items_of_one_stage_are_refused():
    twice = rating("stage_more", stage="use", roles={"stage_overall": ""})
    with pytest.raises(ParamsError, match="two overall ratings"):
        stages.journey(survey(items=(*ITEMS, twice)))


def test_few_answers_are_suppressed_and_constant_ones_have_no_test():
    few = stages.journey(survey(frame(raw().groupby("stratum").head(4).assign(cluster=""))))
    assert not any(s.pain.shown for s in few.stages)
    constant = raw().assign(**{f"stage_{s}": 4.0 for s in NAMES}, **{f"failed_{s}": 0 for s in NAMES})
    found = survey(frame(constant))
    assert all(s.failure.value == 0 for s in stages.journey(found).stages)
    assert all(np.isnan(e.value) for e in overall.together(found).stages)
    assert not any(c.tested for c in overall.damage(found))


def test_the_worst_stage_is_compared_with_the_average():
    found = overall.together(survey())
    assert [e.item for e in found.kinds] == ["average", "worst", "last"]
    assert found.gap.value == pytest.approx(found.kinds.rows[1].value - found.kinds.rows[0].value)


def test_the_blueprint_takes_departments_from_the_items_unless_declared():
    declared = {"journey": {"stage": [{"code": "help", "departments": ["works"], "touchpoints": ["app"]}]}}
    _, use, help_ = blueprint.blueprint(survey(analysis=declared))
    assert [t.en for t in use.departments] == ["Works"]
    assert [t.en for t in help_.departments] == ["Works"]
    assert [t.en for t in help_.touchpoints] == ["App"]
    assert use.does is None


class Kept(Records):
    def _read(self, name):
        return TABLES[name]


def _days(*days: str) -> pd.Series:
    return pd.to_datetime(pd.Series(days))


TABLES = {
    "lifecycle": pd.DataFrame(
        {
            "customer": ["a"] * 3 + ["b"] * 2 + ["c"] + [f"d{i}" for i in range(40)],
            "event": ["ask", "sign", "deliver", "ask", "deliver", "ask"] + ["care"] * 40,
            "date": [
                *_days("2026-05-01", "2026-05-03", "2026-07-05", "2026-06-01", "2026-07-02", "2026-06-03"),
                *_days(*["2026-08-01"] * 40),
            ],
            "due": [
                *_days("2026-05-01", "2026-05-03", "2026-07-01", "2026-06-01", "2026-07-09", "2026-06-03"),
                *_days(*["2026-08-01"] * 30, *["2026-07-31"] * 10),
            ],
            "rework": [False] * 46,
            "wave": ["2026Q2", "2026Q2", "2026Q3", "2026Q2", "2026Q3", "2026Q2"] + ["2026Q3"] * 40,
        }
    ),
    "complaints": pd.DataFrame(
        {
            "customer": [f"x{i}" for i in range(40)],
            "cause": ["slow"] * 30 + ["late"] * 10,
            "wave": ["2026Q3"] * 40,
        }
    ),
}
DECLARED = {
    "journey": {
        "funnel": ["ask", "sign", "deliver"],
        "stage": [
            {"code": "join", "steps": ["ask", "sign", "deliver"], "causes": ["late"]},
            {"code": "help", "steps": ["care"], "causes": ["slow"]},
        ],
    }
}


@pytest.fixture
def recorded():
    made = survey(analysis=DECLARED)
    edition = made.edition.model_copy(update={"minimum_base": 2})
    return replace(made, edition=edition, records=Kept(data={"lifecycle": "x", "complaints": "y"}))


def test_punctuality_and_days_come_from_the_cases_of_the_wave(recorded):
    found = steps.steps(recorded)
    assert [(s.code, s.done.value) for s in found.rows] == [("deliver", 2), ("care", 40)]
    deliver, care = found.rows
    assert deliver.on_time.value == 0.5
    assert deliver.days.value == (63 + 31) / 2  # since the signature, since the question: b left a step out
    assert care.on_time.value == 0.75
    assert care.days is None


def test_the_funnel_counts_a_step_left_out_as_reached(recorded):
    found = cohort.funnel(recorded)
    assert [e.value for e in found] == pytest.approx([1, 2 / 3, 2 / 3])
    assert {e.n for e in found} == {3}


def test_complaints_belong_to_stages_by_their_cause(recorded):
    assert [(e.item, e.value) for e in cohort.complaints(recorded)] == [("join", 0.25), ("help", 0.75)]


def test_without_records_there_is_nothing():
    assert not steps.steps(survey(analysis=DECLARED)).rows
    assert not cohort.funnel(survey(analysis=DECLARED)).rows
    assert not cohort.complaints(survey()).rows


@pytest.mark.parametrize("n", [6, 7, 20, 101, 1310])
def test_the_interval_of_the_median_holds_it_as_often_as_it_says(n):
    values = np.arange(1.0, n + 1)
    _, (low, high) = steps.median(values, confidence=0.95)
    inside = stats.binom.cdf(high - 1, n, 0.5) - stats.binom.cdf(low - 1, n, 0.5)
    narrower = stats.binom.cdf(high - 2, n, 0.5) - stats.binom.cdf(low, n, 0.5)
    assert narrower < 0.95 <= inside


def test_too_few_cases_have_no_interval():
    value, (low, high) = steps.median(np.arange(1.0, 6.0), confidence=0.95)
    assert value == 3
    assert np.isnan([low, high]).all()

"""Standing of the simulated company's branches against what is true of them."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import company
import numpy as np
import pytest

from benchmarks import standing as benchmark
from csatreport.compare import standing
from csatreport.exhibit import charts, tables
from csatreport.params import Wave
from csatreport.records import to_json

SMALL = {"ferryport", "islands"}


@cache
def found(wave: str) -> standing.Findings:
    survey, now = company.survey(), Wave.parse(wave)
    told = {"wave": now, "previous": now.shifted(-1), "year_ago": now.shifted(-4)}
    return standing.findings(replace(survey, edition=survey.edition.model_copy(update=told)))


def fallen(movers):
    return [m.estimate.level for m in movers.fallen]


def test_the_branch_that_goes_bad_is_named_as_it_falls():
    bad = company.truth()["decline"]["branch"]
    assert bad in fallen(found("2026Q1").movers)
    assert fallen(found("2026Q3").year) == [bad]
    assert fallen(found("2026Q3").movers) == []  # it has been there for long


@pytest.mark.parametrize("wave", ["2025Q4", "2026Q1", "2026Q2", "2026Q3"])
def test_afterwards_it_lies_at_the_bottom_of_the_funnel_and_is_to_be_visited_first(wave):
    bad = company.truth()["decline"]["branch"]
    now = found(wave)
    assert now.funnel.below[0].estimate.level == bad
    assert now.funnel.below[0].apart
    assert (now.why, now.first.estimate.level) == ("below", bad)
    assert now.ranks.rows[-1 - len(SMALL)].estimate.level == bad


def test_before_it_went_bad_it_stood_among_the_others():
    bad = company.truth()["decline"]["branch"]
    assert bad not in [d.estimate.level for d in found("2025Q2").funnel.below]


def test_the_better_branch_is_the_one_to_learn_from():
    assert found("2026Q3").model.estimate.level == "lakeside"
    assert found("2026Q3").ranks.best.level == "lakeside"


def test_small_branches_are_in_nothing_that_is_shown_but_as_small_ones():
    now = found("2026Q3")
    assert {p.estimate.level for p in now.ranks.rows if p.rank is None} == SMALL
    in_others = [
        *(d.estimate for d in now.funnel.dots), *(r.estimate for r in now.shrinkage.rows),
        *(m.estimate for m in now.movers.rows), *(m.estimate for m in now.year.rows),
        *(r.estimate for r in now.mix.rows if r.estimate.shown),
    ]  # fmt: skip
    assert not SMALL & {e.level for e in in_others}
    names = [p.estimate.level_label for p in now.ranks.rows if p.rank is None]
    drawn = [
        charts.funnel("t.f", now.funnel), tables.funnel("t.g", now.funnel), charts.shrinkage("t.s", now.shrinkage),
        tables.shrinkage("t.t", now.shrinkage), charts.mix("t.m", now.mix), charts.movers("t.v", now.movers),
        tables.movers("t.w", now.movers),
    ]  # fmt: skip
    said = str([to_json(record) for record in drawn])
    assert not any(name[k] in said for name in names for k in ("en", "zh"))


def test_a_branch_of_few_answers_is_marked_and_drawn_in_most():
    now = found("2026Q3")
    assert now.shrinkage.most.raw.level == "highfield"
    assert now.shrinkage.most.raw.flag == "low"


def test_regions_that_branches_make_up_are_no_mix_of_customers():
    now = found("2026Q3")
    assert [t.en for t in now.mix.left_out] == ["Region"]
    old = now.mix.coefficients.one(level="a60")
    assert (old.direction, old.first.level) == ("up", "")


def test_the_true_spread_of_branches_lies_in_its_interval():
    now = found("2026Q3")
    true = company.truth()["population"]["2026Q3"]["branch"]
    values = [true[p.estimate.level]["overall"]["satisfied"] for p in now.ranks.rows if p.rank is not None]
    spread = 2 * standing.shrunken.TENTH * np.std(values, ddof=1)
    assert now.shrinkage.spread.low < spread < now.shrinkage.spread.high


def test_rank_intervals_hold_the_true_rank_as_often_as_they_say():
    quarters = list(benchmark.quarters(24, waves=("2024Q4", "2025Q4", "2026Q3")))
    rows = benchmark.covered(quarters, benchmark.ours)
    assert 0.92 < rows["held"].mean() < 0.98  # 528 of them; benchmarks/RESULTS.md has 200 quarters
    assert len(quarters) == 24


@pytest.mark.parametrize("signal", [0.3, 1.0, 3.0])
def test_they_do_so_whatever_the_signal(signal):
    rng, made = np.random.default_rng(2), benchmark.normal(22, signal, 5)
    held = [benchmark.held(*next(made), benchmark.ours, rng)[0].mean() for _ in range(150)]
    assert 0.93 < np.mean(held) < 0.97

"""Two studies of one market: agreement as others compute it, nothing made up, faults told clearly."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from marketstudies import BRANDS, rows, spread, study, survey
from scipy import stats

from csatreport.availability import available
from csatreport.compare import studies
from csatreport.compare.studies import ceiling, common, kendall
from csatreport.compare.studies.common import Sides
from csatreport.compare.studies.pairing import pair
from csatreport.compare.studies.ranking import difference
from csatreport.errors import DataError, UsageError

ORACLE = Path(__file__).with_name("oracle")
DATA = pd.read_csv(ORACLE / "studies_data.csv")
CASES = {"plain": ("x", "y"), "ties": ("coarse_x", "coarse_y"), "one side": ("x", "coarse_y")}
R = pd.read_csv(ORACLE / "studies_r.csv", skipinitialspace=True).set_index("case")
FACTORS = [{"code": "f", "weight": 0.5}, {"code": "g", "weight": 0.3}]


def two(seed: int = 1, noise: float = 8.0, *, n: object = 400, se: object = 6.0, **rest: object):
    x = spread(seed)
    y = x + noise * np.random.default_rng(seed + 99).standard_normal(len(x)) - 15
    return survey(rows("one", {"total": x}, n=n, se=se), rows("two", {"total": y}, n=n, se=se), **rest)


@pytest.mark.parametrize("case", CASES)
def test_rank_correlations_are_those_of_r_and_scipy(case):
    x, y = (DATA[c].to_numpy() for c in CASES[case])
    found = kendall.kendall(x, y, confidence=0.95)
    assert found.value == pytest.approx(R.loc[case, "tau"], abs=1e-12)
    assert found.value == pytest.approx(stats.kendalltau(x, y).statistic, abs=1e-12)
    rho = kendall.spearman(x, y, confidence=0.95)
    assert rho.value == pytest.approx(R.loc[case, "rho"], abs=1e-12)
    assert found.low < found.value < found.high
    assert rho.low < rho.value < rho.high


@pytest.mark.parametrize("case", CASES)
def test_the_error_of_tau_is_that_of_the_jackknife(case):
    x, y = (DATA[c].to_numpy() for c in CASES[case])
    n = len(x)
    left = [stats.kendalltau(np.delete(x, i), np.delete(y, i)).statistic for i in range(n)]
    jackknife = np.sqrt((n - 1) / n * ((left - np.mean(left)) ** 2).sum())
    assert kendall.kendall(x, y, confidence=0.95).se == pytest.approx(jackknife, rel=0.05)


def test_the_interval_of_tau_holds_the_truth_as_often_as_it_says():
    rng, r, hits = np.random.default_rng(5), 0.7, 0
    for _ in range(300):
        x = rng.normal(size=40)
        found = kendall.kendall(x, r * x + np.sqrt(1 - r * r) * rng.normal(size=40), confidence=0.95)
        hits += found.low <= 2 / np.pi * np.arcsin(r) <= found.high
    assert 0.92 <= hits / 300 <= 0.99


def test_resamples_count_every_brand_as_often_as_it_was_drawn():
    x, y = DATA["x"].to_numpy()[:9], DATA["y"].to_numpy()[:9]
    counts = np.array([[1.0] * 9, [2, 0, 1, 1, 1, 1, 1, 1, 1]])
    found = kendall.resampled(x, y, counts)
    assert found[0] == pytest.approx(stats.kendalltau(x, y).statistic)
    at = [0, 0, *range(2, 9)]
    assert found[1] == pytest.approx(stats.kendalltau(x[at], y[at]).statistic)


def test_chance_overlap_is_the_hypergeometric_of_r():
    chance = pd.read_csv(ORACLE / "studies_chance_r.csv", skipinitialspace=True)
    for row in chance.itertuples():
        assert stats.hypergeom.sf(row.shared - 1, 40, row.top, row.top) == pytest.approx(row.p, abs=1e-12)
    (found,) = studies.compare(two(noise=0.0)).overlaps[:1]
    assert (found.top, found.shared.value, found.chance) == (5, 5, pytest.approx(25 / 12))
    assert found.p == pytest.approx(stats.hypergeom.sf(4, 12, 5, 5))


def test_the_ceiling_of_normal_scores_is_the_formula_of_attenuation():
    rng = np.random.default_rng(1)
    true = 25 * rng.standard_normal(2000)
    se = np.full(2000, 10.0), np.full(2000, 15.0)
    x, y = (true + e * rng.standard_normal(2000) for e in se)
    sides = Sides((), x, y, *se)
    r = [ceiling.reliability(v, e) for v, e in zip((x, y), se, strict=True)]
    found = _few(sides, rng)
    assert found == pytest.approx(2 / np.pi * np.arcsin(np.sqrt(r[0] * r[1])), abs=0.01)


def _few(sides: Sides, rng: np.random.Generator) -> float:
    """The ceiling of 2,000 brands from few draws: a thousand would take gigabytes."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ceiling, "DRAWS", 3)
        return ceiling.ceiling(sides, rng, confidence=0.95).value


def test_perfect_studies_are_seldom_said_to_differ_beyond_sampling_error():
    rng, beyond = np.random.default_rng(3), 0
    for _ in range(120):
        true, se = 25 * rng.standard_normal(40), rng.uniform(4, 9, (2, 40))
        x, y = true + se[0] * rng.standard_normal(40), 1.2 * true - 30 + se[1] * rng.standard_normal(40)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(ceiling, "DRAWS", 200)
            top = ceiling.ceiling(Sides((), x, y, *se), rng, confidence=0.95)
        beyond += kendall.tau(x, y) < top.low
    assert beyond / 120 <= 0.08


def test_the_error_of_a_difference_is_that_of_repeated_studies():
    rng = np.random.default_rng(2)
    x, y, se = spread(1), 1.3 * spread(1) - 200 + 10 * rng.standard_normal(12), rng.uniform(1.5, 3, (2, 12))
    value, error = difference(Sides(BRANDS, x, y, *se))
    drawn = [
        difference(Sides(BRANDS, x + se[0] * a, y + se[1] * b, *se))[0]
        for a, b in rng.standard_normal((4000, 2, 12))
    ]
    assert np.std(drawn, axis=0) == pytest.approx(error, rel=0.05)
    assert value.mean() == pytest.approx(0, abs=1e-9)


def test_the_parts_of_the_difference_add_up():
    found = studies.compare(_with_factors()).decomposition
    assert sum(e.value for e in found.parts) == pytest.approx(1)
    assert [e.item for e in found.parts] == ["level", "spread", "factors", "noise", "rest"]
    x, y = (s.of(BRANDS)[0] for s in pair(_with_factors()).sides)
    assert found.distance.value == pytest.approx(np.sqrt(np.mean((x - y) ** 2)))


def _with_factors(**rest: object):
    one = [*FACTORS, {"code": "only_one", "weight": 0.2}]
    other = [
        {"code": "f", "weight": 0.3},
        {"code": "h", "weight": 0.3, "same_as": "g"},
        {"code": "only_two", "weight": 0.4},
    ]
    f, g, a, b = (spread(s) for s in (1, 2, 3, 4))
    tables = (
        rows("one", {"f": f, "g": g, "only_one": a, "total": 0.5 * f + 0.3 * g + 0.2 * a}, se=5.0),
        rows("two", {"f": f + 3, "h": g, "only_two": b, "total": 0.3 * (f + 3) + 0.3 * g + 0.4 * b}, se=5.0),
    )
    return survey(*tables, studies=[study("one", factor=one), study("two", factor=other)], **rest)


def test_shared_factors_are_mapped_and_weigh_the_mean_of_both():
    found = studies.compare(_with_factors())
    shared = found.design.shared
    assert [f.weight for f in shared] == pytest.approx([(0.5 / 0.8 + 0.5) / 2, (0.3 / 0.8 + 0.5) / 2])
    assert found.agreement.steps.rows[-1].value == pytest.approx(1)  # both see the same in what they share
    assert found.agreement.tau.value < 0.9
    assert found.design.misfit == (pytest.approx(0, abs=1e-9), pytest.approx(0, abs=1e-9))
    assert found.agreement.factors.rows[0].value == pytest.approx(1)


def test_several_factors_may_stand_for_one():
    one = [{"code": "f", "weight": 0.5, "same_as": "both"}, {"code": "g", "weight": 0.25, "same_as": "both"},
           {"code": "h", "weight": 0.25}]  # fmt: skip
    other = [{"code": "only_two", "weight": 0.6, "same_as": "both"}, {"code": "h", "weight": 0.4}]
    f, g, h = (spread(s) for s in (1, 2, 3))
    made = survey(
        rows("one", {"f": f, "g": g, "h": h, "total": f}), rows("two", {"only_two": f, "h": h, "total": f}),
        studies=[study("one", factor=one), study("two", factor=other)],
    )  # fmt: skip
    sides = common.of_factor(pair(made), pair(made).shared[0])
    assert sides.first == pytest.approx((2 * f + g) / 3)
    assert sides.second == pytest.approx(f)


def test_errors_of_factors_move_together_as_those_of_the_index_say():
    w, s, r = np.array([0.5, 0.3, 0.2]), np.array([6.0, 7.0, 8.0]), 0.4
    se = np.sqrt((1 - r) * (w**2 * s**2).sum() + r * (w @ s) ** 2)
    factor = [{"code": c, "weight": float(x)} for c, x in zip("fgh", w, strict=True)]
    x = spread(1)
    table = pd.concat([
        rows("one", {"total": x}, se=se), *(rows("one", {c: x}, se=float(e)) for c, e in zip("fgh", s, strict=True))
    ])  # fmt: skip
    made = survey(table, rows("two", {"total": x}), studies=[study("one", factor=factor), study("two")])
    assert common.together(pair(made).first) == pytest.approx(r)


def test_without_interviews_and_errors_no_interval_is_invented():
    found = studies.compare(two(noise=4.0, n=None, se=None))
    assert all(
        e.se is None and e.low is None for b in found.ranking.rows for e in (b.first.score, b.second.score)
    )
    assert all(b.first.rank_low is None for b in found.ranking.rows)
    assert not found.ranking.tested
    assert found.agreement.ceilings == (None, None)
    assert found.story == "alike"
    assert [e.item for e in found.decomposition.parts] == ["level", "spread", "rest"]


def test_a_declared_spread_and_the_interviews_give_the_error():
    found = studies.compare(two(se=None, studies=[study("one", spread=130.0), study("two", spread=130.0)]))
    assert {b.first.score.se for b in found.ranking.rows} == {130 / 20}


def test_another_scale_is_brought_to_a_thousand():
    x = spread(1)
    made = survey(
        rows("one", {"total": x}, se=6.0), rows("two", {"total": x / 10}, se=0.6),
        studies=[study("one"), study("two", high=100.0)],
    )  # fmt: skip
    found = studies.compare(made)
    assert found.decomposition.distance.value == pytest.approx(0, abs=1e-6)
    assert not found.decomposition.parts
    assert {round(b.second.score.se, 9) for b in found.ranking.rows} == {6.0}


def test_order_of_rows_changes_nothing():
    made = two()
    table = made.records["studies"]
    turned = replace(made.records, frame=table.sample(frac=1, random_state=1))
    one, two_ = studies.compare(made), studies.compare(replace(made, records=turned))
    assert one.agreement == two_.agreement
    assert one.ranking == two_.ranking
    assert one.decomposition == two_.decomposition


def test_tied_ranks_share_the_better_and_have_a_tau():
    x = np.repeat([800.0, 820.0, 840.0], 4)
    found = studies.compare(survey(rows("one", {"total": x}), rows("two", {"total": x[::-1]})))
    assert sorted({b.first.rank for b in found.ranking.rows}) == [1, 5, 9]
    assert found.agreement.tau.value == pytest.approx(-1)
    assert found.story == "opposite"


def test_a_study_that_ranks_nobody_is_told_so():
    found = studies.compare(
        survey(rows("one", {"total": spread(1)}, se=6.0), rows("two", {"total": [800.0] * 12}, se=6.0))
    )
    assert found.story == "nothing"
    assert not found.agreement.tau.shown
    assert len(found.ranking.rows) == 12


def test_a_brand_in_one_study_only_is_left_out_and_named():
    x = spread(1)
    found = studies.compare(
        survey(rows("one", {"total": x}), rows("two", {"total": x[:11]}, brands=BRANDS[:11]))
    )
    assert len(found.ranking.rows) == 11
    alone = next(f for f in found.design.features if f.code == "alone")
    assert (alone.first.en, alone.second.en) == ("Brand b11", "none")


def test_a_factor_without_scores_is_not_shared():
    x = spread(1)
    declared = [{"code": "f", "weight": 0.5}, {"code": "g", "weight": 0.5}]
    made = survey(
        rows("one", {"f": x, "g": x, "total": x}), rows("two", {"f": x, "total": x}),
        studies=[study("one", factor=declared), study("two", factor=declared)],
    )  # fmt: skip
    found = studies.compare(made)
    assert [s.key for s in pair(made).shared] == ["f"]
    assert found.agreement.rise is None
    assert len(found.agreement.steps) == 1


def _years(*, before: bool = True):
    x, moved = spread(1), np.random.default_rng(4).normal(10, 5, 12)
    tables = [rows("one", {"total": x + moved}, se=3.0), rows("two", {"total": x + moved - 20}, se=3.0)]
    tables += [rows("one", {"total": x}, year=2025, se=3.0)]
    tables += [rows("two", {"total": x - 20}, year=2025, se=3.0)] if before else []
    return studies.compare(survey(*tables)).yearly


def test_the_industry_moves_by_the_mean_of_its_brands():
    found = _years()
    change = found.studies[0].industry
    assert change.se == pytest.approx(np.sqrt(2 * 9 / 12))
    assert change.direction == "up"
    assert (found.same.value, found.same.of) == (12, 12)
    assert found.tau.value == pytest.approx(1)
    assert len(_years(before=False).studies) == 1
    assert _years(before=False).tau is None


def test_without_errors_the_industry_is_tested_over_brands():
    x, moved = spread(1), np.random.default_rng(4).normal(10, 5, 12)
    tables = [
        rows(c, {"total": v}, year=y, n=None)
        for c in ("one", "two")
        for y, v in ((2025, x), (2026, x + moved))
    ]
    change = studies.compare(survey(*tables)).yearly.studies[0]
    assert not change.sampled
    assert change.industry.p == pytest.approx(stats.ttest_rel(x + moved, x).pvalue)
    assert not any(c.tested for c in change.brands)


@pytest.mark.parametrize(
    ("made", "refusal", "said"),
    [
        (lambda: survey(rows("one", {"total": spread(1)})), DataError, "no scores of study 'two'"),
        (lambda: survey(rows("one", {"total": spread(1)}), studies=[study("one")]), UsageError, "two studies are needed"),
        (lambda: survey(rows("one", {"total": [800.0]}, brands=["b00"]), rows("two", {"total": [800.0]}, brands=["b00"])),
         DataError, "too few brands"),
        (lambda: survey(rows("one", {"total": spread(1)}), rows("one", {"total": spread(1)}), rows("two", {"total": spread(1)})),
         DataError, "two scores for one year"),
        (lambda: survey(rows("one", {"total": [1001.0] * 12}), rows("two", {"total": spread(1)})),
         DataError, "outside the scale"),
        (lambda: survey(rows("one", {"f": spread(1), "total": spread(1)}), rows("two", {"total": spread(1)})),
         DataError, "factor 'f' of study 'one' has no weight"),
        (lambda: survey(rows("one", {"total": spread(1)}), rows("two", {"total": spread(1)}, brands=list("abcdefghijkl"))),
         DataError, "too few brands"),
    ],
)  # fmt: skip
def test_what_cannot_be_compared_is_refused_clearly(made, refusal, said):
    with pytest.raises(refusal, match=said):
        studies.compare(made())


def test_studies_that_share_no_year_are_compared_by_the_newest_of_each():
    x = spread(1)
    found = studies.compare(survey(rows("one", {"total": x}), rows("two", {"total": x}, year=2025)))
    year = next(f for f in found.design.features if f.code == "year")
    assert (year.first.en, year.second.en, year.verdict) == ("2026", "2025", "differs")


def test_the_chapter_needs_both_studies_with_scores():
    assert "studies" in available(two())
    assert "studies" not in available(survey(rows("one", {"total": spread(1)})))
    assert "studies" not in available(survey())

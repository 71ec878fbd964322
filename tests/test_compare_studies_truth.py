"""Two simulated studies of the car market: what was planted is found again."""

from __future__ import annotations

from functools import cache
from types import SimpleNamespace

import numpy as np
import pytest
from marketstudies import rows, study, survey

from csatreport.compare import studies
from csatreport.compare.studies.common import of_shared, shared_weights, together
from csatreport.compare.studies.kendall import tau
from csatreport.compare.studies.pairing import pair
from csatreport.params import Text
from csatreport.simulate import draws
from csatreport.simulate.happenings import studies as market
from csatreport.simulate.happenings.words import names

SAME_AS = {"workmanship": "service", "duration": "service", "initiation": "booking", "consultant": "adviser",
           "facility": "premises"}  # fmt: skip
SEEDS = range(1, 31)


@cache
def seen(seed: int):
    """The comparison of one simulated market, and what is true of its studies."""
    scene = SimpleNamespace(rng=lambda *name: draws.stream(seed, "happenings", *name))
    told = {n.partition("-")[2].partition(".")[0]: t for n, _, t in market.exports(scene)}
    brands = list(names("brand"))
    tables, declared = [], []
    for code, design in market.STUDIES.items():
        noise = draws.stream(seed, "happenings", "studies", code, "interviews")
        sheet = market._printed(code, design, brands, np.array(told[code]["true"]), noise)
        tables.append(_table(code, sheet.columns))
        factor = [{"code": f, "weight": w, "same_as": SAME_AS.get(f, ""), "spread": market.SPREAD}
                  for f, w in design.weights.items()]  # fmt: skip
        declared.append(study(code, spread=design.spread, factor=factor))
    labels = {
        k: {c: Text(en=n.english, zh=n.chinese) for c, n in names(k).items()} for k in ("brand", "factor")
    }
    made = survey(*tables, studies=declared, labels=labels)
    return studies.compare(made), told, made


def _table(code, columns):
    known = {
        k: {w: c for c, n in names(k).items() for w in (n.english, n.chinese)} for k in ("brand", "factor")
    }
    frame = rows(code, {"total": np.zeros(len(columns["score"]))}, brands=range(len(columns["score"])))
    year = columns["date"].astype("datetime64[Y]").astype(int) + 1970
    return frame.assign(
        brand=[known["brand"][b] for b in columns["brand"]], factor=[known["factor"][f] for f in columns["factor"]],
        date=columns["date"].astype("datetime64[s]"), score=columns["score"], n=columns["n"], wave=[f"{y}Q2" for y in year],
    ).astype({"n": "Int64"})  # fmt: skip


def _shares(told) -> dict[str, float]:
    """Parts of the difference without sampling error, in points squared, from the true scores."""
    x, y = (np.array(told[c]["index"])[1] for c in market.STUDIES)
    return {"level": (x.mean() - y.mean()) ** 2, "spread": (x.std() - y.std()) ** 2}


def test_true_ranks_lie_inside_their_intervals():
    inside = []
    for seed in SEEDS:
        found, told, _ = seen(seed)
        for code, side in zip(market.STUDIES, ("first", "second"), strict=True):
            true = np.array(told[code]["index"])[1]
            rank = {b: 1 + int((true > v).sum()) for b, v in zip(told[code]["brands"], true, strict=True)}
            for b in found.ranking.rows:
                place = getattr(b, side)
                inside.append(place.rank_low <= rank[place.score.level] <= place.rank_high)
    assert 0.93 <= np.mean(inside) <= 0.98


def test_the_planted_shift_of_level_is_found():
    apart = [
        seen(s)[0].decomposition.part("level").value * seen(s)[0].decomposition.distance.value ** 2
        - _shares(seen(s)[1])["level"]
        for s in SEEDS
    ]
    assert abs(np.mean(apart)) < 30  # of some 300 points squared


def test_the_decomposition_is_close_to_what_was_planted():
    """Sampling error as large as drawn, and what is unexplained as large as what the design does to single brands."""
    rest, noise, planted, drawn = [], [], [], []
    for seed in SEEDS:
        found, told, made = seen(seed)
        square = found.decomposition.distance.value**2
        rest.append(found.decomposition.part("rest").value * square)
        noise.append(found.decomposition.part("noise").value * square)
        true = _true_shared(told, made)
        planted.append(2 * true[0].std() * true[1].std() * (1 - np.corrcoef(*true)[0, 1]))
        shared = of_shared(pair(made))
        drawn.append(np.mean((shared.first - true[0]) ** 2) + np.mean((shared.second - true[1]) ** 2))
    assert np.mean(rest) == pytest.approx(np.mean(planted), rel=0.15)
    assert np.mean(noise) == pytest.approx(np.mean(drawn), rel=0.10)


def _true_shared(told, made) -> tuple[np.ndarray, np.ndarray]:
    both, weights = pair(made), shared_weights(pair(made))
    found = []
    for side, (code, design) in zip(("first", "second"), market.STUDIES.items(), strict=True):
        at = {f: n for n, f in enumerate(design.weights)}
        true, total = np.array(told[code]["true"])[1], 0.0
        for s in both.shared:
            inner = getattr(s, side)
            total = total + weights[s.key] * sum(w * true[:, at[f]] for f, w in inner.items()) / sum(
                inner.values()
            )
        found.append(total)
    return found[0], found[1]


def test_shared_factors_bring_agreement_nearer_to_that_of_the_truth():
    rise = [seen(s)[0].agreement.rise.value for s in SEEDS]
    assert np.mean(rise) > 0.05
    assert np.mean([r > 0 for r in rise]) > 0.8


def test_the_ceiling_lies_above_what_the_studies_reach_but_below_one():
    for seed in SEEDS:
        top = seen(seed)[0].agreement.ceilings[1]
        assert 0.6 < top.value < 0.9


def test_errors_of_factors_are_told_to_move_together_as_planted():
    _, _, made = seen(1)
    assert [together(s) for s in pair(made).sides] == pytest.approx([market.TOGETHER] * 2, abs=0.01)


def test_the_change_of_the_industry_lies_inside_its_interval():
    inside = []
    for seed in SEEDS:
        found, told, _ = seen(seed)
        for code, change in zip(market.STUDIES, found.yearly.studies, strict=True):
            index = np.array(told[code]["index"])
            true = (index[1] - index[0]).mean()
            inside.append(change.industry.low <= true <= change.industry.high)
    assert 0.86 <= np.mean(inside) <= 1.0


def test_tau_of_the_truth_lies_above_that_of_the_printed_scores():
    """Sampling error lowers agreement; the truth agrees better than both studies print."""
    gain = [tau(*_true_shared(*seen(s)[1:])) - seen(s)[0].agreement.steps.rows[-1].value for s in SEEDS]
    assert np.mean(gain) > 0.05

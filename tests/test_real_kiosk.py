"""What the chapters find in the kiosk survey, beside numbers made from the file itself with pandas and numpy.

The authors kept 194 of 211 answers by rules that the file does not hold; what can be told from it is who left every
question blank: four, and they are left out here as the project leaves them out.
"""

from __future__ import annotations

import json
import re

import built
import numpy as np
import pandas as pd
import pytest
from built import Built
from scipy import stats

from csatreport.measure import drivers, importance, servqual, structure
from csatreport.opening import open_edition

pytestmark = pytest.mark.skipif(not built.SHARED.is_dir(), reason=f"no real data at {built.SHARED}")

PAIRS = range(1, 25)
DIMENSIONS = {  # as tests/projects/kiosk/params/book.toml puts the questions under them
    "reliability": (1, 2, 3, 23),
    "tangibles": (4, 5, 6, 22, 24),
    "assurance": (7, 19, 20, 21),
    "empathy": (8, 9, 12, 13, 14, 15, 18),
    "responsiveness": (10, 11, 16, 17),
}


@pytest.fixture(scope="module")
def survey(tmp_path_factory):
    return open_edition("2019", built.copied("kiosk", tmp_path_factory.mktemp("kiosk")))


@pytest.fixture(scope="module")
def grouped(survey):
    return structure.structure(survey)


@pytest.fixture(scope="module")
def raw():
    """Ratings by kind and question number, found by the text of the question."""
    file = pd.read_csv(built.SHARED / "data" / "kiosk-2019" / "kiosk.csv", encoding="cp949")
    kinds = {"expected": "기대 설문", "perceived": "인지 설문", "stated": "중요", "satisfied": "만족하십니까"}
    found = {}
    for header in file:
        number = re.match(r"(\d+)-[12]\.\s*(?!만약)", header)
        kind = next((k for k, words in kinds.items() if words in header), None)
        if number and kind:
            found[kind, int(number[1])] = file[header]
    found["overall", 0] = file[next(h for h in file if h.startswith("1. 키오스크를 통해 원하는 서비스를"))]
    table = pd.DataFrame(found).sort_index(axis=1)  # in the file two questions have changed places
    return table[table.notna().any(axis=1)]


def number(subject) -> int:
    return int(subject.item[-2:])


def correlations(ratings: pd.DataFrame) -> np.ndarray:
    return np.corrcoef(ratings.to_numpy(float), rowvar=False)


def test_four_of_211_answered_nothing(raw, survey):
    assert raw.shape == (207, 4 * 24 + 1)
    assert len(survey.responses) == len(raw)
    assert not raw.isna().any().any()


def test_gaps_are_those_of_the_file(raw, survey):
    found = servqual.gaps(survey)
    gaps = raw["perceived"] - raw["expected"]
    assert [number(g.gap) for g in found.items] == list(PAIRS)
    assert [g.gap.value for g in found.items] == pytest.approx(gaps.mean().tolist())
    assert [g.gap.se for g in found.items] == pytest.approx(gaps.sem().tolist())
    assert [g.met.value for g in found.items] == pytest.approx((gaps >= 0).mean().tolist())
    assert found.items[0].gap.label.en == "Follows choices"


def test_twenty_promises_of_24_are_not_kept_and_one_is_more_than_kept(raw, survey):
    gaps = raw["perceived"] - raw["expected"]
    t, p = stats.ttest_rel(raw["perceived"], raw["expected"])
    steps = p[np.argsort(p)] > 0.05 / np.arange(24, 0, -1)  # Holm: all before the first that fails
    clear = np.argsort(np.argsort(p)) < np.argmax(steps)
    tests = servqual.gaps(survey).tests
    assert {number(c.second) for c in tests.fallen} == set(gaps.columns[clear & (t < 0)])
    assert {number(c.second) for c in tests.risen} == set(gaps.columns[clear & (t > 0)]) == {4}
    assert len(tests.fallen) == 20


def test_assurance_is_furthest_from_what_is_expected(raw, survey):
    found = servqual.gaps(survey)
    gaps = raw["perceived"] - raw["expected"]
    by_dimension = {d: gaps[list(of)].mean(axis=1).mean() for d, of in DIMENSIONS.items()}
    assert {g.gap.item: g.gap.value for g in found.dimensions} == pytest.approx(by_dimension)
    assert found.widest.gap.item == min(by_dimension, key=by_dimension.get) == "assurance"
    perceived = pd.DataFrame({d: raw["perceived"][list(of)].mean(axis=1) for d, of in DIMENSIONS.items()})
    weight = perceived.corrwith(raw["overall", 0])
    assert found.importance == pytest.approx((weight / weight.sum()).to_dict())
    assert found.total.gap.value == pytest.approx((pd.Series(by_dimension) * weight).sum() / weight.sum())


def test_the_map_of_importance_and_performance_is_that_of_the_file(raw, survey):
    found = importance.quadrants(survey)
    stated, satisfied = raw["stated"].mean(), raw["satisfied"].mean()
    pleased = (raw["satisfied"] >= 6).mean()
    priority = 100 * (stated - 1) / 6 * (1 - pleased)
    points = {number(p.satisfied): p for p in found.points}
    assert {n: p.importance.value for n, p in points.items()} == pytest.approx(stated.to_dict())
    assert {n: p.performance.value for n, p in points.items()} == pytest.approx(satisfied.to_dict())
    assert {n: p.priority.value for n, p in points.items()} == pytest.approx(priority.to_dict())
    concentrate = (stated > stated.mean()) & (satisfied < satisfied.mean())
    assert {n for n, p in points.items() if p.quadrant == "concentrate"} == set(stated.index[concentrate])
    assert set(stated.index[concentrate]) == {7, 10, 11, 16, 23}
    assert number(found.by_priority[0].satisfied) == priority.idxmax() == 16


def test_reliabilities_are_those_of_the_file(raw, grouped):
    found = structure.scales(grouped.sample)
    for scale in found.dimensions:
        items = raw["satisfied"][list(DIMENSIONS[scale.subject.item])]
        k = items.shape[1]
        alpha = k / (k - 1) * (1 - items.var().sum() / items.sum(axis=1).var())
        assert scale.alpha.value == pytest.approx(alpha), scale.subject.item


def test_factors_are_those_of_the_file(raw, grouped):
    matrix = correlations(raw["satisfied"])
    values, vectors = np.linalg.eigh(matrix)
    values, vectors = values[::-1], vectors[:, ::-1]
    m = grouped.loadings.shape[1]
    assert grouped.number.eigenvalues == pytest.approx(values)
    assert grouped.number.kaiser == (values > 1).sum() == 5
    assert [e.value for e in grouped.communality] == pytest.approx(
        (vectors[:, :m] ** 2 @ values[:m]).tolist()
    )
    partial = np.linalg.inv(matrix)
    partial = -partial / np.sqrt(np.outer(np.diag(partial), np.diag(partial)))
    off = ~np.eye(len(matrix), dtype=bool)
    squares = (matrix[off] ** 2).sum()
    assert grouped.kmo.value == pytest.approx(squares / (squares + (partial[off] ** 2).sum()))


def test_no_turn_of_two_factors_makes_them_simpler(grouped):
    loadings = grouped.loadings / np.sqrt((grouped.loadings**2).sum(axis=1, keepdims=True))
    best = (loadings**2).var(axis=0).sum()
    for i, j in zip(*np.triu_indices(loadings.shape[1], 1), strict=True):
        for angle in (-0.05, 0.05):
            turned = loadings.copy()
            turned[:, i] = np.cos(angle) * loadings[:, i] - np.sin(angle) * loadings[:, j]
            turned[:, j] = np.sin(angle) * loadings[:, i] + np.cos(angle) * loadings[:, j]
            assert (turned**2).var(axis=0).sum() < best


def test_what_happens_to_personal_data_is_one_group_and_time_another(grouped):
    groups = [{number(s) for s in g.items} for g in grouped.groups]
    assert {19, 20, 21} in groups
    assert any({10, 11} <= g for g in groups)


def test_drivers_are_those_of_the_file(raw, survey):
    found = drivers.drivers(survey)
    x, y = raw["satisfied"].to_numpy(float), raw["overall", 0].to_numpy(float)
    coefficients, (residual,), *_ = np.linalg.lstsq(np.column_stack([np.ones(len(x)), x]), y, rcond=None)
    r_squared = 1 - residual / ((y - y.mean()) ** 2).sum()
    rows = {number(r.share): r for r in found.rows}
    assert found.r_squared.value == pytest.approx(r_squared)
    assert [rows[n].coefficient.value for n in PAIRS] == pytest.approx(coefficients[1:].tolist())
    shares = shapley(np.column_stack([x, y]))
    assert [rows[n].shapley.value for n in PAIRS] == pytest.approx(shares.tolist(), abs=0.004)
    assert [rows[n].relative.value for n in PAIRS] == pytest.approx(johnson(x, y).tolist())
    assert list(rows)[:3] == [1 + i for i in np.argsort(-shares)[:3]] == [18, 10, 11]


def shapley(columns: np.ndarray, orders: int = 4000) -> np.ndarray:
    """Shares of what is explained of the last column, by random orders: squares of the last row of a Cholesky factor."""
    matrix, k = np.corrcoef(columns, rowvar=False), columns.shape[1] - 1
    g = np.random.default_rng(7)
    order = np.array([np.append(g.permutation(k), k) for _ in range(orders)])
    added = np.linalg.cholesky(matrix[order[:, :, None], order[:, None, :]])[:, -1, :k] ** 2
    shares = np.zeros(k)
    np.add.at(shares, order[:, :k].ravel(), added.ravel())
    return shares / shares.sum()


def johnson(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Relative weights (Johnson 2000) as shares."""
    matrix = np.corrcoef(x, rowvar=False)
    with_y = np.array([np.corrcoef(column, y)[0, 1] for column in x.T])
    values, vectors = np.linalg.eigh(matrix)
    root = vectors * np.sqrt(values) @ vectors.T
    weights = root**2 @ np.linalg.solve(root, with_y) ** 2
    return weights / weights.sum()


@pytest.mark.build
def test_the_book_states_what_the_file_holds(raw, published):
    edition: Built = published("kiosk")
    said = {(c["id"], v["name"]): v["value"] for c in edition.claims for v in c["values"]}
    text = json.dumps([c["text"] for c in edition.claims], ensure_ascii=False)
    gaps = raw["perceived"] - raw["expected"]
    assert said["satisfaction.first", "worst"] == pytest.approx((raw["satisfied"] >= 6).mean().min())
    assert said["servqual.dimensions", "widest"] == pytest.approx(
        gaps[list(DIMENSIONS["assurance"])].mean().mean()
    )
    assert said["servqual.first", "first"] == pytest.approx(gaps[list(DIMENSIONS["assurance"])].mean().min())
    assert said["importance.first", "weight"] == pytest.approx(raw["stated", 16].mean())
    assert said["importance.quadrants", "urgent"] == 5
    assert said["kano.classes", "m"] == 9
    assert {c["chapter"] for c in edition.claims} >= {
        "structure",
        "drivers",
        "importance",
        "servqual",
        "kano",
    }
    assert "(perceived)" not in text
    assert "（感知）" not in text

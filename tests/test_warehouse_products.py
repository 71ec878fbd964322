"""Models of ratings from sums of products that an engine adds up, beside those from the answers themselves."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import ibis
import numpy as np
import pyarrow as pa
import pytest
import warehoused
from postgres import serving

from csatreport.measure import products as groups
from csatreport.measure import scores
from csatreport.measure.design import Floats
from csatreport.measure.drivers import linear, shapley
from csatreport.measure.fielding import Fielding
from csatreport.measure.moments import Missing, moments
from csatreport.measure.resample import resampled
from csatreport.measure.structure import extraction
from csatreport.measure.structure.rotation import ordered, varimax
from csatreport.survey import Survey
from csatreport.warehouse import products
from csatreport.warehouse.answers import Warehouse

DESIGNS = ("simple", "strata", "clusters", "mixed")
NAMES = (*warehoused.SERVICES, "overall")


def covariances(survey: Survey, warehouse: Warehouse, missing: Missing) -> tuple[Floats, Floats]:
    """Of the answers, and from the engine's sums."""
    fielding = Fielding.of(survey)
    items = [survey.questionnaire[name] for name in NAMES]
    values = scores.of_items(fielding.responses, items, measure="mean")
    here = moments(values, fielding.design.weights, missing=missing)
    found = products.of(warehouse, items, missing=missing).products()
    there = found.moments(found.design.weights)
    np.testing.assert_allclose(there.mean, here.mean, rtol=1e-12)
    return here.covariance, there.covariance


@pytest.mark.parametrize("missing", ["listwise", "pairwise"])
@pytest.mark.parametrize("design", DESIGNS)
def test_everything_that_depends_on_covariances_comes_out_the_same(
    design: str, missing: Literal["listwise", "pairwise"], tmp_path: Path
) -> None:
    survey = warehoused.survey(design)
    with warehoused.in_parquet(survey, tmp_path) as warehouse:
        here, there = covariances(survey, warehouse, missing)
    np.testing.assert_allclose(there, here, rtol=1e-12, atol=1e-13)
    for made in (_loadings, _drivers):
        np.testing.assert_allclose(made(there), made(here), rtol=1e-9, atol=1e-10)


def _loadings(covariance: Floats) -> Floats:
    r = groups.Moments(np.empty(0), covariance).correlation[:, :-1, :-1]
    return ordered(varimax(extraction.minres(r, 2).loadings)[0])


def _drivers(covariance: Floats) -> Floats:
    fit = linear.fit(covariance)
    lmg = shapley.exact(groups.Moments(np.empty(0), covariance).correlation)
    return np.hstack([fit.packed(), lmg])[0]


def test_postgresql_adds_up_the_same_products() -> None:
    survey = warehoused.survey("mixed")
    with serving() as address:
        connection = ibis.connect(address)
        rows = pa.Table.from_pandas(survey.responses, preserve_index=False)
        warehouse = Warehouse(survey, connection.create_table("answers", rows))
        here, there = covariances(survey, warehouse, "pairwise")
        connection.disconnect()
    np.testing.assert_allclose(there, here, rtol=1e-12, atol=1e-13)


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Survey, Warehouse]]:
    survey = warehoused.survey("strata", n=20_000)
    with warehoused.in_parquet(survey, tmp_path_factory.mktemp("large")) as warehouse:
        yield survey, warehouse


def test_resamples_of_random_groups_spread_like_those_of_the_answers(large: tuple[Survey, Warehouse]) -> None:
    survey, warehouse = large
    items = [survey.questionnaire[name] for name in NAMES]
    fielding = Fielding.of(survey)
    values = scores.of_items(fielding.responses, items, measure="mean")
    each = groups.Each(values, fielding.design, "pairwise", np.ones(len(values), dtype=bool))
    drawn = products.of(warehouse, items, missing="pairwise").products()
    assert len(drawn.design.stratum) <= 2 * groups.most(2)
    upper = np.triu_indices(len(items), 1)
    spread = [
        resampled(lambda w, s=s: s.moments(w).correlation, s.design, np.random.default_rng(3), times=300)
        .results.std(axis=0, ddof=1)[upper]
        for s in (each, drawn)
    ]  # fmt: skip
    assert np.mean(spread[1] / spread[0]) == pytest.approx(1, abs=0.05)


def test_a_structure_finds_its_effective_base(large: tuple[Survey, Warehouse]) -> None:
    from csatreport.measure.structure.sample import Sample

    survey, warehouse = large
    sample = Sample.of(survey, items=list(warehoused.SERVICES))
    asked = products.of(warehouse, sample.items, missing=sample.missing)
    found = asked.matrix(asked.products())
    assert found.n == pytest.approx(sample.matrix.n, rel=1e-12)
    assert found.subjects == sample.subjects
    np.testing.assert_allclose(found.covariance, sample.matrix.covariance, rtol=1e-11)

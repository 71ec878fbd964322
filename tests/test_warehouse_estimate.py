"""Estimates from sums that an engine adds up, beside those from the answers themselves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import company
import ibis
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import warehoused
from postgres import serving
from surveys import make_survey, rating, responses, wave

from csatreport.errors import DataError, DesignError, UsageError
from csatreport.measure import estimate
from csatreport.params.weighting import Replication, Weighting
from csatreport.survey import Survey
from csatreport.warehouse import duck
from csatreport.warehouse import estimate as asked
from csatreport.warehouse.answers import Warehouse

DESIGNS = ("simple", "strata", "clusters", "mixed")
CLOSE = 1e-12


def differences(survey: Survey, warehouse: Warehouse) -> dict[str, float]:
    """How far all that both can estimate lies apart."""
    found = {}
    for measure in ("mean", "csat", "csat_index", "nps"):
        pairs = {
            "items": (estimate.items(survey, measure), asked.items(warehouse, measure)),
            "dimensions": (estimate.dimensions(survey, measure), asked.dimensions(warehouse, measure)),
        }
        item = "recommend" if measure == "nps" else "overall"
        of_levels = estimate.levels(survey, item, measure, "region")
        pairs["levels"] = of_levels, asked.levels(warehouse, item, measure, "region")
        series = estimate.all_series(survey, [item], measure)[0]
        pairs["series"] = series, asked.all_series(warehouse, [item], measure)[0]
        found |= {f"{measure} {what}": warehoused.furthest(*pair) for what, pair in pairs.items()}
    return found


@pytest.mark.parametrize("design", DESIGNS)
def test_duckdb_gives_what_the_answers_give(design: str, tmp_path: Path) -> None:
    survey = warehoused.survey(design)
    with warehoused.in_parquet(survey, tmp_path) as warehouse:
        found = differences(survey, warehouse)
    assert max(found.values()) < CLOSE, found


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with serving() as address:
        yield address


@pytest.mark.parametrize("design", ["clusters", "mixed"])
def test_postgresql_gives_the_same_by_the_same_expressions(design: str, server: str) -> None:
    survey = warehoused.survey(design)
    connection = ibis.connect(server)
    rows = pa.Table.from_pandas(survey.responses, preserve_index=False)
    table = connection.create_table(f"answers_{design}", rows)
    found = differences(survey, Warehouse(survey, table))
    connection.disconnect()
    assert max(found.values()) < CLOSE, found


def test_the_company_s_quarters_come_out_the_same(tmp_path: Path) -> None:
    survey = company.survey()
    with warehoused.in_parquet(survey, tmp_path) as warehouse:
        for measure in ("mean", "csat"):
            found = asked.items(warehouse, measure)
            assert warehoused.furthest(estimate.items(survey, measure), found) < CLOSE
        domain = survey.questionnaire.with_role("domain")[0].item
        overall = survey.questionnaire.with_role("overall")[0].item
        levels = asked.levels(warehouse, overall, "csat", domain)
        assert warehoused.furthest(estimate.levels(survey, overall, "csat", domain), levels) < CLOSE
        every = [i.item for i in survey.questionnaire.of_kind("rating")][:12]
        pairs = zip(
            estimate.all_series(survey, every, "mean"),
            asked.all_series(warehouse, every, "mean"),
            strict=True,
        )
        assert max(warehoused.furthest(*pair) for pair in pairs) < CLOSE


def test_a_small_level_is_hidden_with_its_neighbour(tmp_path: Path) -> None:
    survey = warehoused.survey("simple")
    with warehoused.in_parquet(survey, tmp_path) as warehouse:
        found = asked.levels(warehouse, "overall", "csat", "region")
    flags = {e.level: e.flag for e in found}
    assert flags["other"] == "suppressed"
    assert sum(flag == "suppressed" for flag in flags.values()) >= 2


def test_no_answer_is_held_here(tmp_path: Path) -> None:
    survey = warehoused.survey("strata")
    absent = replace(survey, responses=pd.DataFrame())
    with warehoused.in_parquet(survey, tmp_path) as warehouse:
        found = asked.items(replace(warehouse, survey=absent), "mean")
    assert warehoused.furthest(estimate.items(survey, "mean"), found) < CLOSE


def test_a_wave_without_answers_is_refused(tmp_path: Path) -> None:
    with (
        warehoused.in_parquet(warehoused.survey("simple"), tmp_path) as warehouse,
        pytest.raises(DataError, match="no responses in wave 2020Q1"),
    ):
        asked.items(warehouse, "mean", items=["overall"], wave=wave("2020Q1"))


def test_a_measure_that_a_scale_does_not_have_is_refused(tmp_path: Path) -> None:
    with warehoused.in_parquet(warehoused.survey("simple"), tmp_path) as warehouse:
        with pytest.raises(UsageError, match="no nps"):
            asked.items(warehouse, "nps", items=["overall"])
        with pytest.raises(UsageError, match="no domain"):
            asked.levels(warehouse, "overall", "mean", "a")


@pytest.mark.parametrize(
    ("weight", "problem"),
    [(np.nan, "missing"), (-1.0, "negative"), (np.inf, "infinite")],
)
def test_weights_that_cannot_be_used_are_refused(weight: float, problem: str, tmp_path: Path) -> None:
    survey = warehoused.survey("simple")
    spoilt = survey.responses.assign(
        weight=survey.responses["weight"].mask(survey.responses.index == 700, weight)
    )
    with (
        warehoused.in_parquet(replace(survey, responses=spoilt), tmp_path) as warehouse,
        pytest.raises(DesignError, match=problem),
    ):
        asked.items(warehouse, "mean")


def test_an_answer_that_is_no_number_is_refused(tmp_path: Path) -> None:
    survey = make_survey((rating("a"),), responses(a=[1.0, 2.0, 3.0]))
    table = pa.Table.from_pandas(survey.responses, preserve_index=False).drop_columns("a")
    pq.write_table(table.append_column("a", pa.array([1.0, np.nan, 3.0])), tmp_path / "answers.parquet")
    with (
        duck.opened(survey, tmp_path / "answers.parquet") as warehouse,
        pytest.raises(DataError, match="no numbers"),
    ):
        asked.items(warehouse, "mean")


def test_an_edition_with_replicate_weights_is_refused() -> None:
    made = make_survey((rating("a"),))
    weighting = Weighting(base="delivered", replicates=Replication(type="jk1"))
    declared = made.edition.model_copy(update={"weights": "declared", "weighting": weighting})
    with pytest.raises(DesignError, match="replicate weights"):
        Warehouse(replace(made, edition=declared), ibis.memtable(made.responses))


def test_a_table_without_the_design_is_refused() -> None:
    table = ibis.memtable({"wave": ["2026Q3"], "a": [1.0]})
    with pytest.raises(DataError, match="called response, weight, stratum, cluster"):
        Warehouse(make_survey((rating("a"),)), table)


def test_duckdb_keeps_to_its_memory_and_leaves_no_spill_behind(tmp_path: Path) -> None:
    survey = warehoused.survey("simple")
    with warehoused.in_parquet(survey, tmp_path):
        pass
    with duck.opened(survey, tmp_path / "responses.parquet", memory="200MB", threads=1) as warehouse:
        row = (
            warehouse.table.get_backend()
            .raw_sql(
                "select current_setting('memory_limit'), current_setting('temp_directory'), current_setting('threads')"
            )
            .fetchone()
        )
    assert row[0].startswith("190.7")
    assert row[2] == 1
    assert not Path(row[1]).exists()

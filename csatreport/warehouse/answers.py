"""Answers that stay where they are: what is there, wave by wave, and how it was drawn."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from csatreport.errors import DataError, DesignError
from csatreport.measure.design import Strata, check_strata
from csatreport.params import Item, Wave
from csatreport.survey import Survey

if TYPE_CHECKING:
    import ibis

_NEEDED = ("response", "wave", "weight", "stratum", "cluster")


@dataclass(frozen=True, eq=False)
class Frame:
    """The design of one wave: ``names`` of its strata, their first-stage units, and all responses of each."""

    names: tuple[str, ...]
    strata: Strata
    responses: np.ndarray[Any, np.dtype[np.intp]]


@dataclass(frozen=True, eq=False)
class Warehouse:
    """A survey and the table that holds its answers.

    Attributes
    ----------
    survey : Survey
        Edition, questionnaire, labels; its ``responses`` are never looked at.
    table : ibis.Table
        Has the columns of prepared responses (see :class:`csatreport.survey.Survey`), on any engine that Ibis speaks.
    """

    survey: Survey
    table: ibis.Table

    def __post_init__(self) -> None:
        edition = self.survey.edition
        if edition.weights == "declared" and edition.weighting.replicates is not None:
            raise DesignError(
                "an edition with replicate weights is not estimated in a warehouse",
                where=edition.name,
                expected="weights, strata and clusters",
                got="[weighting.replicates]",
                todo="estimate it in memory: csatreport.measure.estimate does so",
            )
        lacks = [c for c in _NEEDED if c not in self.table.columns]
        if lacks:
            raise DataError(
                "a table that holds no prepared answers",
                where=f"table {self.table.get_name()}",
                expected=f"the columns {', '.join(_NEEDED)} and one for each item",
                got=f"none called {', '.join(lacks)}",
                todo="load responses.parquet of a prepared edition into the warehouse, or make a view with these names",
            )

    @property
    def waves(self) -> tuple[Wave, ...]:
        """Waves with answers, oldest first, up to the edition's own."""
        return tuple(
            sorted(w for w in map(Wave.parse, self._design["wave"].unique()) if w <= self.survey.wave)
        )

    def frame(self, wave: Wave) -> Frame:
        """The design of a wave.

        Raises
        ------
        DataError
            The wave has no answers.
        DesignError
            Its weights or strata cannot be used.
        """
        rows = self._design[self._design["wave"] == str(wave)]
        if rows.empty:
            raise DataError(
                f"no responses in wave {wave}",
                expected="at least one accepted response",
                got="none; waves with data: " + (", ".join(map(str, self.waves)) or "none"),
                todo="check the table, or name another wave",
            )
        _check_weights(rows, wave)
        units = np.where(rows["cluster"] == "", rows["responses"], 1)
        codes, names = pd.factorize(rows["stratum"])
        found = np.bincount(codes, units).astype(np.intp)
        responses = np.bincount(codes, rows["responses"]).astype(np.intp)
        check_strata(list(names), units=found, responses=responses)
        return Frame(tuple(map(str, names)), Strata(found), responses)

    def asked(self, item: Item, wave: Wave) -> bool:
        """Whether the questionnaire of a wave had the item."""
        return bool(self._answered.get((str(wave), item.item), 0)) or item.source(wave) is not None

    def of_waves(self, waves: Iterable[Wave]) -> ibis.Table:
        """The answers of these waves, with texts that are there: "" where the design has no stratum or cluster.

        Raises
        ------
        DataError, DesignError
            A wave has no answers, or a design that cannot be used.
        """
        named = [str(wave) for wave in waves if self.frame(wave)]
        found = self.table.filter(self.table["wave"].isin(named))
        return found.mutate(
            stratum=found["stratum"].fill_null(""), cluster=found["cluster"].fill_null(""),
            weight=found["weight"].cast("float64"),
        )  # fmt: skip

    @property
    def alone(self) -> bool:
        """Whether some responses were drawn by themselves, and not as a part of a cluster."""
        return bool((self._design["cluster"] == "").any())

    @cached_property
    def modes(self) -> dict[Wave, dict[str, float]]:
        """Share of each survey mode in each wave; empty where modes are not known."""
        if "mode" not in self.table.columns:
            return {}
        counted = self.table.group_by("wave", "mode").aggregate(n=self.table.count())
        found = read(counted).dropna().sort_values(["wave", "mode"])
        share = found["n"] / found.groupby("wave")["n"].transform("sum")
        modes: dict[Wave, dict[str, float]] = {Wave.parse(w): {} for w in found["wave"].unique()}
        for wave, mode, part in zip(found["wave"], found["mode"], share, strict=True):
            modes[Wave.parse(wave)][str(mode)] = float(part)
        return modes

    @cached_property
    def _design(self) -> pd.DataFrame:
        """Responses and weights of every wave, stratum and cluster."""
        t = self.table
        keys = {
            "wave": t["wave"],
            "stratum": t["stratum"].fill_null(""),
            "cluster": t["cluster"].fill_null(""),
        }
        weight = t["weight"].cast("float64")
        return read(
            t.group_by(**keys).aggregate(
                responses=t.count(), weighed=weight.count(), low=weight.min(), high=weight.max()
            )
        )

    @cached_property
    def _answered(self) -> dict[tuple[str, str], int]:
        """How many answered each rating in each wave."""
        t = self.table
        ratings = [i.item for i in self.survey.questionnaire.of_kind("rating") if i.item in t.columns]
        found = read(t.group_by("wave").aggregate(**{name: t[name].count() for name in ratings}))
        return {
            (str(row["wave"]), name): int(row[name]) for row in found.to_dict("records") for name in ratings
        }


def read(expression: ibis.Table) -> pd.DataFrame:
    """What a query finds, from whichever engine holds its table."""
    frame: pd.DataFrame = expression.to_pyarrow().to_pandas()
    return frame


def _check_weights(rows: pd.DataFrame, wave: Wave) -> None:
    low, high = (rows[end].to_numpy(np.float64) for end in ("low", "high"))
    problems = {
        "weights are missing": (rows["weighed"] < rows["responses"]).to_numpy(),
        "weights are infinite or no numbers": ~np.isfinite(low + high),
        "weights are negative": low < 0,
        "all weights are zero": np.full(len(rows), not high.any()),
    }
    for problem, at in problems.items():
        if at.any():
            first = rows.iloc[int(np.argmax(at))]
            raise DesignError(
                problem,
                where=f"wave {wave}, stratum {first['stratum']!r}, cluster {first['cluster']!r}",
                expected="a weight of zero or more for every response, and one that is positive",
                got=f"such weights in {int(at.sum())} of {len(rows)} strata or clusters",
                todo="correct the column `weight` of the table",
            )

"""The sample design: what a response weighs, and what it was drawn with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

from csatreport.errors import DesignError

if TYPE_CHECKING:
    from csatreport.measure.replication import Replicates

Floats: TypeAlias = npt.NDArray[np.float64]
Codes: TypeAlias = npt.NDArray[np.intp]
Labels: TypeAlias = Sequence[object] | npt.NDArray[np.generic] | pd.Series


@dataclass(frozen=True, eq=False)
class Strata:
    """How many first-stage units each stratum (strata,) has in the sample, and, where it counts, in the population."""

    units: Codes
    population: Floats | None = None

    @property
    def df(self) -> float:
        """First-stage units minus strata, as R ``survey::degf``."""
        return float(self.units.sum() - len(self.units))

    @property
    def factor(self) -> Floats:
        """(1 − n/N) n / (n − 1) of each stratum; NaN where the whole sample is one unit."""
        n = self.units.astype(np.float64)
        left = 1.0 if self.population is None else 1.0 - n / self.population
        return np.asarray(left * np.divide(n, n - 1, out=np.full_like(n, np.nan), where=n > 1))


@dataclass(frozen=True, eq=False)
class Design:
    """Weights, strata and first-stage units of ``n`` responses; made by :meth:`of`.

    Attributes
    ----------
    weights : (n,) float
        Any positive multiple of the sampling weights; zero leaves a response out of every estimate.
    unit : (n,) int
        First-stage unit (cluster, or the response itself) of each response.
    stratum : (units,) int
        Stratum of each first-stage unit.
    population : (strata,) float, optional
        First-stage units in the population of each stratum; None = drawn with replacement.
    replicates : Replicates, optional
        Replicate weights; where there are any, every variance comes from them.
    """

    weights: Floats
    unit: Codes
    stratum: Codes
    population: Floats | None = None
    replicates: Replicates | None = None

    @classmethod
    def of(
        cls,
        weights: npt.ArrayLike,
        *,
        strata: Labels | None = None,
        clusters: Labels | None = None,
        fpc: npt.ArrayLike | None = None,
        replicates: Replicates | None = None,
    ) -> Design:
        """Check and code a design.

        Parameters
        ----------
        weights : (n,) array
            Sampling weights.
        strata, clusters : (n,) labels, optional
            None, or all "", where the design has none. A cluster label used in two strata is two clusters;
            a response without one (a web answer beside field interviews) was drawn by itself: its own unit.
        fpc : (n,) array, optional
            First-stage units in the population of the response's stratum.
        replicates : Replicates, optional
            Of the same responses; strata, clusters and fpc are then left out, since the replicates hold them.

        Raises
        ------
        DesignError
            Weights negative, missing or all zero; responses without a stratum where others have one; a
            stratum with a single unit; a stratum with two populations.
        """
        w = np.asarray(weights, dtype=np.float64)
        _check_weights(w)
        names, row_stratum = _coded(strata, len(w))
        first, unit = _units(clusters, row_stratum)
        stratum = row_stratum[first]
        check_strata(names, units=np.bincount(stratum), responses=np.bincount(row_stratum))
        return cls(w, unit, stratum, _populations(fpc, row_stratum, names), replicates)

    @property
    def strata(self) -> Strata:
        """Its strata, as far as a variance depends on them."""
        return Strata(np.bincount(self.stratum), self.population)

    @property
    def units(self) -> Codes:
        """First-stage units in each stratum."""
        return self.strata.units

    @property
    def df(self) -> float:
        """First-stage units minus strata, or that of the replicates, as R ``survey::degf``."""
        return self.strata.df if self.replicates is None else self.replicates.df

    @property
    def factor(self) -> Floats:
        """(1 − n/N) n / (n − 1) of each stratum; NaN where the whole sample is one unit."""
        return self.strata.factor


def effective_base(weights: Floats) -> float:
    """Kish's effective base ``(Σw)² / Σw²`` of weights (n,) that are not all zero: the simple sample that tells as much."""
    return float(weights.sum() ** 2 / (weights**2).sum())


def _check_weights(weights: Floats) -> None:
    problems = {
        "weights are missing": np.isnan(weights),
        "weights are infinite": np.isinf(weights),
        "weights are negative": weights < 0,
    }
    for problem, at in problems.items():
        if at.any():
            raise DesignError(
                problem,
                where=f"response {int(np.argmax(at)) + 1} of {len(weights)}",
                expected="a weight of zero or more for every response",
                got=f"{int(at.sum())} such weights, the first {weights[at][0]}",
                todo='correct the weight column, or set weights = "none" in the edition\'s file',
            )
    if not weights.any():
        raise DesignError(
            "all weights are zero" if len(weights) else "there are no responses to weigh",
            expected="at least one response with a positive weight",
            got=f"{len(weights)} responses",
            todo="correct the weight column, or check that the wave has responses",
        )


def _units(labels: Labels | None, stratum: Codes) -> tuple[Codes, Codes]:
    """First response of each first-stage unit, and the unit of each response."""
    names, cluster = _coded(labels, len(stratum))
    if "" in names:
        alone = np.flatnonzero(cluster == names.index(""))
        cluster[alone] = len(names) + np.arange(len(alone))
    codes, pairs = pd.factorize(stratum * (len(names) + len(stratum)) + cluster)
    first = np.empty(len(pairs), dtype=np.intp)
    first[codes[::-1]] = np.arange(len(codes))[::-1]  # of several places the last one written stays
    order = np.argsort(pairs)
    unit = np.empty_like(order)
    unit[order] = np.arange(len(order))
    return first[order], unit[codes]


def _coded(labels: Labels | None, n: int) -> tuple[list[object], Codes]:
    """Names in the order in which they come, and their codes (n,); the name "" for every one that is missing."""
    if labels is None:
        return [""] * min(n, 1), np.zeros(n, dtype=np.intp)
    codes, found = pd.factorize(pd.Series(labels))
    names = found.tolist()
    if (codes < 0).any():
        names += [] if "" in names else [""]
        codes = np.where(codes < 0, names.index(""), codes)
    return names, np.asarray(codes, dtype=np.intp)


def check_strata(names: Sequence[object], *, units: Codes, responses: Codes) -> None:
    """Refuse strata (strata,) that no variance can be had from.

    Raises
    ------
    DesignError
        Some responses have no stratum (name "") while others have one; a stratum has a single unit.
    """
    without = [i for i, name in enumerate(names) if name == ""]
    if without and len(names) > 1:
        raise DesignError(
            "some responses have no stratum",
            expected="a stratum for every response of the wave, or for none",
            got=f"{int(responses[without[0]])} of {int(responses.sum())} responses without",
            todo="complete the stratum column, or leave it out of the questionnaire",
        )
    if responses.sum() == 1 or (units > 1).all():
        return
    lonely = int(np.argmin(units))
    where = f"stratum {names[lonely]!r}" if names[lonely] != "" else "the whole sample"
    raise DesignError(
        "a stratum with one unit has no variance",
        where=where,
        expected="at least two responses, or clusters where there are any, in each stratum",
        got="1",
        todo="join the stratum with its neighbour in the stratum column, or leave out the cluster column",
    )


def _populations(fpc: npt.ArrayLike | None, stratum: Codes, names: Sequence[object]) -> Floats | None:
    if fpc is None:
        return None
    each = np.asarray(fpc, dtype=np.float64)
    sizes = np.full(len(names), -np.inf)
    np.maximum.at(sizes, stratum, each)
    if not np.array_equal(sizes[stratum], each):
        raise DesignError(
            "a stratum with two population sizes",
            expected="the same number of first-stage units in the population for all of a stratum",
            got=f"response {int(np.argmax(sizes[stratum] != each)) + 1} differs from its stratum",
            todo="correct the fpc column",
        )
    return sizes

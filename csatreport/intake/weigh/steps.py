"""The weights of an edition, step by step."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from csatreport.errors import DesignError
from csatreport.intake.weigh import strata
from csatreport.intake.weigh.delivered import delivered
from csatreport.intake.weigh.kish import effect
from csatreport.intake.weigh.raking import Margin, rake
from csatreport.intake.weigh.sample import in_force, sample
from csatreport.intake.weigh.trimming import trim
from csatreport.params import Edition
from csatreport.params.margins import FILE as MARGINS
from csatreport.params.margins import Target, load_margins
from csatreport.params.population import FILE as POPULATION
from csatreport.params.population import Stratum, load_population
from csatreport.params.weighting import Weighting

COLUMNS = ("wave", "step", "n", "lowest", "median", "highest", "effective", "deff")


@dataclass(frozen=True, eq=False)
class Weighted:
    """Weights and what they came from.

    Attributes
    ----------
    weight : (n,) Series
        Float64; mean 1 within a wave, but the sum that came where weights were delivered.
    steps : DataFrame
        ``wave, step, n, lowest, median, highest, effective, deff``: after each step, the first one
        ("start") before any. ``n`` counts positive weights; lowest, median and highest of them are in
        multiples of their mean; ``effective`` and ``deff`` are Kish's.
    sample : DataFrame
        See :func:`csatreport.intake.weigh.sample.sample`.
    """

    weight: pd.Series
    steps: pd.DataFrame
    sample: pd.DataFrame


@dataclass(frozen=True)
class _Known:
    """What is declared about the population."""

    sizes: tuple[Stratum, ...]
    targets: tuple[Target, ...]

    def of(self, wave: str) -> _Known:
        """What holds for one wave: its own rows where it has some, else those of every wave."""
        own = {t.margin for t in self.targets if t.wave == wave}
        targets = tuple(t for t in self.targets if t.wave == (wave if t.margin in own else ""))
        return _Known(in_force(self.sizes, wave), targets)

    @property
    def people(self) -> dict[str, float]:
        """Size of each stratum."""
        return {s.stratum: s.population for s in self.sizes}

    @property
    def drawn(self) -> dict[str, float]:
        """How many were drawn from each stratum of which that is known."""
        return {s.stratum: float(s.drawn) for s in self.sizes if s.drawn is not None}


@dataclass(frozen=True, eq=False)
class _Wave:
    """Accepted responses of one wave, and what is known about its population."""

    name: str
    stratum: pd.Series
    answers: pd.DataFrame  # margins only
    known: _Known


def weights(
    responses: pd.DataFrame,
    answers: pd.DataFrame,
    edition: Edition,
    project: Path,
    *,
    received: pd.Series | None = None,
) -> Weighted:
    """Weigh every accepted response as the edition declares.

    Parameters
    ----------
    responses : (n, …) DataFrame
        Accepted responses: ``source, wave, row, stratum``, and ``weight`` where weights are delivered.
    answers : (n, …) DataFrame
        Coded answers with the same index; margins are its columns.
    received : Series of int, optional
        Questionnaires that came, before cleaning, with the index (wave, stratum).

    Raises
    ------
    ParamsError
        ``params/population.csv`` or ``params/margins.csv`` is missing or wrong.
    DesignError
        Delivered weights that cannot be used; a stratum or a margin that answers and population do not
        share, or that no weights can meet.
    """
    how = weighting(edition)
    known = _known(project, how)
    start = delivered(responses) if how.base == "delivered" else pd.Series(1.0, index=responses.index)
    weight, rows = start.copy(), []
    margins = answers[[name for name in how.margins if name in answers]]
    for wave, own in responses.groupby("wave"):
        whole = _Wave(str(wave), own["stratum"], margins.loc[own.index], known.of(str(wave)))
        for step, value in _steps(start[own.index], whole, how):
            weight[own.index] = value
            rows.append((str(wave), step, *_told(value)))
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    return Weighted(weight, table, sample(responses, known.sizes, received))


def weighting(edition: Edition) -> Weighting:
    """The steps that the edition's ``weights`` stands for."""
    plain = {
        "none": Weighting(),
        "delivered": Weighting(base="delivered"),
        "population": Weighting(poststratify=True),
        "declared": edition.weighting,
    }
    return plain[edition.weights]


def _known(project: Path, how: Weighting) -> _Known:
    needed = how.poststratify or how.base == "design"
    sizes = load_population(project) if needed or (project / POPULATION).is_file() else ()
    return _Known(sizes, load_margins(project) if how.margins else ())


def _steps(weight: pd.Series, wave: _Wave, how: Weighting) -> Iterator[tuple[str, pd.Series]]:
    """Weights of one wave after each step; every step keeps their sum."""
    yield "start", weight
    if how.base == "design":
        weight = _designed(wave)
        yield "design", weight
    margins = [_margin(wave, name) for name in how.margins]
    if how.poststratify:
        weight = _poststratified(weight, wave)
        yield "poststratified", weight
    if margins:  # raking alone would lose the strata again
        margins += [Margin("stratum", wave.stratum, wave.known.people)] * how.poststratify
        weight = _raked(weight, margins, wave.name)
        yield "raked", weight
    if how.trims:
        weight = trim(weight, how.trim_low or 0.0, how.trim_high or np.inf)
        yield "trimmed", weight
    if how.repeat:
        yield "repeated", _raked(weight, margins, wave.name) if margins else _poststratified(weight, wave)


def _designed(wave: _Wave) -> pd.Series:
    known, where = wave.known, f"{POPULATION}, wave {wave.name}"
    weight = strata.design(wave.stratum, known.people, known.drawn, where=where)
    return weight / weight.mean()


def _poststratified(weight: pd.Series, wave: _Wave) -> pd.Series:
    where = f"{POPULATION}, wave {wave.name}"
    return strata.to_shares(weight, wave.stratum, wave.known.people, where=where)


def _margin(wave: _Wave, name: str) -> Margin:
    target = {t.level: t.size for t in wave.known.targets if t.margin == name}
    if not target or name not in wave.answers:
        raise DesignError(
            f"margin {name!r} has no " + ("answers" if target else "targets"),
            where=f"{MARGINS}, wave {wave.name}",
            expected="an item of kind category, and a row for each of its levels",
            todo="add what is missing, or leave the margin out of [weighting]",
        )
    return Margin(name, wave.answers[name], target)


def _raked(weight: pd.Series, margins: Sequence[Margin], wave: str) -> pd.Series:
    """Rake to shares, so that people and shares may stand side by side, and keep the sum."""
    total = float(weight.sum())
    shares = [Margin(m.name, m.levels, _scaled(m.target, total)) for m in margins]
    return rake(weight, shares, where=f"{MARGINS}, wave {wave}")


def _scaled(target: Mapping[str, float], total: float) -> dict[str, float]:
    whole = sum(target.values())
    return {level: size / whole * total for level, size in target.items()}


def _told(weight: pd.Series) -> tuple[int, float, float, float, float, float]:
    kish = effect(weight)
    some = weight[weight > 0] / weight[weight > 0].mean()
    return kish.n, some.min(), some.median(), some.max(), kish.effective, kish.deff

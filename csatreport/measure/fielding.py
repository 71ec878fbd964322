"""One wave of a survey, ready to estimate: its responses, their design, and what was asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isnan
from zlib import crc32

import numpy as np
import numpy.typing as npt
import pandas as pd

from csatreport.errors import DataError
from csatreport.measure.design import Codes, Design, Floats, effective_base
from csatreport.measure.linearisation import means
from csatreport.measure.replication import Replicates
from csatreport.measure.scores import attributes, find, no_domain
from csatreport.measure.subjects import Level, Subject, levels
from csatreport.measure.told import Telling, known, suppressed
from csatreport.params import Edition, Item, Measure, Role, Wave
from csatreport.results import Estimate, Unit
from csatreport.survey import Survey

__all__ = ["Fielding", "known", "suppressed"]

_FEW = 100


@dataclass(frozen=True, eq=False)
class Fielding:
    """Responses of one wave with their design; made by :meth:`of`."""

    survey: Survey
    wave: Wave
    responses: pd.DataFrame
    design: Design

    @classmethod
    def of(cls, survey: Survey, wave: Wave | None = None) -> Fielding:
        """The fielding of ``wave``, or of the edition's wave.

        Raises
        ------
        DataError, DesignError
            The wave has no responses; its weights, strata or clusters cannot be used.
        """
        wave = wave or survey.wave
        responses = survey.in_wave(wave).responses
        if responses.empty:
            raise DataError(
                f"no responses in wave {wave}",
                expected="at least one accepted response",
                got="none; waves with data: " + (", ".join(map(str, survey.waves)) or "none"),
                todo="check the sources of the edition; published scores are read with the measure `score`",
            )
        return cls(survey, wave, responses, _design(survey.edition, responses))

    def asked(self, item: Item) -> bool:
        """Whether the questionnaire of this wave had the item."""
        answered = item.item in self.responses and _any(self.responses[item.item])
        return answered or item.source(self.wave) is not None

    def first(self, role: Role) -> Item | None:
        """The first item with a role that the wave asked."""
        return next(filter(self.asked, self.survey.questionnaire.with_role(role)), None)

    def services(self, measure: Measure = "mean") -> tuple[Item, ...]:
        """Single services that the wave asked: reported items that belong to a dimension."""
        return tuple(filter(self.asked, attributes(self.survey.questionnaire, measure)))

    def pairs(self, first: Role, second: Role) -> tuple[tuple[Item, Item], ...]:
        """Pairs of items of two roles with the same key of which the wave asked both."""
        found = self.survey.questionnaire.pairs(first, second)
        return tuple(pair for pair in found if all(map(self.asked, pair)))

    def domains(self) -> tuple[str, ...]:
        """Items whose groups are compared: role ``domain``, asked, and no ``standing``, whose levels are peers."""
        found = self.survey.questionnaire.with_role("domain")
        return tuple(i.item for i in found if "standing" not in i.roles and self.asked(i))

    def levels(self, domain: str) -> tuple[tuple[Level, ...], Codes]:
        """Levels of a domain item that occur in this wave, in the order of their list, and codes (n,).

        Raises
        ------
        UsageError
            There is no such item, or it has no levels.
        """
        item = find(self.survey.questionnaire, domain)
        if item.kind != "category" or domain not in self.responses:
            raise no_domain(item)
        return levels(self.responses[domain], self.survey.questionnaire, codes=item.codes)

    def estimates(
        self,
        scores: Floats,
        subjects: Sequence[Subject],
        *,
        measure: str,
        unit: Unit,
        levels: tuple[Level, ...] = (Level(),),
        codes: Codes | None = None,
    ) -> tuple[Estimate, ...]:
        """Estimates of the columns of ``scores`` (n, k), level by level, small bases suppressed."""
        if not levels:
            return ()
        found = means(scores, self.design, domain=codes, domains=len(levels))
        return self._telling.rows(found, subjects, measure=measure, unit=unit, levels=levels)

    def modelled(
        self,
        value: float,
        *,
        se: float,
        interval: tuple[float, float],
        subject: Subject,
        measure: str,
        unit: Unit,
        used: npt.NDArray[np.bool_],
        level: Level | None = None,
    ) -> Estimate:
        """A number that a model found from the responses ``used`` (n,), with its base.

        Hidden where the base is small, and where there is no such number (NaN: nobody differs).
        """
        w = self.design.weights[used]
        n = int((w > 0).sum())
        row = self._telling.one(
            value, (se, *interval), base=(n, effective_base(w) if n else 0.0), df=self.design.df,
            subject=subject, level=level or Level(), measure=measure, unit=unit,
        )  # fmt: skip
        return suppressed(row) if n < self.survey.edition.minimum_base or isnan(value) else row

    def generator(self, purpose: str) -> np.random.Generator:
        """The edition's generator for one purpose: another analysis never changes its draws."""
        return np.random.default_rng([self.survey.edition.seed, crc32(purpose.encode())])

    @property
    def _telling(self) -> Telling:
        return Telling(self.survey, self.wave)


def _any(column: pd.Series) -> bool:
    """Whether somebody answered; mostly the first few tell."""
    return bool(column.head(_FEW).notna().any() or column.notna().any())


def _design(edition: Edition, responses: pd.DataFrame) -> Design:
    """The design as declared: replicate weights where there are any, else strata and clusters."""
    weight = responses["weight"].to_numpy(np.float64)
    how = edition.weighting.replicates if edition.weights == "declared" else None
    if how is None:
        return Design.of(weight, strata=responses["stratum"], clusters=responses["cluster"])
    columns = responses.filter(regex=r"^replicate_\d+$").dropna(axis="columns", how="all")
    return Design.of(weight, replicates=Replicates.of(columns, weight, how=how, strata=responses["stratum"]))

"""Studies of one market by others: ``[[study]]``."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Annotated, Self

from pydantic import AfterValidator, Field, model_validator

from csatreport.params.analysis.declared import Table
from csatreport.params.faults import Fault, closest
from csatreport.params.text import Text

if TYPE_CHECKING:
    from csatreport.params.questionnaire import Questionnaire

TOTAL = "total"  # the factor of the table `studies` that is the index itself
LIST = "factor"
_CODE = r"^[A-Za-z0-9][A-Za-z0-9_-]*$"
Weight = Annotated[float, Field(gt=0, le=1)]
Spread = Annotated[float, Field(gt=0)]


class StudyFactor(Table):
    """A factor and its share in the index.

    ``same_as`` is the name under which studies share it (none: its code); several factors of a study may share one.
    ``spread`` is the standard deviation of its score over interviews, on the study's scale.
    """

    code: str = Field(pattern=_CODE)
    weight: Weight
    same_as: str = ""
    spread: Spread | None = None

    @property
    def key(self) -> str:
        """What it is called in every study that has it."""
        return self.same_as or self.code


class Study(Table):
    """The design of a study: who was asked, when, where, how many, and the weights of its factors.

    Everything but ``code`` and ``title`` may be unknown. ``spread`` is the standard deviation of the index over
    interviews: with it and the interviews of each brand, standard errors follow where the study prints none.
    """

    code: str = Field(pattern=_CODE)
    title: Text
    organiser: Text | None = None
    asked: Text | None = None  # who was interviewed
    sampling: Text | None = None
    begin: date | None = None  # first and last day of the fieldwork
    end: date | None = None
    cities: int | None = Field(default=None, ge=1)
    interviews: int | None = Field(default=None, ge=1)
    brands: int | None = Field(default=None, ge=1)
    low: float = 0.0  # ends of the scale
    high: float = 1000.0
    spread: Spread | None = None
    factor: tuple[StudyFactor, ...] = ()
    note: Text | None = None

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        total = math.fsum(f.weight for f in self.factor)
        if self.factor and abs(total - 1) > 1e-6:
            raise ValueError(
                f"study {self.code!r}: weights of the factors that add up to 1; they add up to {total:.6g}"
            )
        codes = [f.code for f in self.factor]
        if len(set(codes)) < len(codes) or TOTAL in codes:
            raise ValueError(f"study {self.code!r}: each factor once, and none called {TOTAL!r}")
        if self.low >= self.high:
            raise ValueError(f"study {self.code!r}: a scale whose `low` is below its `high`")
        if self.begin and self.end and self.begin > self.end:
            raise ValueError(f"study {self.code!r}: fieldwork that does not end before it begins")
        return self

    def faults(self, questionnaire: Questionnaire) -> Iterator[Fault]:
        """Factors that have no name."""
        known = questionnaire.labels.get(LIST, {})
        for factor in self.factor:
            if factor.code not in known:
                where = f"params/analysis.toml, study {self.code!r}, factor, code"
                todo = f"add it to the list {LIST!r} of params/labels.csv; {closest(factor.code, known)}"
                yield Fault(f"no factor {factor.code!r}", where, todo=todo)


def _each_once(studies: tuple[Study, ...]) -> tuple[Study, ...]:
    twice = [code for code, times in Counter(s.code for s in studies).items() if times > 1]
    if twice:
        raise ValueError(f"studies with codes of their own; more than one is {twice[0]!r}")
    return studies


Studies = Annotated[tuple[Study, ...], AfterValidator(_each_once)]

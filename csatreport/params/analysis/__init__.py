"""``params/analysis.toml``: what people decide about the methods; everything has a usual answer.

One file per table of it. Prepared data do not depend on any of this.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pydantic import BaseModel

from csatreport.params.analysis.breaks import Break
from csatreport.params.analysis.case import Case, CaseMeasure, together
from csatreport.params.analysis.churn import Churn
from csatreport.params.analysis.comments import Comments
from csatreport.params.analysis.declared import DECLARED
from csatreport.params.analysis.demands import Demands
from csatreport.params.analysis.differentiation import Differentiation
from csatreport.params.analysis.drivers import Drivers
from csatreport.params.analysis.improvement import Improvements
from csatreport.params.analysis.journey import Journey
from csatreport.params.analysis.kano import Kano
from csatreport.params.analysis.pathmodel import PathModel
from csatreport.params.analysis.segments import Segments
from csatreport.params.analysis.standards import Standards
from csatreport.params.analysis.standing import Standing
from csatreport.params.analysis.structure import Structure
from csatreport.params.analysis.study import Studies
from csatreport.params.analysis.thousand import Thousand
from csatreport.params.analysis.value import Value

if TYPE_CHECKING:
    from csatreport.params.faults import Fault
    from csatreport.params.questionnaire import Questionnaire

FILE = "params/analysis.toml"


class Analysis(BaseModel):
    """All tables of the file."""

    model_config = DECLARED

    structure: Structure = Structure()
    path_model: PathModel = PathModel()
    thousand: Thousand = Thousand()
    kano: Kano = Kano()
    drivers: Drivers = Drivers()
    differentiation: Differentiation = Differentiation()
    standards: Standards = Standards()
    journey: Journey = Journey()
    comments: Comments = Comments()
    demands: Demands = Demands()
    segments: Segments = Segments()
    value: Value = Value()
    churn: Churn = Churn()
    standing: Standing = Standing()
    improvement: Improvements = ()
    case: tuple[Case, ...] = ()
    case_measure: tuple[CaseMeasure, ...] = ()
    study: Studies = ()
    breaks: tuple[Break, ...] = ()

    def faults(self, questionnaire: Questionnaire) -> Iterator[Fault]:
        """Find what the questionnaire does not bear out."""
        tables = (
            self.structure, self.path_model, self.thousand, self.kano, self.drivers, self.differentiation,
            self.standards, self.journey, self.comments, self.demands, self.segments, self.value, self.churn,
            self.standing, *self.improvement, *self.case, *self.study, *self.breaks,
        )  # fmt: skip
        for table in tables:
            yield from table.faults(questionnaire)
        yield from together(self.case, self.case_measure, questionnaire)

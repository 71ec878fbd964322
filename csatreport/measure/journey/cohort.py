"""The way of new customers through the records, and which stages complaints are about."""

from __future__ import annotations

import numpy as np
import pandas as pd

from csatreport.measure.cases import cases
from csatreport.measure.journey.answers import LIST
from csatreport.measure.journey.steps import STEPS, declared_stages
from csatreport.measure.subjects import Subject, name
from csatreport.params import Wave
from csatreport.results import Estimates
from csatreport.survey import Survey


def funnel(survey: Survey) -> Estimates:
    """Of those whose first contact fell in the previous wave: the share that came to each step, or past it, by now.

    The wave before is taken so that everybody had a quarter's time. A step that some leave out is no loss for those
    who went on: it counts as reached. Empty where no funnel is declared, or its first step has no records.
    """
    chain, before = survey.analysis.journey.funnel, survey.edition.previous
    if not chain or STEPS not in survey.records or before is None:
        return Estimates()
    table = survey.records[STEPS]
    table = table[table["event"].isin(chain) & table["wave"].isin(_upto(survey, table["wave"]))]
    place = table["event"].map({step: at for at, step in enumerate(chain)})
    asked = table[place == 0].sort_values("date").drop_duplicates("customer")
    cohort = pd.Index(asked.loc[asked["wave"] == str(before), "customer"])
    if cohort.empty:
        return Estimates()
    furthest = place.groupby(table["customer"]).max().reindex(cohort)
    rows = pd.DataFrame({"customer": cohort, "place": furthest.to_numpy()})
    fielding = cases(survey, STEPS, rows, wave=before)
    reached = (rows["place"].to_numpy()[:, None] >= np.arange(len(chain))).astype(np.float64)
    subjects = [Subject(step, name(survey.questionnaire, STEPS, step)) for step in chain]
    return Estimates(fielding.estimates(reached, subjects, measure="reached", unit="share"))


def _upto(survey: Survey, waves: pd.Series) -> list[str]:
    """Waves that the edition knows of; records dated after its wave are in none."""
    return [w for w in waves.unique() if w and Wave.parse(w) <= survey.wave]


def complaints(survey: Survey) -> Estimates:
    """Share of the wave's complaints whose cause belongs to each stage, cases of one customer together."""
    declared = {c: s.code for s in survey.analysis.journey.stage for c in s.causes}
    if not declared or "complaints" not in survey.records:
        return Estimates()
    table = survey.records["complaints"]
    rows = table[table["wave"] == str(survey.wave)]
    if rows.empty:
        return Estimates()
    stages = [s for s in declared_stages(survey) if s in declared.values()]
    of = rows["cause"].map(declared).to_numpy()
    indicators = np.column_stack([(of == s).astype(np.float64) for s in stages])
    subjects = [Subject(s, name(survey.questionnaire, LIST, s)) for s in stages]
    fielding = cases(survey, "complaints", rows, wave=survey.wave, cluster="customer")
    return Estimates(fielding.estimates(indicators, subjects, measure="complaints", unit="share"))

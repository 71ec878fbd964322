"""Answers of a wave with the customers who gave them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

import numpy as np
import pandas as pd

from csatreport.measure.customers import Flags
from csatreport.measure.design import Codes, Floats
from csatreport.measure.fielding import Fielding
from csatreport.measure.moods import mood
from csatreport.measure.subjects import Subject
from csatreport.measure.value.sold import Sold
from csatreport.params import Text, Wave
from csatreport.survey import Survey

MOODS: tuple[mood.Mood, ...] = ("satisfied", "neutral", "dissatisfied")
LABELS = (
    Text(en="Satisfied", zh="满意"),
    Text(en="Neutral", zh="评价一般"),
    Text(en="Dissatisfied", zh="不满意"),
)
SUBJECTS = [Subject(m, label) for m, label in zip(MOODS, LABELS, strict=True)]


@dataclass(frozen=True, eq=False)
class Answered:
    """Answers (n,) of a wave: the customer's row, −1 where unknown, and 1 in each mood, 0 in another, NaN without a rating."""

    fielding: Fielding
    who: Codes
    moods: Floats

    @classmethod
    def of(cls, survey: Survey, sold: Sold, wave: Wave) -> Answered | None:
        """None where no answer of the wave names a customer, or nobody rated overall satisfaction."""
        responses = survey.in_wave(wave).responses
        if responses.empty or "customer" not in responses or not survey.questionnaire.with_role("overall"):
            return None
        fielding = Fielding.of(survey, wave)
        who = sold.customers.rows(cast("pd.Series[str]", responses["customer"].fillna("")))
        if not (who >= 0).any() or not fielding.asked(mood.only(survey.questionnaire, "overall")):
            return None
        return cls(fielding, who, np.hstack([mood.moods(fielding, m) for m in MOODS]))

    @property
    def rated(self) -> Flags:
        """Answers of customers that are known and rated overall satisfaction."""
        known: Flags = (self.who >= 0) & ~np.isnan(self.moods[:, 0])
        return known

    def grouped(self, group: Codes) -> tuple[list[int], Codes]:
        """Groups of customers (customers,) that somebody rated in, and codes (n,) of the answers, −1 in none."""
        of = np.where(self.rated, group[self.who], -1)
        there = np.unique(of[of >= 0])
        codes = np.where(of >= 0, np.searchsorted(there, of), -1)
        return there.tolist(), codes.astype(np.intp)

"""What an estimate is about has the names that the questionnaire gives it."""

from __future__ import annotations

import pandas as pd
from surveys import LABELS, make_survey, rating, responses

from csatreport.measure.subjects import Subject, levels, name
from csatreport.params import Text

QUESTIONNAIRE = make_survey((rating("a", dimension="service"),), responses(a=[1.0])).questionnaire


def test_an_item_stands_in_its_dimension():
    found = Subject.of(QUESTIONNAIRE["a"], QUESTIONNAIRE)
    assert (found.item, found.group, found.group_label) == ("a", "service", LABELS["dimension"]["service"])


def test_a_code_without_a_label_is_called_by_itself():
    assert name(QUESTIONNAIRE, "region", "n").zh == "北部"
    assert name(QUESTIONNAIRE, "region", "moon") == Text.same("moon")


def test_levels_come_as_listed_and_strangers_after_them():
    column = pd.Series(["s", "moon", None, "n", "s"], name="region", dtype="string")
    found, codes = levels(column, QUESTIONNAIRE, codes="region")
    assert [(level.domain, level.code) for level in found] == [("region", c) for c in ("n", "s", "moon")]
    assert codes.tolist() == [1, 2, -1, 0, 1]

"""What an estimate is about: an item, or anything else that has a name, and the level of a domain."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import pandas as pd

from csatreport.measure.design import Codes
from csatreport.params import Item, Questionnaire, Text
from csatreport.results import EVERYBODY


@dataclass(frozen=True)
class Subject:
    """What a score is about."""

    item: str
    label: Text
    group: str = ""
    group_label: Text | None = None

    @classmethod
    def of(cls, item: Item, questionnaire: Questionnaire) -> Subject:
        """An item, with its dimension as its group."""
        group = item.dimension
        return cls(item.item, item.label, group, name(questionnaire, "dimension", group) if group else None)


@dataclass(frozen=True)
class Level:
    """A level of a domain; domain "" = everybody."""

    domain: str = ""
    code: str = ""
    label: Text = EVERYBODY


def name(questionnaire: Questionnaire, list_name: str, code: str) -> Text:
    """Label of a code, or the code itself where its list has no label for it."""
    return questionnaire.labels.get(list_name, {}).get(code) or Text.same(code)


def levels(column: pd.Series, questionnaire: Questionnaire, *, codes: str) -> tuple[tuple[Level, ...], Codes]:
    """Levels that occur in a column, in the order of the list ``codes`` (others after it), and codes (n,); −1 = none."""
    found = ordered(str(column.name), set(column.dropna().unique()), questionnaire, codes=codes)
    return found, pd.Categorical(column, categories=[level.code for level in found]).codes.astype(np.intp)


def ordered(
    domain: str, present: Collection[str], questionnaire: Questionnaire, *, codes: str
) -> tuple[Level, ...]:
    """The levels ``present`` of a domain, in the order of the list ``codes``, others after it."""
    listed = questionnaire.labels.get(codes, {})
    order = [*(c for c in listed if c in present), *sorted(set(present) - set(listed))]
    return tuple(Level(domain, c, name(questionnaire, codes, c)) for c in order)

"""The answers to Kano's questions of one wave, as places on Kano's scale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from csatreport.errors import ParamsError
from csatreport.measure.design import Codes
from csatreport.measure.fielding import Fielding
from csatreport.measure.kano.evaluation import categories
from csatreport.measure.subjects import Subject
from csatreport.params import Item
from csatreport.params.analysis.kano import ANSWERS, Kano, KanoFeature


@dataclass(frozen=True, eq=False)
class Answers:
    """Answers (n, k) with and without each of k features as places in ``ANSWERS``, -1 = missing.

    ``subjects`` names the features (item = the functional question), ``costs`` what each costs, ``keys`` their keys.
    """

    keys: tuple[str, ...]
    subjects: tuple[Subject, ...]
    costs: tuple[float | None, ...]
    functional: Codes
    dysfunctional: Codes

    def categories(self, settings: Kano) -> Codes:
        """What each feature is to each respondent (n, k): places in ``CATEGORIES``, -1 = missing."""
        return categories(self.functional, self.dysfunctional, settings.table)


def answers(fielding: Fielding) -> Answers:
    """The answers to every pair that the wave asked.

    Raises
    ------
    ParamsError
        No pair was asked.
    """
    settings = fielding.survey.analysis.kano
    pairs = fielding.pairs("functional", "dysfunctional")
    if not pairs:
        raise ParamsError(
            f"no Kano pair was asked in {fielding.wave}",
            where="params/questionnaire.csv, column `roles`",
            expected="items with the roles functional:KEY and dysfunctional:KEY",
            got="none",
            todo="give the roles, or leave the chapter out",
        )
    declared = {f.key: f for f in settings.feature}
    features = [declared.get(f.roles["functional"]) for f, _ in pairs]
    return Answers(
        tuple(f.roles["functional"] for f, _ in pairs),
        tuple(_subject(f, feature) for (f, _), feature in zip(pairs, features, strict=True)),
        tuple(feature.cost if feature else None for feature in features),
        _places(fielding.responses, [f for f, _ in pairs], settings),
        _places(fielding.responses, [d for _, d in pairs], settings),
    )


def _subject(functional: Item, feature: KanoFeature | None) -> Subject:
    label = feature.label if feature and feature.label else functional.label
    return Subject(functional.item, label)


def _places(responses: pd.DataFrame, items: Sequence[Item], settings: Kano) -> Codes:
    place = {code: ANSWERS.index(level) for code, level in settings.levels.items()}
    blank = pd.Series(pd.NA, index=responses.index, dtype="string")
    columns = [responses.get(i.item, blank).map(place).fillna(-1).to_numpy(np.intp) for i in items]
    return np.column_stack(columns)

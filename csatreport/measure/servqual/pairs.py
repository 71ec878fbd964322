"""Pairs of perception and expectation, per respondent: of items, of dimensions, of everything together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from csatreport.errors import ParamsError
from csatreport.measure import scores
from csatreport.measure.design import Floats
from csatreport.measure.fielding import Fielding
from csatreport.measure.ratio import available_mean
from csatreport.measure.subjects import Subject, name
from csatreport.params import Item, Questionnaire, Text

TOTAL = Text(en="All dimensions", zh="全部维度")
_BRACKET = re.compile(r"\s*[(（][^()（）]*[)）]$")


@dataclass(frozen=True, eq=False)
class Pairs:
    """Perception and expectation (n, k), both NaN unless both were answered, and what each column is."""

    subjects: tuple[Subject, ...]
    perception: Floats
    expectation: Floats

    @property
    def difference(self) -> Floats:
        """Gap (n, k) of each respondent: perception minus expectation."""
        return self.perception - self.expectation


def asked(fielding: Fielding) -> tuple[tuple[Item, Item], ...]:
    """Pairs (perception, expectation) that the wave asked, in questionnaire order.

    Raises
    ------
    ParamsError
        There is none, or the two items of a pair have different scales.
    """
    found = fielding.pairs("perception", "expectation")
    _check(found)
    return found


def of_items(fielding: Fielding, pairs: Sequence[tuple[Item, Item]]) -> Pairs:
    """Each pair, on the respondents who answered both of its questions."""
    perception = scores.of_items(fielding.responses, [p for p, _ in pairs], measure="mean")
    expectation = scores.of_items(fielding.responses, [e for _, e in pairs], measure="mean")
    either = np.isnan(perception) | np.isnan(expectation)
    subjects = tuple(_subject(pair, fielding.survey.questionnaire) for pair in pairs)
    return Pairs(subjects, np.where(either, np.nan, perception), np.where(either, np.nan, expectation))


def _subject(pair: tuple[Item, Item], questionnaire: Questionnaire) -> Subject:
    """The perception, under the name that both questions have where only a bracket tells them apart."""
    perception, expectation = (
        Text(en=_BRACKET.sub("", i.label.en), zh=_BRACKET.sub("", i.label.zh)) for i in pair
    )
    subject = Subject.of(pair[0], questionnaire)
    return replace(subject, label=perception) if perception == expectation else subject


def of_dimensions(fielding: Fielding, pairs: Sequence[tuple[Item, Item]], items: Pairs) -> Pairs:
    """Each dimension: the mean of the pairs that a respondent answered; all items where none has a dimension."""
    codes = np.array([p.dimension for p, _ in pairs])
    names = [d for d in dict.fromkeys(codes.tolist()) if d]
    questionnaire = fielding.survey.questionnaire
    return Pairs(
        tuple(Subject(d, name(questionnaire, "dimension", d)) for d in names) or (Subject("", TOTAL),),
        *(
            np.column_stack([available_mean(side[:, codes == d]) for d in names or [""]])
            for side in (items.perception, items.expectation)
        ),
    )


def of_total(dimensions: Pairs, shares: Floats) -> Pairs:
    """Everything: the mean of the dimensions that a respondent has, weighted by ``shares`` (k,)."""
    return Pairs(
        (Subject("total", TOTAL),),
        available_mean(dimensions.perception, shares)[:, None],
        available_mean(dimensions.expectation, shares)[:, None],
    )


def _check(pairs: Sequence[tuple[Item, Item]]) -> None:
    if not pairs:
        raise ParamsError(
            "no SERVQUAL pair was asked",
            where="params/questionnaire.csv, column `roles`",
            expected="items with the roles perception:KEY and expectation:KEY",
            got="none",
            todo="give the roles, or leave the chapter out",
        )
    for perception, expectation in pairs:
        if perception.scale != expectation.scale:
            raise ParamsError(
                "the two items of a pair have different scales",
                where=f"params/questionnaire.csv rows {perception.row} and {expectation.row}",
                expected=f"{perception.item} and {expectation.item} on one scale",
                got=f"{perception.scale} and {expectation.scale}",
                todo="correct the scale of one of them",
            )

"""Answers in people's own words: coded where somebody gave them a code, listed where nobody did yet."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from csatreport.intake.code import OTHER
from csatreport.intake.collect import Collected
from csatreport.params import Item, Questionnaire
from csatreport.params.text import normal

SUFFIX = "_other"  # an item of this ending holds the words for the item before it


def recoded(collected: Collected, questionnaire: Questionnaire) -> Collected:
    """Apply ``params/coding.csv``; ``words`` of the result holds those without a code.

    Words of item ``channel_other`` count for item ``channel``. The code that is given takes the place of
    ``other``, or, in an item of several choices, is chosen too; ``other`` then stays only while some words
    of the response have no code.
    """
    words = collected.words
    given = pd.Series([_code(i, t, questionnaire) for i, t in zip(words["item"], words["text"], strict=True)])
    words = words.assign(code=given.astype(object))
    coded, left = words[words["code"] != ""], words[words["code"] == ""]
    answers = collected.answers.copy(deep=False)
    for name in coded["item"].unique():
        target = _target(questionnaire[name], questionnaire)
        if target is not None:
            own = {name, target.item}
            waiting = left.loc[left["item"].isin(own), "response"]
            _fill(answers, target, coded[coded["item"] == name], waiting)
    return replace(collected, answers=answers, words=left.drop(columns="code").reset_index(drop=True))


def _code(item: str, text: str, questionnaire: Questionnaire) -> str:
    return questionnaire.coding.get(item, {}).get(normal(text), "")


def _target(item: Item, questionnaire: Questionnaire) -> Item | None:
    """The item whose answer the words explain."""
    if item.kind != "other":
        return item
    parent = item.item.removesuffix(SUFFIX)
    return next((i for i in questionnaire.of_kind("category", "multiple") if i.item == parent), None)


def _fill(answers: pd.DataFrame, item: Item, coded: pd.DataFrame, waiting: pd.Series) -> None:
    """Write the codes into the columns of ``item``; each column written to is a new one."""
    if item.kind == "category":
        column = answers[item.item].copy()
        column.loc[coded["response"]] = coded["code"].to_numpy()
        answers[item.item] = column
        return
    done = coded.loc[~coded["response"].isin(waiting), "response"]
    for code, rows in (*coded.groupby("code")["response"], (OTHER, done)):
        column = answers[f"{item.item}.{code}"].copy()
        column.loc[rows] = 0.0 if code == OTHER else 1.0
        answers[f"{item.item}.{code}"] = column
